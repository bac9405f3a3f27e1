#include "python/json_text.hpp"

#include <charconv>

namespace tiktok_marketing::python {
namespace {

constexpr bool is_high_surrogate(unsigned code) {
  return code >= 0xD800 && code < 0xDC00;
}
constexpr bool is_low_surrogate(unsigned code) {
  return code >= 0xDC00 && code < 0xE000;
}

// The four digits behind `\u` at `at`, or 0.
unsigned code_unit(std::string_view text, std::size_t at) {
  unsigned code = 0;
  if (at + 4 <= text.size()) std::from_chars(text.data() + at, text.data() + at + 4, code, 16);
  return code;
}

void append_surrogate(std::string& out, unsigned code) {
  out += static_cast<char>(0xE0 | code >> 12);
  out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
  out += static_cast<char>(0x80 | (code & 0x3F));
}

// Reads what follows `\u`; moves `at` behind it.
void append_unicode(std::string& out, std::string_view text, std::size_t& at) {
  const unsigned code = code_unit(text, at);
  at += 4;
  if (is_high_surrogate(code) && text.substr(at).starts_with("\\u")) {
    const unsigned low = code_unit(text, at + 2);
    if (is_low_surrogate(low)) {
      at += 6;
      return append_utf8(out, 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00));
    }
  }
  if (is_high_surrogate(code) || is_low_surrogate(code)) return append_surrogate(out, code);
  append_utf8(out, code);
}

char simple_escape(char c) {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return c;
  }
}

}  // namespace

std::string unescaped(std::string_view content) {
  std::string out;
  out.reserve(content.size());
  for (std::size_t at = 0; at < content.size();) {
    const std::size_t backslash = content.find('\\', at);
    out += content.substr(at, backslash - at);
    if (backslash == content.npos || backslash + 1 >= content.size()) break;
    const char kind = content[backslash + 1];
    at = backslash + 2;
    if (kind == 'u') {
      append_unicode(out, content, at);
    } else {
      out += simple_escape(kind);
    }
  }
  return out;
}

}  // namespace tiktok_marketing::python
