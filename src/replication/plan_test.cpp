#include "replication/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <fmt/format.h>
#include <set>

namespace tiktok_marketing::replication {
namespace {

using std::chrono::days;
using testing::ElementsAre;
using testing::IsEmpty;

Date day(std::string_view text) {
  return *parse_date(text);
}

std::vector<std::string> texts(const std::vector<DateRange>& windows) {
  std::vector<std::string> out;
  for (const auto& window : windows)
    out.push_back(fmt::format("{}..{}", format_date(window.start), format_date(window.end)));
  return out;
}

std::vector<DateRange> all_of(const ReportWork& work) {
  std::vector<DateRange> all = work.recent;
  all.insert(all.end(), work.history.begin(), work.history.end());
  return all;
}

ReportState state_of(std::string_view from, std::string_view today) {
  return {.today = day(today), .from = day(from), .read = {}, .lookback_days = 3, .conversion_days = 28};
}

TEST(Plan, ReadsTheLastThirtyDaysAndThenBackwards) {
  const auto work = plan_report(state_of("2024-01-01", "2024-03-15"));
  EXPECT_THAT(texts(work.recent), ElementsAre("2024-02-15..2024-03-15"));
  EXPECT_THAT(texts(work.history), ElementsAre("2024-01-16..2024-02-14", "2024-01-01..2024-01-15"));
}

/// What Airbyte's source reads for a report: its own test vectors. `state` is the newest day it has seen; it
/// ends with `end`, which is tomorrow in UTC where nobody says otherwise.
struct Vector {
  std::string_view start, end, state;
  int lookback;
  std::vector<std::string_view> original;
  std::vector<std::string_view> ours;
  /// Why the days or the number of requests are not the same; empty: they are.
  std::string_view why;
};

const std::vector<Vector> kVectors = {
    // Both cover the same days with as many requests. Ours cuts from the newest day on and reads that part
    // first.
    {"2024-01-01",
     "2024-03-15",
     "",
     0,
     {"2024-01-01..2024-01-30", "2024-01-31..2024-02-29", "2024-03-01..2024-03-15"},
     {"2024-02-15..2024-03-15", "2024-01-16..2024-02-14", "2024-01-01..2024-01-15"},
     ""},
    {"2024-01-01", "2024-03-15", "2024-03-10", 3, {"2024-03-07..2024-03-15"}, {"2024-03-07..2024-03-15"}, ""},
    {"2024-01-01",
     "2024-03-15",
     "2024-01-02",
     3,
     {"2024-01-01..2024-01-30", "2024-01-31..2024-02-29", "2024-03-01..2024-03-15"},
     {"2024-02-15..2024-03-15", "2024-01-16..2024-02-14", "2024-01-01..2024-01-15"},
     ""},
    {"2024-01-01", "2024-01-01", "", 3, {"2024-01-01..2024-01-01"}, {"2024-01-01..2024-01-01"}, ""},
    {"2024-02-01",
     "2024-03-15",
     "2024-01-20",
     3,
     {"2024-02-01..2024-03-01", "2024-03-02..2024-03-15"},
     {"2024-02-15..2024-03-15", "2024-02-01..2024-02-14"},
     ""},  // a start date after the state wins

    {"2024-01-01",
     "2024-01-31",
     "",
     0,
     {"2024-01-01..2024-01-31"},
     {"2024-01-02..2024-01-31", "2024-01-01..2024-01-01"},
     "TikTok refuses 31 days"},
    {"2024-01-01",
     "2024-03-01",
     "",
     0,
     {"2024-01-01..2024-01-30", "2024-01-31..2024-03-01"},
     {"2024-02-01..2024-03-01", "2024-01-02..2024-01-31", "2024-01-01..2024-01-01"},
     "TikTok refuses 31 days"},
    {"2024-01-01",
     "2024-01-05",
     "",
     0,
     {"2024-01-01..2024-01-01", "2024-01-02..2024-01-02", "2024-01-03..2024-01-03", "2024-01-04..2024-01-05"},
     {"2024-01-01..2024-01-05"},
     "windows of one day are a setting there; here 40067 halves a window"},
    {"2024-01-01", "2024-01-01", "", 0, {}, {"2024-01-01..2024-01-01"}, "the first day has figures, too"},
    {"2024-01-01",
     "2024-03-15",
     "2024-03-20",
     3,
     {},
     {"2024-03-12..2024-03-15"},
     "what moves is read again whatever was seen"},
};

std::set<Date> days_of(const std::vector<std::string>& windows) {
  std::set<Date> all;
  for (const auto& window : windows) {
    for (Date each = day(window.substr(0, 10)); each <= day(window.substr(12)); each += days{1})
      all.insert(each);
  }
  return all;
}

TEST(Plan, AgreesWithTheOriginalsVectorsWhereItIsRight) {
  for (const auto& vector : kVectors) {
    const auto name = fmt::format("{} {} {}", vector.start, vector.end, vector.state);
    ReportState state = state_of(vector.start, vector.end);
    state.lookback_days = vector.lookback;
    state.conversion_days = 3;
    if (!vector.state.empty()) {
      const Date seen = day(vector.state);
      state.read.push_back({std::min(state.from, seen), seen, seen});
    }
    const auto ours = texts(all_of(plan_report(state)));
    EXPECT_EQ(ours, std::vector<std::string>(vector.ours.begin(), vector.ours.end())) << name;
    const std::vector<std::string> original(vector.original.begin(), vector.original.end());
    const bool same = days_of(ours) == days_of(original) && ours.size() == original.size();
    EXPECT_EQ(same, vector.why.empty()) << name << ": " << vector.why;
  }
}

// The original keeps the newest day it has seen of each advertiser. After a failed window it reads that
// window and all later ones again, and an advertiser that is granted later begins where the others stand.
TEST(Plan, KeepsTrackOfDaysAndNotOfTheNewestOne) {
  ReportState state = state_of("2024-01-01", "2024-04-29");
  state.conversion_days = 3;
  state.read = {{day("2024-01-01"), day("2024-01-30"), day("2024-04-28")},
                {day("2024-03-01"), day("2024-04-28"), day("2024-04-28")}};
  EXPECT_THAT(texts(all_of(plan_report(state))),
              ElementsAre("2024-04-25..2024-04-29", "2024-01-31..2024-02-29"))
      << "the window that failed, and no more";
  state.read.clear();
  EXPECT_EQ(all_of(plan_report(state)).back().start, state.from) << "granted later: all of it";
}

TEST(Plan, ReadsTheLookbackAgainEachTimeAndTheAttributionWindowOnceADay) {
  ReportState state = state_of("2026-01-01", "2026-09-15");
  state.read = {{state.from, state.today, state.today}};
  EXPECT_THAT(texts(all_of(plan_report(state))), ElementsAre("2026-09-12..2026-09-15"));
  // The day after: everything whose conversions were not settled when it was read.
  state.today += days{1};
  EXPECT_THAT(texts(all_of(plan_report(state))), ElementsAre("2026-08-18..2026-09-16"));
  state.conversion_days = 7;
  EXPECT_THAT(texts(all_of(plan_report(state))), ElementsAre("2026-09-08..2026-09-16"));
  state.conversion_days = 0;
  EXPECT_THAT(texts(all_of(plan_report(state))), ElementsAre("2026-09-08..2026-09-16"))
      << "not known: 7 days";
}

TEST(Plan, ComesBackToDaysThatWereReadTooEarly) {
  ReportState state = state_of("2026-01-01", "2026-09-15");
  state.read = {{state.from, day("2026-06-01"), day("2026-06-01")}};
  const auto all = all_of(plan_report(state));
  EXPECT_EQ(format_date(all.back().start), "2026-05-04") << "28 days before it was read for the last time";
  state.read = {{state.from, day("2026-05-03"), day("2026-06-01")}};
  EXPECT_EQ(format_date(all_of(plan_report(state)).back().start), "2026-05-04")
      << "settled days are left alone";
}

TEST(Plan, AnEarlierStartIsReadBackwardsAndALaterOneReadsNothingMore) {
  ReportState state = state_of("2026-06-01", "2026-09-15");
  state.read = {{day("2026-07-01"), state.today, state.today}};
  EXPECT_THAT(texts(plan_report(state).history), ElementsAre("2026-06-01..2026-06-30"));
  state.from = day("2026-08-01");
  EXPECT_THAT(plan_report(state).history, IsEmpty());
}

TEST(Plan, AnAccountOfTodayHasOneDay) {
  EXPECT_THAT(texts(all_of(plan_report(state_of("2026-09-15", "2026-09-15")))),
              ElementsAre("2026-09-15..2026-09-15"));
  EXPECT_THAT(all_of(plan_report(state_of("2026-09-16", "2026-09-15"))), IsEmpty());
}

RC_GTEST_PROP(Plan, CoversWhatIsDueExactlyOnceNewestFirst, ()) {
  const Date today = day("2026-09-15");
  ReportState state;
  state.today = today;
  state.from = today - days{*rc::gen::inRange(0, 400)};
  state.lookback_days = *rc::gen::inRange(0, 10);
  state.conversion_days = *rc::gen::inRange(0, 29);
  Date next = state.from - days{*rc::gen::inRange(0, 30)};
  while (*rc::gen::inRange(0, 5) > 0) {
    const Date first = next + days{*rc::gen::inRange(0, 40)};
    const Date last = first + days{*rc::gen::inRange(0, 90)};
    if (last > today) break;
    // Nothing is read before it happened.
    state.read.push_back(
        {first, last, last + days{*rc::gen::inRange(0, static_cast<int>((today - last).count()) + 1)}});
    next = last + days{1};
  }
  const auto work = plan_report(state);

  std::set<Date> planned;
  Date newest = Date::max();
  for (const auto& window : all_of(work)) {
    RC_ASSERT(window.start <= window.end && window.days() <= 30);
    RC_ASSERT(window.start >= state.from && window.end <= today);
    RC_ASSERT(window.end < newest);
    newest = window.start;
    for (Date each = window.start; each <= window.end; each += days{1})
      RC_ASSERT(planned.insert(each).second);
  }
  for (const auto& window : work.history) RC_ASSERT(window.end <= today - days{kRecentDays});
  const int span = state.conversion_days == 0 ? 7 : std::max(state.conversion_days, 3);
  for (Date each = state.from; each <= today; each += days{1}) {
    const auto read = std::ranges::find_if(
        state.read, [&](const ReadDays& piece) { return piece.first <= each && each <= piece.last; });
    const bool never = read == state.read.end();
    const bool lookback = each >= today - days{state.lookback_days};
    const bool unsettled = !never && read->read_on < today && each >= read->read_on - days{span};
    RC_ASSERT(planned.contains(each) == (never || lookback || unsettled));
  }
}

TEST(Plan, RecentDaysOfAllStreamsComeBeforeHistory) {
  std::vector<WorkItem> items;
  const auto* ads = find_stream("ads_reports_daily");
  const auto work = plan_report(state_of("2026-06-01", "2026-09-15"));
  add_items(items, 0, *ads, work, day("2026-09-15"));
  add_items(items, 1, account_report(), work, day("2026-09-15"));
  items.push_back({1, find_stream("campaigns"), std::nullopt, 0});
  sort_items(items);
  std::vector<std::string> order;
  for (const auto& item : items) order.push_back(fmt::format("{} {}", item.phase, item.stream->entity->name));
  EXPECT_THAT(order,
              ElementsAre("0 advertisers_reports_daily", "0 campaigns", "0 ads_reports_daily",
                          "1 advertisers_reports_daily", "1 ads_reports_daily", "2 advertisers_reports_daily",
                          "2 ads_reports_daily", "3 advertisers_reports_daily", "3 ads_reports_daily"));
}

TEST(Plan, RangesJoinAndContain) {
  const auto whole = joined({{day("2026-01-05"), day("2026-01-09")},
                             {day("2026-01-01"), day("2026-01-04")},
                             {day("2026-02-01"), day("2026-02-03")},
                             {day("2026-03-01"), day("2026-02-01")}});
  EXPECT_THAT(texts(whole), ElementsAre("2026-01-01..2026-01-09", "2026-02-01..2026-02-03"));
  EXPECT_TRUE(contains(whole, {day("2026-01-02"), day("2026-01-08")}));
  EXPECT_FALSE(contains(whole, {day("2026-01-09"), day("2026-02-01")}));
}

}  // namespace
}  // namespace tiktok_marketing::replication
