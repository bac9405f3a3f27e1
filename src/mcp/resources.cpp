#include "mcp/resources.hpp"

#include <utility>

#include "base/text.hpp"
#include "catalog/recipes.hpp"
#include "catalog/render_schema.hpp"
#include "mcp/describe.hpp"

namespace tiktok_marketing::mcp {
namespace {

constexpr std::string_view kScheme = "tiktok://";
constexpr std::string_view kJson = "application/json";

Json resource(const std::string& uri, std::string_view name, std::string_view title,
              std::string_view description, std::string_view type = kJson) {
  Json json;
  json.set("uri", uri);
  json.set("name", name);
  json.set("title", title);
  json.set("description", description);
  json.set("mimeType", type);
  return json;
}

Json resource_template(std::string_view uri, std::string_view name, std::string_view title,
                       std::string_view description) {
  Json json;
  json.set("uriTemplate", uri);
  json.set("name", name);
  json.set("title", title);
  json.set("description", description);
  json.set("mimeType", kJson);
  return json;
}

Json recipes_json() {
  Json::Array list;
  for (const auto& recipe : catalog::recipes()) {
    Json item;
    item.set("name", recipe.name);
    item.set("question", recipe.question);
    if (Json call = recipe_call(recipe.name); !call.is_null()) item.set("call", std::move(call));
    if (!recipe.reading.empty()) item.set("reading", recipe.reading);
    if (!recipe.lacking.empty()) item.set("lacking", recipe.lacking);
    list.push_back(std::move(item));
  }
  Json json;
  json.set("recipes", std::move(list));
  return json;
}

std::optional<std::string> recipe_text(std::string_view name) {
  const Json all = recipes_json();
  for (const Json& each : *all.find("recipes")->as_array()) {
    if (each.text_of("name") == name) return each.dump();
  }
  return std::nullopt;
}

}  // namespace

Json resource_list() {
  Json::Array list;
  list.push_back(resource("tiktok://catalog", "catalog", "Catalog",
                          "Entities, and daily questions with the calls that answer them"));
  list.push_back(resource("tiktok://recipes", "recipes", "Recipes",
                          "Daily questions, how to read their answers, and what they leave open"));
  list.push_back(resource(std::string(kAccountUri), "account", "Account",
                          "Who the token belongs to, its advertisers with currency and time zone"));
  for (const auto* entity : catalog::entities()) {
    list.push_back(resource("tiktok://schemas/" + std::string(entity->name),
                            "schema_" + std::string(entity->name), entity->name, entity->description,
                            "application/schema+json"));
  }
  Json json;
  json.set("resources", std::move(list));
  return json;
}

Json resource_template_list() {
  Json::Array list;
  list.push_back(resource_template("tiktok://schemas/{entity}", "schema", "Record schema",
                                   "JSON Schema of the records of an entity"));
  list.push_back(resource_template("tiktok://params/{entity}", "params", "Parameters",
                                   "JSON Schema of the params of execute for an entity"));
  list.push_back(resource_template("tiktok://fields/{entity}/{field}", "field", "Field",
                                   "What a field or metric means and whether it can be added up"));
  list.push_back(resource_template("tiktok://recipes/{name}", "recipe", "Recipe", "One daily question"));
  Json json;
  json.set("resourceTemplates", std::move(list));
  return json;
}

std::optional<std::string> resource_text(std::string_view uri, bool has_store) {
  if (!uri.starts_with(kScheme)) return std::nullopt;
  const auto parts = split(uri.substr(kScheme.size()), '/');
  if (parts.size() == 1 && parts[0] == "catalog") return overview_json(has_store).dump();
  if (parts.size() == 1 && parts[0] == "recipes") return recipes_json().dump();
  if (parts.size() == 2 && parts[0] == "recipes") return recipe_text(parts[1]);
  const auto* entity = parts.size() >= 2 ? catalog::find_entity(parts[1]) : nullptr;
  if (entity == nullptr) return std::nullopt;
  if (parts.size() == 2 && parts[0] == "schemas") return catalog::record_schema(*entity);
  if (parts.size() == 2 && parts[0] == "params") return catalog::params_schema(*entity);
  if (parts.size() != 3 || parts[0] != "fields") return std::nullopt;
  const Json field = field_json(*entity, parts[2]);
  return field.is_null() ? std::nullopt : std::optional(field.dump());
}

Json resource_contents(std::string_view uri, std::string_view text) {
  Json content;
  content.set("uri", uri);
  content.set("mimeType", uri.starts_with("tiktok://schemas/") ? "application/schema+json" : kJson);
  content.set("text", text);
  Json json;
  json.set("contents", Json::Array{std::move(content)});
  return json;
}

}  // namespace tiktok_marketing::mcp
