#include "database/sqlite_error.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace tiktok_marketing::database {
namespace {

Error unavailable(std::string message, std::string hint) {
  Error error{.type = ErrorType::storage_unavailable, .message = std::move(message), .hint = std::move(hint)};
  error.retryable = true;
  return error;
}

}  // namespace

Error sqlite_error(int code, std::string_view said, std::string_view file) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return unavailable(
          fmt::format("The disk is full: the database {} cannot grow.", file),
          "Free disk space in its folder. Nothing of this change was stored; reading goes on.");
    case SQLITE_IOERR:
      return unavailable(fmt::format("The disk failed under the database {}: {}.", file, said),
                         "Check the free space and the health of the disk it lies on.");
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return unavailable(fmt::format("The database {} cannot be opened: {}.", file, said),
                         "Check that its folder exists and that this user may write there.");
    case SQLITE_READONLY:
      return unavailable(fmt::format("The database {} cannot be written: {}.", file, said),
                         "Let this user write the file and its folder; restart if the file was moved.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return unavailable(fmt::format("The database {} is busy: another process holds it.", file),
                         "Try again; if it stays so, end the other program that has the file open.");
    case SQLITE_CONSTRAINT:
      return {.type = ErrorType::conflict,
              .message = fmt::format("The change contradicts what is stored: {}.", said),
              .hint = "Read the present state and try again with it."};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {.message = fmt::format("The database {} is damaged: {}.", file, said),
              .hint = "Stop the program, keep this file aside and restore the newest backup."};
    case SQLITE_INTERRUPT:
      return {.type = ErrorType::cancelled, .message = "The query was stopped.", .hint = "Ask again."};
    default:
      return {.message = fmt::format("SQLite refused a call ({}): {}.", code, said),
              .hint = "This is a defect of the program; please report it with this message."};
  }
}

Error file_error(int code, std::string_view file) {
  const bool full = code == ENOSPC || code == EDQUOT;
  return sqlite_error(full ? SQLITE_FULL : (code == EIO ? SQLITE_IOERR : SQLITE_CANTOPEN),
                      std::strerror(code), file);
}

}  // namespace tiktok_marketing::database
