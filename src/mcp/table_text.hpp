#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Rows of JSON objects as narrower texts. Pure.
namespace tiktok_marketing::mcp {

/// Names of all members, in the order they are first seen.
[[nodiscard]] std::vector<std::string_view> columns_of(std::span<const std::string_view> rows);

/// `[value, null, …]`: the members of one row in the order of `columns`; null where one is absent.
void append_values(std::string& out, std::string_view row, std::span<const std::string_view> columns);
/// The same as a line of CSV (RFC 4180, line feed). Null and absent are empty, lists and objects are JSON.
void append_csv_line(std::string& out, std::string_view row, std::span<const std::string_view> columns);
void append_csv_head(std::string& out, std::span<const std::string_view> columns);

}  // namespace tiktok_marketing::mcp
