#include <gtest/gtest.h>

#include <map>

#include "base/text.hpp"
#include "catalog/model.hpp"
#include "context/finality.hpp"
#include "replication/streams.hpp"
#include "replication/sync.hpp"
#include "replication/test_world.hpp"

namespace tiktok_marketing::replication {
namespace {

using std::chrono::days;
using std::chrono::hours;

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

/// Report, day, object and how late its figures settle → those figures.
using Figures = std::map<std::string, std::string>;
using Natures = std::map<catalog::Nature, std::size_t>;

// The figures of a report that `wanted` picks; of each nature, how many there were.
template <typename Wanted>
void add_figures(World& world, const Stream& stream, const Wanted& wanted, Figures& figures,
                 Natures& natures) {
  const std::string_view entity = stream.entity->name;
  for (const auto settling : {catalog::Settling::delivery, catalog::Settling::conversion}) {
    Natures of_row;
    std::string columns;
    world.columns = 3;
    for (const auto& name : stream.metrics) {
      const auto* metric = catalog::find_metric(name);
      if (metric->nature == catalog::Nature::attribute || metric->settling != settling) continue;
      columns += ", " + name;
      ++of_row[metric->nature];
      ++world.columns;
    }
    const std::string rows =
        world.rows(fmt::format("SELECT advertiser_id, substr(stat_time_day, 1, 10), {}{} FROM {}",
                               stream.entity->primary_key.front(), columns, entity));
    world.columns = 1;
    for (const auto& row : split(rows, '\n')) {
      if (row.empty()) continue;
      const auto cells = split(row, '|');
      if (!wanted(settling, cells[0], day(cells[1]), entity)) continue;
      const auto key = fmt::format("{} {} {} {}", entity, cells[1], cells[2], name_of(settling));
      figures[key] = row.substr(cells[0].size() + cells[1].size() + cells[2].size() + 3);
      for (const auto& [nature, count] : of_row) natures[nature] += count;
    }
  }
}

Figures all_figures(World& world) {
  const auto any = [](auto&&...) { return true; };
  Figures figures;
  Natures natures;
  for (const auto& stream : streams()) {
    if (stream.kind == StreamKind::report) add_figures(world, stream, any, figures, natures);
  }
  return figures;
}

// The figures of every level that count as final now.
Figures final_figures(World& world, Natures& natures) {
  Labels labels(world);
  Figures figures;
  const auto final = [&](catalog::Settling settling, const std::string& advertiser, Date date,
                         std::string_view entity) {
    return labels.of(std::string(entity), advertiser, date, settling) == context::Finality::final;
  };
  for (const auto& stream : streams()) {
    if (stream.kind == StreamKind::report) add_figures(world, stream, final, figures, natures);
  }
  return figures;
}

TEST(SyncYear, TheStoreConvergesAndNothingFinalEverChanges) {
  World world;
  world.connector.advertiser_ids = {world.access.advertiser_ids[0]};
  world.options.entities = {"ad_groups", "advertisers_reports_daily", "campaigns_reports_daily",
                            "ad_groups_reports_daily", "ads_reports_daily"};
  world.options.start_date = day("2026-08-01");
  Figures final;
  Natures checked;
  const SystemTime end = world.tiktok->now() + days{366};
  for (int i = 0; world.tiktok->now() < end; ++i) {
    ASSERT_EQ(world.sync().status, "succeeded");
    // Uneven steps: sometimes twice a day, sometimes nothing runs for a week or six.
    const int step = i == 120 ? 42 * 24 : i % 31 == 30 ? 7 * 24 : i % 5 == 0 ? 13 : 37;
    if (i % 20 == 19 || i == 121) {
      Figures now = final_figures(world, checked);
      for (const auto& [figure, value] : final) {
        const auto found = now.find(figure);
        ASSERT_NE(found, now.end()) << figure << " was final and is not any more";
        ASSERT_EQ(found->second, value) << figure << " was final and changed";
      }
      final = std::move(now);
    }
    world.advance(hours{step});
  }
  for (const auto nature : {catalog::Nature::sum, catalog::Nature::ratio, catalog::Nature::deduplicated,
                            catalog::Nature::average, catalog::Nature::goal_dependent}) {
    EXPECT_GT(checked[nature], 10'000U) << catalog::name_of(nature);
  }

  // Long after, one more sync has the whole store say what TikTok says now, about every day of the year.
  world.advance(hours{40 * 24});
  ASSERT_EQ(world.sync().status, "succeeded");
  const Figures stored = all_figures(world);
  world.options.full_refresh = true;
  ASSERT_EQ(world.sync().status, "succeeded");
  const Figures truth = all_figures(world);
  ASSERT_EQ(stored.size(), truth.size());
  for (const auto& [figure, value] : truth) {
    const auto found = stored.find(figure);
    ASSERT_NE(found, stored.end()) << figure;
    ASSERT_EQ(found->second, value) << figure;
  }
  for (const auto& [figure, value] : final) ASSERT_EQ(truth.at(figure), value) << figure;
}

}  // namespace
}  // namespace tiktok_marketing::replication
