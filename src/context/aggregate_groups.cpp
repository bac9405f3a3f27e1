#include "context/aggregate_groups.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace tiktok_marketing::context {
namespace {

using database::Connection;
using database::Statement;

Json key_value(const GroupKey& key, const Statement& row, int column) {
  if (row.is_null(column)) return {};
  if (key.bucket != Bucket::none) return row.text(column);
  const ColumnLayout& shown = key.shown();
  if (shown.kind == ColumnKind::boolean) return row.integer(column) != 0;
  if (shown.is_number()) {
    return Json::Number{decimal_text(amount_of(row.text(column), shown.in_micros() ? 1 : kMicros))};
  }
  return row.text(column);
}

/// Reads the groups one statement gives.
class GroupReader {
 public:
  GroupReader(const AggregateRequest& request, const SqlPlan& plan) : request_(request), plan_(plan) {}

  /// False when the careful statement is needed.
  Result<bool> read(Statement& statement, bool careful) {
    for (;;) {
      auto row = statement.step();
      if (!row) return std::move(row).error();
      if (!*row) return true;
      if (groups_.size() == kMostGroups) return too_many();
      Group& group = groups_.emplace_back();
      int column = 0;
      for (const GroupKey& key : request_.group_by) group.keys.push_back(key_value(key, statement, column++));
      if (plan_.by_currency) group.currency = statement.text(column++);
      if (!read_tally(group.tally, statement, column, careful)) return false;
    }
  }
  std::vector<Group> take() { return std::move(groups_); }

 private:
  static Error too_many() {
    return {.type = ErrorType::result_too_large,
            .message = fmt::format("The aggregate has more than {} groups.", kMostGroups),
            .hint = "Group by less, shorten the range or add a filter."};
  }

  bool read_tally(Tally& tally, const Statement& row, int first, bool careful) const {
    tally.rows = row.integer(first);
    for (const Measure& measure : plan_.measures) {
      Tally::Sum& sum = tally.sums.emplace_back();
      sum.rows = row.integer(first + measure.count);
      if (measure.assumed && sum.rows != tally.rows) return false;
      if (!row.is_null(first + measure.whole)) {
        sum.amount = amount_of(row.text(first + measure.whole), measure.unit);
      }
      if (!careful && !sum.amount.exact) return false;
      if (measure.high >= 0 && !row.is_null(first + measure.high))
        sum.amount += amount_of(row.text(first + measure.high), measure.unit * kMicros);
      if (measure.real >= 0 && !row.is_null(first + measure.real)) {
        sum.amount += amount_of(row.text(first + measure.real), measure.unit);
        sum.amount.exact = false;
      }
    }
    if (!plan_.goals) return true;
    const int goals = first + static_cast<int>(plan_.sums.size());
    tally.goals.any = !row.is_null(goals);
    tally.goals.least = row.text(goals);
    tally.goals.greatest = row.text(goals + 1);
    tally.goals.rows_without = row.integer(goals + 2);
    return true;
  }

  const AggregateRequest& request_;
  const SqlPlan& plan_;
  std::vector<Group> groups_;
};

/// nullopt: the careful statement is needed.
Result<std::optional<Groups>> try_to_read(Connection& connection, const AggregateRequest& request,
                                          const RowScope& scope, SqlOptions options) {
  const SqlPlan plan = plan_sql(request, scope, options);
  auto statement = connection.prepare(plan.statement.text);
  if (!statement) return std::move(statement).error();
  bind_values(*statement, plan.statement.values);
  GroupReader reader(request, plan);
  auto done = reader.read(*statement, options.careful);
  if (!done) {
    // What SQLite says of a sum beyond 64 bits can not be told from other defects; those come again.
    if (options.careful || done.error().type != ErrorType::internal_error) return std::move(done).error();
    return std::optional<Groups>();
  }
  if (!*done) return std::optional<Groups>();
  return std::optional(Groups{.groups = reader.take(), .metrics = plan.metrics});
}

Figure quotient(const AskedMetric& metric, SqlPlan::Parts parts, const Tally& tally) {
  const Tally::Sum& numerator = tally.sums[static_cast<std::size_t>(parts.first)];
  const Tally::Sum& denominator = tally.sums[static_cast<std::size_t>(parts.second)];
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
  for (const bool careful : {false, true}) {
    auto read = try_to_read(connection, request, scope, {.by_currency = by_currency, .careful = careful});
    if (!read) return std::move(read).error();
    if (*read) return **std::move(read);
  }
  return Error{.type = ErrorType::internal_error, .message = "The aggregate could not be computed."};
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
  const Tally::Sum& sum = tally.sums[static_cast<std::size_t>(parts.first)];
  if (sum.rows == 0) return Figure::absent(Absence::not_reported);
  return Figure::of(sum.amount, tally.rows - sum.rows);
}

}  // namespace tiktok_marketing::context
