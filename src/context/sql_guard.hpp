#pragma once

#include <stop_token>

#include <tiktok_marketing/base/error.hpp>
#include <tiktok_marketing/base/runtime.hpp>

#include "database/connection.hpp"

struct sqlite3;

namespace tiktok_marketing::context {

/// When a question must be answered or given up. The deadline is one of `std::chrono::steady_clock`.
struct Patience {
  SteadyTime deadline = SteadyTime::max();
  std::stop_token stop;
  [[nodiscard]] bool over() const;
};
/// What an answer that was given up says: `upstream_timeout` or `cancelled`.
[[nodiscard]] Error given_up(const Patience& patience);

/// While it lives, statements of the connection end with `cancelled` as soon as patience is over. Use
/// `explained` on their errors. One thread, the connection's.
class SqlGuard {
 public:
  SqlGuard(database::Connection& connection, const Patience& patience);
  SqlGuard(sqlite3* handle, const Patience& patience);
  SqlGuard(const SqlGuard&) = delete;
  SqlGuard& operator=(const SqlGuard&) = delete;
  ~SqlGuard();

  /// The error itself, or `given_up` when that is why it came.
  [[nodiscard]] Error explained(Error error) const;

 private:
  sqlite3* handle_;
  const Patience& patience_;
};

}  // namespace tiktok_marketing::context
