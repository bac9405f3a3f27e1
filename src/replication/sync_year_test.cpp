#include <gtest/gtest.h>

#include <map>

#include "catalog/model.hpp"
#include "context/finality.hpp"
#include "replication/streams.hpp"
#include "replication/sync.hpp"
#include "replication/test_world.hpp"

namespace tiktok_marketing::replication {
namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr std::string_view kMetrics[] = {"spend",      "impressions", "clicks",
                                         "conversion", "result",      "complete_payment"};

/// What a store says a figure is worth, from when its day was last read.
class Labels {
 public:
  explicit Labels(World& world) : world_(world) {
    const auto advertisers = world.store->advertisers();
    for (const auto& info : *advertisers) infos_[info.id] = info;
  }

  [[nodiscard]] context::Finality of(const std::string& entity, const std::string& advertiser, Date day,
                                     catalog::Settling settling) {
    auto& readings = readings_[{entity, advertiser}];
    if (readings.empty()) readings = world_.store->stream({entity, advertiser})->readings;
    const auto& info = infos_.at(advertiser);
    for (const auto& piece : readings) {
      if (piece.first > day || day > piece.last) continue;
      const Date read_on = *local_date(piece.read_at, info.time_zone);
      return context::finality_of(settling, day, read_on, info.conversion_days);
    }
    ADD_FAILURE() << entity << ' ' << format_date(day) << " has rows and was never read";
    return context::Finality::partial;
  }

 private:
  World& world_;
  std::map<std::string, context::AdvertiserInfo> infos_;
  std::map<std::pair<std::string, std::string>, std::vector<context::DayRange>> readings_;
};

using Figures = std::map<std::string, std::string>;  // entity, row and metric → text

// Every figure that counts as final now; those that are not are left out.
Figures final_figures(World& world, std::string_view entity, std::string_view id) {
  Labels labels(world);
  Figures figures;
  for (const auto metric : kMetrics) {
    const auto settling = catalog::find_metric(metric)->settling;
    world.columns = 4;
    std::string_view rest;
    const std::string text = world.rows(fmt::format(
        "SELECT advertiser_id, substr(stat_time_day, 1, 10), {}, {} FROM {}", id, metric, entity));
    world.columns = 1;
    rest = text;
    while (!rest.empty()) {
      const std::string line(rest.substr(0, rest.find('\n')));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      const auto advertiser = line.substr(0, line.find('|'));
      const auto at = line.find('|') + 1;
      const auto label = labels.of(std::string(entity), advertiser, day(line.substr(at, 10)), settling);
      if (label != context::Finality::final) continue;
      const auto value = line.rfind('|');
      figures[fmt::format("{} {} {}", entity, line.substr(0, value), metric)] = line.substr(value + 1);
    }
  }
  return figures;
}

TEST(SyncYear, TheStoreConvergesAndNothingFinalEverChanges) {
  World world;
  world.connector.advertiser_ids = {world.access.advertiser_ids[0]};
  world.options.entities = {"ad_groups", "advertisers_reports_daily", "campaigns_reports_daily"};
  world.options.start_date = day("2026-08-01");
  Figures final;
  std::size_t checked = 0;
  const SystemTime end = world.tiktok->now() + days{366};
  for (int i = 0; world.tiktok->now() < end; ++i) {
    ASSERT_EQ(world.sync().status, "succeeded");
    // Uneven steps: sometimes twice a day, sometimes nothing runs for a week or six.
    const int step = i == 120 ? 42 * 24 : i % 31 == 30 ? 7 * 24 : i % 5 == 0 ? 13 : 37;
    if (i % 20 == 19 || i == 121) {
      Figures now = final_figures(world, "campaigns_reports_daily", "campaign_id");
      now.merge(final_figures(world, "advertisers_reports_daily", "advertiser_id"));
      for (const auto& [figure, value] : final) {
        const auto found = now.find(figure);
        ASSERT_NE(found, now.end()) << figure << " was final and is not any more";
        ASSERT_EQ(found->second, value) << figure << " was final and changed";
        ++checked;
      }
      final = std::move(now);
    }
    world.advance(hours{step});
  }
  EXPECT_GT(checked, 10'000U);

  // Long after, TikTok says the same about everything that was ever final.
  world.advance(hours{40 * 24});
  world.options.full_refresh = true;
  ASSERT_EQ(world.sync().status, "succeeded");
  Figures truth = final_figures(world, "campaigns_reports_daily", "campaign_id");
  truth.merge(final_figures(world, "advertisers_reports_daily", "advertiser_id"));
  for (const auto& [figure, value] : final) ASSERT_EQ(truth[figure], value) << figure;
}

}  // namespace
}  // namespace tiktok_marketing::replication
