#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "context/aggregate_request.hpp"
#include "context/sql_fold.hpp"

/// An aggregate as SQL. Pure.
namespace tiktok_marketing::context {

/// Rows of these ad accounts within these days.
struct RowScope {
  struct Part {
    std::vector<std::string> advertisers;
    std::optional<Days> days;
  };
  std::vector<Part> parts;
  bool everybody = false;  ///< one part, and the store has rows of nobody else
};

struct SqlPlan {
  /// The rows, added up by what names their group: the keys of `group_by`, or, where those lie in tables
  /// above, what names the rows there. One look at a parent for each of them instead of one for each row.
  Fold fold;
  /// Empty: the fold's keys are those of `group_by`. Else a statement whose one parameter is a JSON list of
  /// all the fold's keys, each a list. Its columns: the place of a group in that list, the keys of
  /// `group_by`, the currency where rows are split by it, the optimization goal where results are asked for:
  /// empty where the ad groups of a row have several, null where one of them is not known.
  std::string labels;
  struct Parts {
    int first = -1;   ///< place in `fold.sums` of the sum or the numerator
    int second = -1;  ///< of the denominator
  };
  std::vector<Parts> metrics;  ///< of `AggregateRequest::metrics`
  bool by_currency = false;
  bool goals = false;
};

[[nodiscard]] SqlPlan plan_sql(const AggregateRequest& request, const RowScope& scope, bool by_currency);

}  // namespace tiktok_marketing::context
