#include "catalog/render_reference.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/json.hpp"

namespace tiktok_marketing::catalog {
namespace {

std::string cell(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string code(std::string_view text) {
  return text.empty() ? "" : fmt::format("`{}`", cell(text));
}

std::string codes_list(std::span<const std::string_view> names) {
  std::vector<std::string> parts;
  for (std::string_view name : names) parts.push_back(code(name));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string_view origin_text(Origin origin) {
  switch (origin) {
    case Origin::original:
      return "";
    case Origin::tiktok:
      return "TikTok";
    case Origin::ours:
      return "ours";
  }
  return "";
}

std::string type_text(Type type, Type item_type) {
  if (type != Type::array) return std::string(name_of(type));
  return fmt::format("{} of {}", name_of(type), name_of(item_type));
}

void append_facts(std::string& out, const Entity& entity) {
  auto to = std::back_inserter(out);
  fmt::format_to(to, "- Endpoint: `GET {}`\n- Permission of the token: {}\n", entity.path, entity.scope);
  fmt::format_to(to, "- Primary key: {}\n", codes_list(entity.primary_key));
  if (!entity.cursor_field.empty()) fmt::format_to(to, "- Cursor field: `{}`\n", entity.cursor_field);
  if (!entity.parent.empty()) fmt::format_to(to, "- Belongs to: [{0}](#{0})\n", entity.parent);
  if (entity.report != nullptr) {
    fmt::format_to(to, "- Level: `{}`; TikTok nests every metric in `metrics`\n", entity.report->data_level);
  }
  if (entity.reachable_rows != INT64_MAX) {
    fmt::format_to(to, "- Rows TikTok lets paging reach: {}\n", entity.reachable_rows);
  }
}

std::string default_cell(const Param& param) {
  const std::string text = short_default(param);
  return text == param.default_json ? code(text) : cell(text);
}

void append_params(std::string& out, const Entity& entity) {
  auto to = std::back_inserter(out);
  fmt::format_to(to, "\n### Parameters of {} list\n\n", entity.name);
  out += "| Name | Type | Required | Default | Limits | Allowed | Added by | Meaning |\n";
  out += "|---|---|---|---|---|---|---|---|\n";
  for (const Param& param : entity.params) {
    fmt::format_to(to, "| `{}` | {} | {} | {} | {} | {} | {} | {} |\n", param.name,
                   type_text(param.type, param.item_type), param.required ? "yes" : "", default_cell(param),
                   limits_text(param), codes_list(param.allowed), origin_text(param.origin),
                   cell(param.description));
  }
}

void append_filter_keys(std::string& out, const Entity& entity) {
  if (entity.filter_keys.empty()) return;
  auto to = std::back_inserter(out);
  fmt::format_to(to, "\n### Keys of filtering in {}\n\n", entity.name);
  out += "| Key | Type | Allowed | Meaning |\n|---|---|---|---|\n";
  for (const FilterKey& key : entity.filter_keys) {
    fmt::format_to(to, "| `{}` | {} | {} | {} |\n", key.name, type_text(key.type, key.item_type),
                   codes_list(key.allowed), cell(key.description));
  }
}

std::string search_cell(const Entity& entity, const Field& field) {
  const auto found = std::ranges::find(entity.search_fields, field.name, &SearchField::name);
  return found == entity.search_fields.end() ? "" : std::string(name_of(found->type));
}

std::string field_type_text(const Field& field) {
  if (field.type == Type::array) return type_text(field.type, field.item_type);
  return std::string(delivered_type(field));
}

void append_fields(std::string& out, const Entity& entity) {
  auto to = std::back_inserter(out);
  fmt::format_to(to, "\n### Fields of {}\n\n", entity.name);
  out += "| Name | Type | May be null | Searchable as | Meaning |\n|---|---|---|---|---|\n";
  for (const Field& field : entity.fields) {
    fmt::format_to(to, "| `{}` | {}{} | {} | {} | {} |\n", field.name, field_type_text(field),
                   field.format.empty() ? "" : fmt::format(" ({})", field.format),
                   field.nullable ? "yes" : "", search_cell(entity, field), cell(field.description));
  }
}

void append_example(std::string& out, const Entity& entity) {
  fmt::format_to(std::back_inserter(out),
                 "\n### Example of {}\n\n```sh\n{}\n```\n```cpp\nfor (const auto& record : {}) {{ /* … */ "
                 "}}\n```\n\n",
                 entity.name, shell_example(entity), cpp_example(entity));
}

std::string cpp_value(const Param& param, const Json& value) {
  if (param.type == Type::array && param.item_type == Type::string) {
    std::vector<std::string> items;
    for (const Json& item : *value.as_array()) items.push_back(item.dump());
    return fmt::format("{{{}}}", fmt::join(items, ", "));
  }
  return value.dump();
}

std::string levels_text(const Metric& metric) {
  std::vector<std::string_view> names;
  for (Level level : {Level::advertiser, Level::campaign, Level::adgroup, Level::ad}) {
    if (metric_allowed(metric, level)) names.push_back(name_of(level));
  }
  if (names.size() == 4) return "all";
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

std::string formula_text(const Metric& metric) {
  if (metric.nature != Nature::ratio || metric.denominator.empty()) return "";
  if (metric.scale == 1) return fmt::format("`{} / {}`", metric.numerator, metric.denominator);
  return fmt::format("`{} * {} / {}`", metric.scale, metric.numerator, metric.denominator);
}

std::vector<std::string_view> metric_groups() {
  std::vector<std::string_view> groups;
  for (const Metric& metric : metrics()) {
    if (std::ranges::find(groups, metric.group) == groups.end()) groups.push_back(metric.group);
  }
  std::ranges::sort(groups, {}, [](std::string_view group) { return std::pair(group != "core", group); });
  return groups;
}

constexpr std::string_view kNatureIntro = R"(## Metrics

What arithmetic a metric allows is its nature:

| Nature | Meaning |
|---|---|
| sum | may be added over rows |
| ratio | never averaged: recomputed from the sums of its formula; without a formula its base is not documented |
| deduplicated | counts people once: true for exactly the row it came with |
| average | an average whose weights are not reported |
| goal_dependent | its meaning is the ad group's optimization goal |
| attribute | not a number |

Values settle with delivery (hours), with conversions (days, up to the attribution window) or never change.
)";

void append_metrics(std::string& out) {
  auto to = std::back_inserter(out);
  out += kNatureIntro;
  for (std::string_view group : metric_groups()) {
    fmt::format_to(to, "\n### Metrics: {}\n\n", group);
    out += "| Name | Nature | Formula | Levels | Settles | Meaning |\n|---|---|---|---|---|---|\n";
    for (const Metric& metric : metrics()) {
      if (metric.group != group) continue;
      fmt::format_to(to, "| `{}` | {} | {} | {} | {} | {}{}{} |\n", metric.name, name_of(metric.nature),
                     formula_text(metric), levels_text(metric), name_of(metric.settling),
                     cell(metric.description), metric.note.empty() ? "" : " ", cell(metric.note));
    }
  }
}

void append_dimensions(std::string& out) {
  auto to = std::back_inserter(out);
  out += "\n## Report dimensions\n\n| Name | Kind | BASIC | AUDIENCE | Meaning |\n|---|---|---|---|---|\n";
  for (const Dimension& dimension : dimensions()) {
    fmt::format_to(to, "| `{}` | {} | {} | {} | {} |\n", dimension.name, name_of(dimension.kind),
                   dimension.basic ? "yes" : "", dimension.audience ? "yes" : "",
                   cell(dimension.description));
  }
  fmt::format_to(to,
                 "\n## Report filters\n\n`filtering` is a list of `{{field_name, filter_type, "
                 "filter_value}}`.\n\n- `filter_type`: {}\n- `field_name`, known: {}\n",
                 codes_list(report_filter_types()), codes_list(report_filter_fields()));
}

std::string retry_text(const Code& row) {
  if (!row.retryable) return "no";
  return row.max_retries > 0 ? fmt::format("at most {} times", row.max_retries) : "yes";
}

void append_codes(std::string& out) {
  auto to = std::back_inserter(out);
  out +=
      "\n## Return codes\n\n| Code | Name | Class | Retried | Meaning | What to do "
      "|\n|---|---|---|---|---|---|\n";
  for (const Code& row : codes()) {
    fmt::format_to(to, "| {} | {} | {} | {} | {} | {} |\n", row.code, code(row.name), name_of(row.code_class),
                   retry_text(row), cell(row.meaning), cell(hint_of(row)));
  }
}

void append_differences(std::string& out) {
  out +=
      "\n## Differences from the original connector\n\n"
      "Where the original and TikTok's documentation disagree on a limit, TikTok's newer limit is used. "
      "Every "
      "list also takes `all`, `limit`, `cursor` and `fields`. Lists take native arrays and objects where the "
      "original wants JSON text; text is accepted too. `advertiser_id` may be left out when exactly one "
      "account "
      "is known.\n";
  const Entity* reports = nullptr;
  for (const Entity* entity : entities()) {
    if (entity->differences.empty()) continue;
    if (entity->report != nullptr && std::exchange(reports, entity) != nullptr) continue;
    fmt::format_to(std::back_inserter(out), "\n### Differences in {}\n\n",
                   entity->report != nullptr ? "the daily reports" : entity->name);
    for (std::string_view line : entity->differences) fmt::format_to(std::back_inserter(out), "- {}\n", line);
  }
}

}  // namespace

std::string limits_text(const Param& param) {
  const std::string_view unit = param.type == Type::array ? " items" : "";
  if (param.min != INT64_MIN && param.max != INT64_MAX) {
    return fmt::format("{} to {}{}", param.min, param.max, unit);
  }
  if (param.min == 1 && param.type == Type::array) return "not empty";
  if (param.min != INT64_MIN) return fmt::format("at least {}{}", param.min, unit);
  if (param.max != INT64_MAX) return fmt::format("at most {}{}", param.max, unit);
  return std::string(param.format == "date" ? "YYYY-MM-DD" : "");
}

std::string short_default(const Param& param) {
  constexpr std::size_t kLongestShown = 60;
  if (param.default_json.size() <= kLongestShown) return std::string(param.default_json);
  return fmt::format("the {} names under Fields", std::ranges::count(param.default_json, ',') + 1);
}

std::string_view delivered_type(const Field& field) {
  if (field.type == Type::array) return name_of(Type::array);
  return name_of(field.is_id || field.is_metric ? Type::string : field.type);
}

std::string shell_example(const Entity& entity) {
  return fmt::format("tiktok-marketing execute {} list --params '{}'", entity.name, entity.example_json);
}

std::string cpp_example(const Entity& entity) {
  const Json params = Json::parse(entity.example_json).value_or(Json());
  std::vector<std::string> members;
  for (const Param& param : entity.params) {
    const Json* value = params.find(param.name);
    if (value != nullptr) members.push_back(fmt::format(".{} = {}", param.name, cpp_value(param, *value)));
  }
  return fmt::format("connector.{}().list({{{}}})", entity.name, fmt::join(members, ", "));
}

std::string entity_markdown(const Entity& entity) {
  std::string out = fmt::format("## {}\n\n{}\n\n", entity.name, entity.description);
  append_facts(out, entity);
  append_params(out, entity);
  append_filter_keys(out, entity);
  append_fields(out, entity);
  append_example(out, entity);
  return out;
}

std::string reference_markdown() {
  std::string out =
      "<!-- Rendered from src/catalog by catalog-render; change the catalog, not this file. -->\n\n"
      "# Reference\n\n"
      "Ids are JSON text everywhere. Metrics keep TikTok's text (`numbers: true` makes them JSON numbers), "
      "and no "
      "value is `null`, never 0. Fields that TikTok sends beyond those listed pass through.\n\n"
      "| Entity | What it holds |\n|---|---|\n";
  for (const Entity* entity : entities()) {
    fmt::format_to(std::back_inserter(out), "| [{0}](#{0}) | {1} |\n", entity->name,
                   cell(entity->description));
  }
  out += '\n';
  for (const Entity* entity : entities()) out += entity_markdown(*entity);
  append_metrics(out);
  append_dimensions(out);
  append_codes(out);
  append_differences(out);
  return out;
}

}  // namespace tiktok_marketing::catalog
