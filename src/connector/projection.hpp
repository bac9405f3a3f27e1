#pragma once

#include <span>
#include <string>
#include <string_view>

namespace tiktok_marketing {

using FieldPaths = std::span<const std::string_view>;

/// Appends the members of a row that `paths` name, in the row's order. `a` keeps a whole member, `a.b` what
/// is within it; where `a` is no object it is kept whole. Unknown names are ignored. Returns false when
/// nothing had to be left out. `row` is valid JSON. Pure, like the next.
[[nodiscard]] bool append_selected(std::string& out, std::string_view row, FieldPaths paths);

/// Appends the members of a row that `paths` do not name; `a.b` leaves `b` out of the object `a`.
[[nodiscard]] bool append_without(std::string& out, std::string_view row, FieldPaths paths);

}  // namespace tiktok_marketing
