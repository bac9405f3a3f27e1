#include "base/date.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <tiktok_marketing/base/error.hpp>

namespace tiktok_marketing {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

SystemTime at(std::string_view text) {
  return parse_datetime(text).value();
}

std::string day_in(std::string_view zone, std::string_view utc) {
  const Result<Date> date = local_date(at(utc), zone);
  return date ? format_date(*date) : date.error().message;
}

TEST(Date, ReadsAndWritesCalendarDays) {
  EXPECT_EQ(format_date(parse_date("2026-09-14").value()), "2026-09-14");
  EXPECT_EQ(parse_date("2024-02-29").value() + days{1}, parse_date("2024-03-01").value());
  for (const char* text : {"", "2026-9-14", "2026-09-14 ", "2026-02-29", "2026-13-01", "2026-00-10",
                           "2026-01-00", "20260914", "2026-09-1x", "+026-09-14", "2026/09/14"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
}

TEST(Date, ReadsTimesInUtc) {
  EXPECT_EQ(at("2026-09-14T08:01:02Z"), at("2026-09-14 08:01:02"));
  EXPECT_EQ(at("2026-09-14"), at("2026-09-14 00:00:00"));
  EXPECT_EQ(format_datetime(at("2026-09-14T08:01:02Z") + 999ms), "2026-09-14 08:01:02");
  EXPECT_EQ(format_datetime(SystemTime{-1ms}), "1969-12-31 23:59:59");
  for (const char* text :
       {"", "2026-09-14T08:01:02", "2026-09-14 08:01:02Z", "2026-09-14 24:00:00", "2026-09-14 08:60:00",
        "2026-09-14 08:01", "2026-09-14x08:01:02Z", "2026-09-14T"}) {
    EXPECT_FALSE(parse_datetime(text)) << text;
  }
}

RC_GTEST_PROP(Date, WhatIsWrittenIsReadAgain, ()) {
  const auto day = *rc::gen::inRange(-719'000, 2'900'000);
  const Date date{days{day}};
  RC_ASSERT(parse_date(format_date(date)) == date);
  const SystemTime time = date + std::chrono::seconds{*rc::gen::inRange(0, 86'400)};
  RC_ASSERT(parse_datetime(format_datetime(time)) == time);
}

TEST(LocalDate, FollowsTheZone) {
  EXPECT_EQ(day_in("UTC", "2026-09-14 23:59:59"), "2026-09-14");
  EXPECT_EQ(day_in("Asia/Tokyo", "2026-12-31 15:00:00"), "2027-01-01");
  EXPECT_EQ(day_in("Asia/Tokyo", "2026-12-31 14:59:59"), "2026-12-31");
  EXPECT_EQ(day_in("America/Los_Angeles", "2027-01-01 07:59:59"), "2026-12-31");
  EXPECT_EQ(day_in("America/Los_Angeles", "2027-01-01 08:00:00"), "2027-01-01");
  EXPECT_EQ(day_in("Asia/Kathmandu", "2026-05-01 18:15:00"), "2026-05-02");
}

TEST(LocalDate, EtcZonesHaveTheSignOfPosix) {
  EXPECT_EQ(day_in("Etc/GMT+8", "2026-09-15 07:59:59"), "2026-09-14");
  EXPECT_EQ(day_in("Etc/GMT+8", "2026-09-15 08:00:00"), "2026-09-15");
  EXPECT_EQ(day_in("Etc/GMT-8", "2026-09-14 16:00:00"), "2026-09-15");
}

TEST(LocalDate, KnowsSummerTime) {
  EXPECT_EQ(day_in("America/New_York", "2026-03-08 04:59:59"), "2026-03-07");
  EXPECT_EQ(day_in("America/New_York", "2026-03-09 04:00:00"), "2026-03-09");
  EXPECT_EQ(day_in("America/New_York", "2026-11-01 04:00:00"), "2026-11-01");
  EXPECT_EQ(day_in("America/New_York", "2026-11-02 04:59:59"), "2026-11-01");
  EXPECT_EQ(day_in("America/New_York", "2090-07-02 03:59:59"), "2090-07-01");
  EXPECT_EQ(day_in("America/New_York", "2090-07-02 04:00:00"), "2090-07-02");
}

TEST(LocalDate, RefusesWhatIsNoZone) {
  for (const char* name : {"", "Mars/Olympus", "../../../etc/passwd", "/etc/localtime", "America/../UTC",
                           "America", "zone.tab", "right/UTC", "America/New_York\n"}) {
    const Result<Date> date = local_date(at("2026-09-14"), name);
    ASSERT_FALSE(date) << name;
    EXPECT_EQ(date.error().type, ErrorType::value_error);
    EXPECT_FALSE(date.error().hint.empty());
  }
}

}  // namespace
}  // namespace tiktok_marketing
