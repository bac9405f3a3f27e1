#include "replication/sync.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "replication/plan.hpp"
#include "replication/streams.hpp"
#include "replication/test_world.hpp"

namespace tiktok_marketing::replication {
namespace {

using std::chrono::days;
using std::chrono::hours;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* kReports[] = {"advertisers_reports_daily", "campaigns_reports_daily",
                                    "ad_groups_reports_daily", "ads_reports_daily"};

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> out;
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    out.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  std::ranges::sort(out);
  return out;
}

// Every row TikTok has of a stream and advertiser, asked for directly.
std::vector<std::string> truth(World& world, const Stream& stream, const std::string& advertiser, Date from) {
  auto connector = Connector::open(world.connector);
  std::vector<std::string> rows;
  const auto add = [&](Json params) {
    params.set("all", true);
    const auto answer = connector->execute(stream.entity->name, "list", params.dump());
    ASSERT_TRUE(answer) << answer.error().message;
    for (std::size_t i = 0; i < answer->records.size(); ++i) rows.emplace_back(answer->records.json(i));
  };
  if (stream.kind == StreamKind::report) {
    const Date today = *local_date(world.tiktok->now(), world.tiktok->world().find(advertiser)->display_zone);
    add(report_params(stream, advertiser, {from, today}, {}, {}));
  } else {
    add(list_params(stream, advertiser, stream.filtering));
    for (const auto& rare : stream.rare) {
      Json params = list_params(stream, advertiser, rare);
      params.set("page_size", 100);
      add(std::move(params));
    }
  }
  std::ranges::sort(rows);
  return rows;
}

void expect_the_truth_of(World& world, const Stream& stream) {
  const auto& chosen = world.connector.advertiser_ids;
  for (const auto& advertiser : chosen.empty() ? world.access.advertiser_ids : chosen) {
    const auto stored =
        lines(world.rows(fmt::format("SELECT r.record FROM {0}_raw r JOIN {0} t ON t.id = r.id WHERE "
                                     "t.advertiser_id = '{1}'{2}",
                                     stream.entity->name, advertiser,
                                     stream.kind == StreamKind::report ? "" : " AND t.deleted_at IS NULL")));
    const auto wanted = truth(world, stream, advertiser, world.options.start_date);
    EXPECT_EQ(stored.size(), wanted.size()) << stream.entity->name << ' ' << advertiser;
    EXPECT_TRUE(stored == wanted) << stream.entity->name << ' ' << advertiser;
  }
}

void expect_the_truth(World& world) {
  for (const auto& stream : streams()) {
    if (stream.kind != StreamKind::accounts) expect_the_truth_of(world, stream);
  }
}

TEST(Sync, BringsEveryRowOfEveryEntityIntoTheStore) {
  World world;
  const auto report = world.sync();
  EXPECT_EQ(report.status, "succeeded") << report.details.dump();
  EXPECT_FALSE(report.error);
  EXPECT_GT(report.rows, 3'000);
  EXPECT_EQ(world.number("SELECT count(*) FROM advertisers"), 4);
  expect_the_truth(world);
}

// Two of its accounts have boosted posts, with ad groups and ads.
sandbox::SandboxOptions world_with_rare_kinds() {
  auto options = small_world();
  options.seed = 7;
  return options;
}

std::int64_t boosted(World& world, std::string_view entity) {
  return world.number(fmt::format(
      "SELECT count(*) FROM {}_raw WHERE json_extract(record, '$.campaign_system_origin') = 'PROMOTE'",
      entity));
}

// Which rare kinds there are is known only once the campaigns are listed.
TEST(Sync, AdGroupsOfRareKindsAreThereHoweverLateTheCampaignsAre) {
  World world(world_with_rare_kinds());
  world.connector.advertiser_ids = {world.access.advertiser_ids[0], world.access.advertiser_ids[1]};
  world.options.entities = {"campaigns", "ad_groups", "ads"};
  world.transport->latency = std::chrono::milliseconds{10};
  world.transport->slow = [](const http::ServerRequest& request) {
    return std::chrono::milliseconds{request.path.find("/campaign/get/") != std::string::npos ? 2'000 : 0};
  };
  EXPECT_EQ(world.sync().status, "succeeded");
  world.transport->slow = nullptr;
  EXPECT_GT(boosted(world, "ad_groups"), 0);
  for (const auto* entity : {"campaigns", "ad_groups", "ads"})
    expect_the_truth_of(world, *find_stream(entity));
}

TEST(Sync, RowsOfRareKindsComeWhenOnlyTheirLevelIsWanted) {
  for (const auto* entity : {"ad_groups", "ads"}) {
    World world(world_with_rare_kinds());
    world.options.entities = {entity};
    EXPECT_EQ(world.sync().status, "succeeded");
    EXPECT_GT(boosted(world, entity), 0);
    expect_the_truth_of(world, *find_stream(entity));
    world.advance(std::chrono::hours{1});
    EXPECT_EQ(world.sync().status, "succeeded");
    expect_the_truth_of(world, *find_stream(entity));
  }
}

TEST(Sync, KeepsDeletedAndNeverDeliveredObjectsAndSmartPlusAds) {
  World world;
  world.options.entities = {"campaigns", "ad_groups", "ads"};
  (void)world.sync();
  EXPECT_GT(world.number("SELECT count(*) FROM campaigns WHERE secondary_status = 'CAMPAIGN_STATUS_DELETE'"),
            0);
  EXPECT_GT(world.number("SELECT count(*) FROM ads WHERE secondary_status LIKE '%DELETE'"), 0);
  EXPECT_GT(world.number("SELECT count(*) FROM ads WHERE modify_time IS NULL"), 0);
}

TEST(Sync, AnswersForCoverageOwnerAndAccounts) {
  World world;
  (void)world.sync();
  for (std::size_t i = 0; i < world.access.advertiser_ids.size(); ++i) {
    const Date today = *local_date(world.tiktok->now(),
                                   world.tiktok->world().find(world.access.advertiser_ids[i])->display_zone);
    for (const auto* entity : kReports) {
      const auto status = world.status(entity, i);
      EXPECT_EQ(status.state, context::StreamState::ready) << entity;
      ASSERT_EQ(status.covered.size(), 1U) << entity;
      EXPECT_EQ(status.covered[0].first, day("2026-07-01"));
      EXPECT_EQ(status.covered[0].last, today) << "of the account's own zone";
      EXPECT_EQ(status.wanted_from, day("2026-07-01"));
    }
    EXPECT_TRUE(world.status("ads", i).listed_at);
  }
  const auto advertisers = world.store->advertisers();
  ASSERT_EQ(advertisers->size(), 4U);
  for (const auto& info : *advertisers) {
    EXPECT_EQ(info.conversion_days, 28) << info.name;
    EXPECT_TRUE(info.created);
  }
  const auto runs = world.store->runs(10, 0);
  ASSERT_EQ(runs->as_array()->size(), 1U);
  EXPECT_EQ(runs->as_array()->front().text_of("status"), "succeeded");
  EXPECT_EQ(runs->as_array()->front().find("details")->find("entities")->find("ads")->int_of("rows_read"),
            world.number("SELECT count(*) FROM ads"));
}

TEST(Sync, ReadsEverybodysNewestDaysBeforeAnybodysHistory) {
  World world;
  (void)world.sync();
  bool history = false;
  int recent = 0;
  std::vector<std::string_view> first_reports;
  for (const auto& request : world.transport->seen) {
    const auto start = request.query_value("start_date");
    if (!start) continue;
    const bool old = *start < "2026-08-16";
    history = history || old;
    recent += old ? 0 : 1;
    EXPECT_FALSE(history && !old) << "recent days after history";
    if (first_reports.size() < 4) first_reports.push_back(*request.query_value("data_level"));
  }
  EXPECT_EQ(recent, 16);
  EXPECT_THAT(first_reports, testing::Each("AUCTION_ADVERTISER"))
      << "the figures people ask for first, of everybody";
}

TEST(Sync, ReadsAgainWhatMovesAndNothingElse) {
  World world;
  world.options.start_date = day("2026-08-10");
  const auto first = world.sync();
  world.advance(hours{1});
  auto second = world.sync();
  EXPECT_EQ(second.status, "succeeded") << second.details.dump();
  EXPECT_LT(world.asked("/report/integrated/get/"), 17U);
  for (const auto& request : world.transport->seen) {
    const auto start = request.query_value("start_date");
    if (start) {
      EXPECT_GE(*start, "2026-09-11") << "the last three days";
    }
  }
  // The next day, the days whose conversions may still come.
  world.advance(hours{24});
  (void)world.sync();
  for (const auto& request : world.transport->seen) {
    const auto start = request.query_value("start_date");
    if (start) {
      EXPECT_THAT(std::string(*start), testing::AnyOf("2026-08-18", "2026-08-19"));
    }
  }
  EXPECT_LE(world.asked("/report/integrated/get/"), 16U);
  world.advance(hours{1});
  (void)world.sync();
  for (const auto& request : world.transport->seen) {
    const auto start = request.query_value("start_date");
    if (start) {
      EXPECT_GE(*start, "2026-09-13") << "once a day";
    }
  }
  expect_the_truth(world);
}

TEST(Sync, LowerLevelsAreNotAskedWhereTheAdvertiserHasNoRow) {
  World world;
  world.connector.advertiser_ids = {world.access.advertiser_ids[0]};
  world.options.start_date = day("2024-01-01");
  const auto report = world.sync();
  EXPECT_EQ(report.status, "succeeded");
  const auto* entities = report.details.find("entities");
  const auto own = entities->find("advertisers_reports_daily")->int_of("requests").value();
  const auto* ads = entities->find("ads_reports_daily");
  EXPECT_GT(ads->int_of("skipped").value(), 0);
  EXPECT_EQ(ads->int_of("skipped").value() + ads->int_of("requests").value(), own);
  const auto status = world.status("ads_reports_daily");
  ASSERT_EQ(status.covered.size(), 1U);
  EXPECT_EQ(status.covered[0].first, world.store->advertisers()->front().created)
      << "what is known to be empty is read, and nothing lies before the account";
  expect_the_truth(world);
}

TEST(Sync, AnEarlierStartReadsBackwardsAndALaterOneKeepsItsRows) {
  World world;
  world.options.entities = {"advertisers_reports_daily"};
  const auto first = world.sync();
  EXPECT_EQ(first.details.find("covered_before")->dump(), "{}");
  world.options.start_date = day("2026-06-01");
  const auto second = world.sync();
  const auto covered = [](const SyncReport& report, std::string_view when) {
    return report.details.find(when)->find("advertisers_reports_daily")->dump();
  };
  EXPECT_EQ(covered(second, "covered_before"), covered(first, "covered_after"));
  EXPECT_THAT(covered(first, "covered_after"), testing::StartsWith(R"({"oldest_complete":"2026-07-01",)"));
  EXPECT_THAT(covered(second, "covered_after"), testing::StartsWith(R"({"oldest_complete":"2026-06-01",)"));
  EXPECT_EQ(world.asked("/report/integrated/get/"), 8U) << "the lookback and June, of four";
  EXPECT_EQ(world.status("advertisers_reports_daily").covered.front().first, day("2026-06-01"));
  world.options.start_date = day("2026-08-01");
  (void)world.sync();
  EXPECT_EQ(world.asked("/report/integrated/get/"), 4U);
  EXPECT_EQ(world.status("advertisers_reports_daily").covered.front().first, day("2026-06-01"));
  EXPECT_EQ(world.status("advertisers_reports_daily").wanted_from, day("2026-08-01"));
}

TEST(Sync, AnAdvertiserThatIsGrantedLaterGetsItsWholeHistory) {
  World world;
  world.options.entities = {"campaigns", "advertisers_reports_daily", "ads_reports_daily"};
  world.connector.advertiser_ids = {world.access.advertiser_ids[0]};
  (void)world.sync();
  world.advance(std::chrono::hours{24});
  world.connector.advertiser_ids.push_back(world.access.advertiser_ids[1]);
  EXPECT_EQ(world.sync().status, "succeeded");
  for (const auto& entity : world.options.entities) expect_the_truth_of(world, *find_stream(entity));
  EXPECT_EQ(world.status("advertisers_reports_daily", 1).covered.front().first, day("2026-07-01"));
}

TEST(Sync, BetweenFullListingsAdsAreAskedForChanges) {
  World world;
  world.options.entities = {"campaigns", "ad_groups", "ads"};
  (void)world.sync();
  world.advance(hours{2});
  (void)world.sync();
  EXPECT_EQ(world.asked("/ad/get/"), 4U);
  for (const auto& request : world.transport->seen) {
    if (request.path.find("/ad/get/") == std::string::npos) continue;
    EXPECT_THAT(std::string(*request.query_value("filtering")),
                HasSubstr(R"("modified_after":"2026-09-15 07:45:00")"));
  }
  world.advance(hours{23});
  (void)world.sync();
  for (const auto& request : world.transport->seen) {
    if (request.path.find("/ad/get/") == std::string::npos) continue;
    EXPECT_THAT(std::string(*request.query_value("filtering")), Not(HasSubstr("modified_after")))
        << "once a day everything";
  }
}

std::vector<std::string> ad_filters(const World& world) {
  std::vector<std::string> filters;
  for (const auto& request : world.transport->seen) {
    if (request.path.find("/ad/get/") != std::string::npos)
      filters.emplace_back(*request.query_value("filtering"));
  }
  return filters;
}

// A paused campaign changes what its ads say without changing the ads themselves.
TEST(Sync, AdsOfAParentWhoseStatusChangedAreListedAtOnce) {
  World world;
  world.options.entities = {"campaigns", "ad_groups", "ads"};
  (void)world.sync();
  // In the store something else stands than TikTok has: as if it had changed in between.
  const auto id =
      world.rows("SELECT campaign_id FROM ads GROUP BY campaign_id ORDER BY count(*) DESC LIMIT 1");
  auto changed = world.store->database().write([&](database::Connection& connection) {
    return connection.run(
        fmt::format("UPDATE campaigns SET operation_status = 'OTHER' WHERE campaign_id = {}", id));
  });
  ASSERT_TRUE(changed);
  (void)world.sync();
  int whole = 0;
  for (const auto& filter : ad_filters(world))
    whole += filter.find("modified_after") == std::string::npos ? 1 : 0;
  EXPECT_EQ(whole, 1) << "one page with everything costs less than two";
  // Of an account with many ads those of the parent alone.
  changed = world.store->database().write([&](database::Connection& connection) {
    return connection.run(
        fmt::format("UPDATE store_streams SET rows = 3000 WHERE entity = 'ads'; UPDATE "
                    "campaigns SET operation_status = 'OTHER' WHERE campaign_id = {}",
                    id));
  });
  ASSERT_TRUE(changed);
  (void)world.sync();
  EXPECT_THAT(ad_filters(world), Contains(HasSubstr(fmt::format(R"("campaign_ids":["{}"])", id))));
}

TEST(Sync, StatusesFollowThroughoutTheYear) {
  World world;
  world.options.entities = {"campaigns", "ad_groups", "ads"};
  for (int i = 0; i < 40; ++i) {
    (void)world.sync();
    world.advance(hours{7});
  }
  (void)world.sync();
  for (const char* entity : {"campaigns", "ad_groups", "ads"}) {
    for (const auto& advertiser : world.access.advertiser_ids) {
      const auto& stream = *find_stream(entity);
      EXPECT_TRUE(lines(world.rows(fmt::format(
                      "SELECT r.record FROM {0}_raw r JOIN {0} t ON t.id = r.id WHERE "
                      "t.advertiser_id = '{1}'",
                      entity, advertiser))) == truth(world, stream, advertiser, world.options.start_date))
          << entity << ' ' << advertiser;
    }
  }
}

TEST(Sync, AnUnchangedLibraryCostsOnePage) {
  auto options = small_world();
  options.size = sandbox::Size::medium;
  World world(options);
  world.connector.advertiser_ids = {world.access.advertiser_ids.back()};
  world.options.entities = {"creative_assets_images"};
  // Older hosts take a hundred at most.
  world.transport->instead = [](const auto& query, const std::string&) -> std::optional<std::string> {
    for (const auto& [name, value] : query) {
      if (name == "page_size" && value == "1000")
        return R"({"code":40002,"message":"page_size: must be between 1 and 100.","request_id":"R","data":{}})";
    }
    return std::nullopt;
  };
  auto report = world.sync();
  EXPECT_EQ(report.status, "succeeded") << report.details.dump();
  const auto pages = world.asked("/file/image/ad/search/");
  EXPECT_GT(pages, 3U);
  EXPECT_EQ(world.number("SELECT count(*) FROM creative_assets_images"), 310);
  world.transport->instead = nullptr;
}

TEST(Sync, TheSelectionDecidesWhatIsRead) {
  World world;
  world.options.entities = {"campaigns"};
  const auto report = world.sync();
  EXPECT_EQ(report.status, "succeeded");
  EXPECT_EQ(world.asked("/ad/get/"), 0U);
  EXPECT_EQ(world.asked("/report/integrated/get/"), 0U);
  EXPECT_EQ(world.number("SELECT count(*) FROM advertisers"), 0);
  EXPECT_EQ(world.store->advertisers()->size(), 4U) << "known all the same: days need their zones";
}

TEST(Sync, OneAdvertiserOfSeveral) {
  World world;
  world.options.advertiser_ids = {world.access.advertiser_ids[2]};
  world.options.entities = {"advertisers", "campaigns"};
  (void)world.sync();
  EXPECT_EQ(world.asked("/oauth2/advertiser/get/"), 0U);
  EXPECT_EQ(world.rows("SELECT DISTINCT advertiser_id FROM campaigns"), world.access.advertiser_ids[2]);
}

TEST(Sync, AFullRefreshReadsEverythingAgain) {
  World world;
  world.options.entities = {"ad_groups", "advertisers_reports_daily", "ad_groups_reports_daily"};
  const auto first = world.sync();
  world.options.full_refresh = true;
  const auto second = world.sync();
  EXPECT_EQ(second.status, "succeeded");
  EXPECT_EQ(second.requests + 4, first.requests) << "but for the check for GMV Max";
  EXPECT_EQ(second.rows, first.rows);
}

TEST(Sync, LevelsAddUp) {
  World world;
  (void)world.sync();
  const auto note = world.store->note("reconciliation");
  ASSERT_TRUE(note && *note);
  EXPECT_EQ((*note)->int_of("gaps"), 0) << (*note)->dump();
  EXPECT_GT((*note)->int_of("days_compared").value(), 4 * 3 * 20);
}

TEST(Sync, GapsBetweenLevelsAreNamed) {
  World world;
  (void)world.sync();
  const auto advertiser = world.access.advertiser_ids[0];
  const auto where =
      fmt::format("advertiser_id = '{}' AND stat_time_day = '2026-09-05 00:00:00'", advertiser);
  const auto lost = world.rows("SELECT adgroup_id FROM ads_reports_daily WHERE " + where + " LIMIT 1");
  auto deleted = world.store->database().write([&](database::Connection& connection) {
    return connection.run(
        fmt::format("DELETE FROM ads_reports_daily WHERE {} AND adgroup_id = {}", where, lost));
  });
  ASSERT_TRUE(deleted);
  (void)world.sync();
  const auto note = **world.store->note("reconciliation");
  ASSERT_EQ(note.int_of("gaps"), 2) << note.dump();
  const Json& gap = note.find("listed")->as_array()->front();
  EXPECT_EQ(gap.text_of("day"), "2026-09-05");
  EXPECT_EQ(gap.text_of("upper"), "ad_groups_reports_daily");
  EXPECT_EQ(gap.text_of("lower"), "ads_reports_daily");
  EXPECT_EQ(gap.text_of("advertiser_id"), advertiser);
  EXPECT_EQ(gap.find("parents")->dump(), fmt::format(R"(["{}"])", lost));
}

TEST(Sync, SaysThatGmvMaxIsNotInTheReports) {
  auto options = small_world();
  options.size = sandbox::Size::medium;
  World world(options);
  world.access.advertiser_ids.resize(4);
  world.connector.advertiser_ids = world.access.advertiser_ids;
  world.options.entities = {"campaigns"};
  (void)world.sync();
  EXPECT_EQ(world.asked("/gmv_max/campaign/get/"), 4U);
  const auto note = **world.store->note("excludes");
  EXPECT_EQ(note.find(world.access.advertiser_ids[0])->find("gmv_max")->dump(), "false");
  const Json* sao_paulo = note.find(world.access.advertiser_ids[3]);
  EXPECT_EQ(sao_paulo->find("gmv_max")->dump(), "true");
  EXPECT_GT(sao_paulo->int_of("held_campaigns").value(), 0);
  (void)world.sync();
  EXPECT_EQ(world.asked("/gmv_max/campaign/get/"), 0U) << "once a day";
}

TEST(Sync, ShowsHowFarItIs) {
  World world;
  std::vector<Progress> shown;
  world.transport->latency = std::chrono::milliseconds{150};
  (void)world.sync([&](const Progress& progress) { shown.push_back(progress); });
  ASSERT_GT(shown.size(), 3U);
  EXPECT_EQ(shown.front().stage, "accounts");
  EXPECT_EQ(shown.back().stage, "done");
  for (std::size_t i = 1; i < shown.size(); ++i) {
    EXPECT_GE(shown[i].rows, shown[i - 1].rows);
    EXPECT_GE(shown[i].requests, shown[i - 1].requests);
    EXPECT_LE(shown[i].items_done, shown[i].items);
  }
  EXPECT_EQ(shown.back().items_done, shown.back().items);
  EXPECT_EQ(shown.back().advertisers, 4);
  EXPECT_EQ(shown.back().entities.size(), 11U);
}

TEST(Sync, RefusesOptionsThatMakeNoSense) {
  World world;
  world.options.entities = {"campaings"};
  auto refused = world.open();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().param, "entities");
  EXPECT_THAT(refused.error().allowed, Contains("campaigns"));
  world.options.entities = {};
  world.options.lookback_days = 91;
  EXPECT_FALSE(world.open());
  world.options.lookback_days = 3;
  world.connector.advertiser_ids = {world.access.advertiser_ids[0]};
  world.connector.fenced = true;
  world.options.advertiser_ids = {world.access.advertiser_ids[1]};
  refused = world.open();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, ErrorType::forbidden);
  world.connector.access_token = {};
  EXPECT_EQ(world.open().error().type, ErrorType::missing_credentials);
}

TEST(Sync, AFenceHolds) {
  World world;
  world.connector.advertiser_ids = {world.access.advertiser_ids[0]};
  world.connector.fenced = true;
  (void)world.sync();
  for (const auto& request : world.transport->seen) {
    for (const auto& [name, value] : request.query) {
      for (std::size_t i = 1; i < world.access.advertiser_ids.size(); ++i)
        EXPECT_EQ(value.find(world.access.advertiser_ids[i]), std::string::npos) << request.path;
    }
  }
  EXPECT_EQ(world.number("SELECT count(DISTINCT advertiser_id) FROM ads"), 1);
}

TEST(Sync, AStoreBelongsToOneUser) {
  World world;
  world.options.entities = {"advertisers"};
  (void)world.sync();
  world.transport->instead = [](const auto&, const std::string& path) -> std::optional<std::string> {
    if (path.find("/user/info/") == std::string::npos) return std::nullopt;
    return R"({"code":0,"message":"OK","request_id":"R","data":{"core_user_id":"4711"}})";
  };
  const auto report = world.open()->run();
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().type, ErrorType::conflict);
  EXPECT_THAT(report.error().hint, HasSubstr("--store"));
  world.transport->instead = nullptr;
}

}  // namespace
}  // namespace tiktok_marketing::replication
