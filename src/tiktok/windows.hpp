#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "base/date.hpp"

/// Date windows of reports. Days are calendar days in the ad account's zone; pure functions.
namespace tiktok_marketing::tiktok {

/// Both ends included.
struct DateRange {
  Date start;
  Date end;

  /// Number of days; 1 when both ends are the same day.
  [[nodiscard]] int days() const { return static_cast<int>((end - start).count()) + 1; }
  bool operator==(const DateRange&) const = default;
};

inline constexpr int kMaxDaysDaily = 30;     ///< with stat_time_day
inline constexpr int kMaxDaysHourly = 1;     ///< with stat_time_hour
inline constexpr int kMaxDaysUntimed = 365;  ///< with neither; such a range is never split

/// The longest range one report request may ask for with these dimensions.
[[nodiscard]] int max_days_for(std::span<const std::string> dimensions);

/// Windows of at most `max_days` (≥ 1), oldest first, that cover the range exactly once. Only the last is
/// shorter. An empty range (end before start) gives none.
[[nodiscard]] std::vector<DateRange> split(DateRange range, int max_days);

/// The windows a report needs. Errors: `invalid_parameter` when the end is before the start, or when a
/// range without time dimension is longer than 365 days: its rows cannot be added up afterwards.
[[nodiscard]] Result<std::vector<DateRange>> windows_for(DateRange range,
                                                         std::span<const std::string> dimensions);

/// Older and newer half, the older one longer by a day at most; nullopt for a single day.
[[nodiscard]] std::optional<std::pair<DateRange, DateRange>> halve(DateRange range);

/// `today`, `yesterday`, `last_7_days`, `last_30_days`, `this_month`, `last_month`.
[[nodiscard]] std::span<const std::string_view> range_words();

/// A word as dates. `last_N_days` are the last N complete days, ending yesterday; `this_month` runs from the
/// first of the month to today, today included; `last_month` is the whole month before.
/// Errors: `invalid_parameter` with the allowed words.
[[nodiscard]] Result<DateRange> resolve_word(std::string_view word, Date today);

/// The range of a report that names none: the last 7 complete days.
[[nodiscard]] DateRange default_range(Date today);

}  // namespace tiktok_marketing::tiktok
