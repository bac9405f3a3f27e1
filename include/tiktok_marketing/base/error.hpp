#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tiktok_marketing {

/// What a caller can do about an error. Closed list; decides the exit code of the command line.
enum class ErrorKind {
  authentication,  ///< the token is missing, wrong, revoked or expired
  permission,      ///< the token is good but not for this
  not_found,       ///< the named thing does not exist
  invalid,         ///< the call itself must be corrected
  quota,           ///< too many requests; wait
  transient,       ///< the other side failed; the same call may succeed later
  timeout,         ///< the deadline passed
  protocol,        ///< the other side answered something that cannot be read
  not_ready,       ///< the data asked for is not there yet
  conflict,        ///< the present state forbids it
  cancelled,       ///< the caller asked to stop
  internal,        ///< a defect of this program
};

/// The words every face uses for an error (`type` in JSON). Closed list; each belongs to one `ErrorKind`.
enum class ErrorType {
  value_error,
  missing,
  unknown_entity,
  unknown_action,
  missing_parameter,
  invalid_parameter,
  invalid_query,
  invalid_cursor,
  entity_not_searchable,
  missing_credentials,
  invalid_client,
  unauthorized,
  token_expired,
  forbidden,
  ip_not_allowed,
  organization_ambiguous,
  not_found,
  method_not_allowed,
  workspace_not_found,
  connector_not_found,
  template_not_found,
  definition_not_found,
  job_not_found,
  workspace_inactive,
  invalid_secret_id,
  no_source_template,
  payload_too_large,
  unsupported_media_type,
  not_implemented,
  upstream_invalid_request,
  upstream_authentication_failed,
  upstream_permission_denied,
  upstream_not_found,
  upstream_rate_limited,
  upstream_conflict,
  upstream_error,
  upstream_unreadable,
  upstream_timeout,
  result_too_large,
  context_store_not_ready,
  context_store_disabled,
  conflict,
  sync_in_progress,
  rate_limited,
  storage_unavailable,
  cancelled,
  internal_error,
};

/// The one table from type to kind.
[[nodiscard]] ErrorKind kind_of(ErrorType type);
/// `ErrorType::unknown_entity` → `"unknown_entity"`. The text lives for the whole program.
[[nodiscard]] std::string_view name_of(ErrorType type);
[[nodiscard]] std::string_view name_of(ErrorKind kind);
/// Exit code of the command line: authentication, permission 2; not_found 3; invalid 4;
/// quota, transient, timeout, protocol 5; not_ready, conflict, cancelled, internal 1.
[[nodiscard]] int exit_code_of(ErrorKind kind);

/// What TikTok itself said. `request_id` is what TikTok's support asks for.
struct Upstream {
  std::optional<std::int64_t> tiktok_code;  ///< absent when the body was not TikTok's envelope
  std::string tiktok_message;
  std::string request_id;
  int http_status = 0;  ///< 0 when no answer arrived
};

/// A failure as a value. Never holds a token, a secret or a whole body.
///
/// `message` says what happened in plain words, `hint` what to do next. `example` is the JSON text of a
/// corrected call. `retry_after_s` is set when the wait is known.
/// Thread-safety: a plain value.
struct Error {
  ErrorType type = ErrorType::internal_error;
  std::string message;
  std::string hint;
  bool retryable = false;
  std::optional<double> retry_after_s;
  std::string param;                 ///< name of the parameter at fault, empty if none
  std::string given;                 ///< what was given for it, shortened to 200 bytes
  std::vector<std::string> allowed;  ///< the valid values, if they can be listed
  std::string example;
  std::optional<Upstream> upstream;

  [[nodiscard]] ErrorKind kind() const { return kind_of(type); }
};

/// The error as the one JSON object every face shows (members that do not apply are left out).
[[nodiscard]] std::string to_json(const Error& error);

}  // namespace tiktok_marketing
