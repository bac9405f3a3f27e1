#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "context/tables.hpp"

namespace tiktok_marketing::context {

/// One value on its way into a column.
struct Cell {
  enum class Type : std::uint8_t { null, integer, real, text, blob };
  Type type = Type::null;
  std::int64_t integer = 0;
  double real = 0;
  std::string_view text = {};  ///< of text and blob
  friend bool operator==(const Cell&, const Cell&) = default;
};

/// Cuts the columns of a table out of records, without building a tree. Records of a page name their members
/// in the same order, so names are looked up once. One thread at a time.
class RowReader {
 public:
  explicit RowReader(const TableLayout& table);

  /// Reads a flat record as the connector delivers it (validated JSON text). `advertiser_id` is whose listing
  /// it came with; where the record itself is the advertiser's, its own counts. False when a part of the key
  /// is absent. Cells hold views of both arguments and of this object until the next `read`.
  [[nodiscard]] bool read(std::string_view record, std::string_view advertiser_id);

  /// Values of `sql_columns` in their order, without `id`.
  [[nodiscard]] std::span<const Cell> cells() const { return cells_; }
  /// The values that identify the row, in the order of `TableLayout::key`.
  [[nodiscard]] std::span<const Cell> key() const { return key_; }

 private:
  struct Member {
    std::string name;
    int column;  ///< position in the layout, -1: none of ours
  };
  struct Slots {
    std::size_t value = 0;
    std::size_t text = 0;  ///< of `number` and `decimal`: where their text goes
  };

  [[nodiscard]] int column_of(std::size_t position, std::string_view name);
  [[nodiscard]] std::string_view decoded(std::string_view json);
  std::string& scratch();
  void take(std::size_t column, std::string_view json);
  void take_number(Cell& cell, std::string_view text);
  void take_time(Cell& cell, std::string_view text);
  void take_boolean(Cell& cell, std::string_view json);
  void mark_odd() { odd_ = true; }

  const TableLayout& table_;
  bool own_advertiser_ = false;
  bool odd_ = false;
  std::size_t odd_slot_ = 0;
  std::vector<Slots> slots_;
  std::vector<Cell> cells_;
  std::vector<Cell> key_;
  std::vector<Member> members_;
  std::deque<std::string> scratch_;  ///< its texts never move
  std::size_t scratch_used_ = 0;
};

/// An id as its column holds it.
[[nodiscard]] Cell id_cell(std::string_view text);

}  // namespace tiktok_marketing::context
