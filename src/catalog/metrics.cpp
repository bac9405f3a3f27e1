#include <algorithm>
#include <iterator>

#include "catalog/metrics_table.hpp"

namespace tiktok_marketing::catalog {
namespace {

constexpr bool sorted_and_unique() {
  for (std::size_t i = 1; i < std::size(tables::kMetrics); ++i) {
    if (tables::kMetrics[i - 1].name >= tables::kMetrics[i].name) return false;
  }
  return true;
}
static_assert(sorted_and_unique());

}  // namespace

std::span<const Metric> metrics() {
  return tables::kMetrics;
}

const Metric* find_metric(std::string_view name) {
  const auto* found = std::ranges::lower_bound(tables::kMetrics, name, {}, &Metric::name);
  return found != std::end(tables::kMetrics) && found->name == name ? found : nullptr;
}

bool metric_allowed(const Metric& metric, Level level) {
  return (metric.levels & static_cast<Levels>(level)) != 0;
}

}  // namespace tiktok_marketing::catalog
