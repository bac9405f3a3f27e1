#include "catalog/render_python_parts.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace tiktok_marketing::catalog {

std::string python_header(std::string_view what) {
  return fmt::format(
      "\"\"\"{}\n\nRendered from src/catalog by catalog-render; change the catalog, not this "
      "file.\n\"\"\"\n\n"
      "from __future__ import annotations\n\n",
      what);
}

std::string python_literal(std::span<const std::string_view> values) {
  return fmt::format("Literal[\"{}\"]", fmt::join(values, "\", \""));
}

std::string python_scalar(Type type, bool is_id) {
  if (is_id) return "str | int";
  switch (type) {
    case Type::integer:
      return "int";
    case Type::number:
      return "float";
    case Type::boolean:
      return "bool";
    case Type::object:
      return "Mapping[str, Any]";
    default:
      return "str";
  }
}

std::string python_delivered(const Field& field) {
  if (field.type == Type::array) {
    return fmt::format("list[{}]", field.item_type == Type::object ? "dict[str, Any]"
                                                                   : python_scalar(field.item_type, false));
  }
  if (field.is_id) return "str";
  if (field.is_metric) return "str | float";
  if (field.type == Type::object) return "dict[str, Any]";
  return python_scalar(field.type, false);
}

const Field* find_field(const Entity& entity, std::string_view name) {
  const auto found = std::ranges::find(entity.fields, name, &Field::name);
  return found == entity.fields.end() ? nullptr : &*found;
}

}  // namespace tiktok_marketing::catalog
