#pragma once

#include "catalog/model.hpp"
#include "context/tables.hpp"

/// Which figures are amounts in the account's currency, so that those of several currencies never meet.
namespace tiktok_marketing::context {

/// Sums with a fraction are amounts of money. `metric` may be null.
[[nodiscard]] bool is_amount(const catalog::Metric* metric);
/// Budgets, bids and balances of lists; amounts and costs per something of reports.
[[nodiscard]] bool is_amount(const ColumnLayout& column);

}  // namespace tiktok_marketing::context
