#include "database/connection.hpp"

#include <sqlite3.h>

#include <utility>

namespace tiktok_marketing::database {
namespace {

/// SQLite takes a null pointer for NULL, and an empty view may have one.
const char* never_null(std::string_view text) {
  return text.data() != nullptr ? text.data() : "";
}

}  // namespace

Statement::Statement(Statement&& other) noexcept
    : owner_(other.owner_), handle_(std::exchange(other.handle_, nullptr)), bind_error_(other.bind_error_) {}

Statement::~Statement() {
  if (handle_ != nullptr) owner_->give_back(handle_);
}

Statement& Statement::note(int code) {
  if (bind_error_ == SQLITE_OK) bind_error_ = code;
  return *this;
}

Statement& Statement::bind(int index, std::nullptr_t) {
  return note(sqlite3_bind_null(handle_, index));
}

Statement& Statement::bind(int index, std::int64_t value) {
  return note(sqlite3_bind_int64(handle_, index, value));
}

Statement& Statement::bind(int index, double value) {
  return note(sqlite3_bind_double(handle_, index, value));
}

Statement& Statement::bind(int index, std::string_view text) {
  return note(
      sqlite3_bind_text64(handle_, index, never_null(text), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

Statement& Statement::bind_blob(int index, std::string_view bytes) {
  return note(sqlite3_bind_blob64(handle_, index, never_null(bytes), bytes.size(), SQLITE_TRANSIENT));
}

Result<bool> Statement::step() {
  if (bind_error_ != SQLITE_OK) return owner_->last_error(bind_error_);
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  Error error = owner_->last_error(code);
  sqlite3_reset(handle_);
  return error;
}

Result<void> Statement::run() {
  for (;;) {
    auto row = step();
    if (row && *row) continue;
    reset();
    if (!row) return std::move(row).error();
    return {};
  }
}

void Statement::reset() {
  sqlite3_reset(handle_);
  bind_error_ = SQLITE_OK;
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(handle_, column);
}

double Statement::real(int column) const {
  return sqlite3_column_double(handle_, column);
}

std::string_view Statement::text(int column) const {
  const void* bytes = sqlite3_column_type(handle_, column) == SQLITE_BLOB
                          ? sqlite3_column_blob(handle_, column)
                          : static_cast<const void*>(sqlite3_column_text(handle_, column));
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

std::optional<std::string> Statement::optional_text(int column) const {
  if (is_null(column)) return std::nullopt;
  return std::string(text(column));
}

std::optional<std::int64_t> Statement::optional_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

}  // namespace tiktok_marketing::database
