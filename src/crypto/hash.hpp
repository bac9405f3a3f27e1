#pragma once

#include <string>
#include <string_view>

namespace tiktok_marketing::crypto {

/// 32 raw bytes.
[[nodiscard]] std::string sha256(std::string_view text);
/// HMAC-SHA-256, 32 raw bytes; `key` of any length.
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view text);
/// Compares in a time that depends on the lengths alone.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace tiktok_marketing::crypto
