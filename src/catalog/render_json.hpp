#pragma once

#include <string>

#include "base/json.hpp"

namespace tiktok_marketing::catalog {

/// JSON text for people: two blanks of indentation, short arrays of scalars on one line, newline at the end.
[[nodiscard]] std::string pretty(const Json& value);

}  // namespace tiktok_marketing::catalog
