#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <tiktok_marketing/base/runtime.hpp>

#include "sandbox/params.hpp"

namespace tiktok_marketing::sandbox {

/// Times of events within a span, for limits over any such span.
class SlidingWindow {
 public:
  /// Number of events in (now - span, now].
  [[nodiscard]] std::size_t count(SystemTime now, std::chrono::milliseconds span);
  void add(SystemTime now) { times_.push_back(now); }

 private:
  std::deque<SystemTime> times_;
};

struct Limits {
  double qps = 10;
  double qpm = 600;
  std::int64_t qpd = 864'000;
  bool unlimited = false;
};

/// The request limits: per app by second, minute and UTC day (40100), per advertiser and path 20 a second
/// (40133). Refused requests do not count. Thread-safe.
class Limiter {
 public:
  explicit Limiter(Limits limits) : limits_(limits) {}

  [[nodiscard]] std::optional<ApiError> admit_app(const std::string& app_id, SystemTime now);
  [[nodiscard]] std::optional<ApiError> admit_path(const std::string& advertiser_id, std::string_view path,
                                                   SystemTime now);

 private:
  struct App {
    SlidingWindow second;
    SlidingWindow minute;
    SystemTime blocked_until{};
    std::chrono::sys_days day{};
    std::int64_t today = 0;
  };

  Limits limits_;
  std::mutex mutex_;
  std::map<std::string, App> apps_;
  std::map<std::pair<std::string, std::string>, SlidingWindow> paths_;
};

}  // namespace tiktok_marketing::sandbox
