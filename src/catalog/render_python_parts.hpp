#pragma once

#include <string>
#include <string_view>

#include "catalog/model.hpp"

/// Pieces of Python text that several rendered files share. Pure.
namespace tiktok_marketing::catalog {

/// The module's docstring, which names the source of the file.
[[nodiscard]] std::string python_header(std::string_view what);
/// `Literal["A", "B"]`
[[nodiscard]] std::string python_literal(std::span<const std::string_view> values);
/// Of one item or value: `str`, `int`, `float`, `bool`, `str | int` for ids.
[[nodiscard]] std::string python_scalar(Type type, bool is_id);
/// Of a value as it is delivered; without null.
[[nodiscard]] std::string python_delivered(const Field& field);
/// Null when the record has no such field.
[[nodiscard]] const Field* find_field(const Entity& entity, std::string_view name);

}  // namespace tiktok_marketing::catalog
