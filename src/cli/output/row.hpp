#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/connector/record.hpp>

#include "catalog/model.hpp"

/// Reading rows for people: what a cell says and which columns there are. Pure.
namespace tiktok_marketing::cli {

/// JSON text of a field; `a.b` reaches into objects unless the row has a member of just that name.
/// Empty when absent.
[[nodiscard]] std::string_view raw_field(std::string_view row, std::string_view path);

/// A JSON value as a cell: strings decoded, null as nothing, everything else as it stands.
[[nodiscard]] std::string cell_text(std::string_view json);

/// Names of the members the rows have, in the catalog's order, then the ones it does not know in order of
/// appearance. `entity` may be null.
[[nodiscard]] std::vector<std::string> columns_of(const catalog::Entity* entity, const Records& rows);

/// JSON text with line breaks and two spaces a level, for reading; no other change.
[[nodiscard]] std::string indented(std::string_view json, int level = 0);

}  // namespace tiktok_marketing::cli
