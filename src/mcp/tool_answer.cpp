#include "mcp/tool_answer.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "mcp/table_text.hpp"
#include "mcp/tokens.hpp"

namespace tiktok_marketing::mcp {
namespace {

std::string text_block(std::string_view text) {
  std::string block = R"({"type":"text","text":)";
  append_json_string(block, text);
  block += '}';
  return block;
}

std::string csv_text(std::span<const std::string_view> rows) {
  const auto columns = columns_of(rows);
  std::string text;
  append_csv_head(text, columns);
  for (const std::string_view row : rows) append_csv_line(text, row, columns);
  return text;
}

std::string rows_object(std::span<const std::string_view> rows, const Json& meta) {
  std::string text = R"({"data":[)";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0) text += ',';
    text += rows[i];
  }
  text += R"(],"meta":)";
  meta.append_to(text);
  text += '}';
  return text;
}

std::string columns_object(std::span<const std::string_view> rows, const Json& meta) {
  const auto columns = columns_of(rows);
  std::string text = R"({"columns":[)";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) text += ',';
    append_json_string(text, columns[i]);
  }
  text += R"(],"rows":[)";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0) text += ',';
    append_values(text, rows[i], columns);
  }
  text += R"(],"meta":)";
  meta.append_to(text);
  text += '}';
  return text;
}

std::string structured_result(std::string_view object, std::string_view note) {
  std::string text;
  text.reserve(object.size() + note.size() + 80);
  text += R"({"content":[)";
  text += text_block(note);
  text += R"(],"structuredContent":)";
  text += object;
  text += '}';
  return text;
}

std::string csv_result(std::span<const std::string_view> rows, const Json& meta, Place place) {
  Json about;
  about.set("meta", meta);
  const std::string about_text = about.dump();
  std::string text = R"({"content":[)";
  text += text_block(csv_text(rows)) + ',' + text_block(about_text) + ']';
  if (place == Place::structured) text += R"(,"structuredContent":)" + about_text;
  text += '}';
  return text;
}

std::size_t row_tokens(std::string_view row, Format format, std::span<const std::string_view> columns) {
  if (format == Format::rows) return estimated_tokens(row) + 1;
  std::string text;
  if (format == Format::csv) append_csv_line(text, row, columns);
  if (format == Format::columns) append_values(text, row, columns);
  return estimated_tokens(text) + 1;
}

/// Part of a budget that is left alone, because tokens are only estimated.
constexpr std::size_t kMargin = 20;

}  // namespace

std::size_t tokens_of_row(std::string_view row, Format format) {
  if (format == Format::rows) return row_tokens(row, format, {});
  return row_tokens(row, format, columns_of({&row, 1}));
}

std::size_t rows_that_fit(std::span<const std::string_view> rows, Format format, std::size_t other_tokens,
                          std::size_t max_tokens) {
  std::vector<std::string_view> columns;
  std::size_t used = other_tokens + max_tokens / kMargin;
  if (format != Format::rows) {
    columns = columns_of(rows);
    for (const std::string_view column : columns) used += estimated_tokens(column) + 1;
  }
  std::size_t count = 0;
  for (const std::string_view row : rows) {
    used += row_tokens(row, format, columns);
    if (used > max_tokens) break;
    ++count;
  }
  return rows.empty() ? 0 : std::max<std::size_t>(count, 1);
}

std::string rows_result(std::span<const std::string_view> rows, const Json& meta, Format format,
                        Place place) {
  if (format == Format::csv) return csv_result(rows, meta, place);
  const std::string object = format == Format::rows ? rows_object(rows, meta) : columns_object(rows, meta);
  if (place == Place::text) return object_result(object, place);
  return structured_result(
      object,
      fmt::format(R"({} rows in structuredContent. If you cannot see it, repeat with "format":"csv".)",
                  rows.size()));
}

std::string object_result(std::string_view object_json, Place place) {
  if (place == Place::structured) return structured_result(object_json, "See structuredContent.");
  return R"({"content":[)" + text_block(object_json) + "]}";
}

std::string error_result(const Error& error) {
  return R"({"content":[)" + text_block(R"({"error":)" + to_json(error) + '}') + R"(],"isError":true})";
}

}  // namespace tiktok_marketing::mcp
