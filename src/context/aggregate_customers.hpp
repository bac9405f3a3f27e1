#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"
#include "context/aggregate_request.hpp"
#include "context/aggregate_values.hpp"

/// The same aggregate over the stores of several customers, put into one table. Pure: who asks the stores
/// hands in their answers.
namespace tiktok_marketing::context {

/// Exchange rates as the caller gave them: one unit of a currency in units of `to`.
struct Rates {
  std::string to;
  std::map<std::string, Amount> rates;
  Json given;  ///< echoed
};

struct CustomersRequest {
  AggregateRequest request;
  Json store_params;  ///< what each store is to be asked; has the sums behind ratios beside the metrics
  std::optional<Rates> rates;
};

/// Params of an aggregate without `group_by`, `having`, `order_by`, `limit` and `compare`, as each customer
/// is one row; beside them `rates` {"to": "USD", "rates": {"EUR": 1.08}}. Errors: `invalid_query`.
[[nodiscard]] Result<CustomersRequest> parse_customers(const TableLayout& table, const Json& params);

/// What one customer's store said; a customer may have several stores.
struct CustomerAnswer {
  std::string customer;
  Result<Json> answer;  ///< of `aggregate`, asked with `store_params`
};

/// `{"data": […], "meta": {…}}`: one row for each customer, one for each currency where a customer has
/// several and no rate, those with the greatest first metric first. A row has `customer`, `currency`, the
/// metrics, `as_of`, `complete` and `finality` {metric: word}. `meta.totals`: all customers, one row for each
/// currency. Customers whose store failed stand in `meta.missing`.
[[nodiscard]] Json merge_customers(const CustomersRequest& request,
                                   const std::vector<CustomerAnswer>& answers);

}  // namespace tiktok_marketing::context
