#include "context/sql_guard.hpp"

#include <sqlite3.h>

#include <utility>

namespace tiktok_marketing::context {
namespace {

/// Steps of SQLite's machine between two looks at the clock: well below a millisecond.
constexpr int kSteps = 10'000;

int is_over(void* patience) {
  return static_cast<const Patience*>(patience)->over() ? 1 : 0;
}

}  // namespace

bool Patience::over() const {
  return stop.stop_requested() || std::chrono::steady_clock::now() >= deadline;
}

Error given_up(const Patience& patience) {
  if (patience.stop.stop_requested()) {
    return {.type = ErrorType::cancelled, .message = "The question was withdrawn.", .hint = "Ask again."};
  }
  Error error{.type = ErrorType::upstream_timeout,
              .message = "The context store needed more time for this question than it had.",
              .hint = "Narrow the filter to fewer days or advertisers, or allow more time."};
  error.retryable = true;
  return error;
}

SqlGuard::SqlGuard(database::Connection& connection, const Patience& patience)
    : SqlGuard(connection.handle(), patience) {}

SqlGuard::SqlGuard(sqlite3* handle, const Patience& patience) : handle_(handle), patience_(patience) {
  sqlite3_progress_handler(handle_, kSteps, is_over, const_cast<Patience*>(&patience_));
}

SqlGuard::~SqlGuard() {
  sqlite3_progress_handler(handle_, 0, nullptr, nullptr);
}

Error SqlGuard::explained(Error error) const {
  const bool interrupted = error.type == ErrorType::cancelled;
  return interrupted ? given_up(patience_) : error;
}

}  // namespace tiktok_marketing::context
