#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "catalog/render_python.hpp"
#include "catalog/render_python_parts.hpp"

namespace tiktok_marketing::catalog {
namespace {

constexpr std::string_view kTop = R"(from collections.abc import Mapping, Sequence
from typing import Any, Literal, Union

from typing_extensions import TypedDict

from .auth import AirbyteAuthConfig as AirbyteAuthConfig

AirbyteSortOrder = Literal["asc", "desc"]


class AirbyteSearchParams(TypedDict, total=False):
    """Parameters of a search of any entity."""

    query: Mapping[str, Any]
    limit: int
    cursor: str
    fields: Sequence[str | Sequence[str]]


class ReportCondition(TypedDict):
    """A condition in the `filtering` of a report."""

    field_name: str
    filter_type: {}
    filter_value: str | int | float | Sequence[str | int]
)";

// Operators by the kind of operand they take; the last three take conditions.
struct Operator {
  std::string_view prefix;  // Eq
  std::string_view word;    // eq
  std::string_view operand;
};
constexpr Operator kOperators[] = {
    {"Eq", "eq", "SearchFilter"},
    {"Neq", "neq", "SearchFilter"},
    {"Gt", "gt", "SearchFilter"},
    {"Gte", "gte", "SearchFilter"},
    {"Lt", "lt", "SearchFilter"},
    {"Lte", "lte", "SearchFilter"},
    {"In", "in", "InFilter"},
    {"Like", "like", "StringFilter"},
    {"Fuzzy", "fuzzy", "StringFilter"},
    {"Keyword", "keyword", "StringFilter"},
    {"Startswith", "startswith", "StringFilter"},
    {"Endswith", "endswith", "StringFilter"},
    {"Contains", "contains", "AnyValueFilter"},
    {"ArrayContains", "array_contains", "AnyValueFilter"},
    {"Any", "any", "AnyValueFilter"},
};
constexpr std::string_view kLogic[][2] = {{"And", "and"}, {"Or", "or"}, {"Not", "not"}};

std::string param_type(const Entity& entity, const Param& param) {
  if (param.type == Type::object) return fmt::format("str | {}Filtering", entity.list_name);
  if (param.type != Type::array) {
    return param.allowed.empty() ? python_scalar(param.type, param.is_id) : python_literal(param.allowed);
  }
  const std::string item = param.item_type == Type::object
                               ? "ReportCondition"
                               : (param.allowed.empty() ? python_scalar(param.item_type, param.is_id)
                                                        : python_literal(param.allowed));
  return fmt::format("str | Sequence[{}]", item);
}

std::string filter_key_type(const FilterKey& key) {
  const bool list = key.type == Type::array;
  const std::string item = key.allowed.empty() ? python_scalar(list ? key.item_type : key.type, key.is_id)
                                               : python_literal(key.allowed);
  return list ? fmt::format("Sequence[{}]", item) : item;
}

void append_filtering(std::string& out, const Entity& entity) {
  if (entity.filter_keys.empty()) return;
  auto to = std::back_inserter(out);
  fmt::format_to(to,
                 "\n\nclass {}Filtering(TypedDict, total=False):\n    \"\"\"Keys of `filtering`.\"\"\"\n\n",
                 entity.list_name);
  for (const FilterKey& key : entity.filter_keys)
    fmt::format_to(to, "    {}: {}\n", key.name, filter_key_type(key));
}

void append_params(std::string& out, const Entity& entity) {
  auto to = std::back_inserter(out);
  fmt::format_to(
      to,
      "\n\nclass {}ListOptions(TypedDict, total=False):\n    \"\"\"Parameters of `{} list` that the "
      "original lacks.\"\"\"\n\n",
      entity.list_name, entity.name);
  for (const Param& param : entity.params) {
    if (param.origin != Origin::original)
      fmt::format_to(to, "    {}: {}\n", param.name, param_type(entity, param));
  }
  fmt::format_to(
      to,
      "\n\nclass {0}ListParams({0}ListOptions, total=False):\n    \"\"\"Parameters of `{1} list`.\"\"\"\n\n",
      entity.list_name, entity.name);
  for (const Param& param : entity.params) {
    if (param.origin == Origin::original)
      fmt::format_to(to, "    {}: {}\n", param.name, param_type(entity, param));
  }
}

std::string search_value_type(const Entity& entity, const SearchField& searched) {
  const Field* field = find_field(entity, searched.name);
  if (field != nullptr && field->is_id) return "str | int";
  if (field != nullptr && field->is_metric) return "str | int | float";
  return python_scalar(searched.type, false);
}

void append_filter(std::string& out, const Entity& entity, std::string_view suffix, std::string_view what,
                   std::string (*type_of)(const Entity&, const SearchField&)) {
  auto to = std::back_inserter(out);
  fmt::format_to(to, "\n\nclass {}{}(TypedDict, total=False):\n    \"\"\"{}\"\"\"\n\n", entity.list_name,
                 suffix, what);
  for (const SearchField& field : entity.search_fields)
    fmt::format_to(to, "    {}: {}\n", field.name, type_of(entity, field));
}

std::string sequence_type(const Entity& entity, const SearchField& field) {
  return fmt::format("Sequence[{}]", search_value_type(entity, field));
}
std::string text_type(const Entity&, const SearchField&) {
  return "str";
}
std::string any_type(const Entity&, const SearchField&) {
  return "Any";
}
std::string order_type(const Entity&, const SearchField&) {
  return "AirbyteSortOrder";
}

void append_conditions(std::string& out, const Entity& entity) {
  auto to = std::back_inserter(out);
  const std::string_view name = entity.list_name;
  out += "\n\n";
  for (const Operator& op : kOperators) {
    fmt::format_to(to, "{0}{1}Condition = TypedDict(\"{0}{1}Condition\", {{\"{2}\": {0}{3}}}, total=False)\n",
                   name, op.prefix, op.word, op.operand);
  }
  for (const auto& [prefix, word] : kLogic) {
    const std::string operand =
        word == "not" ? fmt::format("{}Condition", name) : fmt::format("Sequence[{}Condition]", name);
    fmt::format_to(to,
                   "{0}{1}Condition = TypedDict(\"{0}{1}Condition\", {{\"{2}\": \"{3}\"}}, total=False)\n",
                   name, prefix, word, operand);
  }
  fmt::format_to(to, "{}Condition = Union[\n", name);
  for (const Operator& op : kOperators) fmt::format_to(to, "    {}{}Condition,\n", name, op.prefix);
  for (const auto& logic : kLogic) fmt::format_to(to, "    {}{}Condition,\n", name, logic[0]);
  out += "]\n";
}

void append_search(std::string& out, const Entity& entity) {
  append_filter(out, entity, "SearchFilter", "Field and value to compare with.", search_value_type);
  append_filter(out, entity, "InFilter", "Field and the values it may have.", sequence_type);
  append_filter(out, entity, "StringFilter", "Field and text to look for.", text_type);
  append_filter(out, entity, "AnyValueFilter", "Field and an item of its list.", any_type);
  append_filter(out, entity, "SortFilter", "Field and direction.", order_type);
  append_conditions(out, entity);
  fmt::format_to(
      std::back_inserter(out),
      "\n\nclass {0}SearchQuery(TypedDict, total=False):\n    \"\"\"Which rows, and in which order.\"\"\"\n\n"
      "    filter: {0}Condition\n    sort: Sequence[{0}SortFilter]\n",
      entity.list_name);
}

}  // namespace

std::string python_types() {
  std::string out = python_header("Parameters, filters and search queries as TypedDicts.");
  out += fmt::format(fmt::runtime(kTop), python_literal(report_filter_types()));
  for (const Entity* entity : entities()) {
    append_filtering(out, *entity);
    append_params(out, *entity);
    append_search(out, *entity);
  }
  return out;
}

}  // namespace tiktok_marketing::catalog
