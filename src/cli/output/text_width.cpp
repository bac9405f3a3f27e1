#include "cli/output/text_width.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/json_scanner.hpp"

namespace tiktok_marketing::cli {
namespace {

struct Range {
  unsigned first;
  unsigned last;
};

constexpr std::array kZeroWidth{
    Range{0x0300, 0x036F},   Range{0x0483, 0x0489},  Range{0x0591, 0x05BD}, Range{0x0610, 0x061A},
    Range{0x064B, 0x065F},   Range{0x0900, 0x0902},  Range{0x093C, 0x093C}, Range{0x0941, 0x0948},
    Range{0x0E31, 0x0E31},   Range{0x0E34, 0x0E3A},  Range{0x0E47, 0x0E4E}, Range{0x1AB0, 0x1AFF},
    Range{0x1DC0, 0x1DFF},   Range{0x200B, 0x200F},  Range{0x202A, 0x202E}, Range{0x2060, 0x2069},
    Range{0x20D0, 0x20FF},   Range{0xFE00, 0xFE0F},  Range{0xFE20, 0xFE2F}, Range{0xFEFF, 0xFEFF},
    Range{0x1F3FB, 0x1F3FF}, Range{0xE0100, 0xE01EF}};

constexpr std::array kDoubleWidth{
    Range{0x1100, 0x115F},   Range{0x231A, 0x231B},   Range{0x23E9, 0x23EC},   Range{0x25FD, 0x25FE},
    Range{0x2614, 0x2615},   Range{0x2648, 0x2653},   Range{0x26A1, 0x26A1},   Range{0x26BD, 0x26BE},
    Range{0x2705, 0x2705},   Range{0x2728, 0x2728},   Range{0x274C, 0x274C},   Range{0x2753, 0x2755},
    Range{0x2795, 0x2797},   Range{0x2B50, 0x2B50},   Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},
    Range{0x3400, 0x4DBF},   Range{0x4E00, 0x9FFF},   Range{0xA000, 0xA4CF},   Range{0xA960, 0xA97F},
    Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},
    Range{0xFFE0, 0xFFE6},   Range{0x1F1E6, 0x1F1FF}, Range{0x1F300, 0x1F64F}, Range{0x1F680, 0x1F6FF},
    Range{0x1F7E0, 0x1F7EB}, Range{0x1F900, 0x1F9FF}, Range{0x1FA70, 0x1FAFF}, Range{0x20000, 0x3FFFD}};

template <std::size_t N>
bool within(const std::array<Range, N>& ranges, unsigned code) {
  const auto after = std::upper_bound(ranges.begin(), ranges.end(), code,
                                      [](unsigned value, const Range& range) { return value < range.first; });
  return after != ranges.begin() && code <= std::prev(after)->last;
}

unsigned code_point(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return first;
  unsigned code = first & (0xFFU >> (character.size() + 1));
  for (const char c : character.substr(1)) code = (code << 6) | (static_cast<unsigned char>(c) & 0x3FU);
  return code;
}

std::size_t cells_of(std::string_view character) {
  const unsigned code = code_point(character);
  if (code < 0x300) return 1;
  if (within(kZeroWidth, code)) return 0;
  return within(kDoubleWidth, code) ? 2 : 1;
}

std::size_t length_at(std::string_view text) {
  return std::max<std::size_t>(utf8_length(text), 1);
}

}  // namespace

std::size_t text_width(std::string_view text) {
  std::size_t cells = 0;
  while (!text.empty()) {
    const std::size_t length = length_at(text);
    cells += cells_of(text.substr(0, length));
    text.remove_prefix(length);
  }
  return cells;
}

std::string fitted(std::string_view text, std::size_t width) {
  if (text_width(text) <= width) return std::string(text);
  std::size_t cells = 0;
  std::size_t end = 0;
  while (end < text.size()) {
    const std::size_t length = length_at(text.substr(end));
    const std::size_t more = cells_of(text.substr(end, length));
    if (cells + more + 1 > width) break;
    cells += more;
    end += length;
  }
  return std::string(text.substr(0, end)) + (width > 0 ? "…" : "");
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
    const unsigned code = length == 0 ? 0 : code_point(character);
    const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    const bool reorders = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    if (length == 0) {
      out += '?';
    } else if (control || reorders) {
      out += ' ';
    } else {
      out += character;
    }
    text.remove_prefix(character.size());
  }
  return out;
}

}  // namespace tiktok_marketing::cli
