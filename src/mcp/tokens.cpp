#include "mcp/tokens.hpp"

#include <array>
#include <cstdint>

namespace tiktok_marketing::mcp {
namespace {

enum class Kind : std::uint8_t { lower, upper, digit, blank, sign, other };

constexpr Kind kind_of(char c) {
  if (c >= 'a' && c <= 'z') return Kind::lower;
  if (c >= 'A' && c <= 'Z') return Kind::upper;
  if (c >= '0' && c <= '9') return Kind::digit;
  if (c == ' ' || c == '\n') return Kind::blank;
  return static_cast<unsigned char>(c) < 0x80 ? Kind::sign : Kind::other;
}

/// Of each byte: every row of every answer is looked at, so one look must do.
constexpr auto kKinds = [] {
  std::array<Kind, 256> kinds{};
  for (std::size_t byte = 0; byte < kinds.size(); ++byte) kinds[byte] = kind_of(static_cast<char>(byte));
  return kinds;
}();

/// Characters of one kind that make one token, more or less.
constexpr std::array<std::size_t, 6> kCharactersPerToken{7, 4, 3, 8, 3, 2};

Kind kind_at(std::string_view text, std::size_t at) {
  return kKinds[static_cast<unsigned char>(text[at])];
}

}  // namespace

std::size_t estimated_tokens(std::string_view text) {
  std::size_t tokens = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Kind kind = kind_at(text, at);
    const std::size_t begin = at++;
    while (at < text.size() && kind_at(text, at) == kind) ++at;
    const std::size_t length = at - begin;
    const std::size_t per_token = kCharactersPerToken[static_cast<std::size_t>(kind)];
    if (length > per_token) {
      tokens += (length + per_token - 1) / per_token;
      continue;
    }
    // One blank belongs to the word behind it, one underscore to the name.
    const bool belongs_to_another =
        length == 1 && (kind == Kind::blank || (kind == Kind::sign && text[begin] == '_'));
    if (!belongs_to_another) ++tokens;
  }
  return tokens;
}

}  // namespace tiktok_marketing::mcp
