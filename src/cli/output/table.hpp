#pragma once

#include <cstddef>
#include <string>
#include <vector>

/// Aligned text for a terminal. Pure.
namespace tiktok_marketing::cli {

struct TableColumn {
  std::string title;
  std::size_t width = 0;  ///< cells; longer texts are cut
  bool right = false;     ///< numbers
};

inline constexpr std::size_t kColumnGap = 2;
inline constexpr std::size_t kMaxColumnWidth = 40;

/// Widths for printable texts, one vector a row. A column is right-aligned when it has a number and nothing
/// else; `max_width` caps each.
[[nodiscard]] std::vector<TableColumn> measure(const std::vector<std::string>& titles,
                                               const std::vector<std::vector<std::string>>& rows,
                                               std::size_t max_width = kMaxColumnWidth);

/// One line with its line break; no blanks at its end.
void append_line(std::string& out, const std::vector<TableColumn>& columns,
                 const std::vector<std::string>& cells);
/// The titles, bold when `colour`.
void append_titles(std::string& out, const std::vector<TableColumn>& columns, bool colour);

/// `12`, `-0.5`, `1e3`: text that reads as a number.
[[nodiscard]] bool looks_like_number(std::string_view text);

}  // namespace tiktok_marketing::cli
