#include "context/sql_fold.hpp"

#include <sqlite3.h>

#include <memory>
#include <unordered_map>

#include <fmt/format.h>

#include "database/sqlite_error.hpp"

namespace tiktok_marketing::context {
namespace {

using database::Connection;

/// A statement whose columns tell their types.
class Rows {
 public:
  static Result<Rows> prepare(Connection& connection, const std::string& sql) {
    sqlite3_stmt* made = nullptr;
    const int code =
        sqlite3_prepare_v3(connection.handle(), sql.c_str(), static_cast<int>(sql.size()), 0, &made, nullptr);
    Rows rows(connection.handle(), made);
    if (code != SQLITE_OK) return rows.error(code);
    return rows;
  }

  void bind(int index, const Value& value) {
    sqlite3_stmt* statement = statement_.get();
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
      sqlite3_bind_int64(statement, index, *whole);
    } else if (const auto* real = std::get_if<double>(&value)) {
      sqlite3_bind_double(statement, index, *real);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      sqlite3_bind_text64(statement, index, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
      sqlite3_bind_blob64(statement, index, bytes->text.data(), bytes->text.size(), SQLITE_STATIC);
    } else if (const bool* truth = std::get_if<bool>(&value)) {
      sqlite3_bind_int(statement, index, *truth ? 1 : 0);
    }
  }

  Result<bool> step() {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return error(code);
  }

  [[nodiscard]] int columns() const { return sqlite3_column_count(statement_.get()); }
  [[nodiscard]] int type(int column) const { return sqlite3_column_type(statement_.get(), column); }
  [[nodiscard]] std::int64_t integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
  }
  [[nodiscard]] double real(int column) const { return sqlite3_column_double(statement_.get(), column); }
  [[nodiscard]] std::string_view text(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
  }
  /// Texts are cut to `prefix` bytes, unless that is 0.
  [[nodiscard]] Value value(int column, std::size_t prefix) const {
    switch (type(column)) {
      case SQLITE_INTEGER:
        return integer(column);
      case SQLITE_FLOAT:
        return real(column);
      case SQLITE_TEXT:
        return std::string(text(column).substr(0, prefix == 0 ? std::string_view::npos : prefix));
      case SQLITE_BLOB:
        return Bytes{std::string(text(column))};
      default:
        return {};
    }
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  Rows(sqlite3* handle, sqlite3_stmt* statement) : handle_(handle), statement_(statement) {}
  [[nodiscard]] Error error(int code) const {
    return database::sqlite_error(code, sqlite3_errmsg(handle_), "of the context store");
  }

  sqlite3* handle_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

template <typename Number>
void append_number(std::string& key, char type, Number number) {
  key += type;
  key.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void append_bytes(std::string& key, char type, std::string_view bytes) {
  append_number(key, type, bytes.size());
  key += bytes;
}

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

class Folding {
 public:
  Folding(const Fold& fold, std::size_t most) : fold_(fold), most_(most) {}

  /// False when there are too many.
  bool add(const Rows& rows) {
    key_.clear();
    for (std::size_t i = 0; i < fold_.prefixes.size(); ++i) append_key(rows, static_cast<int>(i));
    // Rows of one object lie side by side.
    if (key_ != last_key_ || groups_.empty()) {
      const auto* place = find_or_add(rows);
      if (place == nullptr) return false;
      last_ = *place;
      last_key_ = key_;
    }
    add_up(groups_[last_], rows);
    return true;
  }
  std::vector<Folded> take() { return std::move(groups_); }

 private:
  void append_key(const Rows& rows, int column) {
    switch (rows.type(column)) {
      case SQLITE_INTEGER:
        return append_number(key_, 'i', rows.integer(column));
      case SQLITE_FLOAT:
        return append_number(key_, 'r', rows.real(column));
      case SQLITE_TEXT: {
        const std::size_t prefix = fold_.prefixes[static_cast<std::size_t>(column)];
        return append_bytes(key_, 't',
                            rows.text(column).substr(0, prefix == 0 ? std::string_view::npos : prefix));
      }
      case SQLITE_BLOB:
        return append_bytes(key_, 'b', rows.text(column));
      default:
        key_ += 'n';
    }
  }

  const std::size_t* find_or_add(const Rows& rows) {
    const auto known = places_.find(std::string_view(key_));
    if (known != places_.end()) return &known->second;
    if (groups_.size() == most_) return nullptr;
    Folded& group = groups_.emplace_back();
    for (std::size_t i = 0; i < fold_.prefixes.size(); ++i)
      group.keys.push_back(rows.value(static_cast<int>(i), fold_.prefixes[i]));
    group.sums.resize(fold_.sums.size());
    return &places_.emplace(key_, groups_.size() - 1).first->second;
  }

  void add_up(Folded& group, const Rows& rows) const {
    const int first = static_cast<int>(fold_.prefixes.size());
    ++group.rows;
    for (std::size_t i = 0; i < fold_.sums.size(); ++i) {
      const Fold::Sum& sum = fold_.sums[i];
      const int column = first + sum.value;
      const int type = rows.type(column);
      if (type == SQLITE_NULL || (sum.with >= 0 && rows.type(first + sum.with) == SQLITE_NULL)) continue;
      FoldedSum& into = group.sums[i];
      ++into.rows;
      if (type == SQLITE_INTEGER) {
        into.amount.micros += Int128{rows.integer(column)} * sum.unit;
      } else {
        into.amount += amount_of(fmt::format("{:.17g}", rows.real(column)), sum.unit);
        into.amount.exact = false;
      }
    }
  }

  const Fold& fold_;
  std::size_t most_;
  std::vector<Folded> groups_;
  std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> places_;
  std::string key_;
  std::string last_key_;
  std::size_t last_ = 0;
};

}  // namespace

Result<std::vector<Folded>> folded(Connection& connection, const Fold& fold, std::size_t most) {
  auto rows = Rows::prepare(connection, fold.scan.text);
  if (!rows) return std::move(rows).error();
  int index = 0;
  for (const Value& value : fold.scan.values) rows->bind(++index, value);
  Folding folding(fold, most);
  for (;;) {
    auto row = rows->step();
    if (!row) return std::move(row).error();
    if (!*row) return folding.take();
    if (!folding.add(*rows)) {
      return Error{.type = ErrorType::result_too_large,
                   .message = fmt::format("The aggregate has more than {} groups.", most),
                   .hint = "Group by less, shorten the range or add a filter."};
    }
  }
}

std::string key_text(const std::vector<Value>& values) {
  std::string key;
  for (const Value& value : values) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
      append_number(key, 'i', *whole);
    } else if (const auto* real = std::get_if<double>(&value)) {
      append_number(key, 'r', *real);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      append_bytes(key, 't', *text);
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
      append_bytes(key, 'b', bytes->text);
    } else {
      key += 'n';
    }
  }
  return key;
}

Result<void> for_each_row(Connection& connection, const std::string& sql, const std::string& bound,
                          const OnRow& on_row) {
  auto rows = Rows::prepare(connection, sql);
  if (!rows) return std::move(rows).error();
  const Value parameter(bound);
  rows->bind(1, parameter);
  std::vector<Value> values(static_cast<std::size_t>(rows->columns()));
  for (;;) {
    auto row = rows->step();
    if (!row) return std::move(row).error();
    if (!*row) return {};
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = rows->value(static_cast<int>(i), 0);
    on_row(values);
  }
}

}  // namespace tiktok_marketing::context
