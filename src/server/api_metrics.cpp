#include "server/api_metrics.hpp"

#include <algorithm>
#include <string>

namespace tiktok_marketing::server {
namespace {

constexpr std::string_view kRequests = "tiktok_marketing_http_requests_total";
constexpr std::string_view kRequestsHelp = "Requests answered, by operation and status.";
constexpr std::string_view kDurations = "tiktok_marketing_http_request_duration_seconds";
constexpr std::string_view kDurationsHelp = "From the whole request to its answer, by operation.";

const std::vector<double> kBounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
                                  0.5,   1,      2.5,   5,    10,    30,   60};

}  // namespace

ApiMetrics::ApiMetrics(MetricsRegistry& registry, const Contract& contract)
    : registry_(registry), contract_(contract) {
  const auto add = [this](std::string operation) {
    rows_.push_back(std::make_unique<Row>());
    rows_.back()->operation = std::move(operation);
  };
  for (const Operation& operation : contract.operations()) add(operation.id);
  add("unknown");
}

void ApiMetrics::count(const Operation* operation, int status, double seconds) {
  const std::size_t index = operation == nullptr
                                ? rows_.size() - 1
                                : static_cast<std::size_t>(operation - contract_.operations().data());
  Row& row = *rows_[index];
  counter_of(row, status).add();
  durations_of(row).observe(seconds);
}

Counter& ApiMetrics::counter_of(Row& row, int status) {
  auto& slot = row.counters[static_cast<std::size_t>(std::clamp(status, 0, static_cast<int>(kStatuses) - 1))];
  if (Counter* counter = slot.load(std::memory_order_acquire)) return *counter;
  Counter& counter = registry_.counter(kRequests, kRequestsHelp,
                                       {{"operation", row.operation}, {"status", std::to_string(status)}});
  slot.store(&counter, std::memory_order_release);
  return counter;
}

Histogram& ApiMetrics::durations_of(Row& row) {
  if (Histogram* durations = row.durations.load(std::memory_order_acquire)) return *durations;
  Histogram& durations =
      registry_.histogram(kDurations, kDurationsHelp, kBounds, {{"operation", row.operation}});
  row.durations.store(&durations, std::memory_order_release);
  return durations;
}

}  // namespace tiktok_marketing::server
