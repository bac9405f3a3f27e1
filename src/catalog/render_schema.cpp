#include "catalog/render_schema.hpp"

#include <fmt/format.h>

namespace tiktok_marketing::catalog {
namespace {

constexpr std::string_view kDraft = "https://json-schema.org/draft/2020-12/schema";

Json::Array names_json(std::span<const std::string_view> names) {
  Json::Array items;
  for (std::string_view name : names) items.emplace_back(name);
  return items;
}

Json types_json(std::initializer_list<std::string_view> types, bool nullable) {
  if (types.size() == 1 && !nullable) return Json(*types.begin());
  Json::Array items;
  for (std::string_view type : types) items.emplace_back(type);
  if (nullable) items.emplace_back("null");
  return Json(std::move(items));
}

bool is_number(const Field& field) {
  if (!field.is_metric || field.is_id) return false;
  const Metric* metric = find_metric(field.name);
  return metric == nullptr || metric->type != Type::string;
}

Json field_schema(const Field& field) {
  Json schema;
  const bool as_text = (field.is_id && field.type != Type::array) || field.is_metric;
  if (is_number(field)) {
    schema.set("type", types_json({"string", "number"}, field.nullable));
  } else {
    schema.set("type", types_json({as_text ? name_of(Type::string) : name_of(field.type)}, field.nullable));
  }
  if (field.type == Type::array) {
    Json item;
    item.set("type", types_json({name_of(field.item_type)}, true));
    schema.set("items", std::move(item));
  }
  schema.set("description", field.description);
  return schema;
}

void set_bounds(Json& schema, const Param& param) {
  const bool array = param.type == Type::array;
  if (param.min != INT64_MIN) schema.set(array ? "minItems" : "minimum", param.min);
  if (param.max != INT64_MAX) schema.set(array ? "maxItems" : "maximum", param.max);
}

Json filter_key_schema(const FilterKey& key) {
  Json schema;
  if (key.type == Type::array) {
    Json item;
    item.set("type", key.is_id ? types_json({"string", "integer"}, false) : Json(name_of(key.item_type)));
    if (!key.allowed.empty()) item.set("enum", names_json(key.allowed));
    schema.set("type", "array");
    schema.set("items", std::move(item));
    schema.set("minItems", 1);
    if (key.max_items != INT64_MAX) schema.set("maxItems", key.max_items);
  } else {
    schema.set("type", name_of(key.type));
    if (!key.allowed.empty()) schema.set("enum", names_json(key.allowed));
  }
  schema.set("description", key.description);
  return schema;
}

Json report_condition_schema() {
  Json field_name;
  field_name.set("type", "string");
  field_name.set("examples", names_json(report_filter_fields()));
  Json filter_type;
  filter_type.set("type", "string");
  filter_type.set("enum", names_json(report_filter_types()));
  Json filter_value;
  filter_value.set("type", types_json({"string", "array", "number"}, false));
  filter_value.set("description", "Text; for IN and BETWEEN an array, or its JSON text.");
  Json properties;
  properties.set("field_name", std::move(field_name));
  properties.set("filter_type", std::move(filter_type));
  properties.set("filter_value", std::move(filter_value));
  Json schema;
  schema.set("type", "object");
  schema.set("properties", std::move(properties));
  schema.set("required", Json::Array{"field_name", "filter_type", "filter_value"});
  schema.set("additionalProperties", false);
  return schema;
}

Json array_item_schema(const Param& param) {
  if (param.item_type == Type::object) return report_condition_schema();
  Json item;
  item.set("type", param.is_id ? types_json({"string", "integer"}, false) : Json(name_of(param.item_type)));
  if (!param.allowed.empty()) item.set("enum", names_json(param.allowed));
  return item;
}

Json param_schema(const Entity& entity, const Param& param) {
  Json schema;
  switch (param.type) {
    case Type::array:
      schema.set("type", types_json({"array", "string"}, false));
      schema.set("items", array_item_schema(param));
      break;
    case Type::object: {
      schema.set("type", types_json({"object", "string"}, false));
      Json properties{Json::Object{}};
      for (const FilterKey& key : entity.filter_keys) properties.set(key.name, filter_key_schema(key));
      schema.set("properties", std::move(properties));
      schema.set("additionalProperties", false);
      break;
    }
    default:
      schema.set("type", param.is_id ? types_json({"string", "integer"}, false) : Json(name_of(param.type)));
      if (!param.allowed.empty()) schema.set("enum", names_json(param.allowed));
  }
  set_bounds(schema, param);
  if (!param.format.empty()) schema.set("format", param.format);
  if (!param.default_json.empty()) schema.set("default", Json::parse(param.default_json).value_or(Json()));
  schema.set("description", param.description);
  return schema;
}

}  // namespace

Json record_schema_json(const Entity& entity) {
  Json properties{Json::Object{}};
  for (const Field& field : entity.fields) properties.set(field.name, field_schema(field));
  Json schema;
  schema.set("$schema", kDraft);
  schema.set("title", entity.record_name);
  schema.set("description", entity.description);
  schema.set("type", "object");
  schema.set("properties", std::move(properties));
  schema.set("additionalProperties", true);
  schema.set("x-primary-key", names_json(entity.primary_key));
  if (!entity.cursor_field.empty()) schema.set("x-cursor-field", entity.cursor_field);
  return schema;
}

Json params_schema_json(const Entity& entity) {
  Json properties{Json::Object{}};
  for (const Param& param : entity.params) properties.set(param.name, param_schema(entity, param));
  Json schema;
  schema.set("$schema", kDraft);
  schema.set("title", fmt::format("{}ListParams", entity.list_name));
  schema.set("description", fmt::format("Parameters of {} list.", entity.name));
  schema.set("type", "object");
  schema.set("properties", std::move(properties));
  schema.set("additionalProperties", false);
  return schema;
}

std::string record_schema(const Entity& entity) {
  return record_schema_json(entity).dump();
}
std::string params_schema(const Entity& entity) {
  return params_schema_json(entity).dump();
}

}  // namespace tiktok_marketing::catalog
