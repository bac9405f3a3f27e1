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

/// A value of a key in the form the answer is made from: ids as text, whatever they are stored as.
std::string shown_sql(const ColumnLayout& column, const std::string& value) {
  return column.kind == ColumnKind::id ? fmt::format("CAST({} AS TEXT)", value) : value;
}

std::string bucket_sql(Bucket bucket, const std::string& time) {
  switch (bucket) {
    case Bucket::week:
      return fmt::format("date({}, '-6 days', 'weekday 1')", time);
    case Bucket::month:
      return fmt::format("substr({}, 1, 7)", time);
    default:
      return fmt::format("substr({}, 1, 10)", time);
  }
}

void aliases_of(const FilterTree& tree, std::set<std::string>& aliases) {
  if (tree.target.field != nullptr) aliases.insert(tree.target.field->alias);
  for (const FilterTree& child : tree.children) aliases_of(child, aliases);
}

class Builder {
 public:
  Builder(const AggregateRequest& request, const RowScope& scope, SqlOptions options)
      : request_(request), scope_(scope), options_(options) {}

  SqlPlan build() && {
    plan_.by_currency = options_.by_currency;
    plan_.sums.emplace_back("count(*)");
    for (const AskedMetric& metric : request_.metrics) plan_.metrics.push_back(parts_of(metric));
    const bool above =
        std::ranges::any_of(request_.group_by, [](const GroupKey& k) { return k.parent.has_value(); });
    if (above || plan_.by_currency || plan_.goals) {
      two_levels();
    } else {
      one_level();
    }
    return std::move(plan_);
  }

 private:
  int sum(std::string text) {
    const auto found = std::ranges::find(plan_.sums, text);
    const auto place = static_cast<int>(found - plan_.sums.begin());
    if (found == plan_.sums.end()) plan_.sums.push_back(std::move(text));
    return place;
  }

  /// `column` added up over the rows where `with` has a value too.
  int measure(const ColumnLayout& column, const ColumnLayout* with) {
    const std::string value = fmt::format("t.{}", column.number_column);
    Measure made{.unit = column.in_micros() ? 1 : kMicros};
    if (!options_.careful) {
      made.whole = sum(fmt::format("sum({})", value));
      made.count = sum(fmt::format("count({})", value));
      made.assumed = with != nullptr;
    } else {
      const std::string only =
          with == nullptr ? "" : fmt::format(" FILTER (WHERE t.{} IS NOT NULL)", with->number_column);
      const auto integer = [&](std::string_view what) {
        return sum(
            fmt::format("sum(CASE typeof({0}) WHEN 'integer' THEN {0} {1} END){2}", value, what, only));
      };
      made.whole = integer("% 1000000");
      made.high = integer("/ 1000000");
      made.real = sum(fmt::format("sum(CASE typeof({0}) WHEN 'real' THEN {0} END){1}", value, only));
      made.count = sum(fmt::format("count({}){}", value, only));
    }
    plan_.measures.push_back(made);
    return static_cast<int>(plan_.measures.size()) - 1;
  }

  SqlPlan::Parts parts_of(const AskedMetric& metric) {
    plan_.goals = plan_.goals || metric.of_one_goal();
    if (metric.rule == Rule::rows) return {};
    if (metric.numerator == nullptr) return {.first = measure(*metric.column, nullptr)};
    return {.first = measure(*metric.numerator, metric.denominator),
            .second = measure(*metric.denominator, metric.numerator)};
  }

  [[nodiscard]] static std::string own_key(const GroupKey& key) {
    const std::string column = fmt::format("t.{}", value_column(*key.column));
    return key.bucket == Bucket::none ? column : bucket_sql(key.bucket, column);
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

  /// Rows are read as they lie in the table and sorted then. In the order of an index they would be read one
  /// by one from all over the file, which takes several times as long.
  static std::string unindexed(const std::string& value) { return "+" + value; }

  void one_level() {
    std::string shown;
    std::string groups;
    for (const GroupKey& key : request_.group_by) {
      const std::string value = own_key(key);
      shown += (key.bucket == Bucket::none ? shown_sql(*key.column, value) : value) + ", ";
      groups += (groups.empty() ? " GROUP BY " : ", ") + unindexed(value);
    }
    plan_.statement.text = fmt::format("SELECT {}{}", shown, fmt::join(plan_.sums, ", "));
    plan_.statement.append(source());
    plan_.statement.text += groups;
  }

  /// A value the inner query groups by; its name there.
  std::string inner_key(const std::string& value) {
    const auto found = std::ranges::find(inner_, value);
    const auto place = found - inner_.begin();
    if (found == inner_.end()) inner_.push_back(value);
    return fmt::format("g.g{}", place);
  }

  /// First by what names the parents, then by what the parents say: one look at a parent for each of them
  /// instead of one for each row.
  void two_levels() {
    std::string shown;
    std::string groups;
    std::string joins;
    std::vector<std::size_t> joined;
    const auto add = [&](const std::string& text, const std::string& value) {
      shown += text + ", ";
      groups += (groups.empty() ? " GROUP BY " : ", ") + value;
    };
    for (const GroupKey& key : request_.group_by) {
      if (!key.parent) {
        const std::string value = inner_key(own_key(key));
        add(key.bucket == Bucket::none ? shown_sql(*key.column, value) : value, value);
        continue;
      }
      const ParentTable& parent = request_.parents[*key.parent];
      if (std::ranges::find(joined, *key.parent) == joined.end()) {
        joined.push_back(*key.parent);
        joins +=
            join(parent, inner_key(fmt::format("t.{}", parent.own_key->name)), inner_key("t.advertiser_id"));
      }
      std::string value = fmt::format("{}.{}", parent.alias, value_column(*key.above));
      if (key.column != nullptr) value = fmt::format("ifnull({}, {})", value, inner_key(own_key(key)));
      add(shown_sql(*key.above, value), value);
    }
    if (plan_.by_currency) {
      joins += fmt::format(" LEFT JOIN store_advertisers money ON money.id = CAST({} AS TEXT)",
                           inner_key("t.advertiser_id"));
      add("money.currency", "money.currency");
    }
    if (plan_.goals) joins += goal_join();
    finish_two_levels(shown, joins, groups);
  }

  void finish_two_levels(const std::string& shown, const std::string& joins, const std::string& groups) {
    std::string outer;
    std::string inner;
    std::string inner_groups;
    for (std::size_t i = 0; i < inner_.size(); ++i) {
      inner += fmt::format("{} AS g{}, ", inner_[i], i);
      inner_groups += (i == 0 ? " GROUP BY " : ", ") + unindexed(inner_[i]);
    }
    for (std::size_t i = 0; i < plan_.sums.size(); ++i) {
      inner += fmt::format("{}{} AS x{}", i == 0 ? "" : ", ", plan_.sums[i], i);
      outer += i == 0 ? std::string("ifnull(sum(g.x0), 0)") : fmt::format(", sum(g.x{})", i);
    }
    if (plan_.goals) {
      outer += ", min(goals.goal), max(goals.goal), sum(CASE WHEN goals.goal IS NULL THEN g.x0 ELSE 0 END)";
    }
    plan_.statement.text = fmt::format("SELECT {}{} FROM (SELECT {}", shown, outer, inner);
    plan_.statement.append(source());
    plan_.statement.text += fmt::format("{}) g{}{}", inner_groups, joins, groups);
  }

  /// `goals.goal`: the optimization goal of the ad groups a row is about; empty where they have several, null
  /// where one of them is not known.
  std::string goal_join() {
    const TableLayout& ad_groups = *find_layout(kGoalTable);
    std::string_view key = ad_groups.entity->primary_key.front();
    const ColumnLayout* own = request_.table->find(key);
    if (own == nullptr || !own->stored) key = request_.table->entity->report->id_dimension;
    const std::string owner = inner_key("t.advertiser_id");
    return fmt::format(
        " LEFT JOIN (SELECT {0} AS id, advertiser_id, CASE WHEN count({1}) < count(*) THEN NULL WHEN "
        "min({1}) = "
        "max({1}) THEN min({1}) ELSE '' END AS goal FROM {2} GROUP BY {0}, advertiser_id) goals ON goals.id "
        "= {3} "
        "AND goals.advertiser_id = {4}",
        key, kGoalColumn, kGoalTable, inner_key(fmt::format("t.{}", key)), owner);
  }

  const AggregateRequest& request_;
  const RowScope& scope_;
  SqlOptions options_;
  SqlPlan plan_;
  std::vector<std::string> inner_;
};

}  // namespace

SqlPlan plan_sql(const AggregateRequest& request, const RowScope& scope, SqlOptions options) {
  return Builder(request, scope, options).build();
}

}  // namespace tiktok_marketing::context
