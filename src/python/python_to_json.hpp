#pragma once

#include <string>

#include "python/python_object.hpp"

namespace tiktok_marketing::python {

/// JSON text of what a caller gave: None, bool, int, float, str, dicts (members that are None are left out),
/// lists, tuples and sets of them; dates as ISO text, Decimals as numbers, enumerations as their value,
/// pydantic models as their fields. Errors: `TypeError` that names the place, `ValueError` for infinities and
/// cycles.
[[nodiscard]] std::string json_of_object(nb::handle object);

}  // namespace tiktok_marketing::python
