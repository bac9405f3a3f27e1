#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "context/sql_guard.hpp"
#include "context/tables.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace tiktok_marketing::context {

/// Limits of somebody else's SQL.
struct SqlLimits {
  std::int64_t rows = 1'000;
  int value_bytes = 1'000'000;
  std::size_t answer_bytes = 16'000'000;
  std::chrono::milliseconds time{10'000};
};

/// What a foreign statement may see; a member that is not set restricts nothing.
struct SqlReach {
  std::optional<std::vector<std::string>> advertisers;
  std::optional<std::vector<std::string>> entities;
};

/// A connection of its own for one foreign statement. It can read the documented tables and nothing else.
///
/// The database is empty and in memory. The store is attached read-only under a name nobody can know, and
/// what a statement names are temporary views over it, with the rows within its reach alone: of its entities
/// and its advertisers. An authorizer refuses every action but reading the views of its entities and every
/// function that is not listed. One thread.
class SqlReader {
 public:
  /// Errors: `storage_unavailable`, `internal_error`.
  [[nodiscard]] static Result<std::unique_ptr<SqlReader>> open(const std::filesystem::path& file,
                                                               const SqlReach& reach,
                                                               const SqlLimits& limits);
  ~SqlReader();
  SqlReader(const SqlReader&) = delete;
  SqlReader& operator=(const SqlReader&) = delete;

  /// Makes the one statement ready. Errors: `invalid_query` with SQLite's words, `forbidden` for tables of
  /// entities out of reach.
  [[nodiscard]] Result<void> prepare(std::string_view sql);
  /// True: a row is there. Errors: `invalid_query`, `result_too_large`, `cancelled` (see `SqlGuard`).
  [[nodiscard]] Result<bool> step();
  /// Names of the result's columns; none twice.
  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
  /// Appends the row as a JSON object. Ids are text, as are whole numbers that a double can not hold.
  void append_row(std::string& out) const;

  /// Entities the statement reads.
  [[nodiscard]] const std::set<std::string>& entities() const { return entities_; }
  [[nodiscard]] sqlite3* handle() const { return handle_; }

 private:
  explicit SqlReader(const SqlLimits& limits) : limits_(limits) {}
  [[nodiscard]] Result<void> attach(const std::filesystem::path& file);
  [[nodiscard]] Result<void> make_views(const SqlReach& reach);
  void lock_down();
  [[nodiscard]] Result<void> run(const std::string& sql);
  [[nodiscard]] Error error_of(int code) const;
  [[nodiscard]] Error refusal(std::string message) const;
  [[nodiscard]] Error out_of_reach() const;
  void name_columns();
  static int authorize(void* self, int action, const char* first, const char* second, const char* database,
                       const char* within);
  [[nodiscard]] bool may_read(std::string_view given, std::string_view database);

  SqlLimits limits_;
  sqlite3* handle_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
  std::string schema_;
  std::vector<std::string> readable_;          ///< entities within reach
  std::set<std::string, std::less<>> tables_;  ///< theirs
  std::set<std::string, std::less<>> hidden_;  ///< those of the others
  std::string refused_table_;                  ///< that the statement names all the same
  std::set<std::string> entities_;
  std::vector<std::string> columns_;
  std::vector<bool> is_id_;
};

/// A view's columns as people read them: amounts and rates as numbers, beside them `<name>_micros`.
[[nodiscard]] std::string view_columns(const TableLayout& table);

}  // namespace tiktok_marketing::context
