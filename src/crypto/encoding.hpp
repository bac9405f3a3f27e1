#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tiktok_marketing::crypto {

[[nodiscard]] std::string to_hex(std::string_view bytes);
/// nullopt for an odd length or other characters than 0-9 a-f A-F.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);
/// Standard alphabet with padding.
[[nodiscard]] std::string to_base64(std::string_view bytes);
/// URL-safe alphabet without padding, as JWTs use it.
[[nodiscard]] std::string to_base64url(std::string_view bytes);
/// Strict: no padding, no white space, no bits left over.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

}  // namespace tiktok_marketing::crypto
