#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"
#include "cli/output/terminal.hpp"

/// Short lists and single objects that are no records of TikTok: connectors, applications, keys.
namespace tiktok_marketing::cli {

/// A list of JSON objects, all of the same kind.
struct Listing {
  std::vector<std::string_view> columns;  ///< members the table shows, in order; json shows all
  std::vector<Json> rows;
  std::string_view nothing;  ///< what a terminal reads instead of an empty table
};

/// `output` is `json`, `table`, or empty for the table on a terminal and json elsewhere. Errors:
/// `value_error`.
[[nodiscard]] Result<bool> wants_table(std::string_view output, const Terminal& terminal);

/// The last column is never cut. Pure.
[[nodiscard]] std::string listing_text(const Listing& listing, bool colour);

/// `{"data": […]}` or a table; the exit code.
int show_listing(const Listing& listing, std::string_view output, const Terminal& terminal);
/// The object as it is, on a terminal with line breaks; the exit code.
int show_object(const Json& object, const Terminal& terminal);

}  // namespace tiktok_marketing::cli
