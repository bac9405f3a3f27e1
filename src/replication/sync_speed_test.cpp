#include <gtest/gtest.h>

#include <cmath>

#include "replication/plan.hpp"
#include "replication/streams.hpp"
#include "replication/sync.hpp"
#include "replication/test_world.hpp"

namespace tiktok_marketing::replication {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;

// What a first sync cannot do without: who there is, and one request for each page of each listing and
// window.
std::int64_t fewest_requests(World& world) {
  std::int64_t fewest = 2;
  const auto advertisers = world.store->advertisers();
  for (const auto& info : *advertisers) {
    const Date today = *local_date(world.tiktok->now(), info.time_zone);
    const Date from = std::max(world.options.start_date, *info.created);
    for (const auto& stream : streams()) {
      if (stream.kind == StreamKind::accounts) continue;
      const auto rows_between = [&](std::string_view condition) {
        return world.number(fmt::format("SELECT count(*) FROM {} WHERE advertiser_id = '{}'{}",
                                        stream.entity->name, info.id, condition));
      };
      const auto pages = [&](std::int64_t rows) {
        return std::max<std::int64_t>(1, (rows + stream.page_size - 1) / stream.page_size);
      };
      if (stream.kind == StreamKind::list) {
        fewest += pages(rows_between(""));
        continue;
      }
      const auto work = plan_report({.today = today, .from = from, .read = {}});
      for (const auto* windows : {&work.recent, &work.history}) {
        for (const auto& window : *windows) {
          const auto days_of_window =
              fmt::format(" AND stat_time_day >= '{}' AND stat_time_day < '{}'", format_date(window.start),
                          format_date(window.end + days{1}));
          const bool needed =
              &stream == &account_report() ||
              world.number(fmt::format("SELECT count(*) FROM {} WHERE advertiser_id = '{}'{}",
                                       account_report().entity->name, info.id, days_of_window)) > 0;
          if (needed) fewest += pages(rows_between(days_of_window));
        }
      }
    }
  }
  return fewest;
}

TEST(SyncSpeed, AFirstSyncAsksHardlyMoreThanItMustAndAResyncAFraction) {
  auto options = small_world();
  options.size = sandbox::Size::medium;
  World world(options);
  // One of the twenty accounts, with its three years.
  world.connector.advertiser_ids = {world.access.advertiser_ids[13]};
  world.options.start_date = day("2023-01-01");
  const auto first = world.sync();
  ASSERT_EQ(first.status, "succeeded") << first.details.dump();
  const auto fewest = fewest_requests(world);
  EXPECT_LE(static_cast<double>(first.requests), 1.05 * static_cast<double>(fewest));
  RecordProperty("requests_of_first_sync", std::to_string(first.requests));
  RecordProperty("fewest", std::to_string(fewest));
  world.advance(hours{1});
  const auto again = world.sync();
  EXPECT_LE(static_cast<double>(again.requests), 0.10 * static_cast<double>(first.requests));
  // A day later something is new: the day, and every listing is whole again, of rare kinds too.
  world.advance(hours{24});
  const auto next_day = world.sync();
  EXPECT_LE(static_cast<double>(next_day.requests), 0.12 * static_cast<double>(first.requests));
  RecordProperty("requests_of_resync", std::to_string(again.requests));
  RecordProperty("requests_of_next_day", std::to_string(next_day.requests));
}

// The broker lets nine requests start in any second and the guard: that is the rate to keep up with.
TEST(SyncSpeed, KeepsTheBudgetBusyWhileAnswersAreUnderWay) {
  auto options = small_world();
  options.size = sandbox::Size::medium;
  World world(options, 9);
  world.connector.advertiser_ids.assign(world.access.advertiser_ids.begin(),
                                        world.access.advertiser_ids.begin() + 4);
  world.transport->latency = milliseconds{250};
  world.options.start_date = day("2026-05-01");
  const auto report = world.sync();
  ASSERT_EQ(report.status, "succeeded");
  const double at_best = static_cast<double>(report.requests) * 1.05 / 9;
  const double took = std::chrono::duration<double>(report.took).count();
  EXPECT_LE(took, 1.1 * at_best) << report.requests << " requests";
}

TEST(SyncSpeed, YesterdaysSpendIsThereFirst) {
  auto options = small_world();
  options.size = sandbox::Size::medium;
  World world(options, 9);
  world.transport->latency = milliseconds{250};
  world.options.start_date = day("2023-09-01");
  world.options.entities = {
      "advertisers", "campaigns", "ad_groups", "ads", "advertisers_reports_daily", "campaigns_reports_daily"};
  std::stop_source stop;
  std::optional<milliseconds> done_after;
  auto sync = world.open();
  (void)sync->run(
      [&](const Progress& progress) {
        for (const auto& entity : progress.entities) {
          const bool enough = entity.name == "advertisers_reports_daily" && entity.items_done >= 20;
          if (!enough || done_after) continue;
          done_after = progress.elapsed;
          stop.request_stop();
        }
      },
      stop.get_token());
  ASSERT_TRUE(done_after);
  EXPECT_LE(*done_after, std::chrono::seconds{15});
  EXPECT_EQ(
      world.number("SELECT count(DISTINCT advertiser_id) FROM advertisers_reports_daily WHERE stat_time_day "
                   ">= '2026-09-13'"),
      20);
}

TEST(SyncSpeed, ASlowAdvertiserHoldsNobodyUp) {
  World world;
  world.options.start_date = day("2026-03-01");
  const std::string slow = world.access.advertiser_ids[0];
  world.transport->latency = milliseconds{100};
  world.transport->slow = [&](const http::ServerRequest& request) {
    return request.query_value("advertiser_id") == slow ? milliseconds{20'000} : milliseconds{0};
  };
  std::map<std::string, milliseconds> finished;
  const auto began = world.runtime->now();
  const auto report = world.sync([&](const Progress&) {
    for (std::size_t i = 1; i < 4; ++i) {
      const auto& id = world.access.advertiser_ids[i];
      if (finished.contains(id)) continue;
      bool ready = true;
      for (const char* entity : {"ads", "ads_reports_daily", "creative_assets_videos"}) {
        ready = ready && world.store->stream({entity, id})->state == context::StreamState::ready;
      }
      if (ready) finished[id] = std::chrono::duration_cast<milliseconds>(world.runtime->now() - began);
    }
  });
  EXPECT_EQ(report.status, "succeeded");
  EXPECT_GT(report.took, std::chrono::seconds{100});
  ASSERT_EQ(finished.size(), 3U);
  for (const auto& [id, when] : finished) EXPECT_LT(when, std::chrono::seconds{60}) << id;
  world.transport->slow = nullptr;
}

TEST(SyncSpeed, WhoeverWaitsForAnAnswerGoesFirst) {
  World world(small_world(), 2);
  world.transport->latency = milliseconds{100};
  auto sync = world.open();
  std::optional<Result<SyncReport>> report;
  sync->start({}, {}, [&](Result<SyncReport> done) { report = std::move(done); });
  world.runtime->advance(std::chrono::seconds{10});
  ASSERT_FALSE(report);
  const auto asked = world.runtime->now();
  auto connector = Connector::open(world.connector);
  const auto answer = connector->execute(
      "campaigns", "list", fmt::format(R"({{"advertiser_id":"{}"}})", world.access.advertiser_ids[0]));
  EXPECT_TRUE(answer);
  EXPECT_LE(world.runtime->now() - asked, milliseconds{1'200}) << "one turn of the budget, not the queue";
  while (!report) world.runtime->advance(std::chrono::seconds{10});
  EXPECT_EQ((*report)->status, "succeeded");
}

TEST(SyncSpeed, KeepsFewRequestsUnderWay) {
  auto options = small_world();
  World world(options, 9);
  world.transport->latency = milliseconds{250};
  (void)world.sync();
  EXPECT_LE(world.transport->most_under_way, 6U);
  EXPECT_GE(world.transport->most_under_way, 2U);
}

}  // namespace
}  // namespace tiktok_marketing::replication
