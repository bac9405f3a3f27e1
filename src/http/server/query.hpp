#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tiktok_marketing::http {

/// `%41` → `A`. A `%` without two hex digits behind it stays as it is, as browsers do it.
[[nodiscard]] std::string percent_decode(std::string_view text);

/// `a=1&b=x+y` → {a, 1}, {b, "x y"}: percent and `+` decoded, order and repeated names kept, empty pieces
/// skipped, a name without `=` has an empty value.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> parse_query(std::string_view raw);

}  // namespace tiktok_marketing::http
