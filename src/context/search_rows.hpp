#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "context/search_call.hpp"
#include "database/connection.hpp"

namespace tiktok_marketing::context {

/// Writes rows of a search as JSON, with the types its clients expect: ids and most metrics as text, the
/// catalog's numbers as numbers with TikTok's digits.
class RowWriter {
 public:
  explicit RowWriter(const SearchCall& call);

  /// What must be selected for it, comma-separated: first these columns, in this order.
  [[nodiscard]] const std::string& columns() const { return columns_; }
  [[nodiscard]] int column_count() const { return column_count_; }
  /// The record is read: `t_raw` must be joined.
  [[nodiscard]] bool needs_record() const { return needs_record_; }

  /// Appends the row a statement stands at. `record`: the row's record; only looked at for rows that are
  /// `odd` and for lists and objects.
  void append(std::string& out, const database::Statement& row, bool odd, std::string_view record) const;

 private:
  void append_column(std::string& out, const database::Statement& row, int column,
                     const ColumnLayout& layout) const;
  void append_members(std::string& out, std::string_view record, bool& first) const;

  std::vector<const QueryField*> plain_;  ///< one column each
  std::vector<std::string> paths_;        ///< of lists and objects, as `append_selected` takes them
  std::vector<std::string_view> path_views_;
  std::string columns_;
  int column_count_ = 0;
  bool needs_record_ = false;
};

/// A value of a record as search rows carry a column of that layout.
void append_as_it_came(std::string& out, const ColumnLayout& layout, std::string_view json);

}  // namespace tiktok_marketing::context
