#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "context/aggregate_request.hpp"
#include "context/query_sql.hpp"

/// An aggregate as SQL. Pure.
///
/// The statement's columns: the keys of `group_by`, the currency where rows are split by it, the sums of
/// `SqlPlan::sums`, and for results of optimization goals the least and the greatest goal and the number of
/// rows without one.
namespace tiktok_marketing::context {

/// A sum over the rows of a group, in columns of the statement counted from the first sum.
struct Measure {
  int whole = -1;  ///< the sum of what is an integer
  int high = -1;   ///< millions of it, where 64 bits could be too few
  int real = -1;   ///< the sum of what is none
  int count = -1;  ///< rows with a value
  std::int64_t unit = 1;
  bool assumed = false;  ///< right only when every row has a value
};

/// Rows of these ad accounts within these days.
struct RowScope {
  struct Part {
    std::vector<std::string> advertisers;
    std::optional<Days> days;
  };
  std::vector<Part> parts;
  bool everybody = false;  ///< one part, and the store has rows of nobody else
};

struct SqlOptions {
  bool by_currency = false;
  /// Slower, and right whatever the columns hold: values that are absent, that are no integers, sums beyond
  /// 64 bits.
  bool careful = false;
};

struct SqlPlan {
  SqlPart statement;
  std::vector<std::string> sums;  ///< expressions; the first one counts rows
  std::vector<Measure> measures;
  struct Parts {
    int first = -1;   ///< measure of the sum or the numerator
    int second = -1;  ///< of the denominator
  };
  std::vector<Parts> metrics;  ///< of `AggregateRequest::metrics`
  bool by_currency = false;
  bool goals = false;
};

[[nodiscard]] SqlPlan plan_sql(const AggregateRequest& request, const RowScope& scope, SqlOptions options);

}  // namespace tiktok_marketing::context
