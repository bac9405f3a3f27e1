#include "database/connection.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "database/sqlite_error.hpp"

namespace tiktok_marketing::database {
namespace {

constexpr std::size_t kMaxCachedTexts = 256;

/// SQLite gives the files beside the database its mode, so this one decides for all of them.
Result<void> make_private_file(const std::string& path) {
  // An existing file is not even opened: closing it would drop the locks other connections have on it.
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return errno == EEXIST ? Result<void>{} : file_error(errno, path);
  const bool failed = ::fchmod(fd, 0600) != 0;
  const int code = errno;
  ::close(fd);
  return failed ? file_error(code, path) : Result<void>{};
}

std::string settings_of(const Connection::Options& options) {
  return fmt::format(
      "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;"
      "PRAGMA synchronous = {}; PRAGMA secure_delete = {}; PRAGMA wal_autocheckpoint = {};",
      options.synchronous_full ? "FULL" : "NORMAL", options.secure_delete ? "ON" : "OFF",
      options.wal_autocheckpoint);
}

/// Two programs that switch a new file at the same moment refuse each other without waiting.
Result<void> switch_to_wal(Connection& connection, int patience_ms) {
  constexpr int kPauseMs = 10;
  for (int waited = 0;; waited += kPauseMs) {
    auto switched = connection.run("PRAGMA journal_mode = WAL");
    if (switched || switched.error().type != ErrorType::storage_unavailable || waited >= patience_ms)
      return switched;
    sqlite3_sleep(kPauseMs);
  }
}

std::string_view without_end(std::string_view sql) {
  const std::size_t last = sql.find_last_not_of("; \t\r\n");
  return sql.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

}  // namespace

/// Statements that are not in use, by their text.
struct Connection::Cache {
  std::unordered_map<std::string, std::vector<sqlite3_stmt*>, TextHash, std::equal_to<>> idle;

  void clear() {
    for (auto& [text, statements] : idle) {
      for (sqlite3_stmt* statement : statements) sqlite3_finalize(statement);
    }
    idle.clear();
  }
};

Connection::Connection(sqlite3* handle) : handle_(handle), cache_(std::make_unique<Cache>()) {}

Connection::~Connection() {
  cache_->clear();
  sqlite3_close_v2(handle_);
}

Result<std::unique_ptr<Connection>> Connection::open(const Options& options) {
  const bool in_memory = options.path == ":memory:";
  const bool writes = options.access == Access::read_write;
  if (writes && !in_memory) {
    if (auto made = make_private_file(options.path); !made) return std::move(made).error();
  }
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | (in_memory ? SQLITE_OPEN_CREATE : 0) |
                    (writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(options.path.c_str(), &handle, flags, nullptr);
  std::unique_ptr<Connection> connection(new Connection(handle));
  if (code != SQLITE_OK) return sqlite_error(code, sqlite3_errstr(code), options.path);
  if (writes && sqlite3_db_readonly(handle, "main") == 1) {
    return sqlite_error(SQLITE_READONLY, "it is read-only for this user", options.path);
  }
  sqlite3_busy_timeout(handle, options.busy_timeout_ms);
  // "name" in double quotes is a column and never, by accident, a text.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  if (auto set = connection->run(settings_of(options)); !set) return std::move(set).error();
  if (writes) {
    if (auto wal = switch_to_wal(*connection, options.busy_timeout_ms); !wal) return std::move(wal).error();
  }
  return connection;
}

Result<void> Connection::run(std::string_view sql) {
  const int code = sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return last_error(code);
  return {};
}

Result<Statement> Connection::prepare(std::string_view sql) {
  sql = without_end(sql);
  if (auto found = cache_->idle.find(sql); found != cache_->idle.end() && !found->second.empty()) {
    sqlite3_stmt* cached = found->second.back();
    found->second.pop_back();
    return Statement(this, cached);
  }
  sqlite3_stmt* made = nullptr;
  const char* rest = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &made, &rest);
  if (code != SQLITE_OK) return last_error(code);
  if (made == nullptr || rest != sql.data() + sql.size()) {
    sqlite3_finalize(made);
    return sqlite_error(SQLITE_MISUSE, "a prepared statement is exactly one statement", "");
  }
  return Statement(this, made);
}

void Connection::give_back(sqlite3_stmt* statement) {
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  const std::string_view sql = sqlite3_sql(statement);
  auto place = cache_->idle.find(sql);
  if (place == cache_->idle.end()) {
    // Only texts that are put together at run time can be so many; the usual ones are soon back.
    if (cache_->idle.size() >= kMaxCachedTexts) cache_->clear();
    place = cache_->idle.try_emplace(std::string(sql)).first;
  }
  place->second.push_back(statement);
}

std::int64_t Connection::last_insert_id() const {
  return sqlite3_last_insert_rowid(handle_);
}

std::int64_t Connection::changes() const {
  return sqlite3_changes64(handle_);
}

Result<std::int64_t> Connection::data_version() {
  auto query = prepare("PRAGMA data_version");
  if (!query) return std::move(query).error();
  if (auto row = query->step(); !row) return std::move(row).error();
  return query->integer(0);
}

Error Connection::last_error(int code) const {
  const char* file = sqlite3_db_filename(handle_, "main");
  const bool of_this_code = sqlite3_extended_errcode(handle_) == code;
  return sqlite_error(code, of_this_code ? sqlite3_errmsg(handle_) : sqlite3_errstr(code),
                      file != nullptr && *file != '\0' ? file : "in memory");
}

}  // namespace tiktok_marketing::database
