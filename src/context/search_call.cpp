#include "context/search_call.hpp"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "base/text.hpp"
#include "context/query_cursor.hpp"

namespace tiktok_marketing::context {
namespace {

/// Refuses members that are not among `known`; absent ones are fine.
Result<void> check_members(const Json& object, std::string_view pointer,
                           std::initializer_list<std::string_view> known) {
  for (const auto& [name, value] : *object.as_object()) {
    if (std::ranges::find(known, name) != known.end()) continue;
    const std::vector<std::string_view> names(known);
    const auto near = nearest(name, names);
    std::string hint = near.empty() ? "Leave it out." : fmt::format("Did you mean {}?", near);
    if (pointer == "/query") hint = R"(Conditions stand in filter: {"query": {"filter": {"eq": {…}}}}.)";
    return invalid_query(below(pointer, name), fmt::format("A search has no {}.", shortened(name)),
                         std::move(hint), {names.begin(), names.end()});
  }
  return {};
}

const Json& member(const Json& object, std::string_view name) {
  static const Json null;
  const Json* found = object.find(name);
  return found != nullptr ? *found : null;
}

Result<std::int64_t> read_limit(const Json& limit, std::int64_t fallback) {
  if (limit.is_null()) return fallback;
  const auto value = limit.as_int();
  if (value && *value >= 1 && *value <= kMostRows) return *value;
  Error error = invalid_query("/limit", fmt::format("limit is a whole number from 1 to {}.", kMostRows),
                              "For more rows go on with meta.cursor.");
  error.given = shortened(limit.dump());
  return error;
}

Result<bool> read_flag(const Json& flag, std::string_view name) {
  if (flag.is_null()) return false;
  if (const bool* value = flag.as_bool()) return *value;
  return invalid_query(below("", name), fmt::format("{} is true or false.", name), "Leave it out for false.");
}

bool mentions(const FilterTree& tree, const ColumnLayout* column) {
  if (tree.kind == FilterTree::Kind::leaf) {
    return tree.target.field != nullptr && tree.target.field->column == column;
  }
  return std::ranges::any_of(tree.children, [&](const FilterTree& part) { return mentions(part, column); });
}

void add_key(SearchCall& call) {
  for (const std::size_t position : call.table->key) {
    const auto* field = call.fields.find(call.table->columns[position].name);
    const auto same = [&](const SortKey& key) { return key.field == field; };
    if (std::ranges::none_of(call.order, same)) call.order.push_back({.field = field});
  }
}

void add_default_outputs(SearchCall& call) {
  const auto add = [&](std::string_view name) {
    const Output output{.field = call.fields.find(name)};
    if (std::ranges::find(call.outputs, output) == call.outputs.end()) call.outputs.push_back(output);
  };
  for (const auto& field : call.table->entity->search_fields) add(field.name);
  add("advertiser_id");
  if (call.include_deleted && call.table->deleted_at) add("deleted_at");
}

Result<std::vector<std::string>> path_of(const Json& item, std::string_view pointer) {
  constexpr std::string_view kHint = R"(Write it as ["campaign_id", "user.name"] or [["user", "name"]].)";
  if (const auto* text = item.as_string()) return split(*text, '.');
  std::vector<std::string> path;
  if (const auto* parts = item.as_array()) {
    for (const Json& part : *parts) {
      if (part.as_string() == nullptr) break;
      path.push_back(*part.as_string());
    }
    if (!path.empty() && path.size() == parts->size()) return path;
  }
  return invalid_query(pointer, "A field is a name, or a list of names that lead to it.", std::string(kHint));
}

Result<Output> output_of(const std::vector<std::string>& path, const QueryFields& fields,
                         std::string_view pointer) {
  for (std::size_t length = path.size(); length > 0; --length) {
    const std::vector<std::string> head(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(length));
    const auto* field = fields.find(join(head, "."));
    if (field == nullptr) continue;
    if (length < path.size() && field->column->kind != ColumnKind::json) continue;
    Output output{.field = field, .path = {path.begin() + static_cast<std::ptrdiff_t>(length), path.end()}};
    return output;
  }
  return unknown_field(pointer, join(path, "."), fields);
}

std::uint64_t binding_of(const SearchCall& call, const Json& params) {
  const Json& query = member(params, "query");
  return fingerprint({call.table->name, member(query, "filter").dump(), member(query, "sort").dump(),
                      member(params, "fields").dump(), call.include_deleted ? "1" : "0"});
}

}  // namespace

Result<std::vector<Output>> parse_fields(const Json& list, const QueryFields& fields,
                                         std::string_view pointer) {
  std::vector<Output> outputs;
  if (list.is_null()) return outputs;
  const auto* items = list.as_array();
  if (items == nullptr) {
    return invalid_query(pointer, fmt::format("fields is a list, not {}.", list.type_name()),
                         R"(Write it as ["campaign_id", "spend"].)");
  }
  for (std::size_t i = 0; i < items->size(); ++i) {
    const std::string place = below(pointer, i);
    auto path = path_of((*items)[i], place);
    if (!path) return std::move(path).error();
    auto output = output_of(*path, fields, place);
    if (!output) return std::move(output).error();
    if (std::ranges::find(outputs, *output) == outputs.end()) outputs.push_back(*std::move(output));
  }
  return outputs;
}

Result<SearchCall> parse_search(const TableLayout& table, const Json& params, std::int64_t default_limit) {
  if (params.as_object() == nullptr) {
    return invalid_query("", "The params of a search are an object.",
                         R"(Write it as {"query": {"filter": {}}}.)");
  }
  auto known = check_members(params, "", {"query", "limit", "cursor", "fields", "include_deleted"});
  if (!known) return std::move(known).error();
  const Json& query = member(params, "query");
  if (!query.is_null()) {
    if (query.as_object() == nullptr) {
      return invalid_query("/query", fmt::format("query is an object, not {}.", query.type_name()),
                           R"(Write it as {"filter": {…}, "sort": […]}.)");
    }
    if (known = check_members(query, "/query", {"filter", "sort"}); !known) return std::move(known).error();
  }

  SearchCall call(table);
  auto filter = parse_filter(member(query, "filter"), call.fields, "/query/filter");
  if (!filter) return std::move(filter).error();
  call.filter = *std::move(filter);
  auto order = parse_sort(member(query, "sort"), call.fields, "/query/sort");
  if (!order) return std::move(order).error();
  call.order = *std::move(order);
  add_key(call);
  auto limit = read_limit(member(params, "limit"), default_limit);
  if (!limit) return std::move(limit).error();
  call.limit = *limit;
  auto deleted = read_flag(member(params, "include_deleted"), "include_deleted");
  if (!deleted) return std::move(deleted).error();
  call.include_deleted =
      *deleted || (table.deleted_at && mentions(call.filter, &table.columns[*table.deleted_at]));
  auto outputs = parse_fields(member(params, "fields"), call.fields, "/fields");
  if (!outputs) return std::move(outputs).error();
  call.outputs = *std::move(outputs);
  if (call.outputs.empty()) add_default_outputs(call);

  call.binding = binding_of(call, params);
  const Json& cursor = member(params, "cursor");
  if (cursor.is_null()) return call;
  const auto* text = cursor.as_string();
  if (text != nullptr && text->empty()) return call;
  auto after = decode_cursor(text != nullptr ? *text : cursor.dump(), call.binding, call.order.size());
  if (!after) return std::move(after).error();
  call.after = *std::move(after);
  return call;
}

}  // namespace tiktok_marketing::context
