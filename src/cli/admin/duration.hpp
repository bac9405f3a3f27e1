#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace tiktok_marketing::cli::admin {

/// `90s`, `30m`, `24h`, `7d`; at most 90 days. nullopt for anything else. Pure.
[[nodiscard]] std::optional<std::chrono::seconds> duration_of(std::string_view text);

}  // namespace tiktok_marketing::cli::admin
