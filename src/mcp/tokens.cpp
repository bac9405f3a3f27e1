#include "mcp/tokens.hpp"

#include <cstdint>

namespace tiktok_marketing::mcp {
namespace {

enum class Kind : std::uint8_t { lower, upper, digit, blank, sign, other };

Kind kind_of(char c) {
  if (c >= 'a' && c <= 'z') return Kind::lower;
  if (c >= 'A' && c <= 'Z') return Kind::upper;
  if (c >= '0' && c <= '9') return Kind::digit;
  if (c == ' ' || c == '\n') return Kind::blank;
  return static_cast<unsigned char>(c) < 0x80 ? Kind::sign : Kind::other;
}

/// Characters of one kind that make one token, more or less.
std::size_t characters_per_token(Kind kind) {
  switch (kind) {
    case Kind::lower:
      return 7;
    case Kind::upper:
      return 4;
    case Kind::digit:
      return 3;
    case Kind::blank:
      return 8;
    case Kind::sign:
      return 3;
    default:
      return 2;
  }
}

}  // namespace

std::size_t estimated_tokens(std::string_view text) {
  std::size_t tokens = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Kind kind = kind_of(text[at]);
    const std::size_t begin = at;
    while (at < text.size() && kind_of(text[at]) == kind) ++at;
    const std::size_t length = at - begin;
    // One blank belongs to the word behind it, one underscore to the name.
    if (kind == Kind::blank && length == 1) continue;
    if (kind == Kind::sign && length == 1 && text[begin] == '_') continue;
    const std::size_t per_token = characters_per_token(kind);
    tokens += (length + per_token - 1) / per_token;
  }
  return tokens;
}

}  // namespace tiktok_marketing::mcp
