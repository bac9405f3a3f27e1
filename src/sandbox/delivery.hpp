#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sandbox/metrics.hpp"
#include "sandbox/world.hpp"

namespace tiktok_marketing::sandbox {

/// One quantity a report needs.
struct ColumnRef {
  Column column = Column::none;
  int event = -1;
  int percent = 100;
  bool operator==(const ColumnRef&) const = default;
};

/// What "now" is in the calendar of a report.
struct ReportClock {
  Day today = 0;
  int hour = 23;  ///< hours of today up to this one have data
};

/// One slice of people: the share [from, to) of 1000 of every quantity.
struct Slice {
  int from = 0;
  int to = 1'000;
};

/// Sums of the wanted columns; `reach` needs the largest part beside the sum of parts.
struct Totals {
  std::vector<std::int64_t> sums;
  std::int64_t reach_parts = 0;
  std::int64_t largest_reach = 0;
  bool secondary_goal = false;

  [[nodiscard]] std::int64_t reach() const { return largest_reach + (reach_parts - largest_reach) * 8 / 10; }
  void add(const Totals& other);
};

/// True when the ad has data for the day as far as the clock has come.
[[nodiscard]] bool delivers(const Ad& ad, Day day, const ReportClock& clock);
/// False for the hours of the night, in which nothing is shown.
[[nodiscard]] bool delivers_at(int hour);

/// Adds the ad's numbers of one day (hours [from_hour, to_hour), slices) to `totals[slice]`. The numbers of a
/// past day never change, except conversions, which go on arriving for 27 days.
void add_day(const Advertiser& advertiser, const Campaign& campaign, const AdGroup& adgroup, const Ad& ad,
             Day day, int from_hour, int to_hour, const ReportClock& clock,
             std::span<const ColumnRef> columns, std::span<const Slice> slices, Totals* totals);

/// How many of `final_count` conversions have been reported `age` days after the impression.
[[nodiscard]] std::int64_t arrived(std::int64_t final_count, int age, std::uint64_t hash);

}  // namespace tiktok_marketing::sandbox
