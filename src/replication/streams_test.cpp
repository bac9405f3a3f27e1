#include "replication/streams.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connector/list_call.hpp"

namespace tiktok_marketing::replication {
namespace {

using testing::Contains;
using testing::Not;

TEST(Streams, EveryEntityOfTheCatalogIsOne) {
  EXPECT_EQ(streams().size(), catalog::entities().size());
  for (const auto* entity : catalog::entities())
    EXPECT_NE(find_stream(entity->name), nullptr) << entity->name;
  EXPECT_EQ(find_stream("nothing"), nullptr);
  EXPECT_EQ(account_report().entity->name, "advertisers_reports_daily");
  EXPECT_EQ(accounts_stream().entity->name, "advertisers");
}

// The catalog's own check is what a call meets first: none of ours may be refused by it.
TEST(Streams, TheirParamsPassTheCatalogsCheck) {
  const tiktok::DateRange window{*parse_date("2026-08-17"), *parse_date("2026-09-15")};
  for (const auto& stream : streams()) {
    if (stream.kind == StreamKind::accounts) continue;
    std::vector<Json> calls;
    if (stream.kind == StreamKind::report) {
      const std::vector<std::string> campaigns{"1790000000000101"};
      calls.push_back(report_params(stream, "7312000000000000101", window, {}, {}));
      calls.push_back(report_params(stream, "7312000000000000101", window, {}, campaigns));
    } else {
      calls.push_back(list_params(stream, "7312000000000000101", stream.filtering));
      for (const auto& rare : stream.rare) calls.push_back(list_params(stream, "7312000000000000101", rare));
      if (stream.modified_after) {
        calls.push_back(list_params(stream, "7312000000000000101",
                                    narrowed(stream.filtering, "modified_after", "2026-09-14 08:00:00")));
      }
    }
    for (const auto& params : calls) {
      const auto call = validate_list(*stream.entity, params);
      EXPECT_TRUE(call) << stream.entity->name << ' ' << params.dump() << ' '
                        << (call ? "" : call.error().message);
      if (call && stream.kind == StreamKind::report) {
        EXPECT_EQ(call->shape.metrics, stream.metrics);
      }
    }
  }
}

TEST(Streams, DeletedObjectsComeToo) {
  for (const char* entity : {"campaigns", "ad_groups", "ads"})
    EXPECT_EQ(find_stream(entity)->filtering, R"({"primary_status":"STATUS_ALL"})") << entity;
  const auto params = report_params(*find_stream("ads_reports_daily"), "7", {}, {}, {});
  EXPECT_NE(params.dump().find("ad_status"), std::string::npos);
  EXPECT_EQ(report_params(account_report(), "7", {}, {}, {}).find("filtering"), nullptr)
      << "the advertiser's own report hides nothing, and takes no such filter";
}

TEST(Streams, StoresConversionsAndValuesAtAllLevels) {
  for (const char* entity : {"advertisers_reports_daily", "campaigns_reports_daily",
                             "ad_groups_reports_daily", "ads_reports_daily"}) {
    for (const char* metric : {"spend", "conversion", "result", "complete_payment", "complete_payment_roas",
                               "onsite_shopping", "total_purchase_value"}) {
      EXPECT_THAT(find_stream(entity)->metrics, Contains(metric)) << entity;
    }
  }
  EXPECT_THAT(find_stream("campaigns_reports_daily")->metrics, Not(Contains("cash_spend")));
}

TEST(Streams, RefusedMetricsAreLeftOut) {
  const std::vector<std::string> refused{"complete_payment"};
  const auto params = report_params(account_report(), "7", {}, refused, {});
  EXPECT_EQ(params.find("metrics")->dump().find("\"complete_payment\""), std::string::npos);
  EXPECT_NE(params.find("metrics")->dump().find("\"spend\""), std::string::npos);
}

TEST(Streams, OnlyAdsCanBeAskedForChanges) {
  std::vector<std::string_view> able;
  std::vector<std::string_view> above;
  for (const auto& stream : streams()) {
    if (stream.modified_after) able.push_back(stream.entity->name);
    if (stream.status_reaches_down) above.push_back(stream.entity->name);
  }
  EXPECT_THAT(able, testing::ElementsAre("ads"));
  EXPECT_THAT(above, testing::ElementsAre("campaigns", "ad_groups"));
  EXPECT_EQ(ids_filter(*find_stream("ad_groups")), "adgroup_ids");
}

TEST(Streams, NarrowingKeepsTheOtherConditions) {
  EXPECT_EQ(narrowed(R"({"a":1})", "b", "x"), R"({"a":1,"b":"x"})");
  EXPECT_EQ(narrowed(R"({"a":1})", "a", 2), R"({"a":2})");
  EXPECT_EQ(narrowed("", "b", 3), R"({"b":3})");
}

}  // namespace
}  // namespace tiktok_marketing::replication
