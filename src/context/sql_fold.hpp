#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "context/aggregate_values.hpp"
#include "context/query_sql.hpp"
#include "database/connection.hpp"

/// Rows of a statement added up by its first columns, in one pass and in memory. SQLite's own GROUP BY sorts
/// all rows first, which takes longer than everything else about an aggregate.
namespace tiktok_marketing::context {

struct Fold {
  SqlPart scan;                       ///< its columns: the keys, then the values
  std::vector<std::size_t> prefixes;  ///< of each key: how many bytes of its text count; 0: all
  /// Columns are counted from the first value. What a row has no number for leaves the sum alone.
  struct Sum {
    int value = 0;
    int with = -1;          ///< only rows where this one has a number, too; -1: any
    std::int64_t unit = 1;  ///< millionths in one of the column's
  };
  std::vector<Sum> sums;
};

struct FoldedSum {
  Amount amount;
  std::int64_t rows = 0;  ///< with a value
};

/// The rows with the same keys.
struct Folded {
  std::vector<Value> keys;
  std::int64_t rows = 0;
  std::vector<FoldedSum> sums;
};

/// In the order of their first rows. Errors: `result_too_large` beyond `most`, those of the database.
[[nodiscard]] Result<std::vector<Folded>> folded(database::Connection& connection, const Fold& fold,
                                                 std::size_t most);

/// The same text for the same values only.
[[nodiscard]] std::string key_text(const std::vector<Value>& values);

/// Calls `on_row` with the columns of each row. `bound` is the statement's only parameter. Errors: those of
/// the database.
using OnRow = std::function<void(const std::vector<Value>& row)>;
[[nodiscard]] Result<void> for_each_row(database::Connection& connection, const std::string& sql,
                                        const std::string& bound, const OnRow& on_row);

}  // namespace tiktok_marketing::context
