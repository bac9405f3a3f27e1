#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

/// The page of a customer's program to which an OAuth login returns. Pure functions.
namespace tiktok_marketing::platform {

/// Absolute, https (or http to loopback), without user name, `..` or characters that browsers read in
/// different ways, and permitted by the list: an entry is a whole URL, or the beginning of one and `*`. The
/// entry's query counts only if it has one; the fragment never does. An empty list permits every such URL.
/// Errors: `value_error` on `redirect_url`.
[[nodiscard]] Result<void> check_redirect_url(std::string_view url,
                                              const std::vector<std::string>& permitted);

using QueryParameters = std::vector<std::pair<std::string, std::string>>;
/// Adds the parameters before the fragment. The page's own query survives, but for what an earlier login may
/// have left there: `connector_id`, `secret_id`, `error` and `error_description`.
[[nodiscard]] std::string with_outcome(std::string_view url, const QueryParameters& parameters);

}  // namespace tiktok_marketing::platform
