#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiktok_marketing {

/// The candidate nearest to `word` (edit distance, at most a third of its length, case ignored), or empty.
[[nodiscard]] std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

/// `text` cut to at most `max_bytes` at a character boundary, with `…` where something is missing.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t max_bytes = 200);

/// RFC 3986 percent-encoding of everything but unreserved characters.
[[nodiscard]] std::string percent_encode(std::string_view text);

[[nodiscard]] std::string join(std::span<const std::string> parts, std::string_view separator);
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);
[[nodiscard]] std::string_view trim(std::string_view text);

}  // namespace tiktok_marketing
