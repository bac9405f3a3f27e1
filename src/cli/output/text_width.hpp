#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tiktok_marketing::cli {

/// Cells a terminal needs for UTF-8 text: East Asian wide characters and emoji take two, combining marks
/// none.
[[nodiscard]] std::size_t text_width(std::string_view text);

/// `text` in at most `width` cells, with `…` as the last one where something is missing.
[[nodiscard]] std::string fitted(std::string_view text, std::size_t width);

/// One line that cannot command a terminal: control characters (escape codes, line breaks) become spaces,
/// bytes that are no UTF-8 become `?`. TikTok's texts are written by strangers.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace tiktok_marketing::cli
