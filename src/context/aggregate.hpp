#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/runtime.hpp>

#include "base/json.hpp"
#include "context/tables.hpp"
#include "database/connection.hpp"

/// Sums over stored rows, each metric by its nature: sums are added exactly, ratios recomputed from sums,
/// reach and averages given only for a group that is one row, results only within one optimization goal,
/// currencies never mixed.
namespace tiktok_marketing::context {

/// Answers `context_store_aggregate` from the snapshot of `connection`: `{"data": […], "meta": {…}}`.
///
/// A row of `data`: the keys of `group_by`, `currency` where the accounts have several, the metrics as JSON
/// numbers or null; `absent` {metric: reason} where one is null, `without_value` {metric: rows} where rows
/// without a number were left out of one; with `compare` also `previous`, `change` and `change_percent`.
/// `meta.other` (what `limit` cut off) and `meta.totals` (all rows, whatever `having` and `limit` say) are
/// lists with one such row for each currency.
///
/// `fence`: rows of other advertisers do not exist. `now` decides what the words of `date_range` mean. Blocks
/// on the disk. Errors: `invalid_query`, `context_store_not_ready`, `result_too_large`, the database's.
[[nodiscard]] Result<Json> aggregate(database::Connection& connection, const TableLayout& table,
                                     const Json& params, const std::optional<std::vector<std::string>>& fence,
                                     SystemTime now);

}  // namespace tiktok_marketing::context
