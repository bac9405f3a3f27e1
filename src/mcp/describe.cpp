#include "mcp/describe.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "catalog/recipes.hpp"
#include "mcp/tool_call.hpp"

namespace tiktok_marketing::mcp {
namespace {

std::string type_text(catalog::Type type, catalog::Type item_type, bool is_id) {
  if (type == catalog::Type::array) return fmt::format("[{}]", is_id ? "id" : name_of(item_type));
  return std::string(is_id ? "id" : name_of(type));
}

std::string allowed_text(std::span<const std::string_view> allowed) {
  return allowed.empty() ? std::string() : fmt::format("; one of {}", fmt::join(allowed, ", "));
}

std::string param_text(const catalog::Param& param) {
  std::string text = type_text(param.type, param.item_type, param.is_id);
  if (param.required) text += ", required";
  if (!param.default_json.empty() && param.type != catalog::Type::array) {
    text += fmt::format(", default {}", param.default_json);
  }
  // A report's dimensions and metrics are listed on their own.
  if (param.allowed.size() <= 12) text += allowed_text(param.allowed);
  return fmt::format("{}. {}", text, param.description);
}

Json params_json(const catalog::Entity& entity) {
  Json json(Json::Object{});
  for (const auto& param : entity.params) json.set(param.name, param_text(param));
  return json;
}

Json filters_json(const catalog::Entity& entity) {
  Json json(Json::Object{});
  for (const auto& key : entity.filter_keys) {
    json.set(key.name, fmt::format("{}{}. {}", type_text(key.type, key.item_type, key.is_id),
                                   allowed_text(key.allowed), key.description));
  }
  return json;
}

std::string names_text(std::span<const std::string_view> names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

/// Names of the fields that are metrics, or are not.
std::string fields_text(const catalog::Entity& entity, bool metrics) {
  std::vector<std::string_view> names;
  for (const auto& field : entity.fields) {
    const auto* metric = catalog::find_metric(field.name);
    const bool is_figure =
        field.is_metric && metric != nullptr && metric->nature != catalog::Nature::attribute;
    if (is_figure == metrics) names.push_back(field.name);
  }
  return names_text(names);
}

void add_report(const catalog::Entity& entity, Json& json) {
  const catalog::Report& report = *entity.report;
  json.set("default_dimensions", names_text(report.default_dimensions));
  std::vector<std::string_view> dimensions;
  for (const auto& dimension : catalog::dimensions()) dimensions.push_back(dimension.name);
  json.set("dimensions", names_text(dimensions));
  std::vector<std::string_view> further;
  for (const auto& metric : catalog::metrics()) {
    if (!catalog::metric_allowed(metric, report.level)) continue;
    const bool is_field =
        std::ranges::find(entity.fields, metric.name, &catalog::Field::name) != entity.fields.end();
    if (!is_field) further.push_back(metric.name);
  }
  json.set("further_metrics",
           fmt::format("{} more, live only; names explains them, for example {}", further.size(),
                       names_text(std::span(further).first(std::min<std::size_t>(further.size(), 12)))));
}

Json recipe_json(const catalog::Recipe& recipe) {
  Json json;
  json.set("name", recipe.name);
  json.set("question", recipe.question);
  const Json call = recipe_call(recipe.name);
  if (!call.is_null()) {
    json.set("tool", *call.find("tool"));
    json.set("arguments", *call.find("arguments"));
  }
  if (!recipe.lacking.empty()) json.set("lacking", recipe.lacking);
  return json;
}

}  // namespace

Json recipe_call(std::string_view recipe_name) {
  const auto* recipe = catalog::find_recipe(recipe_name);
  if (recipe == nullptr || recipe->entity.empty()) return {};
  const bool is_search = recipe->action == "context_store_search";
  Json arguments;
  arguments.set("entity", recipe->entity);
  const Json params = Json::parse(recipe->params_json).value_or(Json());
  for (const auto& [name, value] : *params.as_object()) {
    if (name != "query") {
      arguments.set(name, value);
      continue;
    }
    for (const auto& [part, meaning] : *value.as_object()) arguments.set(part, meaning);
  }
  Json call;
  call.set("tool", is_search ? "search" : "aggregate");
  call.set("arguments", std::move(arguments));
  return call;
}

Json overview_json(bool has_store) {
  Json entities(Json::Object{});
  for (const auto* entity : catalog::entities()) entities.set(entity->name, entity->description);
  Json json;
  json.set("entities", std::move(entities));
  if (!has_store) return json;
  Json::Array recipes;
  for (const auto& recipe : catalog::recipes()) {
    if (!recipe.entity.empty()) recipes.push_back(recipe_json(recipe));
  }
  json.set("questions", std::move(recipes));
  return json;
}

std::vector<std::string_view> field_names(const catalog::Entity& entity) {
  std::vector<std::string_view> names;
  for (const auto& field : entity.fields) names.push_back(field.name);
  return names;
}

Json field_json(const catalog::Entity& entity, std::string_view name) {
  Json json;
  const auto field = std::ranges::find(entity.fields, name, &catalog::Field::name);
  if (field != entity.fields.end()) {
    json.set("type", field->is_id ? "id" : name_of(field->type));
    json.set("description", field->description);
  }
  const auto* metric = catalog::find_metric(name);
  const bool is_metric = metric != nullptr && entity.report != nullptr;
  if (!is_metric) return json;
  json.set("description", metric->description);
  json.set("nature", name_of(metric->nature));
  if (metric->nature == catalog::Nature::ratio && !metric->denominator.empty()) {
    json.set("formula", fmt::format("{} * {} / {}", metric->scale, metric->numerator, metric->denominator));
  }
  if (!metric->note.empty()) json.set("note", metric->note);
  if (!catalog::metric_allowed(*metric, entity.report->level))
    json.set("note", "not in reports of this level");
  return json;
}

Json entity_json(const catalog::Entity& entity, std::span<const std::string> names) {
  Json json;
  json.set("entity", entity.name);
  if (!names.empty()) {
    Json explained(Json::Object{});
    for (const std::string& name : names) {
      Json field = field_json(entity, name);
      explained.set(name, field.is_null() ? Json("unknown") : std::move(field));
    }
    json.set("names", std::move(explained));
    return json;
  }
  json.set("description", entity.description);
  json.set("example", Json::parse(entity.example_json).value_or(Json()));
  json.set("params", params_json(entity));
  if (!entity.filter_keys.empty()) json.set("filtering", filters_json(entity));
  json.set("fields", fields_text(entity, false));
  if (entity.report == nullptr) return json;
  json.set("metrics", fields_text(entity, true));
  add_report(entity, json);
  return json;
}

void run_describe(ToolCall call) {
  Arguments arguments(call.arguments, call.tool->arguments, call.tool->example);
  const std::string name = arguments.text("entity");
  const auto names = arguments.texts("names");
  if (arguments.fault()) return call.fail(*arguments.fault());
  if (name.empty()) return call.answer_text(overview_json(call.shop->options.has_store).dump());
  const auto* entity = catalog::find_entity(name);
  if (entity != nullptr) return call.answer_text(entity_json(*entity, names).dump());
  const auto known = Connector::describe(name);
  call.fail(known.error());
}

}  // namespace tiktok_marketing::mcp
