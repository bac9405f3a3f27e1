#include "context/tables.hpp"

#include <algorithm>
#include <deque>

#include <fmt/format.h>

namespace tiktok_marketing::context {
namespace {

using catalog::Entity;
using catalog::Type;

constexpr std::string_view kConversionMetrics[] = {"conversion",
                                                   "cost_per_conversion",
                                                   "conversion_rate",
                                                   "real_time_conversion",
                                                   "real_time_cost_per_conversion",
                                                   "real_time_conversion_rate",
                                                   "result",
                                                   "cost_per_result",
                                                   "result_rate",
                                                   "real_time_result",
                                                   "real_time_cost_per_result",
                                                   "real_time_result_rate",
                                                   "secondary_goal_result",
                                                   "cost_per_secondary_goal_result",
                                                   "secondary_goal_result_rate"};
constexpr std::string_view kValueMetrics[] = {
    "complete_payment", "total_complete_payment_rate", "value_per_complete_payment", "complete_payment_roas",
    "onsite_shopping",  "total_onsite_shopping_value", "total_purchase_value"};

const catalog::Field* find_field(const Entity& entity, std::string_view name) {
  const auto field = std::ranges::find(entity.fields, name, &catalog::Field::name);
  return field == entity.fields.end() ? nullptr : &*field;
}

bool is_time(std::string_view name, const catalog::Field* field) {
  return name.ends_with("_time") || name == "stat_time_day" ||
         (field != nullptr && field->format == "date-time");
}

ColumnKind kind_of(Type type, bool is_id, bool time) {
  switch (type) {
    case Type::boolean:
      return ColumnKind::boolean;
    case Type::integer:
      return is_id ? ColumnKind::id : ColumnKind::integer;
    case Type::number:
      return ColumnKind::number;
    case Type::array:
    case Type::object:
      return ColumnKind::json;
    case Type::string:
      break;
  }
  return time ? ColumnKind::time : ColumnKind::text;
}

ColumnKind metric_kind(const catalog::Metric& metric) {
  if (metric.type == Type::integer) return ColumnKind::count;
  return metric.type == Type::number ? ColumnKind::decimal : ColumnKind::text;
}

std::string number_column(std::string_view name, ColumnKind kind) {
  switch (kind) {
    case ColumnKind::integer:
    case ColumnKind::count:
      return std::string(name);
    case ColumnKind::number:
    case ColumnKind::decimal:
      return fmt::format("{}_micros", name);
    default:
      return {};
  }
}

bool is_metric_of(const Entity& entity, std::string_view name) {
  const auto* field = find_field(entity, name);
  return entity.report != nullptr && (field == nullptr || field->is_metric) && name != "advertiser_id" &&
         name != "stat_time_day" && name != entity.report->id_dimension;
}

ColumnLayout column_of(const Entity& entity, std::string_view name, Type type) {
  const auto* field = find_field(entity, name);
  ColumnLayout column{.name = name};
  column.is_id = field != nullptr && field->is_id;
  if (is_metric_of(entity, name)) column.metric = catalog::find_metric(name);
  if (column.metric != nullptr) column.nature = column.metric->nature;
  if (column.metric != nullptr && !column.is_id) {
    column.kind = metric_kind(*column.metric);
    column.as_number = type == Type::number || type == Type::integer;
  } else {
    column.kind = kind_of(type, column.is_id, is_time(name, field));
  }
  column.stored = column.kind != ColumnKind::json;
  column.number_column = number_column(name, column.kind);
  return column;
}

constexpr int kLastPlace = 6;

/// Where a column stands in the table: what is asked for most comes first, because SQLite reads a row from
/// its front; long texts come last.
int place_of(const TableLayout& table, const ColumnLayout& column) {
  if (!column.stored) return kLastPlace;
  if (!column.of_record) return 0;
  if (column.name == "advertiser_id") return 0;
  if (std::ranges::find(table.entity->primary_key, column.name) != table.entity->primary_key.end()) return 1;
  switch (column.kind) {
    case ColumnKind::id:
    case ColumnKind::time:
      return 2;
    case ColumnKind::text:
      return 5;
    default:
      return column.is_number() ? 3 : 4;
  }
}

void add_missing(TableLayout& table, ColumnLayout column) {
  if (table.find(column.name) == nullptr) table.columns.push_back(std::move(column));
}

void add_columns(TableLayout& table) {
  const Entity& entity = *table.entity;
  for (const auto& field : entity.search_fields) {
    ColumnLayout column = column_of(entity, field.name, field.type);
    column.searched = true;
    table.columns.push_back(std::move(column));
  }
  add_missing(table, {.name = "advertiser_id", .kind = ColumnKind::id, .is_id = true});
  if (entity.report == nullptr) {
    table.columns.push_back({.name = "deleted_at", .kind = ColumnKind::time, .of_record = false});
  }
  for (const auto metric : stored_metrics(entity))
    add_missing(table, column_of(entity, metric, Type::string));
  for (const auto& field : entity.fields) {
    add_missing(table, column_of(entity, field.name, field.type));
  }
}

std::size_t position_of(const TableLayout& table, std::string_view name) {
  return static_cast<std::size_t>(table.find(name) - table.columns.data());
}

std::string_view type_of(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::id:
    case ColumnKind::boolean:
    case ColumnKind::integer:
    case ColumnKind::count:
      return "INTEGER";
    default:
      return "TEXT";
  }
}

/// The lists a table is looked into by: its key, its day, the ids of what stands above a row.
std::string index_sql(const TableLayout& table) {
  std::string key;
  for (const std::size_t position : table.key) {
    key += fmt::format("{}{}", key.empty() ? "" : ", ", table.columns[position].name);
  }
  std::string sql = fmt::format("CREATE UNIQUE INDEX IF NOT EXISTS {0}_key ON {0} ({1});\n", table.name, key);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const ColumnLayout& column = table.columns[i];
    if (!column.stored || column.kind != ColumnKind::id || i == table.key.front()) continue;
    const bool with_day = i == table.advertiser && table.is_report();
    sql += fmt::format("CREATE INDEX IF NOT EXISTS {0}_by_{1} ON {0} ({1}{2});\n", table.name, column.name,
                       with_day ? ", stat_time_day" : "");
  }
  if (table.is_report()) {
    sql += fmt::format("CREATE INDEX IF NOT EXISTS {0}_by_day ON {0} (stat_time_day);\n", table.name);
  }
  return sql;
}

}  // namespace

std::string_view name_of(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::id:
      return "id";
    case ColumnKind::text:
      return "text";
    case ColumnKind::time:
      return "time";
    case ColumnKind::boolean:
      return "boolean";
    case ColumnKind::integer:
      return "integer";
    case ColumnKind::number:
      return "number";
    case ColumnKind::count:
      return "count";
    case ColumnKind::decimal:
      return "decimal";
    case ColumnKind::json:
      return "json";
  }
  return "text";
}

const ColumnLayout* TableLayout::find(std::string_view column) const {
  const auto found = std::ranges::find(columns, column, &ColumnLayout::name);
  return found == columns.end() ? nullptr : &*found;
}

TableLayout make_layout(const Entity& entity) {
  TableLayout table{.entity = &entity, .name = std::string(entity.name)};
  table.raw_name = table.name + "_raw";
  table.seen_name = table.name + "_seen";
  add_columns(table);
  std::vector<ColumnLayout> ordered;
  for (int place = 0; place <= kLastPlace; ++place) {
    for (const ColumnLayout& column : table.columns) {
      if (place_of(table, column) == place) ordered.push_back(column);
    }
  }
  table.columns = std::move(ordered);
  table.advertiser = position_of(table, "advertiser_id");
  if (entity.report != nullptr) table.day = position_of(table, "stat_time_day");
  if (entity.report == nullptr) table.deleted_at = position_of(table, "deleted_at");
  for (const auto name : entity.primary_key) table.key.push_back(position_of(table, name));
  if (std::ranges::find(table.key, table.advertiser) == table.key.end())
    table.key.push_back(table.advertiser);
  for (const std::size_t position : table.key) table.columns[position].never_null = true;
  return table;
}

std::span<const TableLayout> layouts() {
  static const std::vector<TableLayout> all = [] {
    std::vector<TableLayout> made;
    for (const auto* entity : catalog::entities()) made.push_back(make_layout(*entity));
    return made;
  }();
  return all;
}

const TableLayout* find_layout(std::string_view entity) {
  const auto found = std::ranges::find(layouts(), entity, &TableLayout::name);
  return found == layouts().end() ? nullptr : &*found;
}

const TableLayout& layout_of(const Entity& entity) {
  return *find_layout(entity.name);
}

std::vector<std::string_view> stored_metrics(const Entity& entity) {
  if (entity.report == nullptr) return {};
  std::vector<std::string_view> names(entity.report->default_metrics.begin(),
                                      entity.report->default_metrics.end());
  const auto add = [&](std::span<const std::string_view> more) {
    for (const auto name : more) {
      const auto* metric = catalog::find_metric(name);
      if (metric == nullptr || !catalog::metric_allowed(*metric, entity.report->level)) continue;
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
  };
  add(kConversionMetrics);
  add(kValueMetrics);
  return names;
}

std::vector<SqlColumn> sql_columns(const TableLayout& table) {
  std::vector<SqlColumn> columns{{"id", "INTEGER PRIMARY KEY"}, {"odd", "INTEGER"}};
  for (const auto& column : table.columns) {
    if (!column.stored) continue;
    if (column.in_micros()) columns.push_back({column.number_column, "INTEGER"});
    if (!column.in_micros()) columns.push_back({std::string(column.name), type_of(column.kind)});
  }
  for (const auto& column : table.columns) {
    if (column.stored && column.in_micros()) columns.push_back({std::string(column.name), "TEXT"});
  }
  return columns;
}

std::string create_sql(const TableLayout& table) {
  std::string columns;
  for (const auto& column : sql_columns(table)) {
    columns += fmt::format("{}{} {}", columns.empty() ? "" : ", ", column.name, column.type);
  }
  return fmt::format(
             "CREATE TABLE IF NOT EXISTS {0} ({1});\n"
             "CREATE TABLE IF NOT EXISTS {2} (id INTEGER PRIMARY KEY, record TEXT NOT NULL);\n"
             "CREATE TABLE IF NOT EXISTS {3} (id INTEGER PRIMARY KEY, first_seen INTEGER NOT NULL, "
             "last_seen INTEGER NOT NULL);\n",
             table.name, columns, table.raw_name, table.seen_name) +
         index_sql(table);
}

std::string signature(const TableLayout& table) {
  std::string text;
  for (const auto& column : table.columns) {
    if (column.stored) text += fmt::format("{}:{};", column.name, name_of(column.kind));
  }
  return text;
}

std::string key_signature(const TableLayout& table) {
  std::string text;
  for (const std::size_t position : table.key) {
    const auto& column = table.columns[position];
    text += fmt::format("{}:{};", column.name, name_of(column.kind));
  }
  return text;
}

}  // namespace tiktok_marketing::context
