#include "platform/connectors.hpp"

#include <utility>

#include "platform/asking_tiktok.hpp"
#include "platform/connector_input.hpp"
#include "platform/connector_rows.hpp"
#include "platform/credentials.hpp"
#include "platform/idempotency.hpp"
#include "platform/names.hpp"
#include "platform/oauth_rows.hpp"
#include "platform/page_cursor.hpp"
#include "platform/rows.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr int kMostListed = 1'000;

/// Where TikTok said nothing about the token, the caller may go on without asking.
Error with_way_out(Error error) {
  const ErrorKind kind = error.kind();
  if (kind == ErrorKind::quota || kind == ErrorKind::transient || kind == ErrorKind::timeout ||
      kind == ErrorKind::protocol)
    error.hint += " Or create it unchecked with validate=false.";
  return error;
}

/// The workspace, or nullopt when it is to be made by this create: not before the token has proven good.
Result<std::optional<Workspace>> find_workspace(const Context& context, Workspaces& workspaces,
                                                const Scope& scope, const WorkspaceSelector& selector) {
  auto found = workspaces.resolve(scope, selector, Workspaces::Unknown::refuse);
  if (!found) {
    const bool to_be_made = found.error().type == ErrorType::workspace_not_found && !selector.id &&
                            selector.name && context.options.workspace_autocreate;
    if (to_be_made) return std::optional<Workspace>();
    return std::move(found).error();
  }
  if (!found->active) {
    return Error{.type = ErrorType::workspace_inactive,
                 .message = "The workspace is switched off.",
                 .hint = "Switch it on again, or use another one.",
                 .param = "workspace_name"};
  }
  return std::optional(*std::move(found));
}

Scope scope_of(const Workspace& workspace) {
  return {.organization_id = workspace.organization_id, .workspace_id = workspace.id};
}

Connector new_connector(const NewConnector& wanted, const Workspace& workspace, SystemTime now) {
  Connector connector;
  connector.name = wanted.name.empty() ? default_connector_name(workspace.name) : wanted.name;
  connector.organization_id = workspace.organization_id;
  connector.workspace_id = workspace.id;
  connector.replication = wanted.replication.value_or(ReplicationConfig{});
  connector.entities = wanted.entities;
  connector.allow = wanted.allow;
  connector.created_at = now;
  return connector;
}

/// The connector an earlier request with this key has made.
Result<std::optional<Connector>> made_before(database::Connection& connection, const Scope& scope,
                                             const NewConnector& wanted, const std::string& hash,
                                             SystemTime now) {
  auto id = connector_of_key(connection, scope, wanted.idempotency_key, hash, now);
  if (!id) return std::move(id).error();
  if (!*id) return std::optional<Connector>();
  auto connector = get_connector(connection, scope, **id);
  if (!connector) return std::move(connector).error();
  return std::optional(*std::move(connector));
}

bool matches(const Connector& connector, const ConnectorQuery& query, const std::string& folded_name) {
  if (query.state && connector.state != *query.state) return false;
  return folded_name.empty() || folded(connector.name) == folded_name;
}

Result<RowAfter> place_of(const std::string& cursor) {
  if (cursor.empty()) return RowAfter{};
  auto keys = read_page_cursor(cursor, 2);
  if (!keys) return std::move(keys).error();
  RowAfter after{.created_at = 0, .id = (*keys)[1]};
  const auto time = Json(Json::Number{(*keys)[0]}).as_int();
  if (!time) return invalid_cursor(cursor);
  after.created_at = *time;
  return after;
}

}  // namespace

Result<Connector> Connectors::create(const Principal& principal, NewConnector wanted) {
  if (auto good = check_operator(principal); !good) return std::move(good).error();
  if (auto good = check_new_connector(wanted); !good) return std::move(good).error();
  auto id = given_or_new_id(wanted.id);
  if (!id) return std::move(id).error();
  const Scope& scope = principal.scope;
  auto workspace = find_workspace(*context_, workspaces_, scope, wanted.workspace);
  if (!workspace) return std::move(workspace).error();

  auto before = context_->database->read([&](database::Connection& connection) {
    const std::string hash = *workspace ? request_hash(wanted, (*workspace)->id) : std::string();
    return made_before(connection, scope, wanted, hash, context_->now());
  });
  if (!before) return std::move(before).error();
  if (*before) return **std::move(before);
  if (!wanted.oauth_secret.empty()) {
    if (!*workspace) return invalid_secret_id();
    return claim(scope_of(**workspace), wanted);
  }

  auto token = token_for(scope, *workspace, wanted);
  if (!token) return with_way_out(std::move(token).error());
  if (!*workspace) {
    auto made = workspaces_.resolve(scope, wanted.workspace, Workspaces::Unknown::create);
    if (!made) return std::move(made).error();
    *workspace = *std::move(made);
  }
  auto made = store(wanted, *std::move(id), **workspace, *token);
  if (made) changed(made->id);
  return made;
}

Result<GrantedToken> Connectors::token_for(const Scope& scope, const std::optional<Workspace>& workspace,
                                           const NewConnector& wanted) {
  GrantedToken token;
  if (wanted.credential_id.empty()) {
    token.token = wanted.access_token;
  } else {
    if (!workspace) {
      return Error{.type = ErrorType::value_error,
                   .message = "A new workspace has no credential that could be shared.",
                   .hint = "Take credential_id from a connector of the same workspace.",
                   .param = "credential_id"};
    }
    auto opened = context_->database->read([&](database::Connection& connection) {
      return open_credential(*context_, connection, scope.organization_id, workspace->id,
                             wanted.credential_id);
    });
    if (!opened) return opened;
    token = *std::move(opened);
  }
  if (!wanted.validate) return token;
  auto app = apps_.app_for(scope.organization_id);
  if (!app) return std::move(app).error();
  const bool fenced = wanted.replication && wanted.replication->advertiser_ids;
  auto asked = ask_about_token(*context_, token.token, *app, !fenced && token.granted.empty());
  if (!asked) return asked;
  asked->granted = std::move(token.granted);
  return asked;
}

Result<Connector> Connectors::store(const NewConnector& wanted, std::string id, const Workspace& workspace,
                                    const GrantedToken& token) {
  const SystemTime now = context_->now();
  const Scope scope = scope_of(workspace);
  const std::string hash = request_hash(wanted, workspace.id);
  return context_->database->write([&](database::Connection& connection) -> Result<Connector> {
    auto before = made_before(connection, scope, wanted, hash, now);
    if (!before) return std::move(before).error();
    if (*before) return **std::move(before);
    auto taken = has_row(connection, "SELECT 1 FROM connectors WHERE id = ?", id);
    if (!taken) return std::move(taken).error();
    if (*taken) {
      return Error{.type = ErrorType::conflict,
                   .message = "There is a connector with this id already.",
                   .hint = "Give another id, or none for a new one.",
                   .param = "id"};
    }
    Connector connector = new_connector(wanted, workspace, now);
    connector.id = id;
    connector.credential_id = wanted.credential_id;
    if (wanted.credential_id.empty()) {
      auto credential =
          insert_credential(*context_, connection, workspace.organization_id, workspace.id, token);
      if (!credential) return std::move(credential).error();
      connector.credential_id = *std::move(credential);
    }
    auto stored = insert_connector(connection, std::move(connector), token);
    if (!stored) return stored;
    auto kept = keep_key(connection, workspace.organization_id, wanted.idempotency_key, hash, id, now);
    if (!kept) return std::move(kept).error();
    return stored;
  });
}

Result<ConnectorPage> Connectors::list(const Scope& scope, const ConnectorQuery& query) {
  if (query.limit) {
    if (auto good = check_limit(*query.limit, kMostListed); !good) return std::move(good).error();
  }
  auto after = place_of(query.cursor);
  if (!after) return std::move(after).error();
  Scope where = scope;
  if (!query.workspace.empty()) {
    auto workspace = workspaces_.resolve(scope, query.workspace, Workspaces::Unknown::refuse);
    if (!workspace) return std::move(workspace).error();
    where.workspace_id = workspace->id;
  }
  ConnectorPage page;
  if (query.definition_id && canonical_id(*query.definition_id) != kDefinitionId) return page;
  const std::string folded_name = query.name ? folded(*query.name) : std::string();
  if (query.name && folded_name.empty()) return page;
  auto done = context_->database->read([&](database::Connection& connection) {
    return each_connector(connection, where, *after, [&](Connector connector) {
      if (!matches(connector, query, folded_name)) return true;
      if (query.limit && page.items.size() == static_cast<std::size_t>(*query.limit)) {
        const Connector& last = page.items.back();
        page.next_cursor = page_cursor({std::to_string(to_millis(last.created_at)), last.id});
        return false;
      }
      page.items.push_back(std::move(connector));
      return true;
    });
  });
  if (!done) return std::move(done).error();
  return page;
}

Result<Connector> Connectors::get(const Scope& scope, std::string_view id) {
  return context_->database->read(
      [&](database::Connection& connection) { return get_connector(connection, scope, id); });
}

Result<Secret> Connectors::token_of(const Connector& connector) {
  auto opened = context_->database->read([&](database::Connection& connection) {
    return open_credential(*context_, connection, connector.organization_id, connector.workspace_id,
                           connector.credential_id);
  });
  if (!opened) return std::move(opened).error();
  return std::move(opened->token);
}

Result<std::vector<Connectors::StateCount>> Connectors::state_counts() {
  std::vector<StateCount> counts;
  auto done = context_->database->read([&](database::Connection& connection) {
    return each_row(connection,
                    "SELECT organization_id, state, count(*) FROM connectors GROUP BY organization_id, state",
                    [&](const database::Statement& row) {
                      const auto state = connector_state_of(row.text(1)).value_or(ConnectorState::ok);
                      counts.push_back({std::string(row.text(0)), state, row.integer(2)});
                    });
  });
  if (!done) return std::move(done).error();
  return counts;
}

}  // namespace tiktok_marketing::platform
