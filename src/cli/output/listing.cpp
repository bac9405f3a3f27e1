#include "cli/output/listing.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/output/error_view.hpp"
#include "cli/output/row.hpp"
#include "cli/output/table.hpp"
#include "cli/output/text_width.hpp"

namespace tiktok_marketing::cli {
namespace {

/// Lists with commas, objects as their values with colons.
std::string text_of(const Json& value) {
  std::vector<std::string> parts;
  if (const auto* items = value.as_array()) {
    for (const Json& item : *items) parts.push_back(text_of(item));
    return join(parts, ", ");
  }
  if (const auto* members = value.as_object()) {
    for (const auto& [name, member] : *members) parts.push_back(text_of(member));
    return join(parts, ":");
  }
  return printable(cell_text(value.dump()));
}

std::string cell_of(const Json& row, std::string_view column) {
  const Json* value = row.find(column);
  return value == nullptr ? std::string() : text_of(*value);
}

}  // namespace

Result<bool> wants_table(std::string_view output, const Terminal& terminal) {
  if (output.empty()) return terminal.out_is_terminal;
  if (output == "table") return true;
  if (output == "json") return false;
  Error error{.type = ErrorType::value_error};
  error.message = fmt::format("There is no output format \"{}\" here.", shortened(output));
  error.hint = "Give --output json or --output table.";
  error.param = "output";
  error.given = shortened(output);
  error.allowed = {"json", "table"};
  return error;
}

std::string listing_text(const Listing& listing, bool colour) {
  if (listing.rows.empty()) return std::string(listing.nothing) + "\n";
  std::vector<std::vector<std::string>> rows;
  std::size_t last_width = 0;
  for (const Json& row : listing.rows) {
    std::vector<std::string> cells;
    for (const auto column : listing.columns) cells.push_back(cell_of(row, column));
    last_width = std::max(last_width, text_width(cells.back()));
    rows.push_back(std::move(cells));
  }
  const std::vector<std::string> titles(listing.columns.begin(), listing.columns.end());
  auto columns = measure(titles, rows);
  columns.back().width = std::max(columns.back().width, last_width);
  std::string text;
  append_titles(text, columns, colour);
  for (const auto& cells : rows) append_line(text, columns, cells);
  return text;
}

int show_listing(const Listing& listing, std::string_view output, const Terminal& terminal) {
  const auto table = wants_table(output, terminal);
  if (!table) return report(table.error(), terminal);
  if (*table) return write_out(listing_text(listing, terminal.colour_out), terminal);
  Json document;
  document.set("data", Json::Array(listing.rows.begin(), listing.rows.end()));
  return show_object(document, terminal);
}

int show_object(const Json& object, const Terminal& terminal) {
  const std::string text = object.dump();
  return write_out((terminal.out_is_terminal ? indented(text) : text) + "\n", terminal);
}

}  // namespace tiktok_marketing::cli
