#include "context/money.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace tiktok_marketing::context {
namespace {

constexpr std::string_view kAmountsOfLists[] = {
    "balance",      "bid_price",        "budget",          "conversion_bid_price",
    "deep_cpa_bid", "rf_estimated_cpr", "scheduled_budget"};

bool is_cost_per_something(std::string_view name) {
  return name == "cpc" || name == "cpm" || name.starts_with("cost_per_");
}

}  // namespace

bool is_amount(const catalog::Metric* metric) {
  return metric != nullptr && metric->nature == catalog::Nature::sum && metric->type == catalog::Type::number;
}

bool is_amount(const ColumnLayout& column) {
  if (column.metric != nullptr) return is_amount(column.metric) || is_cost_per_something(column.name);
  return std::ranges::find(kAmountsOfLists, column.name) != std::end(kAmountsOfLists);
}

}  // namespace tiktok_marketing::context
