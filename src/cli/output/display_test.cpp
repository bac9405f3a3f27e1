#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/health.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/table.hpp"
#include "cli/output/text_width.hpp"

namespace tiktok_marketing::cli {
namespace {

using testing::HasSubstr;

TEST(TextWidth, CountsCells) {
  EXPECT_EQ(text_width("abc"), 3U);
  EXPECT_EQ(text_width("é"), 1U);
  EXPECT_EQ(text_width("e\u0301"), 1U);
  EXPECT_EQ(text_width("日本"), 4U);
  EXPECT_EQ(text_width("🎯"), 2U);
  EXPECT_EQ(text_width("\xff"), 1U);
  EXPECT_EQ(text_width(""), 0U);
}

TEST(TextWidth, FittedNeverExceedsAndNeverSplitsACharacter) {
  EXPECT_EQ(fitted("日本語", 6), "日本語");
  EXPECT_EQ(fitted("日本語", 5), "日本…");
  EXPECT_EQ(fitted("日本語", 4), "日…");
  EXPECT_EQ(fitted("abc", 1), "…");
  EXPECT_EQ(fitted("abc", 0), "");
}

TEST(Printable, TakesOutControl) {
  EXPECT_EQ(printable("a\x1b[0m\tb\x7f"), "a [0m b ");
  EXPECT_EQ(printable("a\xC2\x9B"
                      "b"),
            "a b");
  EXPECT_EQ(printable("bad\xff"), "bad?");
  EXPECT_EQ(printable("日本 é"), "日本 é");
}

TEST(Table, KnowsNumbers) {
  for (const char* number : {"1", "-2.5", "0.00", "1e3"}) EXPECT_TRUE(looks_like_number(number)) << number;
  for (const char* other : {"", "-", "<5", "12%", "2026-09-14", "nan", "inf", "1."}) {
    EXPECT_FALSE(looks_like_number(other)) << other;
  }
}

TEST(Progress, ShowsTheWayToGo) {
  const std::string line =
      progress_line({.rows = 500, .total = 2000, .requests = 5, .elapsed = std::chrono::seconds(10)}, 100);
  EXPECT_THAT(line, HasSubstr("500 of 2000 rows  50 rows/s  30 s left  5 requests"));
  EXPECT_THAT(line, testing::StartsWith("[██████·"));
}

TEST(Progress, WithoutATotalItPromisesNothing) {
  EXPECT_EQ(progress_line({.rows = 10, .requests = 1, .elapsed = std::chrono::seconds(1)}, 100),
            "10 rows  10 rows/s  1 request");
  EXPECT_THAT(progress_line({.rows = 30, .total = 20, .requests = 1}, 100), testing::Not(HasSubstr("of 20")));
}

TEST(Progress, FitsTheLine) {
  for (std::size_t width = 1; width < 90; ++width) {
    EXPECT_LE(text_width(progress_line({.rows = 500, .total = 2000, .requests = 5}, width)), width);
  }
}

TEST(Health, ExitCodeFollowsTheError) {
  EXPECT_EQ(health_exit_code(R"({"status":"healthy","error":null})"), 0);
  EXPECT_EQ(
      health_exit_code(
          R"({"status":"unhealthy","error":"x","error_detail":{"type":"upstream_authentication_failed"}})"),
      2);
  EXPECT_EQ(
      health_exit_code(R"({"status":"unhealthy","error":"x","error_detail":{"type":"upstream_error"}})"), 5);
  EXPECT_EQ(health_exit_code(R"({"status":"unhealthy","error":"words"})"), 1);
  EXPECT_EQ(health_exit_code("not json"), 1);
}

TEST(Health, TextShowsAdvertisersAndMissingPermissions) {
  const std::string text = health_text(
      R"({"status":"healthy","error":null,"user":{"id":"7","name":"Ann"},"advertisers":[)"
      R"({"advertiser_id":"71","name":"Shop","currency":"EUR","time_zone":"Europe/Berlin"}],)"
      R"("missing_permissions":[{"scope":"Audience Management","entities":["audiences"],"message":"m"}],)"
      R"("unreadable":[{"advertiser_id":"72","reason":"gone"}],"notes":["a note"]})",
      80, false);
  EXPECT_EQ(text,
            "healthy\n"
            "user: Ann\n"
            "advertiser_id  name  currency  time_zone\n"
            "71             Shop  EUR       Europe/Berlin\n"
            "unreadable: 72: gone\n"
            "missing permission: Audience Management (needed for audiences)\n"
            "a note\n");
}

}  // namespace
}  // namespace tiktok_marketing::cli
