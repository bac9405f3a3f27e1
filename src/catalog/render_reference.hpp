#pragma once

#include <string>
#include <string_view>

#include "catalog/model.hpp"

/// `docs/reference.md` and the pieces of it that other renderers share. Pure.
namespace tiktok_marketing::catalog {

[[nodiscard]] std::string reference_markdown();
/// The part of the reference about one entity, starting with a second-level heading.
[[nodiscard]] std::string entity_markdown(const Entity& entity);

/// `1 to 1000`, `at least 1`, `at most 100 items`; empty without limits.
[[nodiscard]] std::string limits_text(const Param& param);
/// The default as JSON, or `the 28 names under Fields` when it is too long to show.
[[nodiscard]] std::string short_default(const Param& param);
/// Type of a field as it is delivered: `text` stands for a metric's number as TikTok's text.
[[nodiscard]] std::string_view delivered_type(const Field& field);
/// A call that can be pasted into a shell.
[[nodiscard]] std::string shell_example(const Entity& entity);
/// The same call with the typed C++ handle, from `Connector` on.
[[nodiscard]] std::string cpp_example(const Entity& entity);

}  // namespace tiktok_marketing::catalog
