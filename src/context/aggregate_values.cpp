#include "context/aggregate_values.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "context/number_text.hpp"
#include "context/tables.hpp"

namespace tiktok_marketing::context {
namespace {

/// Doubles beyond this are no whole millionths any more, and far from what an account can spend.
constexpr double kMostDouble = 1e30;

Amount amount_of(double value, double unit) {
  if (std::isnan(value)) value = 0;
  return {static_cast<Int128>(std::clamp(std::round(value * unit), -kMostDouble, kMostDouble)), false};
}

/// Half away from zero; `divisor` is not zero.
Int128 divided(Int128 value, Int128 divisor) {
  const Int128 whole = value / divisor;
  const Int128 rest = value % divisor;
  const Int128 twice = (rest < 0 ? -rest : rest) * 2;
  if (twice < (divisor < 0 ? -divisor : divisor)) return whole;
  return (value < 0) == (divisor < 0) ? whole + 1 : whole - 1;
}

}  // namespace

Amount& operator+=(Amount& left, const Amount& right) {
  left.micros += right.micros;
  left.exact = left.exact && right.exact;
  return left;
}

Amount operator-(const Amount& left, const Amount& right) {
  return {left.micros - right.micros, left.exact && right.exact};
}

Amount amount_of(std::string_view sql_number, std::int64_t unit) {
  const char* end = sql_number.data() + sql_number.size();
  std::int64_t whole = 0;
  const auto [stop, failure] = std::from_chars(sql_number.data(), end, whole);
  if (failure == std::errc{} && stop == end) return {Int128{whole} * unit, true};
  double real = 0;
  std::from_chars(sql_number.data(), end, real);
  return amount_of(real, static_cast<double>(unit));
}

std::optional<Amount> parse_amount(std::string_view decimal) {
  const auto micros = micros_of(decimal);
  if (!micros) return std::nullopt;
  if (const auto* whole = std::get_if<std::int64_t>(&*micros)) return Amount{*whole, true};
  return amount_of(std::get<double>(*micros), 1);
}

std::string decimal_text(const Amount& amount) {
  const bool negative = amount.micros < 0;
  Int128 rest = negative ? -amount.micros : amount.micros;
  int decimals = 6;
  while (decimals > 0 && rest % 10 == 0) {
    rest /= 10;
    --decimals;
  }
  std::string digits;
  do {
    digits += static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
    if (--decimals == 0) digits += '.';
  } while (rest > 0 || decimals >= 0);
  if (negative) digits += '-';
  std::ranges::reverse(digits);
  return digits;
}

std::optional<Amount> ratio_of(const Amount& numerator, const Amount& denominator, std::int64_t scale) {
  if (denominator.micros == 0) return std::nullopt;
  const bool exact = numerator.exact && denominator.exact;
  // 10^26 × 1000 × 10^6 still fits; sums beyond that have come from doubles.
  constexpr Int128 kMost = Int128{100'000'000'000'000} * 1'000'000'000'000;
  const Int128 size = numerator.micros < 0 ? -numerator.micros : numerator.micros;
  if (size > kMost) {
    const double ratio = static_cast<double>(numerator.micros) / static_cast<double>(denominator.micros);
    return amount_of(ratio * static_cast<double>(scale), static_cast<double>(kMicros));
  }
  return Amount{divided(numerator.micros * scale * kMicros, denominator.micros), exact};
}

Amount product_of(const Amount& left, const Amount& right) {
  return {divided(left.micros * right.micros, kMicros), left.exact && right.exact};
}

std::string_view name_of(Absence absence) {
  switch (absence) {
    case Absence::none:
      return "none";
    case Absence::zero_denominator:
      return "zero_denominator";
    case Absence::not_reported:
      return "not_reported";
    case Absence::not_additive:
      return "not_additive";
    case Absence::different_goals:
      return "different_goals";
    case Absence::unknown_goal:
      return "unknown_goal";
    case Absence::no_rows:
      return "no_rows";
  }
  return "none";
}

}  // namespace tiktok_marketing::context
