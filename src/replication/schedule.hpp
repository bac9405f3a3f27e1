#pragma once

#include <array>
#include <bitset>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/runtime.hpp>

namespace tiktok_marketing::replication {

/// A cron expression, in UTC: five fields (minute hour day month weekday, Sunday 0 or 7), or Quartz's six or
/// seven (seconds in front, a year behind, Sunday 1). Lists, ranges, steps, names of months and weekdays,
/// `*` and `?`. A plain value.
class Cron {
 public:
  /// Errors: `value_error` naming the field; Quartz's `L`, `W` and `#` are not supported.
  [[nodiscard]] static Result<Cron> parse(std::string_view text);
  /// The first time after `time`; nullopt when there is none within the next ten years.
  [[nodiscard]] std::optional<SystemTime> next_after(SystemTime time) const;
  /// `At 02:15, on Monday to Friday, UTC`.
  [[nodiscard]] std::string words() const;

 private:
  [[nodiscard]] bool runs_on(std::chrono::sys_days day) const;
  [[nodiscard]] std::optional<std::chrono::seconds> time_of_day(std::chrono::seconds from) const;

  std::bitset<60> seconds_;
  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> days_;
  std::bitset<13> months_;
  std::bitset<8> weekdays_;  // Sunday 0
  std::bitset<200> years_;   // from 1970; all when not given
  bool any_day_ = true;
  bool any_weekday_ = true;
};

/// When replication runs: an interval or a cron expression. A plain value.
class Schedule {
 public:
  static constexpr std::chrono::minutes kShortest{5};

  /// Hourly.
  Schedule() = default;
  /// `30m`, `1h`, `2d`, `90` (minutes), `every 2 hours`, `hourly`, `daily`, or a cron expression.
  /// Errors: `value_error` (cannot be read, or comes more often than every five minutes).
  [[nodiscard]] static Result<Schedule> parse(std::string_view text);

  /// When the next run starts. Without a last one that is now; runs that were missed, because nothing was
  /// running, are made up for by one run now. A run that lasts beyond its next time is followed at once.
  [[nodiscard]] std::optional<SystemTime> next_run(std::optional<SystemTime> last_start,
                                                   SystemTime now) const;
  /// As it was given; `1h` for the default.
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_ = "1h";
  std::chrono::minutes interval_{60};
  std::optional<Cron> cron_;
};

}  // namespace tiktok_marketing::replication
