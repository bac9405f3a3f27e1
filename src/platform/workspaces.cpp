#include "platform/workspaces.hpp"

#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "crypto/random.hpp"
#include "platform/names.hpp"
#include "platform/page_cursor.hpp"
#include "platform/rows.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr int kMostListed = 100;
constexpr std::string_view kNotDeleted = "deleted_at IS NULL";

Error not_found(std::string_view given) {
  return {.type = ErrorType::workspace_not_found,
          .message = "There is no such workspace.",
          .hint = "List the workspaces of the organization, or name one of them.",
          .given = shortened(given)};
}

Error other_workspace(std::string_view given) {
  return {.type = ErrorType::forbidden,
          .message = "The token is for another workspace.",
          .hint = "Use a token for that workspace, or an application token.",
          .given = shortened(given)};
}

Error not_for_scoped() {
  return {.type = ErrorType::forbidden,
          .message = "A token for one workspace cannot change workspaces.",
          .hint = "Use an application token."};
}

Error name_taken(std::string_view name) {
  return {.type = ErrorType::conflict,
          .message = "The organization has a workspace of that name already; case does not count.",
          .hint = "Choose another name.",
          .param = "name",
          .given = shortened(name)};
}

Workspace read_workspace(const database::Statement& row) {
  Workspace workspace{.id = std::string(row.text(0)),
                      .name = std::string(row.text(1)),
                      .organization_id = std::string(row.text(2)),
                      .active = row.integer(3) != 0,
                      .created_at = from_millis(row.integer(5)),
                      .updated_at = from_millis(row.integer(6)),
                      .deleted_at = optional_time(row, 7)};
  if (const auto cache = row.optional_integer(4)) workspace.cache_enabled = *cache != 0;
  return workspace;
}

/// Every reading of workspaces: bound to an organization (parameter 1), without tombstones.
std::string select(std::string_view more) {
  return fmt::format(
      "SELECT id, name, organization_id, active, cache_enabled, created_at, updated_at, deleted_at"
      " FROM workspaces WHERE organization_id = ?1 AND {} {}",
      kNotDeleted, more);
}

Result<std::optional<Workspace>> find_by_id(database::Connection& connection,
                                            std::string_view organization_id, std::string_view id) {
  return first_row(connection, select("AND id = ?2"), read_workspace, organization_id, id);
}

Result<std::optional<Workspace>> find_by_name(database::Connection& connection,
                                              std::string_view organization_id, std::string_view name) {
  return first_row(connection, select("AND folded_name = ?2"), read_workspace, organization_id, folded(name));
}

Result<Workspace> there(Result<std::optional<Workspace>> found, std::string_view given) {
  if (!found) return std::move(found).error();
  if (!*found) return not_found(given);
  return **std::move(found);
}

Result<void> delete_contents(database::Connection& connection, std::string_view workspace_id) {
  for (const std::string_view sql :
       {"DELETE FROM idempotency_keys WHERE connector_id IN (SELECT id FROM connectors WHERE workspace_id = "
        "?)",
        "DELETE FROM oauth_states WHERE workspace_id = ?", "DELETE FROM connectors WHERE workspace_id = ?",
        "DELETE FROM credentials WHERE workspace_id = ?"}) {
    if (auto done = run(connection, sql, workspace_id); !done) return done;
  }
  return {};
}

}  // namespace

Result<Workspace> insert_workspace(database::Connection& connection, std::string_view organization_id,
                                   std::string_view name, SystemTime now) {
  if (auto good = check_name("workspace_name", name); !good) return std::move(good).error();
  auto same = find_by_name(connection, organization_id, name);
  if (!same) return std::move(same).error();
  if (*same) return name_taken(name);
  Workspace made{.id = crypto::random_uuid(),
                 .name = std::string(name),
                 .organization_id = std::string(organization_id),
                 .created_at = now,
                 .updated_at = now};
  auto added = run(connection,
                   "INSERT INTO workspaces (id, organization_id, name, folded_name, created_at, updated_at)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
                   made.id, organization_id, name, folded(name), now);
  if (!added) return std::move(added).error();
  return made;
}

Result<Workspace> Workspaces::resolve(const Scope& scope, const WorkspaceSelector& selector,
                                      Unknown unknown) {
  const std::string_view organization_id = scope.organization_id;
  if (scope.workspace_id) {
    auto own = get(scope, *scope.workspace_id);
    if (!own) return own;
    if (selector.id && canonical_id(*selector.id) != own->id) return other_workspace(*selector.id);
    if (selector.name && folded(*selector.name) != folded(own->name)) return other_workspace(*selector.name);
    return own;
  }
  if (selector.id) return get(scope, *selector.id);
  if (!selector.name) {
    return Error{.type = ErrorType::missing,
                 .message = "workspace_name is required.",
                 .hint = "Name the customer's workspace, or use a token that is for one.",
                 .param = "workspace_name"};
  }
  if (auto good = check_name("workspace_name", *selector.name); !good) return std::move(good).error();
  auto found = context_->database->read([&](database::Connection& connection) {
    return find_by_name(connection, organization_id, *selector.name);
  });
  if (!found) return std::move(found).error();
  if (*found) return **std::move(found);
  if (unknown == Unknown::refuse || !context_->options.workspace_autocreate) return not_found(*selector.name);
  return context_->database->write(
      [&, now = context_->now()](database::Connection& connection) -> Result<Workspace> {
        auto meanwhile = find_by_name(connection, organization_id, *selector.name);
        if (!meanwhile) return std::move(meanwhile).error();
        if (*meanwhile) return **std::move(meanwhile);
        return insert_workspace(connection, organization_id, *selector.name, now);
      });
}

Result<WorkspacePage> Workspaces::list(const Scope& scope, const WorkspaceQuery& query) {
  if (auto good = check_limit(query.limit, kMostListed); !good) return std::move(good).error();
  std::optional<std::string> after_name;
  std::optional<std::string> after_id;
  if (!query.cursor.empty()) {
    auto keys = read_page_cursor(query.cursor, 2);
    if (!keys) return std::move(keys).error();
    after_name = std::move((*keys)[0]);
    after_id = std::move((*keys)[1]);
  }
  WorkspacePage page;
  auto done = context_->database->read([&](database::Connection& connection) {
    return each_row(
        connection,
        select("AND (?2 IS NULL OR id = ?2) AND (?3 = '' OR instr(folded_name, ?3) > 0)"
               " AND (?4 IS NULL OR active = ?4) AND (?5 IS NULL OR (folded_name, id) > (?5, ?6))"
               " ORDER BY folded_name, id LIMIT ?7"),
        [&](const database::Statement& row) { page.items.push_back(read_workspace(row)); },
        scope.organization_id, scope.workspace_id, folded(query.name_contains), query.active, after_name,
        after_id, query.limit + 1);
  });
  if (!done) return std::move(done).error();
  if (page.items.size() > static_cast<std::size_t>(query.limit)) {
    page.items.pop_back();
    page.next_cursor = page_cursor({folded(page.items.back().name), page.items.back().id});
  }
  return page;
}

Result<WorkspaceStats> Workspaces::stats(const Scope& scope) {
  WorkspaceStats stats;
  auto done = context_->database->read([&](database::Connection& connection) {
    return each_row(
        connection,
        "SELECT active, count(*) FROM workspaces WHERE organization_id = ?1 AND deleted_at IS NULL"
        " AND (?2 IS NULL OR id = ?2) GROUP BY active",
        [&](const database::Statement& row) {
          (row.integer(0) != 0 ? stats.active : stats.inactive) = row.integer(1);
        },
        scope.organization_id, scope.workspace_id);
  });
  if (!done) return std::move(done).error();
  return stats;
}

Result<Workspace> Workspaces::get(const Scope& scope, std::string_view given) {
  const auto id = canonical_id(given);
  if (scope.workspace_id && id != scope.workspace_id) return other_workspace(given);
  if (!id) return not_found(given);
  return there(context_->database->read([&](database::Connection& connection) {
    return find_by_id(connection, scope.organization_id, *id);
  }),
               given);
}

Result<Workspace> Workspaces::update(const Scope& scope, std::string_view given, const Change& change) {
  if (scope.workspace_id) return not_for_scoped();
  if (change.name) {
    if (auto good = check_name("name", *change.name); !good) return std::move(good).error();
  }
  const auto id = canonical_id(given);
  if (!id) return not_found(given);
  auto done = context_->database->write(
      [&, now = context_->now()](database::Connection& connection) -> Result<Workspace> {
        auto workspace = there(find_by_id(connection, scope.organization_id, *id), given);
        if (!workspace) return workspace;
        if (change.name) {
          auto same = find_by_name(connection, scope.organization_id, *change.name);
          if (!same) return std::move(same).error();
          if (*same && (*same)->id != *id) return name_taken(*change.name);
          workspace->name = *change.name;
        }
        workspace->active = change.active.value_or(workspace->active);
        if (change.cache_enabled) workspace->cache_enabled = *change.cache_enabled;
        workspace->updated_at = now;
        auto stored = run(connection,
                          "UPDATE workspaces SET name = ?, folded_name = ?, active = ?, cache_enabled = ?,"
                          " updated_at = ? WHERE organization_id = ? AND id = ?",
                          workspace->name, folded(workspace->name), workspace->active,
                          workspace->cache_enabled, now, scope.organization_id, *id);
        if (!stored) return std::move(stored).error();
        return workspace;
      });
  if (done) changed_();
  return done;
}

Result<Workspace> Workspaces::remove(const Scope& scope, std::string_view given) {
  if (scope.workspace_id) return not_for_scoped();
  const auto id = canonical_id(given);
  if (!id) return not_found(given);
  auto done = context_->database->write(
      [&, now = context_->now()](database::Connection& connection) -> Result<Workspace> {
        auto workspace = there(find_by_id(connection, scope.organization_id, *id), given);
        if (!workspace) return workspace;
        if (auto gone = delete_contents(connection, *id); !gone) return std::move(gone).error();
        auto stored = run(connection,
                          "UPDATE workspaces SET deleted_at = ?1, updated_at = ?1"
                          " WHERE organization_id = ?2 AND id = ?3",
                          now, scope.organization_id, *id);
        if (!stored) return std::move(stored).error();
        workspace->deleted_at = now;
        workspace->updated_at = now;
        return workspace;
      });
  if (done) changed_();
  return done;
}

}  // namespace tiktok_marketing::platform
