#include "platform/oauth_rows.hpp"

#include <chrono>
#include <utility>

#include "crypto/hash.hpp"
#include "crypto/random.hpp"
#include "platform/rows.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::chrono::hours kKeepEnded{1};

OauthAttempt read_attempt(const database::Statement& row) {
  return {.organization_id = std::string(row.text(0)),
          .workspace_id = std::string(row.text(1)),
          .application_id = std::string(row.text(2)),
          .redirect_url = std::string(row.text(3)),
          .tiktok_app_id = std::string(row.text(4)),
          .name = row.optional_text(5),
          .replication_config = row.optional_text(6),
          .connector_id = row.optional_text(7),
          .expires_at = from_millis(row.integer(8)),
          .used = !row.is_null(9)};
}

}  // namespace

Result<void> insert_attempt(database::Connection& connection, std::string_view state,
                            const OauthAttempt& attempt) {
  return run(connection,
             "INSERT INTO oauth_states (hash, organization_id, workspace_id, application_id, redirect_url,"
             " tiktok_app_id, name, replication_config, connector_id, expires_at)"
             " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
             Blob{crypto::sha256(state)}, attempt.organization_id, attempt.workspace_id,
             attempt.application_id, attempt.redirect_url, attempt.tiktok_app_id, attempt.name,
             attempt.replication_config, attempt.connector_id, attempt.expires_at);
}

Result<std::optional<OauthAttempt>> take_attempt(database::Connection& connection, std::string_view state,
                                                 SystemTime now) {
  const std::string hash = crypto::sha256(state);
  auto found = first_row(connection,
                         "SELECT organization_id, workspace_id, application_id, redirect_url, tiktok_app_id,"
                         " name, replication_config, connector_id, expires_at, used_at"
                         " FROM oauth_states WHERE hash = ?",
                         read_attempt, Blob{hash});
  if (!found || !*found) return found;
  auto marked = run(connection, "UPDATE oauth_states SET used_at = coalesce(used_at, ?2) WHERE hash = ?1",
                    Blob{hash}, now);
  if (!marked) return std::move(marked).error();
  return found;
}

Result<Secret> insert_oauth_secret(database::Connection& connection, const Scope& scope,
                                   std::string_view connector_id, SystemTime expires_at) {
  Secret secret(crypto::random_token());
  auto done = run(connection,
                  "INSERT INTO oauth_secrets (hash, organization_id, workspace_id, connector_id, expires_at)"
                  " VALUES (?, ?, ?, ?, ?)",
                  Blob{crypto::sha256(secret.reveal())}, scope.organization_id, scope.workspace_id,
                  connector_id, expires_at);
  if (!done) return std::move(done).error();
  return secret;
}

Result<std::string> connector_of_secret(database::Connection& connection, const Scope& scope,
                                        const Secret& secret, SystemTime now) {
  const std::string hash = crypto::sha256(secret.reveal());
  auto found = first_row(
      connection,
      "SELECT connector_id FROM oauth_secrets"
      " WHERE hash = ? AND organization_id = ? AND workspace_id = ? AND expires_at > ?",
      [](const database::Statement& row) { return std::string(row.text(0)); }, Blob{hash},
      scope.organization_id, scope.workspace_id, now);
  if (!found) return std::move(found).error();
  if (!*found) return invalid_secret_id();
  auto marked = run(connection, "UPDATE oauth_secrets SET used_at = coalesce(used_at, ?2) WHERE hash = ?1",
                    Blob{hash}, now);
  if (!marked) return std::move(marked).error();
  return **std::move(found);
}

Error invalid_secret_id() {
  return {.type = ErrorType::invalid_secret_id,
          .message = "Invalid secret_id: it is unknown here, or its time is over.",
          .hint =
              "Use it within its life and in the workspace the login was started for, or let the customer "
              "authorize again.",
          .param = "server_side_oauth_secret_id"};
}

Result<void> delete_expired_oauth(database::Connection& connection, SystemTime now) {
  if (auto done = run(connection, "DELETE FROM oauth_states WHERE expires_at <= ?", now - kKeepEnded); !done)
    return done;
  return run(connection, "DELETE FROM oauth_secrets WHERE expires_at <= ?", now);
}

}  // namespace tiktok_marketing::platform
