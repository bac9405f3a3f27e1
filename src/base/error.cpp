#include <tiktok_marketing/base/error.hpp>

#include <array>

#include "base/json.hpp"

namespace tiktok_marketing {
namespace {

struct TypeRow {
  ErrorType type;
  ErrorKind kind;
  std::string_view name;
};

constexpr std::array kTypes{
    TypeRow{ErrorType::value_error, ErrorKind::invalid, "value_error"},
    TypeRow{ErrorType::missing, ErrorKind::invalid, "missing"},
    TypeRow{ErrorType::unknown_entity, ErrorKind::invalid, "unknown_entity"},
    TypeRow{ErrorType::unknown_action, ErrorKind::invalid, "unknown_action"},
    TypeRow{ErrorType::missing_parameter, ErrorKind::invalid, "missing_parameter"},
    TypeRow{ErrorType::invalid_parameter, ErrorKind::invalid, "invalid_parameter"},
    TypeRow{ErrorType::invalid_query, ErrorKind::invalid, "invalid_query"},
    TypeRow{ErrorType::invalid_cursor, ErrorKind::invalid, "invalid_cursor"},
    TypeRow{ErrorType::entity_not_searchable, ErrorKind::invalid, "entity_not_searchable"},
    TypeRow{ErrorType::missing_credentials, ErrorKind::authentication, "missing_credentials"},
    TypeRow{ErrorType::invalid_client, ErrorKind::authentication, "invalid_client"},
    TypeRow{ErrorType::unauthorized, ErrorKind::authentication, "unauthorized"},
    TypeRow{ErrorType::token_expired, ErrorKind::authentication, "token_expired"},
    TypeRow{ErrorType::forbidden, ErrorKind::permission, "forbidden"},
    TypeRow{ErrorType::ip_not_allowed, ErrorKind::permission, "ip_not_allowed"},
    TypeRow{ErrorType::organization_ambiguous, ErrorKind::invalid, "organization_ambiguous"},
    TypeRow{ErrorType::not_found, ErrorKind::not_found, "not_found"},
    TypeRow{ErrorType::method_not_allowed, ErrorKind::invalid, "method_not_allowed"},
    TypeRow{ErrorType::workspace_not_found, ErrorKind::not_found, "workspace_not_found"},
    TypeRow{ErrorType::connector_not_found, ErrorKind::not_found, "connector_not_found"},
    TypeRow{ErrorType::template_not_found, ErrorKind::not_found, "template_not_found"},
    TypeRow{ErrorType::definition_not_found, ErrorKind::not_found, "definition_not_found"},
    TypeRow{ErrorType::job_not_found, ErrorKind::not_found, "job_not_found"},
    TypeRow{ErrorType::workspace_inactive, ErrorKind::conflict, "workspace_inactive"},
    TypeRow{ErrorType::invalid_secret_id, ErrorKind::invalid, "invalid_secret_id"},
    TypeRow{ErrorType::no_source_template, ErrorKind::invalid, "no_source_template"},
    TypeRow{ErrorType::payload_too_large, ErrorKind::invalid, "payload_too_large"},
    TypeRow{ErrorType::unsupported_media_type, ErrorKind::invalid, "unsupported_media_type"},
    TypeRow{ErrorType::not_implemented, ErrorKind::invalid, "not_implemented"},
    TypeRow{ErrorType::upstream_invalid_request, ErrorKind::invalid, "upstream_invalid_request"},
    TypeRow{ErrorType::upstream_authentication_failed, ErrorKind::authentication,
            "upstream_authentication_failed"},
    TypeRow{ErrorType::upstream_permission_denied, ErrorKind::permission, "upstream_permission_denied"},
    TypeRow{ErrorType::upstream_not_found, ErrorKind::not_found, "upstream_not_found"},
    TypeRow{ErrorType::upstream_rate_limited, ErrorKind::quota, "upstream_rate_limited"},
    TypeRow{ErrorType::upstream_conflict, ErrorKind::conflict, "upstream_conflict"},
    TypeRow{ErrorType::upstream_error, ErrorKind::transient, "upstream_error"},
    TypeRow{ErrorType::upstream_unreadable, ErrorKind::protocol, "upstream_unreadable"},
    TypeRow{ErrorType::upstream_timeout, ErrorKind::timeout, "upstream_timeout"},
    TypeRow{ErrorType::result_too_large, ErrorKind::protocol, "result_too_large"},
    TypeRow{ErrorType::context_store_not_ready, ErrorKind::not_ready, "context_store_not_ready"},
    TypeRow{ErrorType::context_store_disabled, ErrorKind::not_ready, "context_store_disabled"},
    TypeRow{ErrorType::conflict, ErrorKind::conflict, "conflict"},
    TypeRow{ErrorType::sync_in_progress, ErrorKind::conflict, "sync_in_progress"},
    TypeRow{ErrorType::rate_limited, ErrorKind::quota, "rate_limited"},
    TypeRow{ErrorType::storage_unavailable, ErrorKind::transient, "storage_unavailable"},
    TypeRow{ErrorType::cancelled, ErrorKind::cancelled, "cancelled"},
    TypeRow{ErrorType::internal_error, ErrorKind::internal, "internal_error"},
};

constexpr bool rows_stand_in_enum_order() {
  for (std::size_t i = 0; i < kTypes.size(); ++i) {
    if (static_cast<std::size_t>(kTypes[i].type) != i) return false;
  }
  return kTypes.size() == static_cast<std::size_t>(ErrorType::internal_error) + 1;
}
static_assert(rows_stand_in_enum_order());

const TypeRow& row(ErrorType type) {
  return kTypes[static_cast<std::size_t>(type)];
}

}  // namespace

ErrorKind kind_of(ErrorType type) {
  return row(type).kind;
}
std::string_view name_of(ErrorType type) {
  return row(type).name;
}

std::string_view name_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::authentication:
      return "authentication";
    case ErrorKind::permission:
      return "permission";
    case ErrorKind::not_found:
      return "not_found";
    case ErrorKind::invalid:
      return "invalid";
    case ErrorKind::quota:
      return "quota";
    case ErrorKind::transient:
      return "transient";
    case ErrorKind::timeout:
      return "timeout";
    case ErrorKind::protocol:
      return "protocol";
    case ErrorKind::not_ready:
      return "not_ready";
    case ErrorKind::conflict:
      return "conflict";
    case ErrorKind::cancelled:
      return "cancelled";
    case ErrorKind::internal:
      return "internal";
  }
  return "internal";
}

int exit_code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::authentication:
    case ErrorKind::permission:
      return 2;
    case ErrorKind::not_found:
      return 3;
    case ErrorKind::invalid:
      return 4;
    case ErrorKind::quota:
    case ErrorKind::transient:
    case ErrorKind::timeout:
    case ErrorKind::protocol:
      return 5;
    case ErrorKind::not_ready:
    case ErrorKind::conflict:
    case ErrorKind::cancelled:
    case ErrorKind::internal:
      return 1;
  }
  return 1;
}

std::string to_json(const Error& error) {
  Json json;
  json.set("type", name_of(error.type));
  json.set("kind", name_of(error.kind()));
  json.set("message", error.message);
  if (!error.hint.empty()) json.set("hint", error.hint);
  json.set("retryable", error.retryable);
  if (error.retry_after_s) json.set("retry_after_s", *error.retry_after_s);
  if (!error.param.empty()) json.set("param", error.param);
  if (!error.given.empty()) json.set("given", error.given);
  if (!error.allowed.empty()) {
    Json::Array allowed;
    for (const auto& value : error.allowed) allowed.emplace_back(value);
    json.set("allowed", std::move(allowed));
  }
  if (!error.example.empty()) {
    auto example = Json::parse(error.example);
    json.set("example", example ? std::move(*example) : Json(error.example));
  }
  if (error.upstream) {
    Json upstream;
    if (error.upstream->tiktok_code) upstream.set("tiktok_code", *error.upstream->tiktok_code);
    if (!error.upstream->tiktok_message.empty())
      upstream.set("tiktok_message", error.upstream->tiktok_message);
    if (!error.upstream->request_id.empty()) upstream.set("request_id", error.upstream->request_id);
    if (error.upstream->http_status != 0) upstream.set("http_status", error.upstream->http_status);
    json.set("upstream", std::move(upstream));
  }
  return json.dump();
}

}  // namespace tiktok_marketing
