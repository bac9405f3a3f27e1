#include "server/text_formats.hpp"

#include <algorithm>
#include <charconv>
#include <random>

#include <fmt/format.h>

#include "base/date.hpp"

namespace tiktok_marketing::server {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// `+02:00` → 2 h.
std::optional<std::chrono::minutes> offset_of(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z") return std::chrono::minutes{0};
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  int hours = 0;
  int minutes = 0;
  for (const std::size_t at : {1U, 2U, 4U, 5U}) {
    if (!is_digit(text[at])) return std::nullopt;
  }
  std::from_chars(text.data() + 1, text.data() + 3, hours);
  std::from_chars(text.data() + 4, text.data() + 6, minutes);
  if (hours > 23 || minutes > 59) return std::nullopt;
  const std::chrono::minutes offset{hours * 60 + minutes};
  return text[0] == '-' ? -offset : offset;
}

}  // namespace

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

std::string new_uuid() {
  thread_local std::mt19937_64 random{(std::uint64_t{std::random_device{}()} << 32) ^ std::random_device{}()};
  const std::uint64_t high = (random() & 0xFFFF'FFFF'FFFF'0FFF) | 0x4000;
  const std::uint64_t low = (random() & 0x3FFF'FFFF'FFFF'FFFF) | 0x8000'0000'0000'0000;
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32, high >> 16 & 0xFFFF, high & 0xFFFF,
                     low >> 48, low & 0xFFFF'FFFF'FFFF);
}

bool is_day(std::string_view text) {
  return parse_date(text).has_value();
}

std::optional<SystemTime> parse_rfc3339(std::string_view text) {
  constexpr std::size_t kSeconds = 19;  // `2026-09-14T08:00:00`
  if (text.size() < kSeconds) {
    const auto day = parse_date(text);
    return day ? std::optional<SystemTime>(*day) : std::nullopt;
  }
  if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return std::nullopt;
  std::string base(text.substr(0, kSeconds));
  base[10] = ' ';
  const auto whole = parse_datetime(base);
  if (!whole) return std::nullopt;
  std::string_view rest = text.substr(kSeconds);
  int millis = 0;
  if (rest.starts_with('.')) {
    const std::size_t end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
    if (end < 2) return std::nullopt;
    std::string digits(rest.substr(1, std::min<std::size_t>(end - 1, 3)));
    digits.resize(3, '0');
    std::from_chars(digits.data(), digits.data() + digits.size(), millis);
    rest.remove_prefix(end);
  }
  const auto offset = offset_of(rest);
  if (!offset) return std::nullopt;
  return *whole + std::chrono::milliseconds{millis} - *offset;
}

bool is_absolute_url(std::string_view text) {
  const std::size_t colon = text.find("://");
  if (colon == 0 || colon == text.npos || colon + 3 == text.size()) return false;
  const bool sound =
      std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7F; });
  return sound && is_letter(text[0]) && std::ranges::all_of(text.substr(0, colon), [](char c) {
           return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
         });
}

bool is_safe_id(std::string_view text) {
  return !text.empty() && text.size() <= 128 && std::ranges::all_of(text, [](char c) {
    return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == ':' || c == '-';
  });
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace tiktok_marketing::server
