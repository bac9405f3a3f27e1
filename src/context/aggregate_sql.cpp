#include "context/aggregate_sql.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace tiktok_marketing::context {
namespace {

/// Where an ad group's optimization goal stands.
constexpr std::string_view kGoalTable = "ad_groups";
constexpr std::string_view kGoalColumn = "optimization_goal";

std::string value_column(const ColumnLayout& column) {
  return column.is_number() ? column.number_column : std::string(column.name);
}

/// What an inner key groups by.
struct InnerKey {
  std::string sql;
  std::size_t prefix = 0;  ///< of its text; 0: all
  bool is_id = false;
  friend bool operator==(const InnerKey&, const InnerKey&) = default;
};

InnerKey key_of(const ColumnLayout& column, Bucket bucket) {
  const std::string value = fmt::format("t.{}", value_column(column));
  switch (bucket) {
    case Bucket::none:
      return {.sql = value, .is_id = column.kind == ColumnKind::id};
    case Bucket::week:
      return {.sql = fmt::format("date({}, '-6 days', 'weekday 1')", value)};
    case Bucket::month:
      return {.sql = value, .prefix = 7};
    default:
      return {.sql = value, .prefix = 10};
  }
}

void aliases_of(const FilterTree& tree, std::set<std::string>& aliases) {
  if (tree.target.field != nullptr) aliases.insert(tree.target.field->alias);
  for (const FilterTree& child : tree.children) aliases_of(child, aliases);
}

class Builder {
 public:
  Builder(const AggregateRequest& request, const RowScope& scope, bool by_currency)
      : request_(request), scope_(scope) {
    plan_.by_currency = by_currency;
  }

  SqlPlan build() && {
    for (const AskedMetric& metric : request_.metrics) plan_.metrics.push_back(parts_of(metric));
    const bool above =
        std::ranges::any_of(request_.group_by, [](const GroupKey& k) { return k.parent.has_value(); });
    if (above || plan_.by_currency || plan_.goals) {
      write_labels();
    } else {
      for (const GroupKey& key : request_.group_by) keys_.push_back(key_of(*key.column, key.bucket));
    }
    write_scan();
    return std::move(plan_);
  }

 private:
  /// A value the rows are added up by or over; its place.
  template <typename T>
  static std::size_t place_of(std::vector<T>& list, T value) {
    const auto found = std::ranges::find(list, value);
    const auto place = static_cast<std::size_t>(found - list.begin());
    if (found == list.end()) list.push_back(std::move(value));
    return place;
  }

  int value_of(const ColumnLayout& column) {
    return static_cast<int>(place_of(values_, fmt::format("t.{}", column.number_column)));
  }

  /// `column` added up over the rows where `with` has a value too.
  int sum_of(const ColumnLayout& column, const ColumnLayout* with) {
    plan_.fold.sums.push_back({.value = value_of(column),
                               .with = with == nullptr ? -1 : value_of(*with),
                               .unit = column.in_micros() ? 1 : kMicros});
    return static_cast<int>(plan_.fold.sums.size()) - 1;
  }

  SqlPlan::Parts parts_of(const AskedMetric& metric) {
    plan_.goals = plan_.goals || metric.of_one_goal();
    if (metric.rule == Rule::rows) return {};
    if (metric.numerator == nullptr) return {.first = sum_of(*metric.column, nullptr)};
    return {.first = sum_of(*metric.numerator, metric.denominator),
            .second = sum_of(*metric.denominator, metric.numerator)};
  }

  /// FROM and WHERE over the rows themselves.
  SqlPart source() {
    SqlPart out{.text = fmt::format(" FROM {} t", request_.table->name)};
    SqlPart filter;
    if (request_.filter) {
      filter = sql_of(*request_.filter);
      std::set<std::string> aliases;
      aliases_of(*request_.filter, aliases);
      for (const ParentTable& parent : request_.parents) {
        if (aliases.contains(parent.alias)) {
          out.text += join(parent, fmt::format("t.{}", parent.own_key->name), "t.advertiser_id");
        }
      }
      if (!filter.records.empty()) {
        out.text += fmt::format(" JOIN {} t_raw ON t_raw.id = t.id", request_.table->raw_name);
      }
    }
    out.text += " WHERE ";
    out.append(rows_in_scope());
    if (request_.filter) {
      out.text += " AND (";
      out.append(filter);
      out.text += ')';
    }
    return out;
  }

  static std::string join(const ParentTable& parent, const std::string& key, const std::string& advertiser) {
    std::string text = fmt::format(" LEFT JOIN {0} {1} ON {1}.{2} = {3}", parent.table->name, parent.alias,
                                   parent.own_key->name, key);
    if (parent.table->key.size() > 1)
      text += fmt::format(" AND {}.advertiser_id = {}", parent.alias, advertiser);
    return text;
  }

  [[nodiscard]] SqlPart rows_in_scope() const {
    SqlPart out;
    if (request_.table->deleted_at && !request_.include_deleted) out.text = "t.deleted_at IS NULL AND ";
    if (scope_.parts.empty()) {
      out.text += '0';
      return out;
    }
    out.text += '(';
    for (std::size_t i = 0; i < scope_.parts.size(); ++i) {
      const RowScope::Part& part = scope_.parts[i];
      if (i > 0) out.text += " OR ";
      out.text += '(';
      if (scope_.everybody) {
        out.text += '1';
      } else {
        out.append(fence_sql(part.advertisers, "t.advertiser_id"));
      }
      if (part.days) {
        out.text += " AND t.stat_time_day >= ? AND t.stat_time_day < ?";
        out.values.emplace_back(format_date(part.days->first));
        out.values.emplace_back(format_date(part.days->last + std::chrono::days{1}));
      }
      out.text += ')';
    }
    out.text += ')';
    return out;
  }

  void write_scan() {
    std::string columns;
    const auto add = [&](const std::string& sql) {
      if (!columns.empty()) columns += ", ";
      columns += sql;
    };
    for (const InnerKey& key : keys_) {
      add(key.sql);
      plan_.fold.prefixes.push_back(key.prefix);
    }
    for (const std::string& value : values_) add(value);
    plan_.fold.scan.text = fmt::format("SELECT {}", columns.empty() ? "1" : columns);
    plan_.fold.scan.append(source());
  }

  /// The name of an inner key in the labels.
  std::string inner_key(InnerKey key) { return fmt::format("g.g{}", place_of(keys_, std::move(key))); }
  std::string inner_id(std::string_view column) {
    return inner_key({.sql = fmt::format("t.{}", column), .is_id = true});
  }

  void write_labels() {
    std::string shown = "g.n";
    std::string joins;
    std::vector<std::size_t> joined;
    for (const GroupKey& key : request_.group_by) {
      if (!key.parent) {
        shown += ", " + inner_key(key_of(*key.column, key.bucket));
        continue;
      }
      const ParentTable& parent = request_.parents[*key.parent];
      if (std::ranges::find(joined, *key.parent) == joined.end()) {
        joined.push_back(*key.parent);
        joins += join(parent, inner_id(parent.own_key->name), inner_id("advertiser_id"));
      }
      std::string value = fmt::format("{}.{}", parent.alias, value_column(*key.above));
      if (key.column != nullptr) {
        value = fmt::format("ifnull({}, {})", value, inner_key(key_of(*key.column, key.bucket)));
      }
      shown += ", " + value;
    }
    if (plan_.by_currency) {
      joins += fmt::format(" LEFT JOIN store_advertisers money ON money.id = CAST({} AS TEXT)",
                           inner_id("advertiser_id"));
      shown += ", money.currency";
    }
    if (plan_.goals) {
      joins += goal_join();
      shown += ", goals.goal";
    }
    plan_.labels = fmt::format("SELECT {} FROM (SELECT key AS n", shown);
    for (std::size_t i = 0; i < keys_.size(); ++i) plan_.labels += fmt::format(", {} AS g{}", listed(i), i);
    plan_.labels += fmt::format(" FROM json_each(?)) g{}", joins);
  }

  /// A key out of the list; ids that are no 64-bit numbers stand in their columns as blobs.
  [[nodiscard]] std::string listed(std::size_t place) const {
    const std::string value = fmt::format("value ->> {}", place);
    if (!keys_[place].is_id) return value;
    return fmt::format("CASE typeof({0}) WHEN 'text' THEN CAST({0} AS BLOB) ELSE {0} END", value);
  }

  /// `goals.goal`: the optimization goal of the ad groups a row is about; empty where they have several, null
  /// where one of them is not known.
  std::string goal_join() {
    const TableLayout& ad_groups = *find_layout(kGoalTable);
    std::string_view key = ad_groups.entity->primary_key.front();
    const ColumnLayout* own = request_.table->find(key);
    if (own == nullptr || !own->stored) key = request_.table->entity->report->id_dimension;
    const std::string owner = inner_id("advertiser_id");
    return fmt::format(
        " LEFT JOIN (SELECT {0} AS id, advertiser_id, CASE WHEN count({1}) < count(*) THEN NULL WHEN "
        "min({1}) = "
        "max({1}) THEN min({1}) ELSE '' END AS goal FROM {2} GROUP BY {0}, advertiser_id) goals ON goals.id "
        "= {3} "
        "AND goals.advertiser_id = {4}",
        key, kGoalColumn, kGoalTable, inner_id(key), owner);
  }

  const AggregateRequest& request_;
  const RowScope& scope_;
  SqlPlan plan_;
  std::vector<InnerKey> keys_;
  std::vector<std::string> values_;
};

}  // namespace

SqlPlan plan_sql(const AggregateRequest& request, const RowScope& scope, bool by_currency) {
  return Builder(request, scope, by_currency).build();
}

}  // namespace tiktok_marketing::context
