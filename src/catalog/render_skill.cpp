#include "catalog/render_skill.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "catalog/recipes.hpp"
#include "catalog/render_reference.hpp"

namespace tiktok_marketing::catalog {
namespace {

constexpr std::string_view kCalling = "calling";
constexpr std::string_view kQuestions = "questions";

using Texts = std::initializer_list<std::string_view>;

Json texts_json(Texts texts) {
  return Json(Json::Array(texts.begin(), texts.end()));
}

Json heading(std::string_view text, int level = 2) {
  Json block;
  block.set("type", "heading");
  block.set("level", level);
  block.set("text", text);
  return block;
}

Json paragraph(std::string_view text) {
  Json block;
  block.set("type", "paragraph");
  block.set("text", text);
  return block;
}

Json list(Texts items) {
  Json block;
  block.set("type", "list");
  block.set("items", texts_json(items));
  return block;
}

Json code(std::string_view text) {
  Json block;
  block.set("type", "code");
  block.set("language", "json");
  block.set("code", text);
  return block;
}

Json table(Texts headers, Json::Array rows) {
  Json block;
  block.set("type", "table");
  block.set("headers", texts_json(headers));
  block.set("rows", Json(std::move(rows)));
  return block;
}

/// The body of an execute.
std::string call_text(std::string_view entity, std::string_view action, std::string_view params_json) {
  return fmt::format(R"({{"entity":"{}","action":"{}","params":{}}})", entity, action, params_json);
}

Json params_table(const Entity& entity) {
  Json::Array rows;
  for (const Param& param : entity.params) {
    std::string facts(param.required ? "required" : "optional");
    if (!param.default_json.empty()) facts += fmt::format(", default {}", short_default(param));
    if (const std::string limits = limits_text(param); !limits.empty()) facts += ", " + limits;
    rows.push_back(texts_json({param.name, name_of(param.type), facts, param.description}));
  }
  return table({"name", "type", "facts", "meaning"}, std::move(rows));
}

Json fields_table(const Entity& entity) {
  Json::Array rows;
  for (const Field& field : entity.fields) {
    const bool searchable =
        std::ranges::find(entity.search_fields, field.name, &SearchField::name) != entity.search_fields.end();
    rows.push_back(
        texts_json({field.name, delivered_type(field), searchable ? "yes" : "no", field.description}));
  }
  return table({"name", "type", "searchable", "meaning"}, std::move(rows));
}

Json entity_section(const Entity& entity) {
  return Json(Json::Array{heading(entity.name), paragraph(entity.description),
                          code(call_text(entity.name, "list", entity.example_json)),
                          heading("Parameters of list", 3), params_table(entity), heading("Fields", 3),
                          fields_table(entity)});
}

Json calling_section() {
  return Json(Json::Array{
      heading("How to call"), paragraph("Every call names an entity and an action, and gives params."),
      table({"action", "what it does"},
            {texts_json({"list", "Asks TikTok now. One page by default; all or limit reads further pages."}),
             texts_json({"context_store_search", "Filters and sorts replicated rows."}),
             texts_json({"context_store_aggregate", "Adds replicated rows up, each metric by its nature."}),
             texts_json({"context_store_sql_query", "Runs one SELECT over the replicated rows."}),
             texts_json({"describe", "Shows parameters and fields; asks TikTok nothing."}),
             texts_json({"check", "Proves that the token works and lists the accounts it can read."})}),
      list({"A missing advertiser_id is filled in when the connector knows exactly one account.",
            "Ids are text. Metrics of reports are TikTok's text unless numbers is true; null is not zero.",
            "date_range takes today, yesterday, last_7_days, last_30_days, this_month and last_month, in the "
            "account's time zone.",
            "connector_metadata.has_more says whether there is more, and next holds the params of the next "
            "call.",
            "Store actions answer 409 context_store_not_ready until the first replication has ended.",
            "An error says what to change: details.allowed, details.example and hint."})});
}

/// Those about the entities at hand.
Json questions_section(std::span<const Entity* const> entities) {
  Json::Array blocks{heading("Questions answered by one call")};
  for (const Recipe& recipe : recipes()) {
    if (std::ranges::find(entities, recipe.entity, &Entity::name) == entities.end()) continue;
    blocks.push_back(heading(recipe.question, 3));
    blocks.push_back(code(call_text(recipe.entity, recipe.action, recipe.params_json)));
    blocks.push_back(paragraph(recipe.reading));
  }
  return Json(std::move(blocks));
}

Json outline_entry(std::string_view id, std::string_view title, std::string_view summary) {
  Json entry;
  entry.set("id", id);
  entry.set("title", title);
  entry.set("summary", summary);
  return entry;
}

}  // namespace

Json skill_outline_json(std::span<const Entity* const> entities) {
  Json::Array outline{outline_entry(kCalling, "How to call", "Actions, pages, dates, errors."),
                      outline_entry(kQuestions, "Questions", "Daily questions, each with its one call.")};
  for (const Entity* entity : entities)
    outline.push_back(outline_entry(entity->name, entity->list_name, entity->description));
  return Json(std::move(outline));
}

Json skill_guidance_json() {
  return Json(Json::Array{
      paragraph("Reads ad accounts of TikTok: accounts, campaigns, ad groups, ads, audiences, creatives and "
                "daily reports. Nothing is ever changed."),
      paragraph(
          "Read the section of an entity before calling it; its parameters and fields stand there. For "
          "sums and rankings over days ask the context store, for the state of this moment ask list.")});
}

std::optional<Json> skill_section_json(std::span<const Entity* const> entities, std::string_view section) {
  if (section == kCalling) return calling_section();
  if (section == kQuestions) return questions_section(entities);
  const auto entity = std::ranges::find(entities, section, &Entity::name);
  if (entity == entities.end()) return std::nullopt;
  return entity_section(**entity);
}

}  // namespace tiktok_marketing::catalog
