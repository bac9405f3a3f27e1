#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/error.hpp>

#include "base/metrics.hpp"

namespace tiktok_marketing::platform {

/// Counters and times of executes. Names that callers invent are counted as `other`: what they send must not
/// make new time series. Thread-safe, without a lock after the first call of a kind.
class ExecuteMetrics {
 public:
  explicit ExecuteMetrics(MetricsRegistry& registry);

  /// `error` nullopt: it went well.
  void count(std::string_view entity, std::string_view action, std::optional<ErrorType> error,
             std::chrono::microseconds duration);
  /// Requests that went to TikTok.
  void count_requests(std::int64_t requests) { requests_.add(static_cast<std::uint64_t>(requests)); }

 private:
  MetricsRegistry& registry_;
  std::vector<std::string_view> entities_;
  std::vector<std::atomic<Counter*>> counters_;  ///< by entity, action and outcome; null: not asked for yet
  Histogram& seconds_;
  Counter& requests_;
};

}  // namespace tiktok_marketing::platform
