#include "server/api_metrics.hpp"

#include <algorithm>
#include <string>

namespace tiktok_marketing::server {
namespace {

constexpr std::string_view kRequests = "tiktok_marketing_http_requests_total";
constexpr std::string_view kRequestsHelp = "Requests answered, by operation and status.";
constexpr std::string_view kDurations = "tiktok_marketing_http_request_duration_seconds";
constexpr std::string_view kDurationsHelp = "From the whole request to its answer, by operation.";

}  // namespace

ApiMetrics::ApiMetrics(MetricsRegistry& registry, const Contract& contract)
    : registry_(registry), contract_(contract) {
  const std::vector<double> bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
                                   0.5,   1,      2.5,   5,    10,    30,   60};
  const auto add = [&](std::string name) {
    auto row = std::make_unique<Row>();
    row->durations = &registry.histogram(kDurations, kDurationsHelp, bounds, {{"operation", name}});
    row->operation = std::move(name);
    rows_.push_back(std::move(row));
  };
  for (const Operation& operation : contract.operations()) add(operation.id);
  add("unknown");
}

void ApiMetrics::count(const Operation* operation, int status, double seconds) {
  const std::size_t index = operation == nullptr
                                ? rows_.size() - 1
                                : static_cast<std::size_t>(operation - contract_.operations().data());
  Row& row = *rows_[index];
  auto& slot = row.counters[static_cast<std::size_t>(std::clamp(status, 0, static_cast<int>(kStatuses) - 1))];
  Counter* counter = slot.load(std::memory_order_acquire);
  if (counter == nullptr) {
    counter = &registry_.counter(kRequests, kRequestsHelp,
                                 {{"operation", row.operation}, {"status", std::to_string(status)}});
    slot.store(counter, std::memory_order_release);
  }
  counter->add();
  row.durations->observe(seconds);
}

}  // namespace tiktok_marketing::server
