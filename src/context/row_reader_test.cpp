#include "context/row_reader.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace tiktok_marketing::context {
namespace {

std::string shown(const Cell& cell) {
  switch (cell.type) {
    case Cell::Type::null:
      return "null";
    case Cell::Type::integer:
      return fmt::format("{}", cell.integer);
    case Cell::Type::real:
      return fmt::format("~{}", cell.real);
    case Cell::Type::text:
      return fmt::format("'{}'", cell.text);
    case Cell::Type::blob:
      return fmt::format("x'{}'", cell.text);
  }
  return {};
}

struct Reading {
  explicit Reading(std::string_view entity) : table(*find_layout(entity)), reader(table) {}

  bool read(const std::string& record, std::string_view advertiser = "7") {
    text = record;
    return reader.read(text, advertiser);
  }
  std::string operator[](std::string_view column) const {
    const auto columns = sql_columns(table);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].name == column) return shown(reader.cells()[i - 1]);
    }
    return "no such column";
  }

  const TableLayout& table;
  RowReader reader;
  std::string text;
};

TEST(RowReader, CutsColumnsOutOfAReportRow) {
  Reading row("ads_reports_daily");
  ASSERT_TRUE(row.read(
      R"({"ad_id":"7000000000000000001","stat_time_day":"2026-09-14 00:00:00","spend":"48.21",)"
      R"("impressions":"1000","ctr":null,"reach":"-","likes":"7","campaign_id":"12","ad_name":"a \"b\" \u00e9",)"
      R"("average_video_play":"3.12","unknown":{"spend":"9"},"advertiser_id":"666"})"));
  EXPECT_EQ(row["ad_id"], "7000000000000000001");
  EXPECT_EQ(row["stat_time_day"], "'2026-09-14 00:00:00'");
  EXPECT_EQ(row["spend"], "'48.21'");
  EXPECT_EQ(row["spend_micros"], "48210000");
  EXPECT_EQ(row["impressions"], "1000");
  EXPECT_EQ(row["ctr"], "null");
  EXPECT_EQ(row["ctr_micros"], "null");
  EXPECT_EQ(row["reach"], "null");
  EXPECT_EQ(row["likes"], "7");
  EXPECT_EQ(row["campaign_id"], "12");
  EXPECT_EQ(row["ad_name"], "'a \"b\" é'");
  EXPECT_EQ(row["average_video_play_micros"], "3120000");
  EXPECT_EQ(row["clicks"], "null") << "absent";
  EXPECT_EQ(row["advertiser_id"], "7") << "whose report it is decides the reader, not the record";
  EXPECT_EQ(row["odd"], "null");
  ASSERT_EQ(row.reader.key().size(), 3U);
}

TEST(RowReader, CutsColumnsOutOfAnObject) {
  Reading row("campaigns");
  ASSERT_TRUE(row.read(
      R"({ "campaign_id" : 12 , "budget":50.0, "is_new_structure":true,"is_search_campaign":null,)"
      R"("create_time":"2026-09-14 08:00:00","campaign_name":17,"roas_bid":0.1234567,"deleted_at":"x"})"));
  EXPECT_EQ(row["campaign_id"], "12");
  EXPECT_EQ(row["budget"], "'50.0'");
  EXPECT_EQ(row["budget_micros"], "50000000");
  EXPECT_EQ(row["is_new_structure"], "1");
  EXPECT_EQ(row["is_search_campaign"], "null");
  EXPECT_EQ(row["campaign_name"], "'17'");
  EXPECT_EQ(row["roas_bid_micros"], fmt::format("~{}", 0.1234567 * 1e6));
  EXPECT_EQ(row["deleted_at"], "null") << "a word of ours, not of TikTok";
  EXPECT_EQ(row["odd"], "null");
}

TEST(RowReader, WhatDoesNotFitIsOdd) {
  Reading row("creative_assets_videos");
  const auto odd = [&](std::string_view member) {
    EXPECT_TRUE(row.read(fmt::format(R"({{"video_id":"v1",{}}})", member))) << member;
    return row["odd"] == "1";
  };
  EXPECT_TRUE(odd(R"("create_time":"2026-09-14T08:00:00Z")"));
  EXPECT_EQ(row["create_time"], "'2026-09-14 08:00:00'");
  EXPECT_FALSE(odd(R"("create_time":"long ago")"));
  EXPECT_EQ(row["create_time"], "'long ago'");
  EXPECT_TRUE(odd(R"("size":"many")"));
  EXPECT_EQ(row["size"], "null");
  EXPECT_TRUE(odd(R"("size":1.5)"));
  EXPECT_EQ(row["size"], "~1.5");
  EXPECT_FALSE(odd(R"("size":"15")"));
  EXPECT_FALSE(odd(R"("size":null)"));
  Reading campaign("campaigns");
  ASSERT_TRUE(campaign.read(R"({"campaign_id":"1","is_new_structure":"yes"})"));
  EXPECT_EQ(campaign["is_new_structure"], "null");
  EXPECT_EQ(campaign["odd"], "1");
}

TEST(RowReader, IdsBeyond64BitsStayExact) {
  Reading row("campaigns");
  ASSERT_TRUE(row.read(R"({"campaign_id":"99999999999999999999"})"));
  EXPECT_EQ(row["campaign_id"], "x'99999999999999999999'");
  ASSERT_TRUE(row.read(R"({"campaign_id":"007"})"));
  EXPECT_EQ(row["campaign_id"], "x'007'");
}

TEST(RowReader, ARowWithoutKeyIsNone) {
  Reading row("ads_reports_daily");
  EXPECT_FALSE(row.read(R"({"spend":"1"})"));
  EXPECT_FALSE(row.read(R"({"ad_id":null,"stat_time_day":"2026-09-14 00:00:00"})"));
  EXPECT_FALSE(row.read(R"({"ad_id":"1","stat_time_day":"2026-09-14 00:00:00"})", ""));
  EXPECT_FALSE(row.read("{}"));
  EXPECT_FALSE(row.read(""));
  EXPECT_FALSE(row.read("[1]"));
}

TEST(RowReader, AnAdvertisersOwnRowNamesItself) {
  Reading row("advertisers");
  ASSERT_TRUE(row.read(R"({"advertiser_id":"5","balance":1})", "7"));
  EXPECT_EQ(row["advertiser_id"], "5");
}

TEST(RowReader, FollowsRowsThatNameTheirMembersInAnotherOrder) {
  Reading row("campaigns");
  ASSERT_TRUE(row.read(R"({"campaign_id":"1","campaign_name":"a","budget":1})"));
  ASSERT_TRUE(row.read(R"({"budget":2,"campaign_id":"3"})"));
  EXPECT_EQ(row["campaign_id"], "3");
  EXPECT_EQ(row["campaign_name"], "null") << "nothing of the row before";
  EXPECT_EQ(row["budget"], "'2'");
  ASSERT_TRUE(row.read(R"({"campaign_id":"1","campaign_name":"a","campaign_name":"b","budget":1})"));
  EXPECT_EQ(row["campaign_name"], "'b'") << "the last of two equal names";
}

}  // namespace
}  // namespace tiktok_marketing::context
