#pragma once

#include <string_view>

#include "base/json.hpp"
#include "server/call.hpp"

namespace tiktok_marketing::server {

/// The address of the page after this one, relative to the server: the same query with `next_cursor`. null at
/// the end.
[[nodiscard]] Json next_page(const Call& call, std::string_view next_cursor);

}  // namespace tiktok_marketing::server
