#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "database/connection.hpp"

namespace tiktok_marketing::database {

/// One step of a schema. Numbered from 1 without a gap; never changed once released.
struct Migration {
  int version;
  std::string_view name;
  std::string_view sql;
};

/// A consistent copy of a database file, mode 0600, synced to disk; nobody who reads or writes it waits
/// meanwhile. Errors: `conflict` when the target exists, else as `Connection`; the target then is not there.
[[nodiscard]] Result<void> copy_database(const std::filesystem::path& source,
                                         const std::filesystem::path& target);

/// A database file with one writer and several readers, brought to the newest schema when it is opened.
///
/// The schema's number stands in `PRAGMA user_version`. Thread-safety: everything from any thread; calls
/// block on the disk, so not on the engine thread.
class Database {
 public:
  struct Options {
    std::filesystem::path file;
    std::span<const Migration> migrations;  ///< used by `open` alone
    bool secure_delete = true;
    bool synchronous_full = true;
    std::size_t max_readers = 4;  ///< kept open between calls; more are opened while more threads read
    /// Called before an existing file is migrated (it may `copy_database` it); its error stops the opening.
    /// Empty: nothing is called.
    std::function<Result<void>(const std::filesystem::path& file, int from_version)> before_migration;
  };
  /// Errors: `value_error` when the file comes from a newer program, `storage_unavailable`, `internal_error`
  /// when it is damaged or no database.
  [[nodiscard]] static Result<std::shared_ptr<Database>> open(Options options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Calls `work(Connection&)` (which returns a Result) with a reading connection, inside one snapshot.
  template <typename Work>
  auto read(Work work) -> std::invoke_result_t<Work, Connection&> {
    auto lease = borrow_reader();
    if (!lease) return std::move(lease).error();
    if (auto begun = (*lease)->run("BEGIN"); !begun) return std::move(begun).error();
    auto result = work(**lease);
    end_read(*std::move(lease));
    return result;
  }

  /// Calls `work(Connection&)` inside `BEGIN IMMEDIATE`; commits when it returns success, else rolls back.
  template <typename Work>
  auto write(Work work) -> std::invoke_result_t<Work, Connection&> {
    std::lock_guard lock(writer_mutex_);
    if (auto begun = writer_->run("BEGIN IMMEDIATE"); !begun) return std::move(begun).error();
    auto result = work(*writer_);
    if (!result) {
      (void)writer_->run("ROLLBACK");
      return result;
    }
    if (auto done = writer_->run("COMMIT"); !done) {
      (void)writer_->run("ROLLBACK");
      return std::move(done).error();
    }
    return result;
  }

  /// True when another process has committed since the last call. Commits through `write` do not count.
  [[nodiscard]] Result<bool> changed_by_others();
  [[nodiscard]] Result<void> copy_to(const std::filesystem::path& target) const;
  /// `PRAGMA integrity_check` and `foreign_key_check`: the defects found, none for a sound file.
  [[nodiscard]] Result<std::vector<std::string>> defects();
  [[nodiscard]] const std::filesystem::path& file() const { return options_.file; }
  [[nodiscard]] int schema_version() const { return schema_version_; }

 private:
  using Lease = std::unique_ptr<Connection>;
  explicit Database(Options options) : options_(std::move(options)) {}
  [[nodiscard]] Result<void> prepare_file();
  [[nodiscard]] Result<Lease> borrow_reader();
  void end_read(Lease reader);

  Options options_;
  int schema_version_ = 0;
  std::mutex writer_mutex_;
  std::unique_ptr<Connection> writer_;
  std::int64_t seen_version_ = 0;
  std::mutex readers_mutex_;
  std::vector<Lease> idle_readers_;
};

}  // namespace tiktok_marketing::database
