#include "platform/execute_metrics.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

#include "catalog/model.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::string_view kOther = "other";
constexpr std::array<std::string_view, 7> kActions{
    "list", "context_store_search", "context_store_aggregate", "context_store_sql_query", "describe", "check",
    kOther};

// `ok`, then each type of error.
constexpr std::size_t kOutcomes = 2 + static_cast<std::size_t>(ErrorType::internal_error);

std::vector<std::string_view> entity_labels() {
  std::vector<std::string_view> names;
  for (const auto* entity : catalog::entities()) names.push_back(entity->name);
  names.emplace_back("all");
  names.push_back(kOther);
  return names;
}

/// The last of the labels stands for everything that is not among them.
template <typename Labels>
std::size_t place_in(const Labels& labels, std::string_view name) {
  const auto found = std::ranges::find(labels, name);
  return found == labels.end() ? labels.size() - 1
                               : static_cast<std::size_t>(std::distance(labels.begin(), found));
}

}  // namespace

ExecuteMetrics::ExecuteMetrics(MetricsRegistry& registry)
    : registry_(registry),
      entities_(entity_labels()),
      counters_(entities_.size() * kActions.size() * kOutcomes),
      seconds_(registry.histogram("tiktok_marketing_execute_seconds",
                                  "Time from the call of an execute to its outcome.",
                                  {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60})),
      requests_(registry.counter("tiktok_marketing_upstream_requests_total",
                                 "Requests to TikTok that good executes have cost, retries included.")) {}

void ExecuteMetrics::count(std::string_view entity, std::string_view action, std::optional<ErrorType> error,
                           std::chrono::microseconds duration) {
  const std::size_t of_entity = place_in(entities_, entity.empty() || entity == "*" ? "all" : entity);
  const std::size_t of_action = place_in(kActions, action);
  const std::size_t of_outcome = error ? 1 + static_cast<std::size_t>(*error) : 0;
  auto& kept = counters_[(of_entity * kActions.size() + of_action) * kOutcomes + of_outcome];
  Counter* counter = kept.load(std::memory_order_acquire);
  if (counter == nullptr) {
    counter = &registry_.counter("tiktok_marketing_executes_total", "Executes by outcome.",
                                 {{"entity", std::string(entities_[of_entity])},
                                  {"action", std::string(kActions[of_action])},
                                  {"outcome", std::string(error ? name_of(*error) : "ok")}});
    kept.store(counter, std::memory_order_release);
  }
  counter->add();
  seconds_.observe(std::chrono::duration<double>(duration).count());
}

}  // namespace tiktok_marketing::platform
