#pragma once

#include <span>
#include <string>

#include "base/json.hpp"
#include "catalog/model.hpp"

/// What exists, told in few words. Pure.
namespace tiktok_marketing::mcp {

/// All entities, and the daily questions with the calls that answer them.
[[nodiscard]] Json overview_json(bool has_store);
/// Parameters and filters explained, fields and metrics by name; those in `names` explained too.
[[nodiscard]] Json entity_json(const catalog::Entity& entity, std::span<const std::string> names);
/// One field or metric; null for an unknown name.
[[nodiscard]] Json field_json(const catalog::Entity& entity, std::string_view name);
/// Names of an entity's fields, metrics included.
[[nodiscard]] std::vector<std::string_view> field_names(const catalog::Entity& entity);
/// The recipe as a call of a tool: `{"tool": "aggregate", "arguments": {…}}`; null when it cannot be
/// answered.
[[nodiscard]] Json recipe_call(std::string_view recipe_name);

}  // namespace tiktok_marketing::mcp
