#include "platform/connectors.hpp"

#include <utility>

#include "crypto/random.hpp"
#include "platform/asking_tiktok.hpp"
#include "platform/connector_input.hpp"
#include "platform/connector_rows.hpp"
#include "platform/connector_state.hpp"
#include "platform/credentials.hpp"
#include "platform/idempotency.hpp"
#include "platform/names.hpp"
#include "platform/oauth_rows.hpp"
#include "platform/rows.hpp"

namespace tiktok_marketing::platform {
namespace {

void apply(const ConnectorChange& change, Connector& connector) {
  if (change.name) connector.name = *change.name;
  if (change.replication) connector.replication = *change.replication;
  if (change.entities) connector.entities = *change.entities;
  if (change.allow) connector.allow = *change.allow;
}

/// A create that names a secret adds to what the login asked for: it cannot take a fence or lists away.
void apply(const NewConnector& wanted, Connector& connector) {
  if (!wanted.name.empty()) connector.name = wanted.name;
  if (wanted.entities) connector.entities = wanted.entities;
  if (!wanted.allow.entities.empty()) connector.allow.entities = wanted.allow.entities;
  if (!wanted.allow.actions.empty()) connector.allow.actions = wanted.allow.actions;
  if (!wanted.replication) return;
  ReplicationConfig config = *wanted.replication;
  if (!config.advertiser_ids) config.advertiser_ids = connector.replication.advertiser_ids;
  if (!config.lookback_days) config.lookback_days = connector.replication.lookback_days;
  connector.replication = std::move(config);
}

/// A token of its own, wherever the connector's was shared until now.
Result<void> set_token(const Context& context, database::Connection& connection, Connector& connector,
                       const GrantedToken& token, SystemTime now) {
  auto sharers = sharers_of(connection, connector.credential_id);
  if (!sharers) return std::move(sharers).error();
  if (sharers->size() > 1) {
    auto own =
        insert_credential(context, connection, connector.organization_id, connector.workspace_id, token);
    if (!own) return std::move(own).error();
    connector.credential_id = *std::move(own);
  } else if (auto done = replace_token(context, connection, connector.credential_id, token); !done) {
    return done;
  }
  return replace_advertisers(connection, connector.id, token.looked_up, now);
}

/// The connector takes over what an OAuth login brought; the connector that login made goes if it still
/// waited. Returns the id of that one.
Result<std::string> adopt_login(database::Connection& connection, Connector& connector, const Secret& secret,
                                SystemTime now) {
  const Scope scope{.organization_id = connector.organization_id, .workspace_id = connector.workspace_id};
  auto id = connector_of_secret(connection, scope, secret, now);
  if (!id) return id;
  connector.pending_until.reset();
  if (*id == connector.id) return id;
  auto made = get_connector(connection, scope, *id);
  if (!made) return std::move(made).error();
  const std::string before = std::exchange(connector.credential_id, made->credential_id);
  Result<void> done = update_connector(connection, connector, now);
  for (const std::string_view sql :
       {"DELETE FROM connector_advertisers WHERE connector_id = ?1 AND connector_id <> ?2",
        "INSERT INTO connector_advertisers (connector_id, advertiser_id, source, first_seen)"
        " SELECT ?1, advertiser_id, source, first_seen FROM connector_advertisers WHERE connector_id = ?2",
        "UPDATE oauth_secrets SET connector_id = ?1 WHERE connector_id = ?2"}) {
    if (done) done = run(connection, sql, connector.id, made->id);
  }
  if (done && made->pending_until) done = delete_connector(connection, *made);
  if (done) done = delete_credential_if_unused(connection, before);
  if (!done) return std::move(done).error();
  return id;
}

Result<void> set_paused(database::Connection& connection, const Connector& connector, bool paused,
                        SystemTime now) {
  if (paused == (connector.state == ConnectorState::paused)) return {};
  const ConnectorState state = paused ? ConnectorState::paused : resting_state(connector);
  return set_state(connection, connector, state, {}, connector.last_error, now);
}

Result<void> insert_job(database::Connection& connection, const Connector& connector, const Job& job) {
  return run(connection,
             "INSERT INTO jobs (id, organization_id, workspace_id, kind, connector_id, status, created_at,"
             " finished_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
             job.id, connector.organization_id, connector.workspace_id, job.kind, job.connector_id,
             job.status, job.created_at, job.finished_at);
}

Job read_job(const database::Statement& row) {
  return {.id = std::string(row.text(0)),
          .kind = std::string(row.text(1)),
          .status = std::string(row.text(2)),
          .connector_id = std::string(row.text(3)),
          .error = std::string(row.text(4)),
          .created_at = from_millis(row.integer(5)),
          .finished_at = optional_time(row, 6),
          .details = Json::parse(row.text(7)).value_or(Json())};
}

}  // namespace

Result<Connector> Connectors::claim(const Scope& workspace, const NewConnector& wanted) {
  const SystemTime now = context_->now();
  auto claimed = context_->database->write([&](database::Connection& connection) -> Result<Connector> {
    auto id = connector_of_secret(connection, workspace, wanted.oauth_secret, now);
    if (!id) return std::move(id).error();
    auto connector = get_connector(connection, workspace, *id);
    if (!connector) return connector;
    apply(wanted, *connector);
    connector->pending_until.reset();
    if (auto done = update_connector(connection, *connector, now); !done) return std::move(done).error();
    const std::string hash = request_hash(wanted, *workspace.workspace_id);
    auto kept = keep_key(connection, workspace.organization_id, wanted.idempotency_key, hash, *id, now);
    if (!kept) return std::move(kept).error();
    return settle(connection, *id, now);
  });
  if (claimed) changed(claimed->id);
  return claimed;
}

Result<GrantedToken> Connectors::checked_token(const Scope& scope, Secret access_token, bool validate) {
  if (!validate) {
    GrantedToken token;
    token.token = std::move(access_token);
    return token;
  }
  auto app = apps_.app_for(scope.organization_id);
  if (!app) return std::move(app).error();
  return ask_about_token(*context_, std::move(access_token), *app, true);
}

Result<Connector> Connectors::update(const Principal& principal, std::string_view id,
                                     ConnectorChange change) {
  if (auto good = check_operator(principal); !good) return std::move(good).error();
  if (auto good = check_change(change); !good) return std::move(good).error();
  const Scope& scope = principal.scope;
  auto present = get(scope, id);
  if (!present) return present;
  GrantedToken token;
  if (!change.access_token.empty()) {
    auto checked = checked_token(scope, change.access_token, change.validate);
    if (!checked) return std::move(checked).error();
    token = *std::move(checked);
  }
  const SystemTime now = context_->now();
  std::string merged;
  auto updated = context_->database->write([&](database::Connection& connection) -> Result<Connector> {
    auto connector = get_connector(connection, scope, id);
    if (!connector) return connector;
    apply(change, *connector);
    Result<void> done;
    if (!token.token.empty()) done = set_token(*context_, connection, *connector, token, now);
    if (done && !change.oauth_secret.empty()) {
      auto adopted = adopt_login(connection, *connector, change.oauth_secret, now);
      if (!adopted) return std::move(adopted).error();
      merged = *std::move(adopted);
    }
    if (done) done = update_connector(connection, *connector, now);
    if (!done) return std::move(done).error();
    const bool another_token = !token.token.empty() || !change.oauth_secret.empty();
    auto now_at =
        another_token ? restart(connection, connector->id, now) : settle(connection, connector->id, now);
    if (!now_at || !change.paused) return now_at;
    if (auto set = set_paused(connection, *now_at, *change.paused, now); !set) return std::move(set).error();
    return get_connector(connection, scope, id);
  });
  if (!updated) return updated;
  changed(updated->id);
  if (!merged.empty() && merged != updated->id) changed(merged);
  return updated;
}

Result<Job> Connectors::remove(const Principal& principal, std::string_view id) {
  if (auto good = check_operator(principal); !good) return std::move(good).error();
  const SystemTime now = context_->now();
  auto removed = context_->database->write([&](database::Connection& connection) -> Result<Job> {
    auto connector = get_connector(connection, principal.scope, id);
    if (!connector) return std::move(connector).error();
    Job job{.id = crypto::random_uuid(),
            .kind = "delete",
            .status = "succeeded",
            .connector_id = connector->id,
            .error = {},
            .created_at = now,
            .finished_at = now,
            .details = {}};
    if (auto done = insert_job(connection, *connector, job); !done) return std::move(done).error();
    if (auto done = delete_connector(connection, *connector); !done) return std::move(done).error();
    return job;
  });
  if (removed) changed(removed->connector_id);
  return removed;
}

Result<Job> Connectors::job(const Scope& scope, std::string_view given) {
  const Error unknown{
      .type = ErrorType::job_not_found,
      .message = "There is no such job.",
      .hint = "Take job_id from the answer that started it; finished jobs are kept for 30 days.",
      .param = "job_id"};
  const auto id = canonical_id(given);
  if (!id) return unknown;
  auto found = context_->database->read([&](database::Connection& connection) {
    return first_row(
        connection,
        "SELECT id, kind, status, connector_id, error, created_at, finished_at, details FROM jobs"
        " WHERE organization_id = ?1 AND (?2 IS NULL OR workspace_id = ?2) AND id = ?3",
        read_job, scope.organization_id, scope.workspace_id, *id);
  });
  if (!found) return std::move(found).error();
  if (!*found) return unknown;
  return **std::move(found);
}

Result<void> Connectors::replace_credential(const Principal& principal, std::string_view given,
                                            Secret access_token, bool validate) {
  if (auto good = check_operator(principal); !good) return good;
  if (auto good = check_access_token(access_token); !good) return good;
  const Scope& scope = principal.scope;
  const std::string id = canonical_id(given).value_or(std::string());
  const auto is_there = [&](database::Connection& connection) {
    return open_credential(*context_, connection, scope.organization_id, scope.workspace_id.value_or(""), id);
  };
  if (auto present = context_->database->read(is_there); !present) return std::move(present).error();
  auto token = checked_token(scope, std::move(access_token), validate);
  if (!token) return std::move(token).error();

  const SystemTime now = context_->now();
  auto sharers =
      context_->database->write([&](database::Connection& connection) -> Result<std::vector<std::string>> {
        if (auto present = is_there(connection); !present) return std::move(present).error();
        if (auto done = replace_token(*context_, connection, id, *token); !done)
          return std::move(done).error();
        auto ids = sharers_of(connection, id);
        if (!ids) return ids;
        for (const std::string& each : *ids) {
          if (auto done = replace_advertisers(connection, each, token->looked_up, now); !done)
            return std::move(done).error();
          if (auto done = restart(connection, each, now); !done) return std::move(done).error();
        }
        return ids;
      });
  if (!sharers) return std::move(sharers).error();
  for (const std::string& each : *sharers) changed(each);
  return {};
}

}  // namespace tiktok_marketing::platform
