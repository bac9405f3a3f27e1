#include "connector/text_cut.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/json_members.hpp"

namespace tiktok_marketing {
namespace {

// One character of a JSON string's inside: how long it is as written and once decoded.
struct Character {
  std::size_t written;
  std::size_t decoded;
};

unsigned hex4(std::string_view text) {
  unsigned code = 0;
  for (const char c : text.substr(0, 4)) {
    code = code * 16 + static_cast<unsigned>(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
  }
  return code;
}

Character escaped_character(std::string_view text) {
  if (text.size() < 6 || text[1] != 'u') return {2, 1};
  const unsigned code = hex4(text.substr(2));
  if (code < 0x80) return {6, 1};
  if (code < 0x800) return {6, 2};
  const bool high_half = code >= 0xD800 && code < 0xDC00;
  if (high_half && text.size() >= 12 && text.substr(6, 2) == "\\u") {
    const unsigned low = hex4(text.substr(8));
    if (low >= 0xDC00 && low < 0xE000) return {12, 4};
  }
  return {6, 3};
}

Character character_at(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first == '\\') return escaped_character(text);
  std::size_t length = 1;
  if (first >= 0xC0) length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  length = std::min(length, text.size());
  return {length, length};
}

// Appends the inside of a string, cut; false when it is short enough.
bool append_cut(std::string& out, std::string_view inside, std::size_t max_bytes) {
  std::size_t decoded = 0;
  std::size_t kept = 0;
  std::size_t lost = 0;
  for (std::size_t at = 0; at < inside.size();) {
    const Character next = character_at(inside.substr(at));
    decoded += next.decoded;
    at += next.written;
    if (decoded <= max_bytes) {
      kept = at;
    } else {
      ++lost;
    }
  }
  if (lost == 0) return false;
  out += inside.substr(0, kept);
  out += fmt::format("… [cut, {} characters]", lost);
  return true;
}

}  // namespace

bool append_with_texts_cut(std::string& out, std::string_view row, std::size_t max_bytes) {
  if (row.size() <= max_bytes) return false;
  bool cut = false;
  std::size_t copied = 0;
  for (std::size_t at = row.find('"'); at != std::string_view::npos;) {
    const std::size_t end = detail::after_string(row, at);
    const std::size_t next = detail::after_blanks(row, end);
    const bool is_name = next < row.size() && row[next] == ':';
    const std::string_view inside = row.substr(at + 1, end - at - 2);
    // Text is never longer decoded than written.
    if (!is_name && inside.size() > max_bytes) {
      out += row.substr(copied, at + 1 - copied);
      const bool shorter = append_cut(out, inside, max_bytes);
      copied = shorter ? end - 1 : at + 1;
      cut = cut || shorter;
    }
    at = row.find('"', end);
  }
  out += row.substr(copied);
  return cut;
}

}  // namespace tiktok_marketing
