#include "platform/store_reach.hpp"

#include <gtest/gtest.h>

namespace tiktok_marketing::platform {
namespace {

const AllowList kAdsOnly{.entities = {"ads_reports_daily"}, .actions = {}};

bool passes(std::string_view action, std::string_view params, const AllowList& allow = kAdsOnly) {
  return !beyond_entities(allow, action, params);
}

TEST(StoreReach, AListOfEntitiesHoldsInEveryQuestion) {
  EXPECT_TRUE(passes("context_store_search", R"({"query": {"filter": {"eq": {"a.b": 1}}}})"));
  EXPECT_TRUE(passes("context_store_aggregate", R"({"metrics": ["spend"], "group_by": ["ad_id"]})"));
  EXPECT_TRUE(passes("context_store_aggregate", R"({"filter": {"eq": {"ad_name": "example.com"}}})"));
  EXPECT_FALSE(passes("context_store_aggregate", R"({"group_by": ["campaign.objective_type"]})"));
  EXPECT_FALSE(passes("context_store_aggregate", R"({"group_by": "campaign.objective_type"})"));
  EXPECT_FALSE(passes("context_store_aggregate", R"({"query": {"group_by": ["campaign.budget"]}})"));
  EXPECT_FALSE(passes("context_store_aggregate", R"({"filter": {"and": [{"eq": {"campaign.budget": 1}}]}})"));
}

TEST(StoreReach, NoListPermitsEverything) {
  EXPECT_TRUE(passes("context_store_aggregate", R"({"group_by": ["campaign.budget"]})", {}));
}

TEST(StoreReach, SqlReadsWhatBothListsName) {
  using List = std::vector<std::string>;
  const auto of = [](List one, List other) {
    return sql_entities({.entities = std::move(one), .actions = {}},
                        {.entities = std::move(other), .actions = {}});
  };
  EXPECT_EQ(of({}, {}), std::nullopt);
  EXPECT_EQ(of({"ads"}, {}), List{"ads"});
  EXPECT_EQ(of({}, {"ads"}), List{"ads"});
  EXPECT_EQ(of({"ads", "campaigns"}, {"campaigns", "audiences"}), List{"campaigns"});
  EXPECT_EQ(of({"ads"}, {"campaigns"}), List{}) << "nothing, which is not everything";
}

}  // namespace
}  // namespace tiktok_marketing::platform
