#pragma once

#include <string_view>

#include <tiktok_marketing/connector/record.hpp>

#include "python/python_object.hpp"

namespace tiktok_marketing::python {

/// The Python value of one JSON text that was checked before: dict, list, str, int, float, bool or None.
/// Integers keep all digits. Errors: `RuntimeError` where the text is no JSON after all.
[[nodiscard]] nb::object object_of_json(std::string_view json);

/// The rows as a list of dicts.
///
/// Rows of one list look alike, so each starts as a copy of the row before and only what differs is made
/// anew: less work than reading each for itself, and equal texts are one object.
[[nodiscard]] nb::object list_of_rows(const Records& rows);

}  // namespace tiktok_marketing::python
