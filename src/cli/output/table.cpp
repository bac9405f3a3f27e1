#include "cli/output/table.hpp"

#include <algorithm>
#include <charconv>

#include "cli/output/terminal.hpp"
#include "cli/output/text_width.hpp"

namespace tiktok_marketing::cli {

bool looks_like_number(std::string_view text) {
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return fault == std::errc{} && end == text.data() + text.size() && !text.empty() &&
         (text.back() >= '0' && text.back() <= '9');
}

std::vector<TableColumn> measure(const std::vector<std::string>& titles,
                                 const std::vector<std::vector<std::string>>& rows, std::size_t max_width) {
  std::vector<TableColumn> columns;
  for (std::size_t i = 0; i < titles.size(); ++i) {
    TableColumn column{.title = titles[i], .width = text_width(titles[i])};
    bool has_number = false;
    bool has_other = false;
    for (const auto& row : rows) {
      column.width = std::max(column.width, text_width(row[i]));
      if (row[i].empty()) continue;
      (looks_like_number(row[i]) ? has_number : has_other) = true;
    }
    column.width = std::min(column.width, max_width);
    column.right = has_number && !has_other;
    columns.push_back(std::move(column));
  }
  return columns;
}

void append_line(std::string& out, const std::vector<TableColumn>& columns,
                 const std::vector<std::string>& cells) {
  std::size_t owed = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string text = fitted(cells[i], columns[i].width);
    const std::size_t pad = columns[i].width - std::min(columns[i].width, text_width(text));
    if (columns[i].right) owed += pad;
    if (!text.empty()) {
      out.append(owed, ' ').append(text);
      owed = 0;
    }
    if (!columns[i].right) owed += pad;
    owed += kColumnGap;
  }
  out += '\n';
}

void append_titles(std::string& out, const std::vector<TableColumn>& columns, bool colour) {
  std::vector<std::string> titles;
  for (const auto& column : columns) titles.push_back(column.title);
  std::string line;
  append_line(line, columns, titles);
  line.pop_back();
  out += coloured(line, "1", colour);
  out += '\n';
}

}  // namespace tiktok_marketing::cli
