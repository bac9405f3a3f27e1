#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "mcp/account_book.hpp"
#include "mcp/features.hpp"

namespace tiktok_marketing::mcp {

/// Those of `values` that go on from what was typed, as the result of `completion/complete`: first the ones
/// that begin with it, then those that hold it, case ignored; at most 100. Pure.
[[nodiscard]] Json completion_result(std::span<const std::string> values, std::string_view typed);

/// Answers `completion/complete`: entities, fields, recipes, date ranges, advertisers, campaign names.
void complete(const std::shared_ptr<AccountBook>& book, const std::shared_ptr<Call>& call);

}  // namespace tiktok_marketing::mcp
