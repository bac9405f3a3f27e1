#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"
#include "context/aggregate_request.hpp"
#include "context/aggregate_sql.hpp"
#include "context/aggregate_values.hpp"
#include "database/connection.hpp"

namespace tiktok_marketing::context {

/// Sums over rows, as far as they can be added to others.
struct Tally {
  struct Goals {
    std::string least;
    std::string greatest;
    std::int64_t rows_without = 0;
    bool any = false;
  };
  std::int64_t rows = 0;
  std::vector<FoldedSum> sums;  ///< of `Fold::sums`; empty: none yet
  Goals goals;
  Tally& operator+=(const Tally& other);
};

struct Group {
  std::vector<Json> keys;
  std::string currency;  ///< where rows are split by it
  Tally tally;
};

struct Groups {
  std::vector<Group> groups;
  std::vector<SqlPlan::Parts> metrics;  ///< which sums a metric is made from
};

inline constexpr std::size_t kMostGroups = 500'000;
/// By what names the rows' parents, before those are looked at.
inline constexpr std::size_t kMostInnerGroups = 4 * kMostGroups;

/// Reads the groups, exactly. Without `group_by` and currencies it is one group, even of no rows. Errors:
/// `result_too_large` beyond `kMostGroups`, and those of the database.
[[nodiscard]] Result<Groups> read_groups(database::Connection& connection, const AggregateRequest& request,
                                         const RowScope& scope, bool by_currency);

/// The value of a metric of the request. `covered`: every row there is has been read, so that no row means 0.
[[nodiscard]] Figure figure_of(const AskedMetric& metric, SqlPlan::Parts parts, const Tally& tally,
                               bool covered);

}  // namespace tiktok_marketing::context
