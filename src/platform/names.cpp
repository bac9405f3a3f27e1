#include "platform/names.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "crypto/random.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::size_t kMaxCharacters = 255;
constexpr char32_t kNoCharacter = 0xFFFFFFFF;

/// Length in bytes of a character with this first byte; 0: none starts so.
std::size_t length_of(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return 2;
  if (first >= 0xE0 && first <= 0xEF) return 3;
  if (first >= 0xF0 && first <= 0xF4) return 4;
  return 0;
}

bool is_shortest_and_valid(char32_t c, std::size_t length) {
  if (length == 3) return c >= 0x800 && (c < 0xD800 || c > 0xDFFF);
  if (length == 4) return c >= 0x10000 && c <= 0x10FFFF;
  return true;
}

/// Takes the first character off `text`; kNoCharacter, and one byte, when there is no valid one.
char32_t take_character(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = length_of(first);
  char32_t c = length == 1 ? first : first & (0xFFU >> (length + 1));
  bool good = length > 0 && length <= text.size();
  for (std::size_t i = 1; good && i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    good = (next & 0xC0U) == 0x80;
    c = (c << 6U) | (next & 0x3FU);
  }
  good = good && is_shortest_and_valid(c, length);
  text.remove_prefix(good ? length : 1);
  return good ? c : kNoCharacter;
}

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;
}

/// Alphabets whose capitals stand at a fixed distance from their small letters.
char32_t lower(char32_t c) {
  if (c >= 'A' && c <= 'Z') return c + 0x20;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 0x20;
  if ((c >= 0x100 && c <= 0x12F) || (c >= 0x132 && c <= 0x137) || (c >= 0x14A && c <= 0x177)) return c | 1U;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c + (c & 1U);
  if (c >= 0x391 && c <= 0x3A9) return c + 0x20;
  if (c >= 0x400 && c <= 0x40F) return c + 0x50;
  if (c >= 0x410 && c <= 0x42F) return c + 0x20;
  return c;
}

/// `lower` stays below U+0800 where it changes anything.
void append_two_bytes(std::string& out, char32_t c) {
  out += static_cast<char>(0xC0U | (c >> 6U));
  out += static_cast<char>(0x80U | (c & 0x3FU));
}

Error bad_name(std::string_view param, std::string_view name, std::string_view why) {
  return {.type = ErrorType::value_error,
          .message = fmt::format("{} {}.", param, why),
          .hint = "Give a name of 1 to 255 characters on one line.",
          .param = std::string(param),
          .given = shortened(name)};
}

}  // namespace

Result<void> check_name(std::string_view param, std::string_view name) {
  if (trim(name).empty()) return bad_name(param, name, "must not be empty");
  std::size_t count = 0;
  for (std::string_view rest = name; !rest.empty(); ++count) {
    const char32_t c = take_character(rest);
    if (c == kNoCharacter) return bad_name(param, "", "is not valid UTF-8 text");
    if (is_control(c)) return bad_name(param, "", "must not contain control characters or line breaks");
  }
  if (count > kMaxCharacters) {
    return bad_name(param, name,
                    fmt::format("has {} characters, at most {} are possible", count, kMaxCharacters));
  }
  return {};
}

std::string folded(std::string_view name) {
  std::string out;
  for (std::string_view rest = trim(name); !rest.empty();) {
    const std::string_view before = rest;
    const char32_t c = take_character(rest);
    const char32_t small = lower(c);
    if (small != c && c >= 0x80) {
      append_two_bytes(out, small);
    } else if (small != c) {
      out += static_cast<char>(small);
    } else {
      out += before.substr(0, before.size() - rest.size());
    }
  }
  return out;
}

std::optional<std::string> canonical_id(std::string_view text) {
  if (!crypto::is_uuid(text)) return std::nullopt;
  std::string id(text);
  std::ranges::transform(id, id.begin(),
                         [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
  return id;
}

Result<std::string> given_or_new_id(std::string_view text) {
  if (text.empty()) return crypto::random_uuid();
  if (auto id = canonical_id(text)) return *std::move(id);
  return Error{.type = ErrorType::value_error,
               .message = "The id is not a UUID.",
               .hint = "Give an id like 123e4567-e89b-12d3-a456-426614174000, or none for a new one.",
               .param = "id",
               .given = shortened(text)};
}

}  // namespace tiktok_marketing::platform
