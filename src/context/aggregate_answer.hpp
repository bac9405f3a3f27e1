#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"
#include "context/aggregate_groups.hpp"
#include "context/aggregate_request.hpp"

/// From sums to the rows of an answer.
namespace tiktok_marketing::context {

/// A group with its values. `previous` and `change` are empty unless periods are compared.
struct AnswerRow {
  std::vector<Json> keys;
  std::string currency;
  Tally tally;
  Tally before;
  std::int64_t groups = 0;  ///< how many were added up; 0: it is a group itself
  std::vector<Figure> figures;
  std::vector<Figure> previous;
  std::vector<Figure> change;
};

/// What turns sums into values.
struct Arithmetic {
  const AggregateRequest* request = nullptr;
  std::vector<SqlPlan::Parts> metrics;
  bool covered = false;         ///< of the period asked for
  bool covered_before = false;  ///< of the period before
  void fill(AnswerRow& row) const;
};

/// The groups of both periods, each once. `before` is empty unless periods are compared.
[[nodiscard]] std::vector<AnswerRow> joined(std::vector<Group> groups, std::vector<Group> before);
/// Rows for which `having` holds, in the order of the request; equal ones by their keys.
[[nodiscard]] Result<std::vector<AnswerRow>> selected(database::Connection& connection,
                                                      const AggregateRequest& request,
                                                      std::vector<AnswerRow> rows);
/// All rows as one for each currency, by currency; filled.
[[nodiscard]] std::vector<AnswerRow> added_up(const std::vector<AnswerRow>& rows, std::size_t first,
                                              const Arithmetic& arithmetic);

[[nodiscard]] Json json_of(const AnswerRow& row, const AggregateRequest& request);

}  // namespace tiktok_marketing::context
