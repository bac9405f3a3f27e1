#include "replication/plan.hpp"

#include <algorithm>
#include <tuple>

#include "context/finality.hpp"

namespace tiktok_marketing::replication {
namespace {

using std::chrono::days;

std::optional<DateRange> clipped(DateRange range, DateRange to) {
  const DateRange both{std::max(range.start, to.start), std::min(range.end, to.end)};
  if (both.start > both.end) return std::nullopt;
  return both;
}

// The days of `within` that none of the ordered ranges holds.
std::vector<DateRange> gaps(DateRange within, const std::vector<ReadDays>& read) {
  std::vector<DateRange> open;
  Date next = within.start;
  for (const auto& each : read) {
    if (each.last < next) continue;
    if (each.first > within.end) break;
    if (each.first > next) open.push_back({next, each.first - days{1}});
    next = each.last + days{1};
  }
  if (next <= within.end) open.push_back({next, within.end});
  return open;
}

std::vector<DateRange> days_to_read(const ReportState& state) {
  const DateRange wanted{state.from, state.today};
  std::vector<DateRange> due = gaps(wanted, state.read);
  const auto add = [&](DateRange range) {
    if (const auto part = clipped(range, wanted)) due.push_back(*part);
  };
  add({state.today - days{std::max(state.lookback_days, 0)}, state.today});
  for (const auto& each : state.read) {
    if (each.read_on >= state.today) continue;
    const Date unsettled =
        context::first_unsettled(catalog::Settling::conversion, each.read_on, state.conversion_days);
    add({std::max(each.first, unsettled), each.last});
  }
  return joined(std::move(due));
}

// Cut from the newest day on, so that only the oldest window is short.
void cut_newest_first(DateRange range, std::vector<DateRange>& into) {
  while (range.start <= range.end) {
    const Date first = std::max(range.start, range.end - days{tiktok::kMaxDaysDaily - 1});
    into.push_back({first, range.end});
    range.end = first - days{1};
  }
}

}  // namespace

std::vector<DateRange> joined(std::vector<DateRange> ranges) {
  std::erase_if(ranges, [](const DateRange& range) { return range.start > range.end; });
  std::ranges::sort(ranges, {}, &DateRange::start);
  std::vector<DateRange> whole;
  for (const auto& range : ranges) {
    if (!whole.empty() && range.start <= whole.back().end + days{1}) {
      whole.back().end = std::max(whole.back().end, range.end);
    } else {
      whole.push_back(range);
    }
  }
  return whole;
}

bool contains(std::span<const DateRange> ranges, DateRange range) {
  return std::ranges::any_of(
      ranges, [&](const DateRange& each) { return each.start <= range.start && range.end <= each.end; });
}

ReportWork plan_report(const ReportState& state) {
  ReportWork work;
  const Date recent = state.today - days{kRecentDays - 1};
  std::vector<DateRange> due = days_to_read(state);
  std::ranges::reverse(due);
  for (const auto& range : due) {
    if (const auto newer = clipped(range, {recent, state.today})) cut_newest_first(*newer, work.recent);
    if (const auto older = clipped(range, {range.start, recent - days{1}}))
      cut_newest_first(*older, work.history);
  }
  return work;
}

void add_items(std::vector<WorkItem>& into, std::uint32_t account, const Stream& stream,
               const ReportWork& work, Date today) {
  for (const auto& window : work.recent) into.push_back({account, &stream, window, 0});
  for (const auto& window : work.history) {
    const auto age = (today - window.end).count();
    into.push_back({account, &stream, window, static_cast<std::int32_t>(age / kRecentDays)});
  }
}

void sort_items(std::vector<WorkItem>& items) {
  const auto place = [](const WorkItem& item) {
    // Of several windows of one stream in one phase the newer comes first.
    return std::tuple(item.phase, item.stream->rank,
                      item.window ? -item.window->end.time_since_epoch().count() : 0);
  };
  std::ranges::stable_sort(items, {}, place);
}

}  // namespace tiktok_marketing::replication
