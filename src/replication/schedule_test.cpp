#include "replication/schedule.hpp"

#include <gtest/gtest.h>

#include "base/date.hpp"

namespace tiktok_marketing::replication {
namespace {

SystemTime at(std::string_view text) {
  return *parse_datetime(text);
}

std::string next(std::string_view schedule, std::string_view last, std::string_view now) {
  auto parsed = Schedule::parse(schedule);
  if (!parsed) return parsed.error().message;
  const auto run = parsed->next_run(last.empty() ? std::nullopt : std::optional(at(last)), at(now));
  return run ? format_datetime(*run) : "never";
}

std::string after(std::string_view cron, std::string_view time) {
  auto parsed = Cron::parse(cron);
  if (!parsed) return parsed.error().message;
  const auto found = parsed->next_after(at(time));
  return found ? format_datetime(*found) : "never";
}

TEST(Schedule, IsHourlyByDefault) {
  const Schedule schedule;
  EXPECT_EQ(schedule.text(), "1h");
  EXPECT_EQ(schedule.next_run(at("2026-09-14T08:10:00Z"), at("2026-09-14T08:20:00Z")),
            at("2026-09-14T09:10:00Z"));
  EXPECT_EQ(schedule.next_run(std::nullopt, at("2026-09-14T08:20:00Z")), at("2026-09-14T08:20:00Z"));
}

TEST(Schedule, ReadsIntervals) {
  constexpr std::string_view kLast = "2026-09-14T08:00:00Z";
  constexpr std::string_view kNow = "2026-09-14T08:00:01Z";
  EXPECT_EQ(next("30m", kLast, kNow), "2026-09-14 08:30:00");
  EXPECT_EQ(next("90", kLast, kNow), "2026-09-14 09:30:00");
  EXPECT_EQ(next("every 2 hours", kLast, kNow), "2026-09-14 10:00:00");
  EXPECT_EQ(next("2d", kLast, kNow), "2026-09-16 08:00:00");
  EXPECT_EQ(next("daily", kLast, kNow), "2026-09-15 08:00:00");
}

TEST(Schedule, OneRunMakesUpForAllThatWereMissed) {
  EXPECT_EQ(next("1h", "2026-09-14T08:00:00Z", "2026-09-16T11:07:00Z"), "2026-09-16 11:07:00");
  EXPECT_EQ(next("15 * * * *", "2026-09-14T08:15:00Z", "2026-09-16T11:07:00Z"), "2026-09-16 11:07:00");
  EXPECT_EQ(next("15 * * * *", "2026-09-16T11:07:00Z", "2026-09-16T11:09:00Z"), "2026-09-16 11:15:00");
}

TEST(Schedule, RefusesWhatItCannotReadOrWhatComesTooOften) {
  for (const char* text : {"", "soon", "0m", "4m", "-1h", "1w", "* * * * *", "*/2 * * * *", "0/30 * * * * ?",
                           "999999999999h", "61 * * * *"}) {
    const auto parsed = Schedule::parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().type, ErrorType::value_error) << text;
    EXPECT_FALSE(parsed.error().hint.empty());
  }
}

TEST(Cron, FiveFields) {
  constexpr std::string_view kNow = "2026-09-14T08:20:30Z";  // a Monday
  EXPECT_EQ(after("15 * * * *", kNow), "2026-09-14 09:15:00");
  EXPECT_EQ(after("20 8 * * *", kNow), "2026-09-15 08:20:00");
  EXPECT_EQ(after("*/15 * * * *", kNow), "2026-09-14 08:30:00");
  EXPECT_EQ(after("0 6-18/4 * * *", kNow), "2026-09-14 10:00:00");
  EXPECT_EQ(after("0 0 1 * *", kNow), "2026-10-01 00:00:00");
  EXPECT_EQ(after("0 0 29 2 *", kNow), "2028-02-29 00:00:00");
  EXPECT_EQ(after("5 4 * * sun", kNow), "2026-09-20 04:05:00");
  EXPECT_EQ(after("5 4 * * 7", kNow), "2026-09-20 04:05:00");
  EXPECT_EQ(after("0 0 15 * mon", kNow), "2026-09-15 00:00:00") << "day or weekday: either is enough";
  EXPECT_EQ(after("0 12 * jan,jul *", kNow), "2027-01-01 12:00:00");
  EXPECT_EQ(after("59 23 31 12 *", "2026-12-31T23:59:00Z"), "2027-12-31 23:59:00");
  EXPECT_EQ(after("0 0 31 2 *", kNow), "never");
}

TEST(Cron, SixAndSevenFieldsAreQuartz) {
  constexpr std::string_view kNow = "2026-09-14T08:20:30Z";
  EXPECT_EQ(after("0 15 2 * * *", kNow), "2026-09-15 02:15:00");
  EXPECT_EQ(after("30 20 8 * * ?", kNow), "2026-09-15 08:20:30");
  EXPECT_EQ(after("0 0 12 ? * 2", kNow), "2026-09-14 12:00:00") << "Monday is 2 there";
  EXPECT_EQ(after("0 0 12 ? * SUN", kNow), "2026-09-20 12:00:00");
  EXPECT_EQ(after("0 0 12 1 1 ? 2030", kNow), "2030-01-01 12:00:00");
  EXPECT_EQ(after("0 0 12 1 1 ? 2020", kNow), "never");
}

TEST(Cron, NamesTheFieldThatIsWrong) {
  const auto message = [](std::string_view text) {
    const auto parsed = Cron::parse(text);
    return parsed ? std::string("accepted") : parsed.error().message;
  };
  EXPECT_NE(message("60 * * * *").find("minute"), std::string::npos);
  EXPECT_NE(message("0 24 * * *").find("hour"), std::string::npos);
  EXPECT_NE(message("0 0 0 * *").find("day"), std::string::npos);
  EXPECT_NE(message("0 0 * 13 *").find("month"), std::string::npos);
  EXPECT_NE(message("0 0 * * 8").find("weekday"), std::string::npos);
  EXPECT_NE(message("0 0 L * *").find("day"), std::string::npos);
  EXPECT_NE(message("0 0 0 ? * 6#3").find("weekday"), std::string::npos);
  for (const char* text : {"* * * *", "1 2 3 4 5 6 7 8", "", "a b c d e", "5-1 * * * *", "*/0 * * * *",
                           "1,,2 * * * *", "1- * * * *", "/5 * * * *"}) {
    EXPECT_NE(message(text), "accepted") << text;
  }
}

TEST(Cron, SaysInWordsWhatItMeans) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"15 2 * * *", "At 02:15, UTC"},
      {"0 15 2 * * *", "At 02:15, UTC"},
      {"0 */6 * * *", "At 00:00, 06:00, 12:00 and 18:00, UTC"},
      {"15 * * * *", "At minute 15 of every hour, UTC"},
      {"*/10 * * * *", "Every 10 minutes, UTC"},
      {"* * * * *", "Every minute, UTC"},
      {"*/7 8-18 * * MON-FRI",
       "At minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of the hours 8 to 18, on Monday to Friday, UTC"},
      {"*/30 8,20 * * *", "Every 30 minutes of the hours 8 and 20, UTC"},
      {"30 0 6 1,15 JAN,FEB ? 2027",
       "At second 30 of minute 0 of the hour 6, on days 1 and 15 of the month, in "
       "January and February, in 2027, UTC"},
      {"0 0 0 ? * 1", "At 00:00, on Sunday, UTC"},
      {"0 0 1 * 5", "At 00:00, on day 1 of the month or on Friday, UTC"},
      {"* * * * * *", "Every second, UTC"},
      {"0/20 0/5 * * * *", "At seconds 0, 20 and 40 of every 5 minutes, UTC"},
  };
  for (const auto& [text, words] : cases) EXPECT_EQ(Cron::parse(text).value().words(), words) << text;
}

}  // namespace
}  // namespace tiktok_marketing::replication
