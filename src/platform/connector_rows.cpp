#include "platform/connector_rows.hpp"

#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "platform/connector_state.hpp"
#include "platform/credentials.hpp"
#include "platform/names.hpp"
#include "platform/rows.hpp"
#include "platform/webhooks.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::int64_t kMaxUsedAdvertisers = 1'000;

std::string select(std::string_view where) {
  return fmt::format(
      "SELECT c.id, c.name, c.organization_id, c.workspace_id, w.name, w.active, c.credential_id, k.version,"
      " c.start_date, c.advertiser_ids, c.lookback_days, c.entities, c.allow_entities, c.allow_actions,"
      " c.state, c.state_reason, c.state_since, c.last_error, c.pending_until, c.created_at, c.updated_at,"
      " k.tiktok_user, k.tiktok_app_id, k.granted_advertisers,"
      " (SELECT group_concat(a.advertiser_id) FROM connector_advertisers a"
      "  WHERE a.connector_id = c.id AND a.source = 'discovered'),"
      " (SELECT group_concat(a.advertiser_id) FROM connector_advertisers a"
      "  WHERE a.connector_id = c.id AND a.source = 'used')"
      " FROM connectors c JOIN workspaces w ON w.id = c.workspace_id AND w.deleted_at IS NULL"
      " JOIN credentials k ON k.id = c.credential_id AND k.organization_id = c.organization_id"
      " WHERE {}",
      where);
}

/// Every reading on behalf of a caller.
std::string select_in_scope(std::string_view more) {
  return select(fmt::format("c.organization_id = ?1 AND (?2 IS NULL OR c.workspace_id = ?2) {}", more));
}

std::vector<std::string> ids_in(std::string_view joined) {
  return joined.empty() ? std::vector<std::string>() : split(joined, ',');
}

std::optional<std::string> optional_text(const std::optional<std::vector<std::string>>& list) {
  if (!list) return std::nullopt;
  return list_text(*list);
}

/// Takes lists out of a row; a damaged one must not read as an empty one, which permits everything.
class Lists {
 public:
  explicit Lists(const database::Statement& row) : row_(row) {}
  std::vector<std::string> at(int column) {
    auto list = list_of(row_.text(column));
    if (list) return *std::move(list);
    outcome_ = Result<void>(std::move(list).error());
    return {};
  }
  std::optional<std::vector<std::string>> optional_at(int column) {
    if (row_.is_null(column)) return std::nullopt;
    return at(column);
  }
  [[nodiscard]] const Result<void>& outcome() const { return outcome_; }

 private:
  const database::Statement& row_;
  Result<void> outcome_;
};

std::vector<std::string> known_advertisers(const Connector& connector, std::vector<std::string> granted,
                                           const database::Statement& row) {
  if (connector.replication.advertiser_ids) return *connector.replication.advertiser_ids;
  if (!granted.empty()) return granted;
  auto discovered = ids_in(row.text(24));
  return discovered.empty() ? ids_in(row.text(25)) : discovered;
}

Result<Connector> read_connector(const database::Statement& row) {
  Lists lists(row);
  Connector connector;
  connector.id = row.text(0);
  connector.name = row.text(1);
  connector.organization_id = row.text(2);
  connector.workspace_id = row.text(3);
  connector.workspace_name = row.text(4);
  connector.workspace_active = row.integer(5) != 0;
  connector.credential_id = row.text(6);
  connector.credential_version = row.integer(7);
  connector.replication.start_date = row.text(8);
  connector.replication.advertiser_ids = lists.optional_at(9);
  if (const auto days = row.optional_integer(10))
    connector.replication.lookback_days = static_cast<int>(*days);
  connector.entities = lists.optional_at(11);
  connector.allow.entities = lists.at(12);
  connector.allow.actions = lists.at(13);
  connector.state = connector_state_of(row.text(14)).value_or(ConnectorState::ok);
  connector.state_reason = row.text(15);
  connector.state_since = from_millis(row.integer(16));
  connector.last_error = row.text(17);
  connector.pending_until = optional_time(row, 18);
  connector.created_at = from_millis(row.integer(19));
  connector.updated_at = from_millis(row.integer(20));
  connector.tiktok_user = row.text(21);
  connector.tiktok_app_id = row.text(22);
  connector.known_advertisers = known_advertisers(connector, lists.at(23), row);
  if (!lists.outcome()) return lists.outcome().error();
  return connector;
}

/// The first row of the statement, if there is one.
template <typename... Values>
Result<std::optional<Connector>> first_connector(database::Connection& connection, std::string_view sql,
                                                 const Values&... values) {
  auto found = first_row(connection, sql, read_connector, values...);
  if (!found) return std::move(found).error();
  if (!*found) return std::optional<Connector>();
  if (!**found) return std::move(**found).error();
  return std::optional(**std::move(*found));
}

Error not_found(std::string_view id) {
  return {.type = ErrorType::connector_not_found,
          .message = "There is no such connector.",
          .hint = "List the connectors of the workspace and take an id from there.",
          .param = "connector_id",
          .given = shortened(id, 60)};
}

/// A connector that this transaction has seen.
Result<Connector> there(database::Connection& connection, std::string_view id) {
  auto found = find_connector(connection, id);
  if (!found) return std::move(found).error();
  if (!*found) return not_found(id);
  return **std::move(found);
}

Error of_another_workspace(std::string_view id) {
  return {.type = ErrorType::forbidden,
          .message = "The connector belongs to another workspace than the token.",
          .hint = "Use a token for that workspace, or an application token.",
          .param = "connector_id",
          .given = shortened(id, 60)};
}

Json state_message(const Connector& connector, ConnectorState state, std::string_view reason,
                   SystemTime now) {
  Json data;
  data.set("connector_id", connector.id);
  data.set("name", connector.name);
  data.set("workspace_id", connector.workspace_id);
  data.set("workspace_name", connector.workspace_name);
  data.set("state", name_of(state));
  data.set("previous_state", name_of(connector.state));
  data.set("reason", reason);
  data.set("cure", cure_of(state));
  data.set("since", iso_text(now));
  return data;
}

}  // namespace

Result<Connector> get_connector(database::Connection& connection, const Scope& scope,
                                std::string_view given) {
  const auto id = canonical_id(given);
  if (!id) return not_found(given);
  auto found = first_connector(connection, select_in_scope("AND c.id = ?3"), scope.organization_id,
                               scope.workspace_id, *id);
  if (!found) return std::move(found).error();
  if (*found) return **std::move(found);
  auto elsewhere = has_row(connection, "SELECT 1 FROM connectors WHERE organization_id = ? AND id = ?",
                           scope.organization_id, *id);
  if (!elsewhere) return std::move(elsewhere).error();
  return scope.workspace_id && *elsewhere ? of_another_workspace(given) : not_found(given);
}

Result<std::optional<Connector>> find_connector(database::Connection& connection, std::string_view id) {
  return first_connector(connection, select("c.id = ?1"), id);
}

Result<void> each_connector(database::Connection& connection, const Scope& scope, const RowAfter& after,
                            const std::function<bool(Connector)>& row) {
  Result<void> outcome;
  auto done = each_row(
      connection, select_in_scope("AND (c.created_at, c.id) > (?3, ?4) ORDER BY c.created_at, c.id"),
      [&](const database::Statement& found) {
        auto connector = read_connector(found);
        if (!connector) outcome = Result<void>(connector.error());
        return connector && row(*std::move(connector));
      },
      scope.organization_id, scope.workspace_id, after.created_at, after.id);
  return done ? outcome : done;
}

Result<std::optional<Connector>> find_connector_of_user(database::Connection& connection, const Scope& scope,
                                                        std::string_view tiktok_user) {
  return first_connector(connection,
                         select_in_scope("AND k.tiktok_user = ?3 ORDER BY c.created_at, c.id LIMIT 1"),
                         scope.organization_id, scope.workspace_id, tiktok_user);
}

Result<Connector> insert_connector(database::Connection& connection, Connector connector,
                                   const GrantedToken& token) {
  connector.known_advertisers = token.granted.empty() ? token.looked_up : token.granted;
  if (connector.replication.advertiser_ids)
    connector.known_advertisers = *connector.replication.advertiser_ids;
  connector.state = resting_state(connector);
  auto done = run(
      connection,
      "INSERT INTO connectors (id, organization_id, workspace_id, credential_id, template_id, name,"
      " start_date, advertiser_ids, lookback_days, entities, allow_entities, allow_actions, state,"
      " state_reason, state_since, pending_until, created_at, updated_at)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?15, ?15)",
      connector.id, connector.organization_id, connector.workspace_id, connector.credential_id, kTemplateId,
      connector.name, connector.replication.start_date, optional_text(connector.replication.advertiser_ids),
      connector.replication.lookback_days, optional_text(connector.entities),
      list_text(connector.allow.entities), list_text(connector.allow.actions), name_of(connector.state),
      usual_reason(connector.state), connector.created_at, connector.pending_until);
  if (!done) return std::move(done).error();
  auto added = add_advertisers(connection, connector.id, token.looked_up, "discovered", connector.created_at);
  if (!added) return std::move(added).error();
  return there(connection, connector.id);
}

Result<void> update_connector(database::Connection& connection, const Connector& connector, SystemTime now) {
  return run(connection,
             "UPDATE connectors SET credential_id = ?2, name = ?3, start_date = ?4, advertiser_ids = ?5,"
             " lookback_days = ?6, entities = ?7, allow_entities = ?8, allow_actions = ?9,"
             " pending_until = ?10, updated_at = ?11 WHERE id = ?1",
             connector.id, connector.credential_id, connector.name, connector.replication.start_date,
             optional_text(connector.replication.advertiser_ids), connector.replication.lookback_days,
             optional_text(connector.entities), list_text(connector.allow.entities),
             list_text(connector.allow.actions), connector.pending_until, now);
}

Result<void> delete_connector(database::Connection& connection, const Connector& connector) {
  if (auto done = run(connection, "DELETE FROM oauth_states WHERE connector_id = ?", connector.id); !done)
    return done;
  if (auto done = run(connection, "DELETE FROM connectors WHERE id = ?", connector.id); !done) return done;
  return delete_credential_if_unused(connection, connector.credential_id);
}

Result<void> set_state(database::Connection& connection, const Connector& connector, ConnectorState state,
                       std::string_view reason, std::string_view last_error, SystemTime now) {
  if (reason.empty()) reason = usual_reason(state);
  const bool moves = state != connector.state;
  auto done = run(connection,
                  "UPDATE connectors SET state = ?2, state_reason = ?3, state_since = ?4, last_error = ?5"
                  " WHERE id = ?1",
                  connector.id, name_of(state), reason, moves ? now : connector.state_since, last_error);
  if (!done || !moves) return done;
  return queue_webhook(connection, connector.organization_id, "connector.state_changed",
                       state_message(connector, state, reason, now), now);
}

Result<Connector> settle(database::Connection& connection, std::string_view id, SystemTime now) {
  auto connector = there(connection, id);
  if (!connector) return connector;
  const bool at_rest = connector->state == ConnectorState::ok ||
                       connector->state == ConnectorState::pending ||
                       connector->state == ConnectorState::needs_advertisers;
  const ConnectorState state = resting_state(*connector);
  if (!at_rest || state == connector->state) return connector;
  auto done = set_state(connection, *connector, state, {}, connector->last_error, now);
  if (!done) return std::move(done).error();
  return there(connection, id);
}

Result<Connector> restart(database::Connection& connection, std::string_view id, SystemTime now) {
  auto connector = there(connection, id);
  if (!connector || connector->state == ConnectorState::paused) return connector;
  auto done = set_state(connection, *connector, resting_state(*connector), {}, {}, now);
  if (!done) return std::move(done).error();
  return there(connection, id);
}

Result<bool> add_advertisers(database::Connection& connection, std::string_view connector_id,
                             const std::vector<std::string>& ids, std::string_view source, SystemTime now) {
  std::int64_t added = 0;
  for (const std::string& id : ids) {
    auto done = run(connection,
                    "INSERT INTO connector_advertisers (connector_id, advertiser_id, source, first_seen)"
                    " SELECT ?1, ?2, ?3, ?4 WHERE (SELECT count(*) FROM connector_advertisers"
                    "  WHERE connector_id = ?1 AND source = 'used') < ?5"
                    " ON CONFLICT (connector_id, advertiser_id) DO UPDATE SET source = excluded.source"
                    " WHERE source = 'used' AND excluded.source = 'discovered'",
                    connector_id, id, source, now, kMaxUsedAdvertisers);
    if (!done) return std::move(done).error();
    added += connection.changes();
  }
  return added > 0;
}

Result<void> replace_advertisers(database::Connection& connection, std::string_view connector_id,
                                 const std::vector<std::string>& ids, SystemTime now) {
  auto done = run(connection, "DELETE FROM connector_advertisers WHERE connector_id = ?", connector_id);
  if (!done) return done;
  auto added = add_advertisers(connection, connector_id, ids, "discovered", now);
  if (!added) return std::move(added).error();
  return {};
}

}  // namespace tiktok_marketing::platform
