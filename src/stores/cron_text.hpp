#pragma once

#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>

namespace tiktok_marketing::stores {

/// What a cron expression says, in words: `At 02:15, UTC`. Errors: `value_error` naming what cannot be read.
/// Pure.
[[nodiscard]] Result<std::string> words_of_cron(std::string_view text);

}  // namespace tiktok_marketing::stores
