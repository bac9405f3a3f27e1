#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "replication/sync.hpp"
#include "replication/test_world.hpp"

namespace tiktok_marketing::replication {
namespace {

using context::StreamState;
using std::chrono::hours;
using testing::ElementsAre;
using testing::HasSubstr;

using Query = std::vector<std::pair<std::string, std::string>>;

std::string value_of(const Query& query, std::string_view name) {
  for (const auto& [each, value] : query) {
    if (each == name) return value;
  }
  return {};
}

std::string refusal(int code, std::string_view message) {
  return fmt::format(R"({{"code":{},"message":"{}","request_id":"R","data":{{}}}})", code, message);
}

TEST(SyncErrors, WhatIsNotGrantedIsSaidAndTheRestIsRead) {
  World world;
  world.connector.access_token = Secret(world.access.no_scope_token);
  const auto report = world.sync();
  EXPECT_EQ(report.status, "succeeded") << report.details.dump();
  EXPECT_EQ(report.details.find("not_granted")->as_array()->size(), 8U) << "images and videos of four";
  EXPECT_EQ(world.status("creative_assets_images").state, StreamState::not_granted);
  EXPECT_THAT(world.status("creative_assets_images").reason, HasSubstr("40001"));
  EXPECT_EQ(world.status("campaigns").state, StreamState::ready);
  EXPECT_GT(world.number("SELECT count(*) FROM ads_reports_daily"), 0);
  // Granted later, it is read like anything else.
  world.connector.access_token = Secret(world.access.access_token);
  (void)world.sync();
  EXPECT_EQ(world.status("creative_assets_images").state, StreamState::ready);
  EXPECT_GT(world.number("SELECT count(*) FROM creative_assets_images"), 0);
}

TEST(SyncErrors, AnUnreadableAdvertiserHoldsNobodyUp) {
  World world;
  const std::string lost = world.access.advertiser_ids[1];
  world.transport->instead = [&](const Query& query, const std::string& path) -> std::optional<std::string> {
    const bool named = value_of(query, "advertiser_id") == lost ||
                       value_of(query, "advertiser_ids").find(lost) != std::string::npos;
    if (!named || path.find("/oauth2/") != std::string::npos) return std::nullopt;
    return refusal(40001, "No permission to operate advertiser " + lost);
  };
  const auto report = world.sync();
  EXPECT_EQ(report.status, "succeeded") << report.details.dump();
  EXPECT_EQ(world.status("ads", 1).state, StreamState::not_granted);
  EXPECT_EQ(world.status("ads_reports_daily", 1).state, StreamState::not_granted);
  for (const std::size_t other : {0U, 2U, 3U})
    EXPECT_EQ(world.status("ads_reports_daily", other).state, StreamState::ready);
  EXPECT_EQ(world.number("SELECT count(*) FROM advertisers"), 3);
  world.transport->instead = nullptr;
}

TEST(SyncErrors, AnAdvertiserThatIsNoLongerGrantedKeepsItsRowsAndSaysSo) {
  World world;
  world.options.entities = {"campaigns"};
  (void)world.sync();
  const std::string lost = world.access.advertiser_ids[3];
  world.transport->instead = [&](const Query&, const std::string& path) -> std::optional<std::string> {
    if (path.find("/oauth2/") == std::string::npos) return std::nullopt;
    return fmt::format(
        R"({{"code":0,"message":"OK","request_id":"R","data":{{"list":[{{"advertiser_id":"{}",)"
        R"("advertiser_name":"A"}}]}}}})",
        world.access.advertiser_ids[0]);
  };
  EXPECT_EQ(world.sync().status, "succeeded");
  EXPECT_EQ(world.status("campaigns", 3).state, StreamState::not_granted);
  EXPECT_EQ(world.status("campaigns", 0).state, StreamState::ready);
  EXPECT_GT(world.number("SELECT count(*) FROM campaigns WHERE advertiser_id = '" + lost + "'"), 0);
  world.transport->instead = nullptr;
  EXPECT_EQ(world.sync().status, "succeeded");
  EXPECT_EQ(world.status("campaigns", 3).state, StreamState::ready);
}

TEST(SyncErrors, ARareListingThatTikTokDoesNotTakeIsDoneWithout) {
  World world;
  world.options.entities = {"campaigns"};
  world.transport->instead = [&](const Query& query, const std::string&) -> std::optional<std::string> {
    if (value_of(query, "filtering").find("TOP_VIEW") == std::string::npos) return std::nullopt;
    return refusal(40002, "filtering: buying_types is not supported");
  };
  EXPECT_EQ(world.sync().status, "succeeded");
  EXPECT_EQ(world.status("campaigns").state, StreamState::ready);
  EXPECT_TRUE(world.status("campaigns").listed_at);
  world.transport->instead = nullptr;
}

TEST(SyncErrors, WithoutAdGroupsTheAttributionWindowIsNotKnown) {
  World world;
  world.options.entities = {"ad_groups", "campaigns"};
  world.transport->instead = [](const Query&, const std::string& path) -> std::optional<std::string> {
    if (path.find("/adgroup/get/") == std::string::npos) return std::nullopt;
    return refusal(40001, "advertiser does not grant you /adgroup/get/:GET permission");
  };
  (void)world.sync();
  EXPECT_EQ(world.store->advertisers()->front().conversion_days, 0);
  world.transport->instead = nullptr;
  (void)world.sync();
  EXPECT_EQ(world.store->advertisers()->front().conversion_days, 28);
}

TEST(SyncErrors, ARefusedTokenEndsTheRunAndSaysSo) {
  World world;
  world.connector.access_token = Secret(world.access.revoked_token);
  auto report = world.sync();
  EXPECT_EQ(report.status, "needs_reauthorization");
  ASSERT_TRUE(report.error);
  EXPECT_EQ(report.error->kind(), ErrorKind::authentication);
  EXPECT_EQ(world.transport->seen.size(), 2U) << "nothing else would work either";
  EXPECT_EQ(world.store->runs(1, 0)->as_array()->front().text_of("status"), "needs_reauthorization");
}

TEST(SyncErrors, ATokenRevokedInTheMiddleStopsAllWork) {
  World world;
  int count = 0;
  world.transport->instead = [&](const Query&, const std::string&) -> std::optional<std::string> {
    if (++count <= 20) return std::nullopt;
    return refusal(40105, "Access token is incorrect or has been revoked.");
  };
  const auto report = world.sync();
  EXPECT_EQ(report.status, "needs_reauthorization");
  EXPECT_LT(world.transport->seen.size(), 30U);
  EXPECT_GT(world.number("SELECT count(*) FROM advertisers_reports_daily"), 0) << "what was read is kept";
  world.transport->instead = nullptr;
  EXPECT_EQ(world.sync().status, "succeeded");
}

TEST(SyncErrors, RefusedMetricsAreDroppedOncePerAdvertiserAndLevel) {
  World world;
  world.options.start_date = day("2026-08-20");
  const std::string narrow = world.access.advertiser_ids[2];
  world.transport->instead = [&](const Query& query, const std::string&) -> std::optional<std::string> {
    if (value_of(query, "advertiser_id") != narrow || value_of(query, "data_level") != "AUCTION_AD")
      return std::nullopt;
    if (value_of(query, "metrics").find("\"complete_payment_roas\"") == std::string::npos)
      return std::nullopt;
    return refusal(40002,
                   "Please correct the information in invalid metric fields and try again. Invalid metric "
                   "fields: ['complete_payment_roas', 'onsite_shopping']. ");
  };
  auto report = world.sync();
  EXPECT_EQ(report.status, "succeeded") << report.details.dump();
  EXPECT_THAT(world.status("ads_reports_daily", 2).missing_metrics,
              ElementsAre("complete_payment_roas", "onsite_shopping"));
  EXPECT_TRUE(world.status("ads_reports_daily", 0).missing_metrics.empty());
  EXPECT_TRUE(world.status("ad_groups_reports_daily", 2).missing_metrics.empty());
  EXPECT_EQ(world.number("SELECT count(*) FROM ads_reports_daily WHERE advertiser_id = '" + narrow + "'"),
            world.number("SELECT count(*) FROM (SELECT DISTINCT ad_id, stat_time_day FROM ads_reports_daily "
                         "WHERE advertiser_id = '" +
                         narrow + "')"));
  const auto requests = report.details.find("entities")->find("ads_reports_daily")->int_of("requests");
  EXPECT_EQ(requests, 5) << "one was refused";
  report = world.sync();
  EXPECT_EQ(report.details.find("entities")->find("ads_reports_daily")->int_of("requests"), 4);
  EXPECT_THAT(world.status("ads_reports_daily", 2).missing_metrics,
              ElementsAre("complete_payment_roas", "onsite_shopping"));
  world.transport->instead = nullptr;
}

TEST(SyncErrors, AnyOtherParameterErrorIsLoud) {
  World world;
  world.options.start_date = day("2026-06-01");
  world.transport->instead = [](const Query& query, const std::string&) -> std::optional<std::string> {
    if (value_of(query, "data_level") != "AUCTION_ADGROUP") return std::nullopt;
    return refusal(40002, "dimensions: something is wrong with this");
  };
  const auto report = world.sync();
  EXPECT_EQ(report.status, "partial");
  ASSERT_TRUE(report.error);
  EXPECT_THAT(report.error->message, HasSubstr("40002"));
  const auto status = world.status("ad_groups_reports_daily");
  EXPECT_EQ(status.state, StreamState::failed);
  EXPECT_THAT(status.reason, HasSubstr("something is wrong"));
  EXPECT_TRUE(status.covered.empty()) << "nothing failed may look like nothing there";
  EXPECT_EQ(world.status("ads_reports_daily").state, StreamState::ready);
  EXPECT_LE(report.details.find("entities")->find("ad_groups_reports_daily")->int_of("requests").value(), 12)
      << "after three failures a stream is left alone";
  world.transport->instead = nullptr;
  EXPECT_EQ(world.sync().status, "succeeded");
  EXPECT_EQ(world.status("ad_groups_reports_daily").state, StreamState::ready);
  EXPECT_EQ(world.status("ad_groups_reports_daily").reason, "");
}

TEST(SyncErrors, AnOutageOfOneEndpointLeavesTheRest) {
  World world;
  world.options.start_date = day("2026-08-20");
  world.transport->instead = [](const Query&, const std::string& path) -> std::optional<std::string> {
    if (path.find("/campaign/get/") == std::string::npos || path.find("gmv") != std::string::npos)
      return std::nullopt;
    return refusal(50000, "System error");
  };
  const auto report = world.sync();
  EXPECT_EQ(report.status, "partial");
  EXPECT_EQ(world.status("campaigns").state, StreamState::failed);
  EXPECT_EQ(world.status("ads").state, StreamState::ready);
  EXPECT_EQ(world.status("campaigns_reports_daily").state, StreamState::ready);
  world.transport->instead = nullptr;
}

TEST(SyncErrors, TooHeavyWindowsAreHalvedAndThenReadInParts) {
  World whole;
  whole.options.start_date = day("2026-08-01");
  whole.options.entities = {"campaigns", "ads_reports_daily"};
  (void)whole.sync();
  const std::string all = "SELECT r.record FROM ads_reports_daily_raw r ORDER BY 1";

  World world;
  world.options = whole.options;
  world.transport->instead = [](const Query& query, const std::string&) -> std::optional<std::string> {
    if (value_of(query, "data_level") != "AUCTION_AD") return std::nullopt;
    const auto from = *parse_date(value_of(query, "start_date"));
    const auto to = *parse_date(value_of(query, "end_date"));
    const bool parts = value_of(query, "filtering").find("campaign_ids") != std::string::npos;
    // No window of more than five days, and no day from September on unless campaigns are named.
    if ((to - from).count() < 5 && (parts || to < day("2026-09-01"))) return std::nullopt;
    return refusal(40067, "The query covers too much data.");
  };
  const auto report = world.sync();
  EXPECT_EQ(report.status, "succeeded") << report.details.dump();
  EXPECT_EQ(world.rows(all), whole.rows(all));
  EXPECT_EQ(world.status("ads_reports_daily").covered.size(), 1U);
  world.transport->instead = nullptr;
}

// TikTok reports the newest 20,000 ids only; asked for by campaigns all of them come.
TEST(SyncErrors, RowsThatTikTokLeavesOutAreFetchedByCampaign) {
  World whole;
  whole.options.start_date = day("2026-08-20");
  whole.options.entities = {"campaigns", "ads_reports_daily"};
  (void)whole.sync();
  const std::string all = "SELECT r.record FROM ads_reports_daily_raw r ORDER BY 1";

  World world;
  world.options = whole.options;
  world.transport->instead = [](const Query& query, const std::string&) -> std::optional<std::string> {
    if (value_of(query, "data_level") != "AUCTION_AD") return std::nullopt;
    const auto filter = value_of(query, "filtering");
    const auto ids = static_cast<int>(std::ranges::count(filter, '\\')) / 2;
    if (filter.find("campaign_ids") != std::string::npos && ids < 4 + 2) return std::nullopt;
    return R"({"code":0,"message":"OK","request_id":"R","data":{"list":[],"page_info":{"page":1,"page_size":1000,
      "total_number":0,"total_page":0},"extra_info":{"search_ads_throttle":true}}})";
  };
  const auto report = world.sync();
  EXPECT_EQ(report.status, "succeeded") << report.details.dump();
  EXPECT_EQ(world.rows(all), whole.rows(all));
  EXPECT_GT(report.details.find("entities")->find("ads_reports_daily")->int_of("requests").value(), 12);
  world.transport->instead = nullptr;
}

TEST(SyncErrors, AFullDiskPausesTheSync) {
  World world;
  auto limited = world.store->database().write(
      [](database::Connection& connection) { return connection.run("PRAGMA max_page_count = 260"); });
  ASSERT_TRUE(limited);
  const auto report = world.sync();
  EXPECT_EQ(report.status, "storage_unavailable");
  ASSERT_TRUE(report.error);
  EXPECT_EQ(report.error->type, ErrorType::storage_unavailable);
  const auto asked = world.transport->seen.size();
  EXPECT_LT(asked, 60U) << "nothing more is asked for";
  limited = world.store->database().write(
      [](database::Connection& connection) { return connection.run("PRAGMA max_page_count = 1000000"); });
  ASSERT_TRUE(limited);
  EXPECT_EQ(world.sync().status, "succeeded");
  EXPECT_EQ(world.status("ads_reports_daily").covered.front().first, day("2026-07-01"));
}

TEST(SyncErrors, AStopEndsItAndTheNextRunGoesOn) {
  World world;
  std::stop_source stop;
  world.transport->instead = [&](const Query&, const std::string&) -> std::optional<std::string> {
    if (world.transport->seen.size() == 30) stop.request_stop();
    return std::nullopt;
  };
  const auto report = world.sync({}, stop.get_token());
  EXPECT_EQ(report.status, "cancelled");
  EXPECT_LT(world.transport->seen.size(), 45U);
  EXPECT_EQ(world.status("ads_reports_daily").state, StreamState::reading);
  world.transport->instead = nullptr;
  const auto rest = world.sync();
  EXPECT_EQ(rest.status, "succeeded");
  EXPECT_EQ(world.status("ads_reports_daily").state, StreamState::ready);
  EXPECT_EQ(world.status("ads_reports_daily").covered.front().first, day("2026-07-01"));
}

TEST(SyncErrors, TwoAtOnceAreOneTooMany) {
  World world;
  world.options.entities = {"advertisers"};
  auto sync = world.open();
  std::optional<Result<SyncReport>> first;
  std::optional<Result<SyncReport>> second;
  sync->start({}, {}, [&](Result<SyncReport> report) { first = std::move(report); });
  sync->start({}, {}, [&](Result<SyncReport> report) { second = std::move(report); });
  world.runtime->run_ready();
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(*first);
  ASSERT_FALSE(*second);
  EXPECT_EQ(second->error().type, ErrorType::sync_in_progress);
  EXPECT_TRUE(sync->run());
}

TEST(SyncErrors, WithoutAnAdvertiserThereIsNothingToDo) {
  World world;
  world.connector.app_secret = {};
  const auto report = world.sync();
  EXPECT_EQ(report.status, "failed");
  ASSERT_TRUE(report.error);
  EXPECT_EQ(report.error->type, ErrorType::missing_parameter);
}

}  // namespace
}  // namespace tiktok_marketing::replication
