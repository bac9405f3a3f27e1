#pragma once

#include <tiktok_marketing/connector/record.hpp>

#include "python/python_object.hpp"

namespace tiktok_marketing::python {

/// The rows as a list of dicts.
///
/// Rows of one list look alike, so each starts as a copy of an earlier row with the same members and only
/// what differs is made anew: less work than reading each for itself, and equal texts are one object.
[[nodiscard]] nb::object list_of_rows(const Records& rows);

}  // namespace tiktok_marketing::python
