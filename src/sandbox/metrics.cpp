#include "sandbox/metrics.hpp"

#include <algorithm>

namespace tiktok_marketing::sandbox {
namespace {

#include "sandbox/metrics.inc"

static_assert(std::ranges::is_sorted(kMetricRows, {}, &MetricRow::name));

}  // namespace

const MetricRow* find_metric(std::string_view name) {
  const auto* row = std::ranges::lower_bound(kMetricRows, name, {}, &MetricRow::name);
  return row != std::end(kMetricRows) && row->name == name ? row : nullptr;
}

std::span<const MetricRow> all_metrics() {
  return kMetricRows;
}

}  // namespace tiktok_marketing::sandbox
