#include "context/text_match.hpp"

#include <algorithm>

#include "base/json_scanner.hpp"

namespace tiktok_marketing::context {
namespace {

unsigned decode(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  switch (character.size()) {
    case 2:
      return (byte(0) & 0x1FU) << 6 | (byte(1) & 0x3FU);
    case 3:
      return (byte(0) & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
    case 4:
      return (byte(0) & 0x07U) << 18 | (byte(1) & 0x3FU) << 12 | (byte(2) & 0x3FU) << 6 | (byte(3) & 0x3FU);
    default:
      return byte(0);
  }
}

struct Letters {
  unsigned first;
  unsigned last;
  int distance;  ///< to the small letter; 0: capitals are even numbers, 1: odd ones, the small one follows
};

constexpr Letters kCapitals[] = {
    {0xC0, 0xD6, 32},    {0xD8, 0xDE, 32},    {0x100, 0x12F, 0},    {0x132, 0x137, 0},  {0x139, 0x148, 1},
    {0x14A, 0x177, 0},   {0x179, 0x17E, 1},   {0x1CD, 0x1DC, 1},    {0x1DE, 0x1EF, 0},  {0x1F8, 0x21F, 0},
    {0x222, 0x233, 0},   {0x391, 0x3A1, 32},  {0x3A3, 0x3AB, 32},   {0x400, 0x40F, 80}, {0x410, 0x42F, 32},
    {0x460, 0x481, 0},   {0x48A, 0x4BF, 0},   {0x4C1, 0x4CE, 1},    {0x4D0, 0x52F, 0},  {0x531, 0x556, 48},
    {0x1E00, 0x1E95, 0}, {0x1EA0, 0x1EFF, 0}, {0xFF21, 0xFF3A, 32},
};

unsigned fold(unsigned code) {
  for (const Letters& letters : kCapitals) {
    if (code < letters.first) break;
    if (code > letters.last) continue;
    if (letters.distance > 1) return code + static_cast<unsigned>(letters.distance);
    return code % 2 == static_cast<unsigned>(letters.distance) ? code + 1 : code;
  }
  return code;
}

bool separates_words(unsigned code) {
  if (code < 0x80) {
    return !(code >= '0' && code <= '9') && !(code >= 'a' && code <= 'z') && !(code >= 'A' && code <= 'Z');
  }
  if (code < 0xC0)
    return code != 0xAA && code != 0xB5 && code != 0xBA && code != 0xB2 && code != 0xB3 && code != 0xB9;
  return code == 0xD7 || code == 0xF7 || (code >= 0x2000 && code <= 0x206F) ||
         (code >= 0x2E00 && code <= 0x2E7F) || (code >= 0x3000 && code <= 0x303F) ||
         (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF01 && code <= 0xFF0F) ||
         (code >= 0xFF1A && code <= 0xFF20) || (code >= 0xFF3B && code <= 0xFF40) ||
         (code >= 0xFF5B && code <= 0xFF65);
}

std::size_t length_of(std::string_view text) {
  return std::max<std::size_t>(1, utf8_length(text.substr(0, 4)));
}

/// SQL's LIKE over folded texts, in steps that grow with text × pattern at the very most.
bool like(std::string_view text, std::string_view pattern) {
  std::size_t t = 0;
  std::size_t p = 0;
  std::size_t retry_text = 0;
  std::size_t retry_pattern = std::string_view::npos;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '%') {
      retry_pattern = ++p;
      retry_text = t;
    } else if (p < pattern.size() && pattern[p] == '_') {
      ++p;
      t += length_of(text.substr(t));
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (retry_pattern != std::string_view::npos) {
      retry_text += length_of(text.substr(retry_text));
      p = retry_pattern;
      t = retry_text;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '%') ++p;
  return p == pattern.size();
}

}  // namespace

std::string folded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) < 0x80) {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
      ++i;
      continue;
    }
    const std::size_t length = utf8_length(text.substr(i, 4));
    if (length == 0) {
      out += c;
      ++i;
      continue;
    }
    append_utf8(out, fold(decode(text.substr(i, length))));
    i += length;
  }
  return out;
}

std::vector<std::string> words_of(std::string_view text) {
  const std::string lower = folded(text);
  const std::string_view all = lower;
  std::vector<std::string> words;
  bool inside = false;
  for (std::size_t i = 0; i < all.size();) {
    const std::size_t valid = utf8_length(all.substr(i, 4));
    const std::size_t length = std::max<std::size_t>(1, valid);
    if (valid > 0 && separates_words(decode(all.substr(i, length)))) {
      inside = false;
    } else {
      if (!inside) words.emplace_back();
      words.back().append(all.substr(i, length));
      inside = true;
    }
    i += length;
  }
  return words;
}

TextMatcher::TextMatcher(Kind kind, std::string_view pattern) : kind_(kind), pattern_(folded(pattern)) {
  if (kind == Kind::like) wild_ = pattern.find_first_of("%_") != std::string_view::npos;
  if (kind == Kind::fuzzy || kind == Kind::keyword) words_ = words_of(pattern);
}

bool TextMatcher::matches(std::string_view text) const {
  if (kind_ == Kind::keyword) {
    const auto words = words_of(text);
    return std::ranges::any_of(
        words_, [&](const std::string& wanted) { return std::ranges::find(words, wanted) != words.end(); });
  }
  const std::string lower = folded(text);
  switch (kind_) {
    case Kind::fuzzy:
      // A word has nothing in it that stands between words, so it is found within one word or not at all.
      return std::ranges::all_of(
          words_, [&](const std::string& wanted) { return lower.find(wanted) != std::string::npos; });
    case Kind::startswith:
      return lower.starts_with(pattern_);
    case Kind::endswith:
      return lower.ends_with(pattern_);
    case Kind::like:
      if (wild_) return like(lower, pattern_);
      [[fallthrough]];
    default:
      return lower.find(pattern_) != std::string::npos;
  }
}

}  // namespace tiktok_marketing::context
