#include "platform/oauth_login.hpp"

#include <utility>

#include "crypto/random.hpp"
#include "platform/connector_input.hpp"
#include "platform/connector_rows.hpp"
#include "platform/connectors.hpp"
#include "platform/names.hpp"
#include "platform/rows.hpp"

namespace tiktok_marketing::platform {
namespace {

Scope scope_of(const OauthAttempt& attempt) {
  return {.organization_id = attempt.organization_id, .workspace_id = attempt.workspace_id};
}

Error another_user() {
  return {.type = ErrorType::conflict,
          .message = "Another TikTok user has logged in than the one this connector belongs to.",
          .hint = "Log in as the same user, or create a connector of its own for this one."};
}

/// The connector the token belongs into; nullopt: a new one.
Result<std::optional<Connector>> connector_for(database::Connection& connection, const OauthAttempt& attempt,
                                               const GrantedToken& token) {
  if (attempt.connector_id) {
    auto named = get_connector(connection, scope_of(attempt), *attempt.connector_id);
    if (!named) return std::move(named).error();
    const bool both_known = !named->tiktok_user.empty() && !token.tiktok_user.empty();
    if (both_known && named->tiktok_user != token.tiktok_user) return another_user();
    return std::optional(*std::move(named));
  }
  if (token.tiktok_user.empty()) return std::optional<Connector>();
  return find_connector_of_user(connection, scope_of(attempt), token.tiktok_user);
}

Result<std::string> default_name(database::Connection& connection, const OauthAttempt& attempt) {
  auto workspace = first_row(
      connection, "SELECT name FROM workspaces WHERE id = ? AND organization_id = ? AND deleted_at IS NULL",
      [](const database::Statement& row) { return std::string(row.text(0)); }, attempt.workspace_id,
      attempt.organization_id);
  if (!workspace) return std::move(workspace).error();
  if (!*workspace) {
    return Error{.type = ErrorType::workspace_not_found,
                 .message = "The workspace was deleted during the login.",
                 .hint = "Start again in another workspace."};
  }
  return default_connector_name(**workspace);
}

/// What the attempt asked for, on top of what the connector has.
Result<void> apply(const OauthAttempt& attempt, SystemTime waits_until, Connector& connector) {
  if (attempt.name) connector.name = *attempt.name;
  if (attempt.replication_config) {
    auto json = Json::parse(*attempt.replication_config);
    if (!json) return std::move(json).error();
    auto config = parse_replication_config(*json, true, connector.replication);
    if (!config) return std::move(config).error();
    connector.replication = *std::move(config);
    connector.pending_until.reset();
  } else if (connector.pending_until) {
    connector.pending_until = waits_until;
  }
  return {};
}

/// All connectors that share the credential live on with the new token.
Result<std::vector<std::string>> renew(const Context& context, database::Connection& connection,
                                       const Connector& connector, const GrantedToken& token,
                                       SystemTime now) {
  Result<void> done = replace_token(context, connection, connector.credential_id, token);
  if (done) done = update_connector(connection, connector, now);
  if (!done) return std::move(done).error();
  auto ids = sharers_of(connection, connector.credential_id);
  if (!ids) return ids;
  for (const std::string& id : *ids) {
    if (auto replaced = replace_advertisers(connection, id, token.looked_up, now); !replaced)
      return std::move(replaced).error();
    if (auto restarted = restart(connection, id, now); !restarted) return std::move(restarted).error();
  }
  return ids;
}

Result<Connector> add(const Context& context, database::Connection& connection, const OauthAttempt& attempt,
                      const GrantedToken& token, SystemTime now, SystemTime waits_until) {
  auto name = default_name(connection, attempt);
  if (!name) return std::move(name).error();
  auto credential =
      insert_credential(context, connection, attempt.organization_id, attempt.workspace_id, token);
  if (!credential) return std::move(credential).error();
  Connector connector;
  connector.id = crypto::random_uuid();
  connector.name = *std::move(name);
  connector.organization_id = attempt.organization_id;
  connector.workspace_id = attempt.workspace_id;
  connector.credential_id = *std::move(credential);
  connector.created_at = now;
  connector.pending_until = waits_until;
  if (auto applied = apply(attempt, waits_until, connector); !applied) return std::move(applied).error();
  return insert_connector(connection, std::move(connector), token);
}

}  // namespace

Result<Login> store_login(const Context& context, database::Connection& connection,
                          const OauthAttempt& attempt, const GrantedToken& token) {
  const SystemTime now = context.now();
  const SystemTime waits_until = now + context.options.oauth_secret_life;
  Login login;
  auto present = connector_for(connection, attempt, token);
  if (!present) return std::move(present).error();
  if (*present) {
    Connector& connector = **present;
    if (auto applied = apply(attempt, waits_until, connector); !applied) return std::move(applied).error();
    auto renewed = renew(context, connection, connector, token, now);
    if (!renewed) return std::move(renewed).error();
    login.connector_id = connector.id;
    login.changed = *std::move(renewed);
  } else {
    auto added = add(context, connection, attempt, token, now, waits_until);
    if (!added) return std::move(added).error();
    login.connector_id = added->id;
  }
  auto secret = insert_oauth_secret(connection, scope_of(attempt), login.connector_id, waits_until);
  if (!secret) return std::move(secret).error();
  login.secret = *std::move(secret);
  return login;
}

}  // namespace tiktok_marketing::platform
