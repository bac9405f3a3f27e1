#include <utility>

#include "cli/admin/tasks.hpp"
#include "cli/output/error_view.hpp"
#include "platform/workspace_creation.hpp"

namespace tiktok_marketing::cli::admin {
namespace {

Json json_of(const platform::Workspace& workspace) {
  Json json;
  json.set("id", workspace.id);
  json.set("name", workspace.name);
  json.set("organization_id", workspace.organization_id);
  json.set("status", workspace.active ? "active" : "inactive");
  json.set("created_at", platform::iso_text(workspace.created_at));
  return json;
}

Result<Json> create(const WorkspaceCreate& task, const Desk& desk) {
  auto organization = find_organization(desk.platform, task.organization);
  if (!organization) return std::move(organization).error();
  auto made = platform::create_workspace(desk.platform.context(), organization->id, task.name, task.id);
  if (!made) return std::move(made).error();
  auto noted = note_in_audit_log(desk.platform, organization->id, "workspace.created", made->id);
  if (!noted) return std::move(noted).error();
  return json_of(*made);
}

Result<void> append_rows(const std::string& organization_id, const Desk& desk, std::vector<Json>& rows) {
  platform::WorkspaceQuery query;
  query.limit = 100;
  do {
    const auto page =
        desk.platform.workspaces().list({.organization_id = organization_id, .workspace_id = {}}, query);
    if (!page) return page.error();
    for (const auto& workspace : page->items) rows.push_back(json_of(workspace));
    query.cursor = page->next_cursor;
  } while (!query.cursor.empty());
  return {};
}

}  // namespace

int run(const WorkspaceCreate& task, const Desk& desk) {
  return answer(create(task, desk), desk.terminal);
}

int run(const WorkspaceList& task, const Desk& desk) {
  const auto listing =
      listing_of(desk.platform, task.organization,
                 {.columns = {"id", "name", "organization_id", "status", "created_at"},
                  .rows = {},
                  .nothing = "no workspaces"},
                 [&](const std::string& id, std::vector<Json>& rows) { return append_rows(id, desk, rows); });
  return show(listing, task.output, desk.terminal);
}

}  // namespace tiktok_marketing::cli::admin
