#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"
#include "context/query.hpp"

namespace tiktok_marketing::context {

/// A member of the rows that leave: a whole field, or what is within one that is a list or object.
struct Output {
  const QueryField* field = nullptr;
  std::vector<std::string> path;
  friend bool operator==(const Output&, const Output&) = default;
};

inline constexpr std::int64_t kMostRows = 1'000;

/// What `context_store_search` was asked, checked. Refers to its `fields`.
struct SearchCall {
  explicit SearchCall(const TableLayout& layout) : table(&layout), fields(layout) {}
  SearchCall(SearchCall&&) = default;
  SearchCall& operator=(SearchCall&&) = delete;

  const TableLayout* table;
  QueryFields fields;
  FilterTree filter;
  std::vector<SortKey> order;  ///< as asked, then the key: no two rows are equal in it
  std::vector<Output> outputs;
  std::int64_t limit = kMostRows;
  bool include_deleted = false;
  std::optional<std::vector<Value>> after;  ///< values of `order` of the last row that was seen
  std::uint64_t binding = 0;
};

/// Reads the params of a search: `query` {`filter`, `sort`}, `limit`, `cursor`, `fields`, `include_deleted`.
/// Null is the same as absent. Pure. Errors: `invalid_query` with a JSON pointer in `param`,
/// `invalid_cursor`.
[[nodiscard]] Result<SearchCall> parse_search(const TableLayout& table, const Json& params,
                                              std::int64_t default_limit);

/// `["a", ["b", "c"], "d.e"]`. Errors: `invalid_query`.
[[nodiscard]] Result<std::vector<Output>> parse_fields(const Json& list, const QueryFields& fields,
                                                       std::string_view pointer);

}  // namespace tiktok_marketing::context
