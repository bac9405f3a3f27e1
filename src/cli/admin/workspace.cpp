#include <utility>

#include "cli/admin/tasks.hpp"
#include "cli/error_view.hpp"
#include "cli/listing.hpp"
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

Result<void> append_rows(const std::string& organization_id, const Desk& desk, Listing& listing) {
  platform::WorkspaceQuery query;
  query.limit = 100;
  do {
    const auto page =
        desk.platform.workspaces().list({.organization_id = organization_id, .workspace_id = {}}, query);
    if (!page) return page.error();
    for (const auto& workspace : page->items) listing.rows.push_back(json_of(workspace));
    query.cursor = page->next_cursor;
  } while (!query.cursor.empty());
  return {};
}

Result<Listing> rows_of(const WorkspaceList& task, const Desk& desk) {
  Listing listing{.columns = {"id", "name", "organization_id", "status", "created_at"},
                  .rows = {},
                  .nothing = "no workspaces"};
  const auto ids = organizations_of(desk.platform, task.organization);
  if (!ids) return ids.error();
  for (const auto& id : *ids) {
    if (auto appended = append_rows(id, desk, listing); !appended) return std::move(appended).error();
  }
  return listing;
}

}  // namespace

int run(const WorkspaceCreate& task, const Desk& desk) {
  return answer(create(task, desk), desk.terminal);
}

int run(const WorkspaceList& task, const Desk& desk) {
  const auto listing = rows_of(task, desk);
  return listing ? show_listing(*listing, task.output, desk.terminal)
                 : report(listing.error(), desk.terminal);
}

}  // namespace tiktok_marketing::cli::admin
