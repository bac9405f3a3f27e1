#pragma once

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"

/// Daily questions as prompts, one for each recipe. Pure.
namespace tiktok_marketing::mcp {

/// Result of `prompts/list`.
[[nodiscard]] Json prompt_list();
[[nodiscard]] bool has_prompt(std::string_view name);
/// Result of `prompts/get`; `arguments` may be null. `has_sync`: there is the tool sync to name. Errors:
/// `not_found`, `missing_parameter`.
[[nodiscard]] Result<Json> prompt(std::string_view name, const Json& arguments, bool has_sync);

}  // namespace tiktok_marketing::mcp
