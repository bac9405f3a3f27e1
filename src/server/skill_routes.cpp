#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "catalog/render_skill.hpp"
#include "server/envelope.hpp"
#include "server/routes.hpp"
#include "server/skill_views.hpp"
#include "server/tenant.hpp"
#include "server/text_formats.hpp"
#include "server/views.hpp"

namespace tiktok_marketing::server {
namespace {

constexpr std::string_view kPrefix = "connector-source:";
constexpr int kDefaultPage = 20;

Error no_such_skill(std::string_view id) {
  return {.type = ErrorType::not_found,
          .message = "there is no such skill",
          .hint = "GET /api/v1/skills lists them; inspect says docs_skill_id of a connector.",
          .param = "id",
          .given = shortened(id)};
}

// The entities this connector may read.
std::vector<const catalog::Entity*> entities_of(const platform::Connector& connector) {
  std::vector<const catalog::Entity*> out;
  for (const auto* entity : catalog::entities()) {
    if (connector.allow.permits(entity->name, "list")) out.push_back(entity);
  }
  return out;
}

bool mentions(const platform::Connector& connector, std::string_view words) {
  const Json shown = skill_json(connector);
  std::string text = lower(
      fmt::format("{} {} {}", platform::kConnectorName, shown.text_of("title"), shown.text_of("summary")));
  for (const auto* entity : entities_of(connector)) text += fmt::format(" {}", entity->name);
  return std::ranges::all_of(split(lower(words), ' '),
                             [&text](const std::string& word) { return text.contains(word); });
}

Result<void> check_organization_named(const Call& call) {
  const auto named = call.query("organization_id");
  if (!named || lower(*named) == lower(call.principal.scope.organization_id)) return {};
  return Error{.type = ErrorType::forbidden,
               .message = "this call acts in another organization",
               .hint = "Leave organization_id out, or send it as X-Organization-Id too.",
               .param = "organization_id"};
}

// One page of connectors, each of them a skill; `query` narrows what the page shows.
Reply list_skills(const Services& services, const Call& call) {
  if (auto own = check_organization_named(call); !own) return std::move(own).error();
  platform::ConnectorQuery wanted;
  auto workspace = tenant_of(call, services.platform.workspaces());
  if (!workspace) return std::move(workspace).error();
  wanted.workspace = std::move(*workspace);
  wanted.limit = call.query_int("limit").value_or(kDefaultPage);
  wanted.cursor = call.query("cursor").value_or("");
  const auto page = services.platform.connectors().list(call.principal.scope, wanted);
  if (!page) return page.error();
  const auto words = call.query("query");
  Json::Array skills;
  for (const auto& connector : page->items) {
    if (!words || mentions(connector, *words)) skills.push_back(skill_json(connector));
  }
  Json out;
  out.set("data", Json(skills));
  out.set("skills", Json(std::move(skills)));
  out.set("next_cursor", text_or_null(page->next_cursor));
  return json_response(out);
}

Error no_such_section(std::string_view section, const Json& outline) {
  Error error{.type = ErrorType::not_found,
              .message = "the skill has no such section",
              .hint = "Use an id of the outline; without section the outline is shown.",
              .param = "section",
              .given = shortened(section)};
  for (const Json& each : *outline.as_array()) error.allowed.emplace_back(each.text_of("id"));
  return error;
}

Reply read_skill(const Services& services, const Call& call) {
  const std::string id = call.query("id").value_or("");
  if (!id.starts_with(kPrefix)) return no_such_skill(id);
  const auto connector =
      services.platform.connectors().get(call.principal.scope, std::string_view(id).substr(kPrefix.size()));
  if (!connector) return connector.error();
  const auto workspace = call.query("workspace_id");
  if (workspace && lower(*workspace) != connector->workspace_id) return no_such_skill(id);

  const auto entities = entities_of(*connector);
  Json outline = catalog::skill_outline_json(entities);
  const auto section = call.query("section");
  std::optional<Json> content = catalog::skill_guidance_json();
  if (section) content = catalog::skill_section_json(entities, *section);
  if (!content) return no_such_section(*section, outline);
  Json out;
  out.set("id", skill_id_of(*connector));
  out.set("section_id", section ? Json(*section) : Json());
  out.set("metadata", skill_json(*connector));
  out.set("outline", std::move(outline));
  out.set("content", *std::move(content));
  return json_response(out);
}

}  // namespace

void add_skill_routes(Handlers& handlers, const Services& services) {
  const auto add = [&](std::string_view id, Reply (*answer)(const Services&, const Call&)) {
    handlers.add(id, [&services, answer](const Call& call) { return answer(services, call); });
  };
  add("listSkills", list_skills);
  add("searchSkills", list_skills);
  add("readSkill", read_skill);
}

}  // namespace tiktok_marketing::server
