#include "server/changes.hpp"
#include "server/envelope.hpp"
#include "server/page_links.hpp"
#include "server/routes.hpp"
#include "server/views.hpp"

namespace tiktok_marketing::server {
namespace {

constexpr int kDefaultPage = 20;

std::optional<bool> is_active(const std::optional<std::string>& status) {
  return status ? std::optional<bool>(*status == "active") : std::nullopt;
}

Reply list_workspaces(const Services& services, const Call& call) {
  platform::WorkspaceQuery query;
  query.name_contains = call.query("name_contains").value_or("");
  query.active = is_active(call.query("status"));
  query.limit = call.query_int("limit").value_or(kDefaultPage);
  query.cursor = call.query("cursor").value_or("");
  const auto page = services.platform.workspaces().list(call.principal.scope, query);
  if (!page) return page.error();
  Json::Array data;
  for (const auto& each : page->items) data.push_back(workspace_json(each));
  Json out;
  out.set("data", Json(std::move(data)));
  out.set("next", next_page(call, page->next_cursor));
  return json_response(out);
}

Reply workspace_stats(const Services& services, const Call& call) {
  const auto stats = services.platform.workspaces().stats(call.principal.scope);
  if (!stats) return stats.error();
  Json out;
  out.set("active_count", stats->active);
  out.set("inactive_count", stats->inactive);
  out.set("total_count", stats->active + stats->inactive);
  return json_response(out);
}

Reply get_workspace(const Services& services, const Call& call) {
  const auto workspace =
      services.platform.workspaces().get(call.principal.scope, call.path.get("workspace_id"));
  if (!workspace) return workspace.error();
  return json_response(workspace_json(*workspace));
}

Reply update_workspace(const Services& services, const Call& call) {
  platform::Workspaces::Change change;
  change.name = call.text("name");
  change.active = is_active(call.text("status"));
  // null is a value here: as the organization.
  if (const Json* cache = call.body.find("cache_enabled")) {
    change.cache_enabled = cache->as_bool() == nullptr ? std::optional<bool>() : *cache->as_bool();
  }
  const auto workspace =
      services.platform.workspaces().update(call.principal.scope, call.path.get("workspace_id"), change);
  if (!workspace) return workspace.error();
  note_change(services, call, "workspace.updated", workspace->id);
  return json_response(workspace_json(*workspace));
}

Reply delete_workspace(const Services& services, const Call& call) {
  const auto workspace =
      services.platform.workspaces().remove(call.principal.scope, call.path.get("workspace_id"));
  if (!workspace) return workspace.error();
  note_change(services, call, "workspace.deleted", workspace->id);
  Json out;
  out.set("id", workspace->id);
  out.set("deleted_at", time_json(workspace->deleted_at.value_or(workspace->updated_at)));
  return json_response(out);
}

Reply ask(const Services&, const Call&) {
  return Error{.type = ErrorType::not_implemented,
               .message = "this server has no language model to ask",
               .hint = "Execute list on a connector instead."};
}

}  // namespace

void add_workspace_routes(Handlers& handlers, const Services& services) {
  const auto add = [&](std::string_view id, Reply (*answer)(const Services&, const Call&)) {
    handlers.add(id, [&services, answer](const Call& call) { return answer(services, call); });
  };
  add("listWorkspaces", list_workspaces);
  add("getWorkspaceStats", workspace_stats);
  add("getWorkspace", get_workspace);
  add("updateWorkspace", update_workspace);
  add("deleteWorkspace", delete_workspace);
  add("askWorkspace", ask);
}

}  // namespace tiktok_marketing::server
