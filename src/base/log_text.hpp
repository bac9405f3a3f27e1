#pragma once

#include <string_view>

#include <tiktok_marketing/base/log.hpp>

namespace tiktok_marketing {

[[nodiscard]] std::string_view name_of(LogLevel level);

}  // namespace tiktok_marketing
