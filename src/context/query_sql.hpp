#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "context/query.hpp"
#include "database/connection.hpp"

/// Filters as SQL text and the values bound to it; no value ever stands in the text. Pure. The SQL calls the
/// functions of `sql_functions.hpp`.
namespace tiktok_marketing::context {

/// Part of a statement with its values, in the order of their question marks.
struct SqlPart {
  std::string text;
  std::vector<Value> values;
  /// Aliases whose record is read: `t_raw` must be joined.
  std::vector<std::string> records;

  void append(const SqlPart& more);
};

/// A condition that is true, false or null where the filter is false.
[[nodiscard]] SqlPart sql_of(const FilterTree& tree);
/// What a field is compared, sorted and grouped by: `t.spend_micros`, `t.campaign_id`. Not for `json`.
[[nodiscard]] std::string sort_sql(const QueryField& field);
/// The field as text, null where it is null.
[[nodiscard]] std::string text_sql(const QueryField& field);
/// `t.advertiser_id IN (…)`; an empty list: false.
[[nodiscard]] SqlPart fence_sql(const std::vector<std::string>& advertisers, std::string_view column);

/// Binds from parameter `index` on; the first free index.
int bind_values(database::Statement& statement, const std::vector<Value>& values, int index = 1);

}  // namespace tiktok_marketing::context
