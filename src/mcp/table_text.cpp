#include "mcp/table_text.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/json_members.hpp"

namespace tiktok_marketing::mcp {
namespace {

/// The value of each column, empty where the row has none.
std::vector<std::string_view> values_of(std::string_view row, std::span<const std::string_view> columns) {
  std::vector<std::string_view> values(columns.size());
  std::size_t expected = 0;
  for_each_member(row, [&](std::string_view name, std::string_view value) {
    // Rows of one answer have the same order, mostly.
    if (expected >= columns.size() || columns[expected] != name) {
      expected = static_cast<std::size_t>(std::ranges::find(columns, name) - columns.begin());
    }
    if (expected < columns.size()) values[expected] = value;
    ++expected;
    return true;
  });
  return values;
}

void append_csv_text(std::string& out, std::string_view text) {
  if (text.find_first_of("\",\n\r") == text.npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

std::string plain_text(std::string_view json) {
  if (json.empty() || json == "null") return {};
  if (json.front() != '"') return std::string(json);
  const auto parsed = Json::parse(json);
  return parsed && parsed->as_string() != nullptr ? *parsed->as_string() : std::string(json);
}

}  // namespace

std::vector<std::string_view> columns_of(std::span<const std::string_view> rows) {
  std::vector<std::string_view> columns;
  for (const std::string_view row : rows) {
    std::size_t expected = 0;
    for_each_member(row, [&](std::string_view name, std::string_view) {
      const bool as_expected = expected < columns.size() && columns[expected] == name;
      if (!as_expected && std::ranges::find(columns, name) == columns.end()) columns.push_back(name);
      ++expected;
      return true;
    });
  }
  return columns;
}

void append_values(std::string& out, std::string_view row, std::span<const std::string_view> columns) {
  out += '[';
  bool first = true;
  for (const std::string_view value : values_of(row, columns)) {
    if (!first) out += ',';
    first = false;
    out += value.empty() ? std::string_view("null") : value;
  }
  out += ']';
}

void append_csv_line(std::string& out, std::string_view row, std::span<const std::string_view> columns) {
  bool first = true;
  for (const std::string_view value : values_of(row, columns)) {
    if (!first) out += ',';
    first = false;
    append_csv_text(out, plain_text(value));
  }
  out += '\n';
}

void append_csv_head(std::string& out, std::span<const std::string_view> columns) {
  bool first = true;
  for (const std::string_view column : columns) {
    if (!first) out += ',';
    first = false;
    append_csv_text(out, column);
  }
  out += '\n';
}

}  // namespace tiktok_marketing::mcp
