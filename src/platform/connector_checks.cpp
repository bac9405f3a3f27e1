#include "platform/connectors.hpp"

#include <chrono>
#include <functional>
#include <utility>

#include "platform/asking_tiktok.hpp"
#include "platform/connector_health.hpp"
#include "platform/connector_input.hpp"
#include "platform/connector_rows.hpp"
#include "platform/connector_state.hpp"
#include "platform/credentials.hpp"
#include "platform/idempotency.hpp"
#include "platform/oauth_rows.hpp"
#include "platform/rows.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::chrono::days kKeepJobs{30};
constexpr int kMostChecksAtOnce = 5;
constexpr std::chrono::seconds kPatienceOfACaller{10};

/// What was learnt about a token of which it was not known yet.
Result<void> note_token(database::Connection& connection, std::string_view credential_id,
                        const GrantedToken& token) {
  return run(connection,
             "UPDATE credentials SET tiktok_app_id = ?2,"
             " tiktok_user = CASE tiktok_user WHEN '' THEN ?3 ELSE tiktok_user END WHERE id = ?1",
             credential_id, token.tiktok_app_id, token.tiktok_user);
}

/// True when the state moved. Most calls change nothing, and then nothing is written.
Result<bool> write_state(const Context& context, std::string_view id, const Health& health,
                         const std::function<bool(const Connector&)>& concerns) {
  const auto is_news = [&](const std::optional<Connector>& connector) {
    if (!connector || !concerns(*connector)) return false;
    const ConnectorState next = health.state ? state_after(*connector, *health.state) : connector->state;
    return next != connector->state || connector->last_error != health.last_error;
  };
  auto present = context.database->read(
      [&](database::Connection& connection) { return find_connector(connection, id); });
  if (!present) return std::move(present).error();
  if (!is_news(*present)) return false;
  return context.database->write([&](database::Connection& connection) -> Result<bool> {
    auto found = find_connector(connection, id);
    if (!found) return std::move(found).error();
    if (!is_news(*found)) return false;
    const Connector& connector = **found;
    const ConnectorState next = health.state ? state_after(connector, *health.state) : connector.state;
    std::string reason = next == health.state ? health.reason : std::string();
    if (next == connector.state) reason = connector.state_reason;
    auto done = set_state(connection, connector, next, reason, health.last_error, context.now());
    if (!done) return std::move(done).error();
    return next != connector.state;
  });
}

}  // namespace

Result<CheckResult> Connectors::check_configuration(const Principal& principal, const NewConnector& wanted) {
  if (auto good = check_new_connector(wanted); !good) return std::move(good).error();
  const Scope& scope = principal.scope;
  std::optional<Workspace> workspace;
  if (!wanted.workspace.empty() || scope.workspace_id) {
    auto found = workspaces_.resolve(scope, wanted.workspace, Workspaces::Unknown::refuse);
    // A workspace that the create would make is no mistake.
    if (!found && (found.error().type != ErrorType::workspace_not_found || wanted.workspace.id))
      return std::move(found).error();
    if (found) workspace = *std::move(found);
  }
  NewConnector named = wanted;
  ReplicationConfig replication = wanted.replication.value_or(ReplicationConfig{});
  std::vector<std::string> known;
  if (!wanted.oauth_secret.empty()) {
    if (!workspace) return invalid_secret_id();
    auto made = context_->database->write([&](database::Connection& connection) -> Result<Connector> {
      const Scope own{.organization_id = workspace->organization_id, .workspace_id = workspace->id};
      auto id = connector_of_secret(connection, own, wanted.oauth_secret, context_->now());
      if (!id) return std::move(id).error();
      return get_connector(connection, own, *id);
    });
    if (!made) return std::move(made).error();
    named.credential_id = made->credential_id;
    known = made->known_advertisers;
    if (!replication.advertiser_ids) replication.advertiser_ids = made->replication.advertiser_ids;
  }
  named.validate = false;
  auto token = token_for(scope, workspace, named);
  if (!token) return std::move(token).error();
  auto app = apps_.app_for(scope.organization_id);
  if (!app) return std::move(app).error();
  if (known.empty()) known = token->granted;
  if (known.empty() && !replication.advertiser_ids && *app) {
    auto asked = ask_about_token(*context_, token->token, *app, true);
    if (!asked) {
      CheckResult refused;
      refused.error = std::move(asked).error();
      return refused;
    }
    known = asked->looked_up;
    token->tiktok_app_id = asked->tiktok_app_id;
  }
  std::vector<std::string> advertisers;
  return check_with(options_of(*context_, *token, *app, replication, known), advertisers);
}

Result<CheckResult> Connectors::check_existing(const Scope& scope, std::string_view id) {
  auto connector = get(scope, id);
  if (!connector) return std::move(connector).error();
  CheckResult result = check(*connector);
  if (const auto health = health_of(result)) {
    auto noted = note_state(connector->id, health->state, health->reason, health->last_error);
    if (!noted) return std::move(noted).error();
  }
  return result;
}

CheckResult Connectors::check(const Connector& connector) {
  CheckResult result;
  auto options = live_options(connector);
  if (!options) {
    result.error = std::move(options).error();
    return result;
  }
  std::vector<std::string> advertisers;
  return check_with(*std::move(options), advertisers);
}

Result<ConnectorOptions> Connectors::live_options(const Connector& connector) {
  auto token = context_->database->read([&](database::Connection& connection) {
    return open_credential(*context_, connection, connector.organization_id, connector.workspace_id,
                           connector.credential_id);
  });
  if (!token) return std::move(token).error();
  auto app = apps_.app_for(connector.organization_id);
  if (!app) return std::move(app).error();
  std::vector<std::string> known = connector.known_advertisers;
  if (known.empty() && *app) {
    // Without an answer the connector still works for calls that name their advertiser.
    auto asked = ask_about_token(*context_, token->token, *app, true, kPatienceOfACaller);
    if (asked && !asked->tiktok_app_id.empty()) {
      known = asked->looked_up;
      token->tiktok_app_id = asked->tiktok_app_id;
      auto noted = context_->database->write([&](database::Connection& connection) {
        return note_token(connection, connector.credential_id, *asked);
      });
      if (noted && !known.empty()) noted = note_advertisers(connector.id, known, "discovered");
      if (!noted) return std::move(noted).error();
    }
  }
  return options_of(*context_, *token, *app, connector.replication, known);
}

Result<void> Connectors::note_state(std::string_view connector_id, std::optional<ConnectorState> state,
                                    std::string reason, std::string last_error) {
  auto moved = write_state(*context_, connector_id, {state, std::move(reason), std::move(last_error)},
                           [](const Connector&) { return true; });
  if (!moved) return std::move(moved).error();
  // Live connectors go by what they have read.
  if (*moved) changed(connector_id);
  return {};
}

Result<void> Connectors::note_state(const Connector& as_called, std::optional<ConnectorState> state,
                                    std::string reason, std::string last_error) {
  auto moved = write_state(*context_, as_called.id, {state, std::move(reason), std::move(last_error)},
                           [&](const Connector& now) {
                             return now.credential_id == as_called.credential_id &&
                                    now.credential_version == as_called.credential_version;
                           });
  return moved ? Result<void>() : std::move(moved).error();
}

Result<void> Connectors::note_advertisers(std::string_view connector_id, const std::vector<std::string>& ids,
                                          std::string_view source) {
  auto added = context_->database->write([&](database::Connection& connection) -> Result<bool> {
    auto found = find_connector(connection, connector_id);
    if (!found) return std::move(found).error();
    if (!*found) return false;
    const SystemTime now = context_->now();
    auto are_new = add_advertisers(connection, connector_id, ids, source, now);
    if (!are_new || !*are_new) return are_new;
    auto settled = settle(connection, connector_id, now);
    if (!settled) return std::move(settled).error();
    return settled->known_advertisers != (*found)->known_advertisers;
  });
  if (!added) return std::move(added).error();
  if (*added) changed(connector_id);
  return {};
}

Result<void> Connectors::end_waiting() {
  std::vector<std::string> ids;
  const SystemTime now = context_->now();
  auto read = context_->database->read([&](database::Connection& connection) {
    return each_row(
        connection, "SELECT id FROM connectors WHERE pending_until <= ? ORDER BY pending_until LIMIT ?",
        [&](const database::Statement& row) { ids.emplace_back(row.text(0)); }, now, kMostChecksAtOnce);
  });
  if (!read) return read;
  for (const std::string& id : ids) {
    auto freed = context_->database->write([&](database::Connection& connection) -> Result<Connector> {
      auto done = run(connection,
                      "UPDATE connectors SET pending_until = NULL, updated_at = ?2"
                      " WHERE id = ?1 AND pending_until <= ?2",
                      id, now);
      if (!done) return std::move(done).error();
      return settle(connection, id, now);
    });
    // Deleted meanwhile.
    if (!freed && freed.error().type == ErrorType::connector_not_found) continue;
    if (!freed) return std::move(freed).error();
    const auto health = health_of(check(*freed));
    if (!health) continue;
    auto noted = note_state(id, health->state, health->reason, health->last_error);
    if (!noted) return noted;
  }
  return {};
}

Result<void> Connectors::tidy() {
  if (auto ended = end_waiting(); !ended) return ended;
  const SystemTime now = context_->now();
  return context_->database->write([&](database::Connection& connection) -> Result<void> {
    if (auto done = delete_expired_oauth(connection, now); !done) return done;
    if (auto done = delete_old_keys(connection, now); !done) return done;
    return run(connection, "DELETE FROM jobs WHERE finished_at <= ?", now - kKeepJobs);
  });
}

}  // namespace tiktok_marketing::platform
