#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "replication/streams.hpp"
#include "tiktok/windows.hpp"

/// Which days of which report are read, and in which order. Days are calendar days in the account's zone.
/// Pure.
namespace tiktok_marketing::replication {

using tiktok::DateRange;

/// The newest part of every report, which is read before anybody's history.
inline constexpr int kRecentDays = 30;

/// Days that were all read on the same day.
struct ReadDays {
  Date first;
  Date last;
  Date read_on;
};

/// What decides over one advertiser's report.
struct ReportState {
  Date today;
  Date from;                   ///< the first day that is wanted: max(start date, creation)
  std::vector<ReadDays> read;  ///< ordered, without overlap
  int lookback_days = 3;       ///< days before today that are read again each time
  int conversion_days = 0;     ///< longest attribution window; 0: not known
};

/// Windows of at most 30 days that cover every day which must be read exactly once, newest first.
struct ReportWork {
  std::vector<DateRange> recent;   ///< within the last `kRecentDays` days
  std::vector<DateRange> history;  ///< before those
};

/// A day must be read when it never was, when it lies in the lookback, and once a day as long as it was last
/// read before its conversions were settled. Nothing is read before `from` or after `today`.
[[nodiscard]] ReportWork plan_report(const ReportState& state);

/// The days that `ranges` cover, joined where they touch or overlap.
[[nodiscard]] std::vector<DateRange> joined(std::vector<DateRange> ranges);
/// Whether every day of `range` lies in one of `ranges`, which are joined.
[[nodiscard]] bool contains(std::span<const DateRange> ranges, DateRange range);
[[nodiscard]] inline bool overlap(DateRange a, DateRange b) {
  return a.start <= b.end && b.start <= a.end;
}

/// A piece of work: one listing, or one window of a report.
struct WorkItem {
  std::uint32_t account = 0;  ///< index of the advertiser
  const Stream* stream = nullptr;
  std::optional<DateRange> window;  ///< of reports
  std::int32_t phase = 0;           ///< 0: recent, then the older the higher
  bool operator==(const WorkItem&) const = default;
};

/// The windows of one report as items; the phase of history follows from its age, so that all advertisers go
/// back in time together.
void add_items(std::vector<WorkItem>& into, std::uint32_t account, const Stream& stream,
               const ReportWork& work, Date today);

/// Newest first, and within the same time by rank of the stream.
void sort_items(std::vector<WorkItem>& items);

}  // namespace tiktok_marketing::replication
