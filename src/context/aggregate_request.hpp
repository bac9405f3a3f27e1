#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"
#include "context/period.hpp"
#include "context/query.hpp"
#include "context/tables.hpp"

/// What an aggregate asks for. Pure.
namespace tiktok_marketing::context {

/// A table above an entity's, whose fields are reached as `campaign.objective_type`.
struct ParentTable {
  std::string word;   ///< `campaign`
  std::string alias;  ///< of the table in SQL
  const TableLayout* table = nullptr;
  const ColumnLayout* own_key = nullptr;  ///< the column of the entity's table that names the parent
};
/// From the nearest to the advertiser.
[[nodiscard]] std::vector<ParentTable> parents_of(const TableLayout& table);

/// Something rows are grouped by.
struct GroupKey {
  std::string name;  ///< as it stands in the answer
  Bucket bucket = Bucket::none;
  const ColumnLayout* column = nullptr;  ///< of the entity's table; null: a field of the parent alone
  const ColumnLayout* above = nullptr;   ///< of the parent's table, preferred where both are set
  std::optional<std::size_t> parent;     ///< which
  [[nodiscard]] const ColumnLayout& shown() const { return above != nullptr ? *above : *column; }
};

/// How a metric's value comes about.
enum class Rule : std::uint8_t {
  rows,        ///< the number of rows
  sum,         ///< added
  ratio,       ///< of two sums
  goal_sum,    ///< added within one optimization goal
  goal_ratio,  ///< of two sums within one optimization goal
  single,      ///< only of a group that is one row
};

struct AskedMetric {
  std::string name;
  Rule rule = Rule::sum;
  const catalog::Metric* metric = nullptr;  ///< null for `rows` and for fields of objects
  const ColumnLayout* column = nullptr;     ///< of sum, goal_sum and single; elsewhere where it is stored
  const ColumnLayout* numerator = nullptr;  ///< of ratios
  const ColumnLayout* denominator = nullptr;
  std::int64_t scale = 1;
  bool money = false;  ///< amounts of different currencies must not meet in it
  [[nodiscard]] bool of_one_goal() const { return rule == Rule::goal_sum || rule == Rule::goal_ratio; }
};

/// A member of a row of the answer.
struct ResultField {
  enum class Part : std::uint8_t { key, metric, previous, change };
  Part part = Part::key;
  std::size_t index = 0;  ///< in `group_by` or `metrics`
};
struct Order {
  ResultField field;
  bool descending = false;
};

inline constexpr int kMostMetrics = 50;
inline constexpr int kMostKeys = 10;
inline constexpr int kMostGroupsShown = 1'000;

/// Moves, but does not copy: the trees refer to its fields.
struct AggregateRequest {
  AggregateRequest() = default;
  AggregateRequest(AggregateRequest&&) = default;
  AggregateRequest& operator=(AggregateRequest&&) = default;

  const TableLayout* table = nullptr;
  std::vector<ParentTable> parents;
  std::vector<AskedMetric> metrics;
  std::vector<GroupKey> group_by;
  std::optional<FilterTree> filter;
  std::optional<FilterTree> having;
  Period period;
  std::vector<Order> order_by;  ///< never empty
  int limit = kMostGroupsShown;
  bool totals = true;
  bool compare = false;  ///< with the period before
  bool include_deleted = false;
  /// Whose rows are asked for; nullopt: nobody in particular.
  std::optional<std::vector<std::string>> advertisers;

  QueryFields filter_fields;
  QueryFields result_fields;  ///< what `having` and `order_by` may name
  /// Columns behind `result_fields`: `k0`, `k1`, … for keys, `m0` for metrics, `p0` and `c0` for the period
  /// before and the change.
  std::deque<ColumnLayout> result_columns;
  std::deque<std::string> result_names;
  std::vector<ResultField> result_parts;  ///< of `result_columns`
  [[nodiscard]] bool has_bucket() const;
  /// nullptr: rows are not grouped by this column of the entity's table.
  [[nodiscard]] const GroupKey* key_of(std::string_view column) const;
};

/// Reads the params of `context_store_aggregate`; they may also stand in `query`. Errors: `invalid_query`
/// with the JSON pointer in `param`, `allowed`, the nearest name and a corrected example;
/// `entity_not_searchable` never.
[[nodiscard]] Result<AggregateRequest> parse_aggregate(const TableLayout& table, const Json& params);

/// Figures an aggregate of this table can give: `rows`, stored metrics, ratios of stored sums.
[[nodiscard]] std::vector<std::string_view> metrics_of(const TableLayout& table);
/// Names that `group_by` takes.
[[nodiscard]] std::vector<std::string> group_names(const TableLayout& table);

}  // namespace tiktok_marketing::context
