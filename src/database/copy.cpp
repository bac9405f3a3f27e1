#include "database/database.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "database/sqlite_error.hpp"

namespace tiktok_marketing::database {
namespace {

struct CloseDatabase {
  void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};

/// The source stays in one snapshot, so commits of others neither wait nor make the copy start again.
Result<std::unique_ptr<Connection>> open_snapshot(const std::filesystem::path& file) {
  auto source = Connection::open({.path = file.string(), .access = Access::read_only});
  if (!source) return source;
  if (auto begun = (*source)->run("BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1"); !begun) {
    return std::move(begun).error();
  }
  return source;
}

Result<void> copy_pages(Connection& source, const std::string& target) {
  sqlite3* opened = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  int code = sqlite3_open_v2(target.c_str(), &opened, flags, nullptr);
  const std::unique_ptr<sqlite3, CloseDatabase> handle(opened);
  // A half copy is thrown away as a whole, so it needs no journal and one sync, at the end.
  if (code == SQLITE_OK) {
    code = sqlite3_exec(opened, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", nullptr, nullptr,
                        nullptr);
  }
  sqlite3_backup* backup =
      code == SQLITE_OK ? sqlite3_backup_init(opened, "main", source.handle(), "main") : nullptr;
  if (backup == nullptr)
    return sqlite_error(code != SQLITE_OK ? code : sqlite3_errcode(opened), "no copy", target);
  constexpr int kPagesAStep = 1024;
  do {
    code = sqlite3_backup_step(backup, kPagesAStep);
  } while (code == SQLITE_OK);
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) return sqlite_error(code, sqlite3_errstr(code), target);
  return {};
}

Result<void> sync(const std::filesystem::path& path, int flags) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  const int code = errno;
  if (fd >= 0) ::close(fd);
  return synced ? Result<void>{} : file_error(code, path.string());
}

Error taken(const std::filesystem::path& target) {
  return {.type = ErrorType::conflict,
          .message = fmt::format("The file {} exists already.", target.string()),
          .hint = "Name a file that does not exist; nothing was changed."};
}

}  // namespace

Result<void> copy_database(const std::filesystem::path& source, const std::filesystem::path& target) {
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::symlink_status(target, ignored))) return taken(target);
  auto snapshot = open_snapshot(source);
  if (!snapshot) return std::move(snapshot).error();
  std::string draft = target.string() + ".XXXXXX";
  const int fd = ::mkostemp(draft.data(), O_CLOEXEC);
  if (fd < 0) return file_error(errno, target.string());
  ::close(fd);
  auto done = copy_pages(**snapshot, draft);
  if (done) done = sync(draft, O_RDONLY);
  // link() never replaces a file, and what it names is complete.
  if (done && ::link(draft.c_str(), target.c_str()) != 0) {
    done = errno == EEXIST ? taken(target) : file_error(errno, target.string());
  }
  ::unlink(draft.c_str());
  const auto folder = target.has_parent_path() ? target.parent_path() : std::filesystem::path(".");
  return done ? sync(folder, O_RDONLY | O_DIRECTORY) : std::move(done);
}

}  // namespace tiktok_marketing::database
