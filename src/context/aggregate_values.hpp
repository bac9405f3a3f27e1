#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Numbers of an aggregate: exact sums and what can be said of them. Pure.
namespace tiktok_marketing::context {

__extension__ using Int128 = __int128;

/// A sum in millionths with room for any number of rows. `exact` is false when a value among them had more
/// than six decimals or did not fit, so that the database kept only its nearest double.
struct Amount {
  Int128 micros = 0;
  bool exact = true;
  friend bool operator==(const Amount&, const Amount&) = default;
};
Amount& operator+=(Amount& left, const Amount& right);
[[nodiscard]] Amount operator-(const Amount& left, const Amount& right);

/// What SQLite writes for an integer or a real, times `unit` (1'000'000 for whole numbers, 1 for
/// millionths).
[[nodiscard]] Amount amount_of(std::string_view sql_number, std::int64_t unit);
/// A plain decimal number; nullopt for other text.
[[nodiscard]] std::optional<Amount> parse_amount(std::string_view decimal);
/// `48.21`, `-0.5`, `100`: no zeros behind the point that say nothing.
[[nodiscard]] std::string decimal_text(const Amount& amount);
/// `scale * numerator / denominator`, rounded half away from zero to six decimals; nullopt for a zero
/// denominator.
[[nodiscard]] std::optional<Amount> ratio_of(const Amount& numerator, const Amount& denominator,
                                             std::int64_t scale);

/// Rounded half away from zero to six decimals.
[[nodiscard]] Amount product_of(const Amount& left, const Amount& right);

/// Why there is no figure. The words stand in answers.
enum class Absence : std::uint8_t {
  none,
  zero_denominator,  ///< nothing to divide by
  not_reported,      ///< TikTok gave no number for any row of the group
  not_additive,      ///< several rows, and the metric must not be computed from them
  different_goals,   ///< results of several optimization goals
  unknown_goal,      ///< the optimization goal of a row is not stored
  no_rows,           ///< no row, which does not mean 0
};
[[nodiscard]] std::string_view name_of(Absence absence);

/// A figure, or the reason why there is none.
struct Figure {
  std::optional<Amount> amount;
  Absence absence = Absence::none;
  std::int64_t rows_without = 0;  ///< rows left out of the value because they carry no number

  [[nodiscard]] static Figure of(Amount amount, std::int64_t rows_without = 0) {
    return {.amount = amount, .rows_without = rows_without};
  }
  [[nodiscard]] static Figure absent(Absence why) { return {.absence = why}; }
};

}  // namespace tiktok_marketing::context
