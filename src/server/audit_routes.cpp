#include "server/envelope.hpp"
#include "server/page_links.hpp"
#include "server/routes.hpp"
#include "server/tenant.hpp"
#include "server/text_formats.hpp"
#include "server/views.hpp"

namespace tiktok_marketing::server {
namespace {

constexpr int kDefaultPage = 100;

Result<platform::ToolCallQuery> query_of(const Services& services, const Call& call) {
  auto selector = tenant_of(call, services.platform.workspaces());
  if (!selector) return std::move(selector).error();
  platform::ToolCallQuery query;
  if (!selector->empty()) {
    auto workspace = services.platform.workspaces().resolve(call.principal.scope, *selector,
                                                            platform::Workspaces::Unknown::refuse);
    if (!workspace) return std::move(workspace).error();
    query.workspace_id = std::move(workspace->id);
  }
  query.connector_id = call.query("connector_id");
  query.application_id = call.query("application_id");
  query.entity = call.query("entity");
  query.action = call.query("action");
  if (const auto status = call.query("status")) query.ok = *status == "success";
  if (const auto from = call.query("from")) query.from = parse_rfc3339(*from);
  if (const auto until = call.query("until")) query.until = parse_rfc3339(*until);
  query.limit = call.query_int("limit").value_or(kDefaultPage);
  query.cursor = call.query("cursor").value_or("");
  return query;
}

Reply list_tool_calls(const Services& services, const Call& call) {
  const auto query = query_of(services, call);
  if (!query) return query.error();
  const auto page = services.platform.audit().tool_calls(call.principal.scope, *query);
  if (!page) return page.error();
  Json::Array data;
  for (const auto& each : page->items) data.push_back(tool_call_json(each));
  Json out;
  out.set("data", Json(std::move(data)));
  out.set("next_cursor", text_or_null(page->next_cursor));
  out.set("next", next_page(call, page->next_cursor));
  return json_response(out);
}

}  // namespace

void add_audit_routes(Handlers& handlers, const Services& services) {
  handlers.add("listToolCalls", [&services](const Call& call) { return list_tool_calls(services, call); });
}

}  // namespace tiktok_marketing::server
