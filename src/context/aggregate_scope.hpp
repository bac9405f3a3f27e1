#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "context/aggregate_request.hpp"
#include "context/aggregate_sql.hpp"
#include "context/standing.hpp"

/// Whose rows of which days an aggregate adds up, and what is known about them.
namespace tiktok_marketing::context {

struct AggregateScope {
  /// The days of a range word, for the accounts in whose zones it means these days.
  struct Part {
    std::optional<Days> days;
    Standing standing;
  };
  std::vector<Part> parts;
  RowScope rows;
  std::vector<std::string> currencies;  ///< of what can be read, sorted

  /// Every row that was asked for has been read.
  [[nodiscard]] bool complete() const;
  /// Standing of all parts together.
  [[nodiscard]] Standing together() const;
};

/// `before`: the period before the one asked for. Errors: `context_store_not_ready` when nothing the question
/// touches has been read.
[[nodiscard]] Result<AggregateScope> scope_of(database::Connection& connection,
                                              const AggregateRequest& request,
                                              const std::optional<std::vector<std::string>>& fence,
                                              SystemTime now, bool before);

/// `final`, `moving` or `partial`: the least settled value of the metric within the scope. nullopt where rows
/// have no days or nothing has been read.
[[nodiscard]] std::optional<std::string_view> finality_in(const Standing& standing,
                                                          catalog::Settling settling);

}  // namespace tiktok_marketing::context
