#include "cli/store/sync_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/output/text_width.hpp"

namespace tiktok_marketing::cli {
namespace {

using ::testing::HasSubstr;

replication::Progress halfway() {
  replication::Progress progress;
  progress.stage = "reading";
  progress.advertisers = 4;
  progress.rows = 12'000;
  progress.requests = 90;
  progress.items = 100;
  progress.items_done = 50;
  progress.qps = 9;
  progress.requests_today = 1'234;
  progress.elapsed = std::chrono::seconds{10};
  progress.entities = {{"campaigns", 400, 4, 4, 4}, {"ads_reports_daily", 11'600, 86, 96, 46}, {"audiences"}};
  return progress;
}

TEST(SyncView, TimeLeftFollowsThePaceAndTheBudget) {
  replication::Progress progress = halfway();
  EXPECT_EQ(time_left(progress), std::chrono::seconds{10}) << "as long again for the other half";
  progress.qps = 2;
  EXPECT_EQ(time_left(progress), std::chrono::seconds{25}) << "50 requests at 2 a second";
  progress.items_done = 0;
  EXPECT_EQ(time_left(progress), std::nullopt);
  progress.items_done = progress.items;
  EXPECT_EQ(time_left(progress), std::nullopt);
}

TEST(SyncView, HasABarForEachEntityThatHasSomethingToRead) {
  const auto lines = progress_lines(halfway(), 120);
  ASSERT_EQ(lines.size(), 3);
  EXPECT_THAT(lines[0], HasSubstr("campaigns"));
  EXPECT_THAT(lines[0], HasSubstr("4 of 4  400 rows"));
  EXPECT_THAT(lines[1], HasSubstr("[███████████·············] 46 of 96"));
  EXPECT_EQ(lines[2],
            "reading  12000 rows  1200 rows/s  90 requests, 9.0 of 9 a second, 1234 today  10 s left");
  for (const auto& line : progress_lines(halfway(), 30)) EXPECT_LE(text_width(line), 30);
}

TEST(SyncView, SaysToProgramsWhatItShowsToPeople) {
  EXPECT_EQ(progress_json(halfway()).dump(),
            R"({"progress":{"stage":"reading","advertisers":4,"rows":12000,"requests":90,"items":100,)"
            R"("items_done":50,"requests_today":1234,"elapsed_s":10,"left_s":10}})");
}

TEST(SyncView, ReportsWhatWasReadAndWhatFailed) {
  replication::SyncReport report{.run = 7,
                                 .status = "partial",
                                 .error = {},
                                 .rows = 12,
                                 .requests = 3,
                                 .took = std::chrono::seconds{65},
                                 .details = {}};
  report.details = *Json::parse(
      R"({"entities":{"campaigns":{"rows_read":12,"inserted":10,"changed":1,"deleted":2,"requests":3}},)"
      R"("failures":[{"entity":"ads","advertiser_id":"731","message":"a\nb"}],)"
      R"("not_granted":[{"entity":"audiences","advertiser_id":"732","reason":"no scope"}]})");
  const std::string text = report_text(report, false);
  EXPECT_THAT(text, HasSubstr("campaigns    12   10        1        2         3\n"));
  EXPECT_THAT(text, HasSubstr("failed: ads of advertiser 731: a b\n"));
  EXPECT_THAT(text, HasSubstr("not granted: audiences of advertiser 732: no scope\n"));
  EXPECT_THAT(text, HasSubstr("partial after 1:05 min: 12 rows, 3 requests\n"));
  EXPECT_THAT(text, HasSubstr("tried again by the next sync"));
  EXPECT_TRUE(report_json(report).dump().starts_with(R"({"run":7,"status":"partial","entities":)"));
}

}  // namespace
}  // namespace tiktok_marketing::cli
