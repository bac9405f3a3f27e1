#pragma once

#include <string>

#include "catalog/model.hpp"

/// Answers of `describe` and `list_entities`, made from the tables. Pure.
namespace tiktok_marketing::catalog {

/// `{"entities":[…],"default_read_action":"list","recipes":[…]}` for one entity, or for all when `entity` is
/// null. Compact.
[[nodiscard]] std::string describe_json(const Entity* entity);
/// For a terminal: a list of the entities, or everything about one. Lines may exceed the terminal's width.
[[nodiscard]] std::string describe_text(const Entity* entity);
/// The entity's part of the reference, or all of them.
[[nodiscard]] std::string describe_markdown(const Entity* entity);
/// The original's `list_entities()`: entity names, actions and parameters. Compact.
[[nodiscard]] std::string list_entities_json();

}  // namespace tiktok_marketing::catalog
