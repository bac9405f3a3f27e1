#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>

struct sqlite3;
struct sqlite3_stmt;

namespace tiktok_marketing::database {

/// A prepared statement. Parameters and columns are counted from 1 and 0, as SQLite does.
///
/// Bound text is copied; a binding that fails is reported by the next `step`. Columns are valid until the
/// next `step` or `reset`. Comes from `Connection::prepare`, goes back into its cache when it is destroyed.
/// One thread at a time.
class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  Statement& bind(int index, std::nullptr_t);
  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, int value) { return bind(index, std::int64_t{value}); }
  Statement& bind(int index, bool value) { return bind(index, std::int64_t{value ? 1 : 0}); }
  Statement& bind(int index, double value);
  Statement& bind(int index, std::string_view text);
  Statement& bind(int index, const char* text) { return bind(index, std::string_view(text)); }
  Statement& bind(int index, const std::string& text) { return bind(index, std::string_view(text)); }
  Statement& bind_blob(int index, std::string_view bytes);
  template <typename T>
  Statement& bind(int index, const std::optional<T>& value) {
    return value ? bind(index, *value) : bind(index, nullptr);
  }
  /// Binds 1, 2, 3, … in order.
  template <typename... Values>
  Statement& bind_all(const Values&... values) {
    int index = 0;
    (bind(++index, values), ...);
    return *this;
  }

  /// True: a row is there. False: done. Errors: as `Connection`.
  [[nodiscard]] Result<bool> step();
  /// For statements that give no rows: steps to the end and resets.
  [[nodiscard]] Result<void> run();
  void reset();

  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string_view text(int column) const;  ///< empty for null; also for blobs
  [[nodiscard]] std::optional<std::string> optional_text(int column) const;
  [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const;

 private:
  friend class Connection;
  Statement(class Connection* owner, sqlite3_stmt* handle) : owner_(owner), handle_(handle) {}

  Statement& note(int code);

  class Connection* owner_;
  sqlite3_stmt* handle_;
  int bind_error_ = 0;  ///< the first one; `step` reports it
};

enum class Access { read_write, read_only };

/// One SQLite connection with a cache of prepared statements. One thread at a time.
///
/// Errors of all members: `storage_unavailable` (full disk, I/O error, busy for longer than the limit; hint
/// says what to free), `conflict` (a UNIQUE or other constraint), `internal_error` (a defect: wrong SQL,
/// damage).
class Connection {
 public:
  struct Options {
    std::string path;  ///< a file, or `:memory:`
    Access access = Access::read_write;
    bool secure_delete = true;
    bool synchronous_full = true;
    int busy_timeout_ms = 5'000;
    int wal_autocheckpoint = 1'000;  ///< pages
  };
  /// WAL mode, foreign keys on. A new file gets mode 0600.
  [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const Options& options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Runs SQL and drops its rows; several statements are allowed.
  [[nodiscard]] Result<void> run(std::string_view sql);
  /// The one statement of that text, from the cache when it is there and not in use. `sql` is copied. The
  /// connection outlives its statements.
  [[nodiscard]] Result<Statement> prepare(std::string_view sql);
  [[nodiscard]] std::int64_t last_insert_id() const;
  /// Rows the last INSERT, UPDATE or DELETE touched.
  [[nodiscard]] std::int64_t changes() const;
  /// Changes when another connection, of this or another process, has committed since the last call.
  [[nodiscard]] Result<std::int64_t> data_version();
  [[nodiscard]] sqlite3* handle() const { return handle_; }

 private:
  friend class Statement;
  struct Cache;
  explicit Connection(sqlite3* handle);
  [[nodiscard]] Error last_error(int code) const;
  void give_back(sqlite3_stmt* statement);

  sqlite3* handle_;
  std::unique_ptr<Cache> cache_;
};

}  // namespace tiktok_marketing::database
