#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"

/// What can be read without a tool. Pure; the account is read elsewhere.
namespace tiktok_marketing::mcp {

inline constexpr std::string_view kAccountUri = "tiktok://account";

/// Results of `resources/list` and `resources/templates/list`.
[[nodiscard]] Json resource_list();
[[nodiscard]] Json resource_template_list();
/// JSON text of a resource; nullopt when there is none at that address.
[[nodiscard]] std::optional<std::string> resource_text(std::string_view uri, bool has_store);
/// Result of `resources/read`.
[[nodiscard]] Json resource_contents(std::string_view uri, std::string_view text);

}  // namespace tiktok_marketing::mcp
