#include "replication/sync.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "replication/test_world.hpp"

namespace tiktok_marketing::replication {
namespace {

TEST(Sync, BringsEveryEntityIntoTheStore) {
  World world;
  const auto report = world.sync();
  EXPECT_EQ(report.status, "succeeded") << report.details.dump();
  for (const auto* table : {"advertisers", "campaigns", "ad_groups", "ads", "audiences",
                            "creative_assets_images", "creative_assets_videos", "advertisers_reports_daily",
                            "campaigns_reports_daily", "ad_groups_reports_daily", "ads_reports_daily"}) {
    EXPECT_GT(world.number(fmt::format("SELECT count(*) FROM {}", table)), 0) << table;
  }
}

}  // namespace
}  // namespace tiktok_marketing::replication
