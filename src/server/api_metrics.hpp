#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <string_view>
#include <vector>

#include "base/metrics.hpp"
#include "server/contract.hpp"

namespace tiktok_marketing::server {

/// Counts and times of requests by operation and status; what never happened is not shown. Thread-safe,
/// without a lock once a pair was seen.
class ApiMetrics {
 public:
  ApiMetrics(MetricsRegistry& registry, const Contract& contract);

  /// `operation` null: the path or method was unknown.
  void count(const Operation* operation, int status, double seconds);

 private:
  struct Row;
  [[nodiscard]] Counter& counter_of(Row& row, int status);
  [[nodiscard]] Histogram& durations_of(Row& row);

  static constexpr std::size_t kStatuses = 600;
  struct Row {
    std::string operation;
    std::atomic<Histogram*> durations = nullptr;
    std::array<std::atomic<Counter*>, kStatuses> counters{};
  };

  MetricsRegistry& registry_;
  const Contract& contract_;
  std::vector<std::unique_ptr<Row>> rows_;  ///< in the order of the contract; the last is for unknown ones
};

}  // namespace tiktok_marketing::server
