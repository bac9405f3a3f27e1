#include "context/number_text.hpp"

#include <charconv>
#include <cmath>
#include <limits>

#include "base/json_scanner.hpp"

namespace tiktok_marketing::context {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// `digits` × 10^`exponent`; what does not fit 18 digits is `too_long`.
struct Parts {
  bool negative = false;
  bool too_long = false;
  std::int64_t digits = 0;
  int exponent = 0;
};

constexpr int kMostExponent = 100'000;

/// Moves past an exponent and adds it; false if there is none where one began.
bool read_exponent(std::string_view text, std::size_t& i, int& exponent) {
  bool negative = false;
  if (i < text.size() && (text[i] == '+' || text[i] == '-')) negative = text[i++] == '-';
  const std::size_t start = i;
  int value = 0;
  for (; i < text.size() && is_digit(text[i]); ++i) {
    if (value < kMostExponent) value = value * 10 + (text[i] - '0');
  }
  exponent += negative ? -value : value;
  return i > start;
}

std::optional<Parts> parts_of(std::string_view text) {
  Parts parts;
  std::size_t i = 0;
  if (i < text.size() && text[i] == '-') {
    parts.negative = true;
    ++i;
  }
  constexpr std::int64_t kFull = 100'000'000'000'000'000;
  bool any = false;
  bool after_point = false;
  int zeros = 0;  // not taken in yet: those at the end change nothing but the exponent
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.' && !after_point && any) {
      after_point = true;
      if (i + 1 == text.size() || !is_digit(text[i + 1])) return std::nullopt;
      continue;
    }
    if (!is_digit(c)) break;
    any = true;
    if (after_point) --parts.exponent;
    if (c == '0') {
      if (parts.digits != 0) ++zeros;
      continue;
    }
    for (; zeros > 0 && parts.digits < kFull; --zeros) parts.digits *= 10;
    if (zeros > 0 || parts.digits >= kFull) {
      parts.too_long = true;
      zeros = 0;
      continue;
    }
    parts.digits = parts.digits * 10 + (c - '0');
  }
  if (!any) return std::nullopt;
  parts.exponent += zeros;
  if (parts.digits == 0) parts.exponent = 0;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    if (!read_exponent(text, ++i, parts.exponent)) return std::nullopt;
  }
  return i == text.size() ? std::optional(parts) : std::nullopt;
}

std::optional<std::int64_t> whole(const Parts& parts, int exponent) {
  if (parts.too_long || exponent < 0) return std::nullopt;
  std::int64_t value = parts.digits;
  for (; exponent > 0 && value != 0; --exponent) {
    if (value > std::numeric_limits<std::int64_t>::max() / 10) return std::nullopt;
    value *= 10;
  }
  return parts.negative ? -value : value;
}

double approximate(std::string_view text, const Parts& parts, int shift) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) {
    value = parts.exponent > 0 ? std::numeric_limits<double>::infinity() : 0.0;
    if (parts.negative) value = -value;
  }
  return value * std::pow(10.0, shift);
}

}  // namespace

std::optional<SqlNumber> scaled_number(std::string_view text, int shift) {
  const auto parts = parts_of(text);
  if (!parts) return std::nullopt;
  if (parts->digits == 0 && !parts->too_long) return SqlNumber(std::int64_t{0});
  if (const auto exact = whole(*parts, parts->exponent + shift)) return SqlNumber(*exact);
  return SqlNumber(approximate(text, *parts, shift));
}

std::optional<std::int64_t> plain_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.starts_with('0') && text.size() > 1) return std::nullopt;
  return value;
}

std::optional<std::int64_t> id_number(std::string_view text) {
  if (text.starts_with('-')) return std::nullopt;
  return plain_integer(text);
}

bool is_json_number(std::string_view text) {
  JsonScanner scanner(text);
  return !text.empty() && (is_digit(text.front()) || text.front() == '-') && scanner.number() == text;
}

std::optional<std::string_view> normal_time(std::string_view text, std::string& buffer) {
  const auto fits = [&](std::string_view part, std::string_view pattern) {
    if (part.size() != pattern.size()) return false;
    for (std::size_t i = 0; i < part.size(); ++i) {
      if (pattern[i] == '0' ? !is_digit(part[i]) : part[i] != pattern[i]) return false;
    }
    return true;
  };
  if (!fits(text.substr(0, 10), "0000-00-00")) return std::nullopt;
  if (text.size() == 10) return buffer.assign(text).append(" 00:00:00");
  if ((text[10] != ' ' && text[10] != 'T') || !fits(text.substr(11, 8), "00:00:00")) return std::nullopt;
  if (text.size() == 19 && text[10] == ' ') return text;
  std::size_t i = 19;
  if (i < text.size() && text[i] == '.') {
    const std::size_t start = ++i;
    while (i < text.size() && is_digit(text[i])) ++i;
    if (i == start) return std::nullopt;
  }
  if (i < text.size() && text[i] == 'Z') ++i;
  if (i != text.size()) return std::nullopt;
  buffer.assign(text.substr(0, 10)).append(" ").append(text.substr(11, 8));
  return buffer;
}

}  // namespace tiktok_marketing::context
