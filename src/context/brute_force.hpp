#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "context/tables.hpp"

/// The meaning of filters and sorts said once more, slowly and without SQL: row by row over parsed records.
/// For tests. Texts are ASCII, numbers have at most six decimals.
namespace tiktok_marketing::context::brute_force {

/// Whether `filter` holds for a record of a table.
[[nodiscard]] bool holds(const Json& filter, const Json& record, const TableLayout& table);

/// -1, 0, 1 by one field, nulls last whatever the direction.
[[nodiscard]] int compare(const Json& left, const Json& right, const ColumnLayout& column, bool descending);

}  // namespace tiktok_marketing::context::brute_force
