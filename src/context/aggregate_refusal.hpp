#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tiktok_marketing/base/error.hpp>

#include "base/json.hpp"
#include "context/aggregate_answer.hpp"

namespace tiktok_marketing::context {

/// What is refused because no honest number exists: an error `invalid_query` whose `example` is the call that
/// gives it. Pure.
struct Refusals {
  const AggregateRequest& request;
  const Json& params;
  std::optional<Days> days;  ///< the range, resolved
  std::string advertiser_id;
};
/// nullopt: all values of these rows may be given.
[[nodiscard]] std::optional<Error> refusal_of(const std::vector<AnswerRow>& rows, const Refusals& context);

}  // namespace tiktok_marketing::context
