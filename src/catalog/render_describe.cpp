#include "catalog/render_describe.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "catalog/recipes.hpp"
#include "catalog/render_reference.hpp"

namespace tiktok_marketing::catalog {
namespace {

struct Action {
  std::string_view name;
  std::string_view description;
};
constexpr Action kActions[] = {
    {"list", "Read records, one page by default."},
    {"describe", "Show parameters and fields; asks TikTok nothing."},
    {"check", "Prove that the token works and list the accounts it can read."},
};

Json names_json(std::span<const std::string_view> names) {
  Json::Array items;
  for (std::string_view name : names) items.emplace_back(name);
  return Json(std::move(items));
}

Json filter_keys_json(const Entity& entity) {
  Json::Array keys;
  for (const FilterKey& key : entity.filter_keys) {
    Json item;
    item.set("name", key.name);
    item.set("type", name_of(key.type));
    if (!key.allowed.empty()) item.set("enum", names_json(key.allowed));
    item.set("description", key.description);
    keys.push_back(std::move(item));
  }
  return Json(std::move(keys));
}

Json param_json(const Entity& entity, const Param& param) {
  Json json;
  json.set("name", param.name);
  json.set("in", param.wire == Wire::none ? "local" : "query");
  json.set("type", name_of(param.type));
  if (param.type == Type::array) json.set("items", name_of(param.item_type));
  json.set("required", param.required);
  if (!param.default_json.empty()) json.set("default", Json::parse(param.default_json).value_or(Json()));
  if (!param.allowed.empty()) json.set("enum", names_json(param.allowed));
  if (param.min != INT64_MIN) json.set("min", param.min);
  if (param.max != INT64_MAX) json.set("max", param.max);
  json.set("description", param.description);
  if (param.type == Type::object) json.set("keys", filter_keys_json(entity));
  return json;
}

Json params_json(const Entity& entity) {
  Json::Array params;
  for (const Param& param : entity.params) params.push_back(param_json(entity, param));
  return Json(std::move(params));
}

Json available_actions_json() {
  Json::Array names;
  for (const Action& action : kActions) names.emplace_back(action.name);
  return Json(std::move(names));
}

Json actions_json(const Json& params) {
  Json::Array actions;
  for (const Action& action : kActions) {
    Json item;
    item.set("name", action.name);
    item.set("description", action.description);
    item.set("params", action.name == "list" ? params : Json(Json::Array{}));
    actions.push_back(std::move(item));
  }
  return Json(std::move(actions));
}

bool is_searchable(const Entity& entity, std::string_view name) {
  return std::ranges::find(entity.search_fields, name, &SearchField::name) != entity.search_fields.end();
}

Json fields_json(const Entity& entity) {
  Json::Array fields;
  for (const Field& field : entity.fields) {
    Json item;
    item.set("name", field.name);
    item.set("type", delivered_type(field));
    item.set("description", field.description);
    item.set("searchable", is_searchable(entity, field.name));
    fields.push_back(std::move(item));
  }
  return Json(std::move(fields));
}

Json report_json(const Report& report) {
  Json::Array dimensions_list;
  for (const Dimension& dimension : dimensions()) {
    Json item;
    item.set("name", dimension.name);
    item.set("kind", name_of(dimension.kind));
    item.set("description", dimension.description);
    dimensions_list.push_back(std::move(item));
  }
  Json json;
  json.set("data_level", report.data_level);
  json.set("default_dimensions", names_json(report.default_dimensions));
  json.set("default_metrics", names_json(report.default_metrics));
  json.set("dimensions", Json(std::move(dimensions_list)));
  json.set("filter_fields", names_json(report_filter_fields()));
  json.set("filter_types", names_json(report_filter_types()));
  return json;
}

Json context_store_json(const Entity& entity) {
  Json json;
  json.set("supported", true);
  json.set("suggested", entity.suggested);
  json.set("ready", Json());  // the catalog knows no store; `inspect` of a hosted connector does
  return json;
}

Json entity_json(const Entity& entity) {
  const Json params = params_json(entity);
  Json parameters;
  parameters.set("list", params);
  Json json;
  json.set("name", entity.name);
  json.set("entity_name", entity.name);
  json.set("description", entity.description);
  json.set("stream_name", entity.stream);
  if (!entity.parent.empty()) json.set("parent", entity.parent);
  json.set("primary_key", names_json(entity.primary_key));
  json.set("scope", entity.scope);
  json.set("example", Json::parse(entity.example_json).value_or(Json()));
  json.set("actions", actions_json(params));
  json.set("available_actions", available_actions_json());
  json.set("parameters", std::move(parameters));
  json.set("fields", fields_json(entity));
  if (entity.report != nullptr) json.set("report", report_json(*entity.report));
  json.set("context_store", context_store_json(entity));
  return json;
}

/// Those of one entity, or all.
Json recipes_json(const Entity* entity) {
  Json::Array list;
  for (const Recipe& recipe : recipes()) {
    if (entity != nullptr && recipe.entity != entity->name) continue;
    Json item;
    item.set("name", recipe.name);
    item.set("question", recipe.question);
    item.set("answerable", !recipe.entity.empty());
    if (!recipe.entity.empty()) {
      item.set("entity", recipe.entity);
      item.set("action", recipe.action);
      item.set("params", Json::parse(recipe.params_json).value_or(Json()));
      item.set("reading", recipe.reading);
    }
    if (!recipe.lacking.empty()) item.set("lacking", recipe.lacking);
    list.push_back(std::move(item));
  }
  return Json(std::move(list));
}

void append_recipes(std::string& out, const Entity* entity) {
  bool first = true;
  for (const Recipe& recipe : recipes()) {
    if (entity != nullptr && recipe.entity != entity->name) continue;
    if (std::exchange(first, false)) out += "\nQuestions answered by one call:\n";
    fmt::format_to(std::back_inserter(out), "  {}\n", recipe.question);
    if (recipe.entity.empty()) {
      fmt::format_to(std::back_inserter(out), "    not yet: {}\n", recipe.lacking);
    } else {
      fmt::format_to(std::back_inserter(out), "    execute {} {} --params '{}'\n", recipe.entity,
                     recipe.action, recipe.params_json);
    }
  }
}

std::string param_facts(const Param& param) {
  std::string facts(param.required ? "required" : "optional");
  if (!param.default_json.empty()) facts += fmt::format(", default {}", short_default(param));
  if (const std::string limits = limits_text(param); !limits.empty()) facts += ", " + limits;
  if (!param.allowed.empty()) facts += fmt::format(", one of {}", fmt::join(param.allowed, ", "));
  return facts;
}

std::string overview_text() {
  std::string out = "Entities (tiktok-marketing describe ENTITY shows one in full):\n\n";
  for (const Entity* entity : entities()) {
    fmt::format_to(std::back_inserter(out), "  {:<26}{}\n", entity->name, entity->description);
  }
  append_recipes(out, nullptr);
  return out;
}

std::string entity_text(const Entity& entity) {
  std::string out;
  auto to = std::back_inserter(out);
  fmt::format_to(to, "{}: {}\n\n", entity.name, entity.description);
  fmt::format_to(to, "Example:\n  {}\n\nParameters of list:\n", shell_example(entity));
  for (const Param& param : entity.params) {
    fmt::format_to(to, "  {:<22}{:<9}{}\n{:<33}{}\n", param.name, name_of(param.type), param.description, "",
                   param_facts(param));
  }
  if (!entity.filter_keys.empty()) out += "\nKeys of filtering:\n";
  for (const FilterKey& key : entity.filter_keys) {
    fmt::format_to(to, "  {:<31}{:<9}{}\n", key.name, name_of(key.type), key.description);
    if (!key.allowed.empty()) fmt::format_to(to, "{:<42}one of {}\n", "", fmt::join(key.allowed, ", "));
  }
  out += "\nFields:\n";
  for (const Field& field : entity.fields) {
    fmt::format_to(to, "  {:<34}{:<9}{}\n", field.name, delivered_type(field), field.description);
  }
  append_recipes(out, &entity);
  return out;
}

}  // namespace

std::string describe_json(const Entity* entity) {
  Json::Array list;
  if (entity != nullptr) {
    list.push_back(entity_json(*entity));
  } else {
    for (const Entity* each : entities()) list.push_back(entity_json(*each));
  }
  Json json;
  json.set("entities", Json(std::move(list)));
  json.set("default_read_action", "list");
  json.set("recipes", recipes_json(entity));
  return json.dump();
}

std::string describe_text(const Entity* entity) {
  return entity == nullptr ? overview_text() : entity_text(*entity);
}

std::string describe_markdown(const Entity* entity) {
  if (entity != nullptr) return entity_markdown(*entity);
  std::string out;
  for (const Entity* each : entities()) out += entity_markdown(*each);
  return out;
}

std::string list_entities_json() {
  Json::Array list;
  for (const Entity* entity : entities()) {
    Json parameters;
    parameters.set("list", params_json(*entity));
    Json item;
    item.set("entity_name", entity->name);
    item.set("description", entity->description);
    item.set("available_actions", available_actions_json());
    item.set("parameters", std::move(parameters));
    list.push_back(std::move(item));
  }
  return Json(std::move(list)).dump();
}

}  // namespace tiktok_marketing::catalog
