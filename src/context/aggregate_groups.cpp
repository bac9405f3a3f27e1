#include "context/aggregate_groups.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

namespace tiktok_marketing::context {
namespace {

using database::Connection;

std::string text_of(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return fmt::to_string(*whole);
  if (const auto* real = std::get_if<double>(&value)) return fmt::format("{:.17g}", *real);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* bytes = std::get_if<Bytes>(&value)) return bytes->text;
  return {};
}

bool is_null(const Value& value) {
  return std::holds_alternative<std::monostate>(value);
}

Json key_value(const GroupKey& key, const Value& value) {
  if (is_null(value)) return {};
  if (key.bucket != Bucket::none) return text_of(value);
  const ColumnLayout& shown = key.shown();
  if (shown.kind == ColumnKind::boolean) return text_of(value) != "0";
  if (shown.is_number()) {
    return Json::Number{decimal_text(amount_of(text_of(value), shown.in_micros() ? 1 : kMicros))};
  }
  return text_of(value);
}

/// The keys of all groups as the statement of the labels wants them.
std::string list_of(const std::vector<Folded>& groups) {
  std::string list = "[";
  for (const Folded& group : groups) {
    list += list.size() == 1 ? "[" : ",[";
    for (std::size_t i = 0; i < group.keys.size(); ++i) {
      const Value& key = group.keys[i];
      if (i > 0) list += ',';
      const bool number = std::holds_alternative<std::int64_t>(key) || std::holds_alternative<double>(key);
      if (is_null(key)) {
        list += "null";
      } else if (number) {
        list += text_of(key);
      } else {
        append_json_string(list, text_of(key));
      }
    }
    list += ']';
  }
  return list + ']';
}

/// Groups as the answer has them, out of those the rows were added up in.
class Grouping {
 public:
  Grouping(const AggregateRequest& request, const SqlPlan& plan) : request_(request), plan_(plan) {}

  void add(std::vector<Value> keys, std::string currency, const Tally& tally) {
    std::string name = key_text(keys) + currency;
    const auto [place, is_new] = places_.try_emplace(std::move(name), groups_.size());
    if (is_new) {
      Group& group = groups_.emplace_back();
      for (std::size_t i = 0; i < keys.size(); ++i)
        group.keys.push_back(key_value(request_.group_by[i], keys[i]));
      group.currency = std::move(currency);
    }
    groups_[place->second].tally += tally;
  }

  /// `row`: of `SqlPlan::labels`.
  void add_labelled(const std::vector<Value>& row, std::vector<Folded>& folded) {
    Folded& from = folded[static_cast<std::size_t>(std::get<std::int64_t>(row[0]))];
    const auto end = static_cast<std::ptrdiff_t>(request_.group_by.size()) + 1;
    std::vector<Value> keys(row.begin() + 1, row.begin() + end);
    std::size_t next = keys.size() + 1;
    std::string currency;
    if (plan_.by_currency) currency = text_of(row[next++]);
    Tally tally{.rows = from.rows, .sums = std::move(from.sums), .goals = {}};
    if (plan_.goals) {
      const Value& goal = row[next];
      tally.goals.any = !is_null(goal);
      tally.goals.least = tally.goals.greatest = text_of(goal);
      if (is_null(goal)) tally.goals.rows_without = tally.rows;
    }
    add(std::move(keys), std::move(currency), tally);
  }

  Result<std::vector<Group>> take() {
    // Without anything to group by there is one group, even of no rows.
    if (groups_.empty() && request_.group_by.empty() && !plan_.by_currency) groups_.emplace_back();
    if (groups_.size() <= kMostGroups) return std::move(groups_);
    return Error{.type = ErrorType::result_too_large,
                 .message = fmt::format("The aggregate has more than {} groups.", kMostGroups),
                 .hint = "Group by less, shorten the range or add a filter."};
  }

 private:
  const AggregateRequest& request_;
  const SqlPlan& plan_;
  std::vector<Group> groups_;
  std::unordered_map<std::string, std::size_t> places_;
};

Figure quotient(const AskedMetric& metric, SqlPlan::Parts parts, const Tally& tally) {
  const FoldedSum& numerator = tally.sums[static_cast<std::size_t>(parts.first)];
  const FoldedSum& denominator = tally.sums[static_cast<std::size_t>(parts.second)];
  const std::int64_t rows = std::min(numerator.rows, denominator.rows);
  if (rows == 0) return Figure::absent(Absence::not_reported);
  const auto ratio = ratio_of(numerator.amount, denominator.amount, metric.scale);
  if (!ratio) return Figure::absent(Absence::zero_denominator);
  return Figure::of(*ratio, tally.rows - rows);
}

Figure of_no_rows(const AskedMetric& metric, bool covered) {
  switch (metric.rule) {
    case Rule::rows:
      return Figure::of({});
    case Rule::sum:
    case Rule::goal_sum:
      return covered ? Figure::of({}) : Figure::absent(Absence::no_rows);
    case Rule::ratio:
    case Rule::goal_ratio:
      return Figure::absent(covered ? Absence::zero_denominator : Absence::no_rows);
    case Rule::single:
      break;
  }
  return Figure::absent(Absence::no_rows);
}

}  // namespace

Tally& Tally::operator+=(const Tally& other) {
  if (other.rows == 0) return *this;
  rows += other.rows;
  if (sums.empty()) sums.resize(other.sums.size());
  for (std::size_t i = 0; i < sums.size(); ++i) {
    sums[i].amount += other.sums[i].amount;
    sums[i].rows += other.sums[i].rows;
  }
  goals.rows_without += other.goals.rows_without;
  if (!other.goals.any) return *this;
  if (!goals.any || other.goals.least < goals.least) goals.least = other.goals.least;
  if (!goals.any || other.goals.greatest > goals.greatest) goals.greatest = other.goals.greatest;
  goals.any = true;
  return *this;
}

Result<Groups> read_groups(Connection& connection, const AggregateRequest& request, const RowScope& scope,
                           bool by_currency) {
  const SqlPlan plan = plan_sql(request, scope, by_currency);
  auto rows = folded(connection, plan.fold, plan.labels.empty() ? kMostGroups : kMostInnerGroups);
  if (!rows) return std::move(rows).error();
  Grouping grouping(request, plan);
  if (plan.labels.empty()) {
    for (Folded& each : *rows) grouping.add(std::move(each.keys), {}, {each.rows, std::move(each.sums), {}});
  } else {
    auto labelled = for_each_row(connection, plan.labels, list_of(*rows),
                                 [&](const std::vector<Value>& row) { grouping.add_labelled(row, *rows); });
    if (!labelled) return std::move(labelled).error();
  }
  auto groups = grouping.take();
  if (!groups) return std::move(groups).error();
  return Groups{.groups = *std::move(groups), .metrics = plan.metrics};
}

Figure figure_of(const AskedMetric& metric, SqlPlan::Parts parts, const Tally& tally, bool covered) {
  if (tally.rows == 0) return of_no_rows(metric, covered);
  if (metric.rule == Rule::rows) return Figure::of({Int128{tally.rows} * kMicros, true});
  if (tally.rows > 1 && metric.rule == Rule::single) return Figure::absent(Absence::not_additive);
  if (tally.rows > 1 && metric.of_one_goal()) {
    const bool several =
        tally.goals.any && (tally.goals.least != tally.goals.greatest || tally.goals.least.empty());
    if (several) return Figure::absent(Absence::different_goals);
    if (tally.goals.rows_without > 0) return Figure::absent(Absence::unknown_goal);
  }
  if (metric.numerator != nullptr) return quotient(metric, parts, tally);
  const FoldedSum& sum = tally.sums[static_cast<std::size_t>(parts.first)];
  if (sum.rows == 0) return Figure::absent(Absence::not_reported);
  return Figure::of(sum.amount, tally.rows - sum.rows);
}

}  // namespace tiktok_marketing::context
