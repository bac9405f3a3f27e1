#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "database/connection.hpp"
#include "platform/change_hook.hpp"
#include "platform/context.hpp"
#include "platform/types.hpp"

namespace tiktok_marketing::platform {

struct Workspace {
  std::string id;
  std::string name;
  std::string organization_id;
  bool active = true;
  std::optional<bool> cache_enabled;  ///< nullopt: as the organization
  SystemTime created_at;
  SystemTime updated_at;
  std::optional<SystemTime> deleted_at;
};

struct WorkspaceQuery {
  std::string name_contains;  ///< any case
  std::optional<bool> active;
  int limit = 20;      ///< 1..100
  std::string cursor;  ///< of the page before
};
struct WorkspacePage {
  std::vector<Workspace> items;
  std::string next_cursor;  ///< empty at the end
};
struct WorkspaceStats {
  std::int64_t active = 0;
  std::int64_t inactive = 0;
};

/// Adds one in a transaction of the caller. Errors: `conflict` (name taken), `value_error` (name).
[[nodiscard]] Result<Workspace> insert_workspace(database::Connection& connection,
                                                 std::string_view organization_id, std::string_view name,
                                                 SystemTime now);

/// Workspaces: one for each end customer. Names are unique in an organization whatever their case.
/// All members block on the disk; thread-safe. Errors also: `storage_unavailable`.
class Workspaces {
 public:
  explicit Workspaces(std::shared_ptr<Context> context) : context_(std::move(context)) {}

  enum class Unknown { create, refuse };
  /// The workspace a caller means. Name unknown: made, unless `refuse` or the setting forbids it. A scoped
  /// caller's own workspace when the selector is empty; another one is `forbidden`. Errors:
  /// `workspace_not_found`, `missing` (application token without a selector), `value_error` (name empty, over
  /// 255 characters or with control characters).
  [[nodiscard]] Result<Workspace> resolve(const Scope& scope, const WorkspaceSelector& selector,
                                          Unknown unknown);

  /// By name. Errors: `value_error` (limit), `invalid_cursor`.
  [[nodiscard]] Result<WorkspacePage> list(const Scope& scope, const WorkspaceQuery& query);
  [[nodiscard]] Result<WorkspaceStats> stats(const Scope& scope);
  [[nodiscard]] Result<Workspace> get(const Scope& scope, std::string_view id);
  struct Change {
    std::optional<std::string> name;
    std::optional<bool> active;
    std::optional<std::optional<bool>> cache_enabled;
  };
  /// Errors: `workspace_not_found`, `conflict` (name taken).
  [[nodiscard]] Result<Workspace> update(const Scope& scope, std::string_view id, const Change& change);
  /// Tombstone; its connectors are deleted with their credentials. Not for scoped callers, as `update`.
  [[nodiscard]] Result<Workspace> remove(const Scope& scope, std::string_view id);

  /// Called after `update` and `remove`, on the thread of the change: what lives in memory may be stale.
  void on_change(std::function<void()> call) { changed_.set(std::move(call)); }

 private:
  std::shared_ptr<Context> context_;
  ChangeHook changed_;
};

}  // namespace tiktok_marketing::platform
