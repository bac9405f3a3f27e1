#include "mcp/report_sums.hpp"

#include <gtest/gtest.h>

namespace tiktok_marketing::mcp {
namespace {

const catalog::Entity& report() {
  return *catalog::find_entity("campaigns_reports_daily");
}

TEST(ReportSums, AddsExactlyAndMakesRatiosOfSums) {
  ReportSums sums(report());
  sums.add(
      R"({"campaign_id":"1","stat_time_day":"2026-09-01","spend":"0.1","impressions":"1000","clicks":"10","ctr":"1.00","reach":"900"})");
  sums.add(
      R"({"campaign_id":"2","stat_time_day":"2026-09-01","spend":"0.25","impressions":"3000","clicks":"90","ctr":"3.00","reach":null})");
  const Json json = sums.json();
  EXPECT_EQ(json.find("spend")->dump(), "0.35");
  EXPECT_EQ(json.find("clicks")->dump(), "100");
  EXPECT_EQ(json.find("ctr")->dump(), "2.5000") << "not the mean of 1 and 3";
  EXPECT_EQ(json.find("reach"), nullptr);
  EXPECT_EQ(json.find("campaign_id"), nullptr);
  EXPECT_EQ(json.find("not_additive")->dump(), R"(["reach"])");
  EXPECT_EQ(json.int_of("rows"), 2);
}

TEST(ReportSums, WhatIsNoNumberSpoilsItsSum) {
  ReportSums sums(report());
  sums.add(R"({"spend":"1","conversion":"<5"})");
  sums.add(R"({"spend":"2","conversion":"7"})");
  const Json json = sums.json();
  EXPECT_EQ(json.find("spend")->dump(), "3");
  EXPECT_EQ(json.find("conversion"), nullptr);
  EXPECT_EQ(json.find("not_additive")->dump(), R"(["conversion"])");
}

TEST(ReportSums, RowsOfObjectsAreOnlyCounted) {
  ReportSums sums(*catalog::find_entity("campaigns"));
  sums.add(R"({"campaign_id":"1","budget":50})");
  EXPECT_EQ(sums.json().dump(), R"({"rows":1})");
}

}  // namespace
}  // namespace tiktok_marketing::mcp
