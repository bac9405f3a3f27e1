#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/json.hpp"
#include "catalog/model.hpp"

/// The document an agent reads section by section before it calls, as blocks that clients render:
/// `{"type":"heading"|"paragraph"|"list"|"code"|"table", …}`. Pure.
namespace tiktok_marketing::catalog {

/// `[{"id","title","summary"}]`: how to call, the questions, one section for each of the entities.
[[nodiscard]] Json skill_outline_json(std::span<const Entity* const> entities);
/// What is read first.
[[nodiscard]] Json skill_guidance_json();
/// The blocks of a section of the outline; nullopt for one that does not stand in it.
[[nodiscard]] std::optional<Json> skill_section_json(std::span<const Entity* const> entities,
                                                     std::string_view section);

}  // namespace tiktok_marketing::catalog
