#include "base/json_scanner.hpp"

#include <fmt/format.h>

namespace tiktok_marketing {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto continues = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  if (text.empty()) return 0;
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if (!continues(1) || !continues(2)) return 0;
    if (first == 0xE0 && byte(1) < 0xA0) return 0;
    if (first == 0xED && byte(1) > 0x9F) return 0;
    return 3;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if (!continues(1) || !continues(2) || !continues(3)) return 0;
    if (first == 0xF0 && byte(1) < 0x90) return 0;
    if (first == 0xF4 && byte(1) > 0x8F) return 0;
    return 4;
  }
  return 0;
}

void append_utf8(std::string& out, unsigned code) {
  const auto put = [&](unsigned byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

char JsonScanner::peek() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t') return c;
    ++at_;
  }
  return 0;
}

bool JsonScanner::accept(char c) {
  if (peek() != c) return false;
  ++at_;
  return true;
}

bool JsonScanner::at_end() {
  return peek() == 0 && at_ == text_.size();
}

bool JsonScanner::literal(std::string_view word) {
  peek();
  if (text_.substr(at_, word.size()) != word) return false;
  at_ += word.size();
  return true;
}

bool JsonScanner::string(std::string* out) {
  if (!accept('"')) return false;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"') {
      ++at_;
      return true;
    }
    if (c == '\\') {
      ++at_;
      if (!escape(out)) return false;
      continue;
    }
    if (static_cast<unsigned char>(c) < 0x20) return false;
    const std::size_t length = utf8_length(text_.substr(at_, 4));
    if (length == 0) return false;
    if (out != nullptr) out->append(text_.substr(at_, length));
    at_ += length;
  }
  return false;
}

bool JsonScanner::escape(std::string* out) {
  if (at_ >= text_.size()) return false;
  const char c = text_[at_++];
  static constexpr std::string_view kShort = "\"\\/bfnrt";
  static constexpr std::string_view kMeaning = "\"\\/\b\f\n\r\t";
  if (const auto index = kShort.find(c); index != std::string_view::npos) {
    if (out != nullptr) *out += kMeaning[index];
    return true;
  }
  unsigned code = 0;
  if (c != 'u' || !hex4(code)) return false;
  if (code >= 0xDC00 && code <= 0xDFFF) return false;
  if (code >= 0xD800 && code <= 0xDBFF) {
    unsigned low = 0;
    if (text_.substr(at_, 2) != "\\u") return false;
    at_ += 2;
    if (!hex4(low) || low < 0xDC00 || low > 0xDFFF) return false;
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  }
  if (out != nullptr) append_utf8(*out, code);
  return true;
}

bool JsonScanner::hex4(unsigned& code) {
  if (text_.size() - at_ < 4) return false;
  code = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = text_[at_++];
    unsigned digit = 0;
    if (is_digit(c)) {
      digit = static_cast<unsigned>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<unsigned>(c - 'a') + 10;
    } else if (c >= 'A' && c <= 'F') {
      digit = static_cast<unsigned>(c - 'A') + 10;
    } else {
      return false;
    }
    code = code * 16 + digit;
  }
  return true;
}

std::string_view JsonScanner::number() {
  peek();
  std::size_t i = at_;
  const auto digits = [&] {
    const std::size_t start = i;
    while (i < text_.size() && is_digit(text_[i])) ++i;
    return i > start;
  };
  if (i < text_.size() && text_[i] == '-') ++i;
  if (i < text_.size() && text_[i] == '0') {
    ++i;
  } else if (!digits()) {
    return {};
  }
  if (i < text_.size() && text_[i] == '.') {
    ++i;
    if (!digits()) return {};
  }
  if (i < text_.size() && (text_[i] == 'e' || text_[i] == 'E')) {
    ++i;
    if (i < text_.size() && (text_[i] == '+' || text_[i] == '-')) ++i;
    if (!digits()) return {};
  }
  const std::string_view found = text_.substr(at_, i - at_);
  at_ = i;
  return found;
}

std::string_view JsonScanner::value(int max_depth) {
  peek();
  const std::size_t start = at_;
  return skip_value(max_depth) ? since(start) : std::string_view{};
}

bool JsonScanner::skip_value(int depth) {
  const char first = peek();
  if (depth == 0 && (first == '{' || first == '[')) return false;
  switch (first) {
    case '"':
      return string(nullptr);
    case 't':
      return literal("true");
    case 'f':
      return literal("false");
    case 'n':
      return literal("null");
    case '[':
      accept('[');
      if (accept(']')) return true;
      do {
        if (!skip_value(depth - 1)) return false;
      } while (accept(','));
      return accept(']');
    case '{':
      accept('{');
      if (accept('}')) return true;
      do {
        peek();
        if (!string(nullptr) || !accept(':') || !skip_value(depth - 1)) return false;
      } while (accept(','));
      return accept('}');
    default:
      return !number().empty();
  }
}

Error JsonScanner::failure(std::string_view what) const {
  Error error;
  error.type = ErrorType::value_error;
  error.message = fmt::format("not valid JSON: {} at byte {}", what, at_);
  error.hint = "Check quotes, commas and brackets near that place.";
  return error;
}

}  // namespace tiktok_marketing
