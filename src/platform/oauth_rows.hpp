#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

#include "database/connection.hpp"
#include "platform/context.hpp"
#include "platform/types.hpp"

/// Rows of `oauth_states` and `oauth_secrets`: of both only hashes are kept. In a transaction of the caller.
namespace tiktok_marketing::platform {

/// A consent that was asked for.
struct OauthAttempt {
  std::string organization_id;
  std::string workspace_id;
  std::string application_id;
  std::string redirect_url;
  std::string tiktok_app_id;
  std::optional<std::string> name;
  std::optional<std::string> replication_config;  ///< JSON text
  std::optional<std::string> connector_id;        ///< the one to be authorized anew
  SystemTime expires_at;
  bool used = false;  ///< before it was taken now
};

[[nodiscard]] Result<void> insert_attempt(database::Connection& connection, std::string_view state,
                                          const OauthAttempt& attempt);
/// Marks the attempt as used and gives it as it was before; nullopt for a state that is not known.
[[nodiscard]] Result<std::optional<OauthAttempt>> take_attempt(database::Connection& connection,
                                                               std::string_view state, SystemTime now);

/// A new secret that stands for the connector.
[[nodiscard]] Result<Secret> insert_oauth_secret(database::Connection& connection, const Scope& scope,
                                                 std::string_view connector_id, SystemTime expires_at);
/// Notes the use of the secret. Errors also: `invalid_secret_id` (unknown, expired, or of another
/// organization or workspace; the message does not say which).
[[nodiscard]] Result<std::string> connector_of_secret(database::Connection& connection, const Scope& scope,
                                                      const Secret& secret, SystemTime now);
[[nodiscard]] Error invalid_secret_id();

/// Attempts are kept for an hour after they ended, so that a late browser is told what happened.
[[nodiscard]] Result<void> delete_expired_oauth(database::Connection& connection, SystemTime now);

}  // namespace tiktok_marketing::platform
