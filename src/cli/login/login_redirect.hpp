#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

namespace tiktok_marketing::cli {

using QueryPairs = std::vector<std::pair<std::string, std::string>>;

/// 256 bits from the system as hex digits. Errors: `internal_error`.
[[nodiscard]] Result<std::string> random_state();

/// Compares without telling by its time where the texts differ.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

/// The code out of TikTok's redirect, after its state was verified. Pure.
/// Errors: `value_error` (no code, wrong state), `upstream_authentication_failed` (the user refused).
[[nodiscard]] Result<Secret> code_of(const QueryPairs& query, std::string_view state);

/// The same from an address copied out of a browser. Errors: as `code_of`.
[[nodiscard]] Result<Secret> code_of_url(std::string_view url, std::string_view state);

}  // namespace tiktok_marketing::cli
