#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

namespace tiktok_marketing::platform {

/// Where a page ended, as opaque text for the caller: the sort keys of its last row. Not a secret and not
/// signed: who alters one asks for another page of what he may see anyway.
[[nodiscard]] std::string page_cursor(const std::vector<std::string>& keys);
/// Errors: `invalid_cursor` when it does not hold exactly `count` keys.
[[nodiscard]] Result<std::vector<std::string>> read_page_cursor(std::string_view cursor, std::size_t count);

[[nodiscard]] Error invalid_cursor(std::string_view cursor);

/// `limit` must lie in 1..`most`. Errors: `value_error`.
[[nodiscard]] Result<void> check_limit(int limit, int most);

}  // namespace tiktok_marketing::platform
