#pragma once

#include <cstddef>
#include <string_view>

namespace tiktok_marketing::mcp {

/// About how many tokens a language model reads `text` as; rather too many than too few. Counted by the kinds
/// of characters, as tokenizers cut: three digits, a short word, a few signs. Costs one pass, no table.
[[nodiscard]] std::size_t estimated_tokens(std::string_view text);

}  // namespace tiktok_marketing::mcp
