#pragma once

#include <tiktok_marketing/base/result.hpp>

#include "database/connection.hpp"

namespace tiktok_marketing::context {

/// Gives a connection the functions that filters call: `ttm_like(text, pattern)`, `ttm_contains`,
/// `ttm_startswith`, `ttm_endswith`, `ttm_fuzzy`, `ttm_keyword`. They answer 1 or 0; for null 0. Cheap when
/// the connection has them already.
[[nodiscard]] Result<void> add_functions(database::Connection& connection);

}  // namespace tiktok_marketing::context
