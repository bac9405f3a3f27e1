#pragma once

#include <string>

/// What a language model reads about the tool `execute(entity, action, params)`. Pure.
namespace tiktok_marketing::catalog {

/// Under 600 tokens of o200k_base. `store`: also the actions of a context store. Holds no blank line and no
/// line that ends in a colon: readers of docstrings would cut it there.
[[nodiscard]] std::string tool_text(bool store);

}  // namespace tiktok_marketing::catalog
