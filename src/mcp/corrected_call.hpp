#pragma once

#include <string>

#include <tiktok_marketing/base/error.hpp>

#include "base/json.hpp"
#include "mcp/tool_list.hpp"

/// What the error of a wrong call shows as its example. Pure.
namespace tiktok_marketing::mcp {

/// Arguments that are right, as JSON text, and as near to the given ones as can be: with the nearest allowed
/// word in place of the wrong one; else with what the error's own example says differently; else with what of
/// the tool's example mends them. `arguments` may be null.
[[nodiscard]] std::string corrected_call(const Json& arguments, const ToolSpec& tool, const Error& error);

}  // namespace tiktok_marketing::mcp
