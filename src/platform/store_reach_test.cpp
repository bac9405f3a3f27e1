#include "platform/store_reach.hpp"

#include <gtest/gtest.h>

namespace tiktok_marketing::platform {
namespace {

const AllowList kAdsOnly{.entities = {"ads_reports_daily"}, .actions = {}};

bool passes(std::string_view action, std::string_view params, const AllowList& allow = kAdsOnly) {
  return !beyond_entities(allow, action, params);
}

TEST(StoreReach, AListOfEntitiesHoldsInEveryQuestion) {
  EXPECT_FALSE(passes("context_store_sql_query", R"({"sql": "SELECT 1"})"));
  EXPECT_TRUE(passes("context_store_search", R"({"query": {"filter": {"eq": {"a.b": 1}}}})"));
  EXPECT_TRUE(passes("context_store_aggregate", R"({"metrics": ["spend"], "group_by": ["ad_id"]})"));
  EXPECT_TRUE(passes("context_store_aggregate", R"({"filter": {"eq": {"ad_name": "example.com"}}})"));
  EXPECT_FALSE(passes("context_store_aggregate", R"({"group_by": ["campaign.objective_type"]})"));
  EXPECT_FALSE(passes("context_store_aggregate", R"({"group_by": "campaign.objective_type"})"));
  EXPECT_FALSE(passes("context_store_aggregate", R"({"query": {"group_by": ["campaign.budget"]}})"));
  EXPECT_FALSE(passes("context_store_aggregate", R"({"filter": {"and": [{"eq": {"campaign.budget": 1}}]}})"));
}

TEST(StoreReach, NoListPermitsEverything) {
  EXPECT_TRUE(passes("context_store_sql_query", R"({"sql": "SELECT 1"})", {}));
  EXPECT_TRUE(passes("context_store_aggregate", R"({"group_by": ["campaign.budget"]})", {}));
}

}  // namespace
}  // namespace tiktok_marketing::platform
