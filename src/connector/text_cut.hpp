#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tiktok_marketing {

/// Appends one row with every text value over `max_bytes` (of UTF-8, once decoded; > 0) cut at a character's
/// end and marked `… [cut, N characters]`, N being those that are gone. Names of members are kept whole.
/// `row` is valid JSON. Returns false, with an unusable rest in `out`, when there was nothing to cut. Pure.
[[nodiscard]] bool append_with_texts_cut(std::string& out, std::string_view row, std::size_t max_bytes);

}  // namespace tiktok_marketing
