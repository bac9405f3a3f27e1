#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tiktok_marketing {

/// An exact decimal number: `48.21` is {4821, 2}. Never a double.
struct Decimal {
  std::int64_t unscaled = 0;
  int scale = 0;  ///< digits behind the point, 0 or more

  /// nullopt when `text` is no plain decimal number or does not fit 18 digits.
  [[nodiscard]] static std::optional<Decimal> parse(std::string_view text);
  [[nodiscard]] std::string text() const;
  friend bool operator==(const Decimal&, const Decimal&) = default;
};

/// One row, as JSON text inside the page it came with.
///
/// Ownership: keeps its page alive; copying costs one reference count. Immutable, so any thread may read it.
/// Fields are named by their key; `a.b` reaches into objects.
class Record {
 public:
  Record(std::shared_ptr<const void> page, std::string_view json) : page_(std::move(page)), json_(json) {}

  /// The record as one JSON object. The view lives as long as this Record.
  [[nodiscard]] std::string_view json() const& { return json_; }
  std::string_view json() const&& = delete;

  /// The value as text: strings decoded, numbers and booleans as they stand, arrays and objects as JSON.
  /// nullopt when null or absent.
  [[nodiscard]] std::optional<std::string> text(std::string_view field) const;
  /// The value as a 64-bit integer, from a JSON number or a string of digits; nullopt otherwise.
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view field) const;
  /// The value as an exact decimal, from a JSON number or a string; nullopt otherwise (`<5`, `12.5%`, null).
  [[nodiscard]] std::optional<Decimal> decimal(std::string_view field) const;
  /// JSON `null`. An absent field is not null.
  [[nodiscard]] bool is_null(std::string_view field) const;
  [[nodiscard]] bool is_absent(std::string_view field) const;

 private:
  [[nodiscard]] std::string_view raw(std::string_view field) const;

  std::shared_ptr<const void> page_;
  std::string_view json_;
};

/// Bytes of an answer, and what keeps them alive; without an owner they live as long as the program.
struct DataPiece {
  std::shared_ptr<const void> owner;
  std::string_view bytes;
};

/// The rows of one answer: a random-access sequence of `Record`. Cheap to move, immutable.
class Records {
 public:
  class Iterator {
   public:
    using value_type = Record;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;

    Iterator() = default;
    Iterator(const Records* records, std::size_t index) : records_(records), index_(index) {}
    Record operator*() const { return (*records_)[index_]; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    Iterator operator++(int) {
      Iterator old = *this;
      ++index_;
      return old;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const Records* records_ = nullptr;
    std::size_t index_ = 0;
  };

  Records() = default;

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] Record operator[](std::size_t i) const {
    return Record(pages_[rows_[i].page], rows_[i].json);
  }
  [[nodiscard]] std::string_view json(std::size_t i) const { return rows_[i].json; }
  [[nodiscard]] Iterator begin() const { return {this, 0}; }
  [[nodiscard]] Iterator end() const { return {this, rows_.size()}; }

  void reserve(std::size_t rows) { rows_.reserve(rows); }
  /// `json` lies in the one buffer that `page` keeps alive.
  void add(const std::shared_ptr<const void>& page, std::string_view json) {
    if (pages_.empty() || pages_.back() != page) pages_.push_back(page);
    rows_.push_back({pages_.size() - 1, json});
  }
  void add(const Records& from, std::size_t i) { add(from.pages_[from.rows_[i].page], from.rows_[i].json); }
  void append(const Records& more);
  /// Keeps the rows [from, to).
  void keep(std::size_t from, std::size_t to);

  /// The rows with commas between them, uncopied. Rows that stand side by side in their page are one piece:
  /// a page as it came is one.
  void append_pieces(std::vector<DataPiece>& out) const;

 private:
  // Many rows share a page, so it is counted once for them all.
  struct Row {
    std::size_t page;
    std::string_view json;
  };
  std::vector<std::shared_ptr<const void>> pages_;
  std::vector<Row> rows_;
};

}  // namespace tiktok_marketing
