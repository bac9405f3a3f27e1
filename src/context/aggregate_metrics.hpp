#pragma once

#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "context/aggregate_request.hpp"

namespace tiktok_marketing::context {

/// How a table's metric is computed, by its nature. `pointer` is for errors: `invalid_query` with the nearest
/// name, and the live call for what the store does not keep.
[[nodiscard]] Result<AskedMetric> metric_of(const TableLayout& table, std::string_view name,
                                            std::string_view pointer);

}  // namespace tiktok_marketing::context
