#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/date.hpp"
#include "catalog/model.hpp"

/// How far a stored figure may still change. Days are calendar days in the ad account's zone. Pure.
namespace tiktok_marketing::context {

enum class Finality : std::uint8_t {
  partial,  ///< the day was not over when it was read
  moving,   ///< TikTok still corrects it, or a conversion may still be credited to the day
  final,    ///< read after both are over: does not change any more
};
/// `partial`, `moving`, `final`.
[[nodiscard]] std::string_view name_of(Finality finality);

/// Days after its own in which a day's cost and delivery are still corrected.
inline constexpr int kDeliveryDays = 3;
/// Days after its own in which a conversion may be credited to a day, when no ad group tells its window.
inline constexpr int kUnknownConversionDays = 7;
inline constexpr int kMostConversionDays = 28;

/// `SEVEN_DAYS` → 7; `OFF` and `ZERO_DAY` → 0; nullopt for a word that is not known. Never more than
/// `kMostConversionDays`.
[[nodiscard]] std::optional<int> days_of_window(std::string_view window);

/// How many days after its own a day's value may change. `conversion_days`: the longest attribution window of
/// the advertiser's ad groups; values outside 1 … 28 count as `kUnknownConversionDays` and 28.
[[nodiscard]] int settling_days(catalog::Settling settling, int conversion_days);

/// What a value of `day` is worth that was last read on `read_on`. It is the reading that counts, not the day
/// it is now: a value that was read too early stays `moving` until it is read again.
[[nodiscard]] Finality finality_of(catalog::Settling settling, Date day, Date read_on, int conversion_days);

/// Values of days before this one are final when they were read on `read_on`.
[[nodiscard]] Date first_unsettled(catalog::Settling settling, Date read_on, int conversion_days);

}  // namespace tiktok_marketing::context
