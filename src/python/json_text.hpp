#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "base/json_scanner.hpp"

/// Reading JSON text that was checked before, as fast as byte by byte allows. Reads stay inside the text
/// whatever it holds.
namespace tiktok_marketing::python {

/// Where in a text one reads.
struct JsonText {
  const char* at;
  const char* end;

  explicit JsonText(std::string_view text) : at(text.data()), end(text.data() + text.size()) {}

  [[nodiscard]] char peek() const { return at < end ? *at : '\0'; }
  void skip_blanks() {
    if (at < end && *at > ' ') return;
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) ++at;
  }
  [[nodiscard]] bool accept(char c) {
    skip_blanks();
    if (peek() != c) return false;
    ++at;
    skip_blanks();
    return true;
  }
  [[nodiscard]] bool starts_with(std::string_view text) const {
    return static_cast<std::size_t>(end - at) >= text.size() &&
           std::memcmp(at, text.data(), text.size()) == 0;
  }
  [[nodiscard]] std::string_view since(const char* begin) const {
    return {begin, static_cast<std::size_t>(at - begin)};
  }
};

namespace detail {

// The lowest bytes of `word` that are `c` have their high bit set; what stands above the first is undefined.
inline std::uint64_t bytes_equal(std::uint64_t word, char c) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHighs = 0x8080808080808080;
  const std::uint64_t differing = word ^ (kOnes * static_cast<unsigned char>(c));
  return (differing - kOnes) & ~differing & kHighs;
}

}  // namespace detail

/// The first `"` or `\` at or behind `at`; `end` if there is none.
inline const char* find_quote_or_backslash(const char* at, const char* end) {
  if constexpr (std::endian::native == std::endian::little) {
    for (; end - at >= 8; at += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, at, 8);
      const std::uint64_t hit = detail::bytes_equal(word, '"') | detail::bytes_equal(word, '\\');
      if (hit != 0) return at + std::countr_zero(hit) / 8;
    }
  }
  while (at < end && *at != '"' && *at != '\\') ++at;
  return at;
}

/// A string's content as it stands, `text.at` behind its closing quote.
struct RawString {
  std::string_view content;
  bool escaped = false;
  bool closed = true;  ///< false: the text ends in it
};
inline RawString read_string(JsonText& text) {
  const char* begin = ++text.at;
  bool escaped = false;
  for (const char* at = begin;;) {
    at = find_quote_or_backslash(at, text.end);
    if (at < text.end && *at == '\\' && text.end - at > 1) {
      escaped = true;
      at += 2;
      continue;
    }
    const bool closed = at < text.end && *at == '"';
    text.at = closed ? at + 1 : text.end;
    return {{begin, static_cast<std::size_t>(at - begin)}, escaped, closed};
  }
}

/// The text an escaped string stands for. Surrogates without their other half become three bytes that Python
/// calls `surrogatepass`.
[[nodiscard]] std::string unescaped(std::string_view content);

}  // namespace tiktok_marketing::python
