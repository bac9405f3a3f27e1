#include "context/aggregate_metrics.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "context/money.hpp"

namespace tiktok_marketing::context {
namespace {

using catalog::Metric;
using catalog::Nature;

constexpr std::string_view kRows = "rows";

/// What may be computed from sums while all rows have the same optimization goal. Metrics of the secondary
/// goal are not among them: which one it was is not stored.
struct GoalFormula {
  std::string_view name;
  std::string_view numerator;
  std::string_view denominator;  ///< empty: a sum
  std::int64_t scale;
};
constexpr GoalFormula kGoalFormulas[] = {
    {"result", "", "", 1},
    {"real_time_result", "", "", 1},
    {"cost_per_result", "spend", "result", 1},
    {"result_rate", "result", "impressions", 100},
    {"real_time_cost_per_result", "spend", "real_time_result", 1},
    {"real_time_result_rate", "real_time_result", "impressions", 100},
};

const GoalFormula* goal_formula(std::string_view name) {
  const auto* found = std::ranges::find(kGoalFormulas, name, &GoalFormula::name);
  return found == std::end(kGoalFormulas) ? nullptr : found;
}

const ColumnLayout* number_of(const TableLayout& table, std::string_view name) {
  const ColumnLayout* column = table.find(name);
  return column != nullptr && column->stored && column->is_number() ? column : nullptr;
}

bool is_money(std::string_view name) {
  return is_amount(catalog::find_metric(name));
}

/// So is what is divided by an amount or made of one.
bool is_money(const AskedMetric& asked) {
  if (asked.rule == Rule::rows) return false;
  if (asked.numerator != nullptr) return is_money(asked.numerator->name) || is_money(asked.denominator->name);
  return asked.column->in_micros();
}

/// Fills in the two sums; false when one is not stored.
bool make_ratio(AskedMetric& asked, const TableLayout& table, std::string_view numerator,
                std::string_view denominator, std::int64_t scale) {
  asked.numerator = number_of(table, numerator);
  asked.denominator = number_of(table, denominator);
  asked.scale = scale;
  if (asked.numerator != nullptr && asked.denominator != nullptr) return true;
  asked.numerator = nullptr;
  asked.denominator = nullptr;
  return false;
}

/// False: the store has nothing to compute it from.
bool make_rule(AskedMetric& asked, const TableLayout& table) {
  const Metric* metric = asked.metric;
  asked.rule = Rule::single;
  if (metric == nullptr) return asked.column != nullptr;
  if (metric->nature == Nature::sum) asked.rule = Rule::sum;
  if (metric->nature == Nature::ratio && make_ratio(asked, table, metric->numerator, metric->denominator,
                                                    static_cast<std::int64_t>(metric->scale))) {
    asked.rule = Rule::ratio;
    return true;
  }
  const GoalFormula* formula = goal_formula(asked.name);
  if (formula != nullptr && formula->denominator.empty()) asked.rule = Rule::goal_sum;
  if (formula != nullptr && !formula->denominator.empty() &&
      make_ratio(asked, table, formula->numerator, formula->denominator, formula->scale)) {
    asked.rule = Rule::goal_ratio;
    return true;
  }
  return asked.column != nullptr;
}

Error unknown_metric(const TableLayout& table, std::string_view name, std::string_view pointer) {
  const auto allowed = metrics_of(table);
  const auto near = nearest(name, allowed);
  const ColumnLayout* column = table.find(name);
  std::string hint =
      near.empty() ? "Use a metric that is allowed here." : fmt::format("Did you mean {}?", near);
  if (column != nullptr) hint = fmt::format("{} is no figure; put it into group_by.", name);
  Error error = invalid_query(pointer, fmt::format("{} has no metric {}.", table.name, shortened(name, 60)),
                              std::move(hint), {allowed.begin(), allowed.end()});
  error.given = shortened(name);
  if (!near.empty() && column == nullptr) error.example = fmt::format(R"({{"metrics":["{}"]}})", near);
  return error;
}

/// TikTok knows the metric, the store does not keep it.
Error not_stored(const TableLayout& table, const Metric& metric, std::string_view pointer) {
  Error error = invalid_query(pointer, fmt::format("The store does not keep {}.", metric.name),
                              "Ask TikTok for it with the list call of the example.");
  error.given = metric.name;
  error.example = fmt::format(
      R"({{"entity":"{}","action":"list","params":{{"date_range":"last_7_days","dimensions":["{}"],"metrics":["{}"]}}}})",
      table.name, table.entity->report->id_dimension, metric.name);
  return error;
}

}  // namespace

Result<AskedMetric> metric_of(const TableLayout& table, std::string_view name, std::string_view pointer) {
  AskedMetric asked{.name = std::string(name)};
  if (name == kRows) {
    asked.rule = Rule::rows;
    return asked;
  }
  asked.column = number_of(table, name);
  if (table.is_report()) asked.metric = catalog::find_metric(name);
  if (asked.metric != nullptr && asked.metric->nature == Nature::attribute) asked.metric = nullptr;
  if (!make_rule(asked, table)) {
    const bool answered =
        asked.metric != nullptr && catalog::metric_allowed(*asked.metric, table.entity->report->level);
    if (answered) return not_stored(table, *asked.metric, pointer);
    return unknown_metric(table, name, pointer);
  }
  asked.money = is_money(asked);
  return asked;
}

std::vector<std::string_view> metrics_of(const TableLayout& table) {
  std::vector<std::string_view> names{kRows};
  for (const ColumnLayout& column : table.columns) {
    if (number_of(table, column.name) != nullptr) names.push_back(column.name);
  }
  if (!table.is_report()) return names;
  for (const Metric& metric : catalog::metrics()) {
    if (metric.nature != Nature::ratio || table.find(metric.name) != nullptr) continue;
    AskedMetric asked{.name = std::string(metric.name), .metric = &metric};
    if (make_rule(asked, table)) names.push_back(metric.name);
  }
  return names;
}

}  // namespace tiktok_marketing::context
