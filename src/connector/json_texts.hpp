#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"

namespace tiktok_marketing {

/// The items of an array as texts, those that are no strings as they stand in JSON. Nothing for anything
/// else.
[[nodiscard]] std::vector<std::string> texts_of(const Json* array);
[[nodiscard]] Json array_of(const std::vector<std::string>& texts);

}  // namespace tiktok_marketing
