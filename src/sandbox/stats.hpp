#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "base/json.hpp"
#include "sandbox/limiter.hpp"

namespace tiktok_marketing::sandbox {

/// Counts what was asked and answered. Thread-safe.
class Stats {
 public:
  void asked(const std::string& path, SystemTime now) {
    const std::lock_guard lock(mutex_);
    ++paths_[path];
    last_second_.add(now);
    busiest_second_ = std::max(busiest_second_, last_second_.count(now, std::chrono::seconds{1}));
  }
  void answered(int code) {
    const std::lock_guard lock(mutex_);
    ++codes_[code];
  }
  /// `{"requests","paths","codes","throttled","max_requests_in_a_second"}`.
  [[nodiscard]] Json json() const {
    const std::lock_guard lock(mutex_);
    Json paths = Json::Object{};
    Json codes = Json::Object{};
    std::int64_t all = 0;
    for (const auto& [path, count] : paths_) {
      paths.set(path, count);
      all += count;
    }
    for (const auto& [code, count] : codes_) codes.set(std::to_string(code), count);
    const auto throttled = codes_.find(40100);
    Json json = Json::Object{};
    json.set("requests", all);
    json.set("paths", std::move(paths));
    json.set("codes", std::move(codes));
    json.set("throttled", throttled == codes_.end() ? std::int64_t{0} : throttled->second);
    json.set("max_requests_in_a_second", static_cast<std::int64_t>(busiest_second_));
    return json;
  }
  [[nodiscard]] std::int64_t requests() const {
    const std::lock_guard lock(mutex_);
    std::int64_t all = 0;
    for (const auto& [path, count] : paths_) all += count;
    return all;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::int64_t> paths_;
  std::map<int, std::int64_t> codes_;
  SlidingWindow last_second_;
  std::size_t busiest_second_ = 0;
};

}  // namespace tiktok_marketing::sandbox
