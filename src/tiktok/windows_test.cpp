#include "tiktok/windows.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

namespace tiktok_marketing::tiktok {
namespace {

using std::chrono::days;

Date day(std::string_view text) {
  return parse_date(text).value();
}
DateRange range(std::string_view start, std::string_view end) {
  return {day(start), day(end)};
}

rc::Gen<DateRange> any_range() {
  return rc::gen::map(rc::gen::pair(rc::gen::inRange(10'000, 30'000), rc::gen::inRange(0, 1'200)),
                      [](auto pair) {
                        const Date start{days{pair.first}};
                        return DateRange{start, start + days{pair.second}};
                      });
}

// The windows follow each other without a gap, from the first to the last day.
bool covers_once(const std::vector<DateRange>& windows, DateRange whole) {
  if (windows.empty() || windows.front().start != whole.start || windows.back().end != whole.end)
    return false;
  for (std::size_t i = 1; i < windows.size(); ++i) {
    if (windows[i].start != windows[i - 1].end + days{1}) return false;
  }
  return true;
}

RC_GTEST_PROP(Windows, CoverTheRangeExactlyOnce, ()) {
  const DateRange whole = *any_range();
  const int max_days = *rc::gen::inRange(1, 400);
  const auto windows = split(whole, max_days);
  RC_ASSERT(covers_once(windows, whole));
  for (std::size_t i = 0; i < windows.size(); ++i) {
    RC_ASSERT(windows[i].days() >= 1);
    const bool last = i + 1 == windows.size();
    RC_ASSERT(windows[i].days() <= max_days);
    RC_ASSERT(last || windows[i].days() == max_days);
  }
}

RC_GTEST_PROP(Windows, HalvesCoverTheWholeAndEndAtSingleDays, ()) {
  DateRange whole = *any_range();
  int steps = 0;
  while (const auto halves = halve(whole)) {
    RC_ASSERT(covers_once({halves->first, halves->second}, whole));
    RC_ASSERT(halves->first.days() - halves->second.days() >= 0);
    RC_ASSERT(halves->first.days() - halves->second.days() <= 1);
    whole = *rc::gen::arbitrary<bool>() ? halves->first : halves->second;
    RC_ASSERT(++steps <= 12);
  }
  RC_ASSERT(whole.days() == 1);
}

TEST(Windows, ThirtyDaysAreOneWindowAndThirtyOneAreTwo) {
  EXPECT_EQ(split(range("2026-09-01", "2026-09-30"), 30).size(), 1u);
  EXPECT_EQ(split(range("2026-08-01", "2026-08-31"), 30),
            (std::vector{range("2026-08-01", "2026-08-30"), range("2026-08-31", "2026-08-31")}));
  EXPECT_TRUE(split(range("2026-09-02", "2026-09-01"), 30).empty());
}

TEST(Windows, DependOnTheTimeDimension) {
  const std::vector<std::string> daily{"campaign_id", "stat_time_day"};
  const std::vector<std::string> hourly{"ad_id", "stat_time_hour"};
  const std::vector<std::string> untimed{"campaign_id"};
  EXPECT_EQ(max_days_for(daily), 30);
  EXPECT_EQ(max_days_for(hourly), 1);
  EXPECT_EQ(max_days_for(untimed), 365);
  EXPECT_EQ(max_days_for({}), 365);

  EXPECT_EQ(windows_for(range("2025-01-01", "2026-01-01"), daily)->size(), 13u);
  EXPECT_EQ(windows_for(range("2026-02-27", "2026-03-01"), hourly)->size(), 3u);
  EXPECT_EQ(windows_for(range("2025-01-01", "2025-12-31"), untimed)->size(), 1u);
}

TEST(Windows, RefuseALongRangeThatCannotBeAddedUp) {
  const std::vector<std::string> untimed{"campaign_id"};
  const auto refused = windows_for(range("2025-01-01", "2026-01-01"), untimed);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, ErrorType::invalid_parameter);
  EXPECT_NE(refused.error().message.find("366 days"), std::string::npos) << refused.error().message;
  EXPECT_NE(refused.error().hint.find("stat_time_day"), std::string::npos);
}

TEST(Windows, RefuseARangeThatEndsBeforeItStarts) {
  const auto refused = windows_for(range("2026-09-02", "2026-09-01"), {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().param, "end_date");
}

TEST(RangeWords, AreResolvedFromToday) {
  const Date today = day("2026-03-01");
  EXPECT_EQ(*resolve_word("today", today), range("2026-03-01", "2026-03-01"));
  EXPECT_EQ(*resolve_word("yesterday", today), range("2026-02-28", "2026-02-28"));
  EXPECT_EQ(*resolve_word("last_7_days", today), range("2026-02-22", "2026-02-28"));
  EXPECT_EQ(*resolve_word("last_30_days", today), range("2026-01-30", "2026-02-28"));
  EXPECT_EQ(*resolve_word("this_month", today), range("2026-03-01", "2026-03-01"));
  EXPECT_EQ(*resolve_word("last_month", today), range("2026-02-01", "2026-02-28"));
  EXPECT_EQ(*resolve_word("last_month", day("2024-03-31")), range("2024-02-01", "2024-02-29"));
  EXPECT_EQ(*resolve_word("last_month", day("2027-01-15")), range("2026-12-01", "2026-12-31"));
  EXPECT_EQ(default_range(today), range("2026-02-22", "2026-02-28"));
  for (const std::string_view word : range_words()) EXPECT_TRUE(resolve_word(word, today)) << word;
}

TEST(RangeWords, AnUnknownWordIsRefusedWithTheNearest) {
  const auto refused = resolve_word("last_7_day", day("2026-03-01"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, ErrorType::invalid_parameter);
  EXPECT_EQ(refused.error().param, "date_range");
  EXPECT_EQ(refused.error().allowed.size(), 6u);
  EXPECT_NE(refused.error().hint.find("`last_7_days`"), std::string::npos) << refused.error().hint;
}

}  // namespace
}  // namespace tiktok_marketing::tiktok
