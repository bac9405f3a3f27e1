#include "connector/report_rules.hpp"

#include <gtest/gtest.h>

namespace tiktok_marketing {
namespace {

Result<ListCall> call(std::string_view entity, std::string_view params) {
  return validate_list(*catalog::find_entity(entity), *Json::parse(params));
}

std::string sent(const ListCall& call, std::string_view name) {
  for (const auto& [param, value] : call.query) {
    if (param == name) return value.dump();
  }
  return {};
}

struct Rule {
  const char* entity;
  const char* params;
  const char* refused;  ///< the param at fault; nullptr: TikTok takes it
};

TEST(ReportRules, AreTikToksRules) {
  const Rule rules[] = {
      // data level and id dimension
      {"campaigns_reports_daily", R"({"data_level":"AUCTION_CAMPAIGN"})", nullptr},
      {"campaigns_reports_daily", R"({"data_level":"RESERVATION_CAMPAIGN","service_type":"RESERVATION"})",
       nullptr},
      {"campaigns_reports_daily", R"({"data_level":"AUCTION_AD"})", "data_level"},
      {"ads_reports_daily", R"({"dimensions":["ad_id"]})", nullptr},
      {"ads_reports_daily", R"({"dimensions":["ad_id_v2","stat_time_day"]})", nullptr},
      {"ads_reports_daily", R"({"dimensions":["ad_id","ad_id_v2"]})", "dimensions"},
      {"ads_reports_daily", R"({"dimensions":["campaign_id"]})", "dimensions"},
      {"campaigns_reports_daily", R"({"dimensions":["ad_id_v2"]})", "dimensions"},
      {"ad_groups_reports_daily", R"({"dimensions":["adgroup_id","campaign_id"]})", "dimensions"},
      {"campaigns_reports_daily", R"({"dimensions":["campaign_id","campaign_id"]})", "dimensions"},
      {"campaigns_reports_daily", R"({"dimensions":["campain_id"]})", "dimensions"},
      // time dimensions
      {"campaigns_reports_daily", R"({"dimensions":["campaign_id","stat_time_hour"]})", nullptr},
      {"campaigns_reports_daily", R"({"dimensions":["campaign_id","stat_time_day","stat_time_hour"]})",
       "dimensions"},
      // others
      {"campaigns_reports_daily", R"({"dimensions":["campaign_id","country_code","stat_time_day"]})",
       nullptr},
      {"campaigns_reports_daily", R"({"dimensions":["campaign_id","gender"]})", "dimensions"},
      {"campaigns_reports_daily", R"({"report_type":"AUDIENCE","dimensions":["campaign_id","gender","age"]})",
       nullptr},
      {"campaigns_reports_daily",
       R"({"report_type":"AUDIENCE","dimensions":["campaign_id","stat_time_hour"]})", "dimensions"},
      {"campaigns_reports_daily", R"({"report_type":"AUDIENCE","dimensions":["campaign_id","image_id"]})",
       "dimensions"},
      // metrics
      {"campaigns_reports_daily", R"({"metrics":["spend","impressions"]})", nullptr},
      {"campaigns_reports_daily", R"({"metrics":["spent"]})", "metrics"},
      {"campaigns_reports_daily", R"({"metrics":["stat_time_day"]})", "metrics"},
      {"campaigns_reports_daily", R"({"metrics":["adgroup_name"]})", "metrics"},
      {"ads_reports_daily", R"({"metrics":["adgroup_name","campaign_id"]})", nullptr},
      {"advertisers_reports_daily", R"({"metrics":["cash_spend","voucher_spend"]})", nullptr},
      {"advertisers_reports_daily",
       R"({"metrics":["cash_spend"],"dimensions":["advertiser_id","stat_time_hour"]})", "metrics"},
      {"advertisers_reports_daily", R"({"metrics":["voucher_spend"],"query_lifetime":true})", "metrics"},
      {"campaigns_reports_daily", R"({"metrics":["cash_spend"]})", "metrics"},
      // lifetime
      {"campaigns_reports_daily", R"({"query_lifetime":true})", nullptr},
      {"campaigns_reports_daily", R"({"query_lifetime":true,"dimensions":["campaign_id","stat_time_day"]})",
       "dimensions"},
      {"campaigns_reports_daily", R"({"query_lifetime":true,"report_type":"AUDIENCE"})", "query_lifetime"},
      {"campaigns_reports_daily", R"({"query_lifetime":true,"dimensions":["campaign_id","country_code"]})",
       "dimensions"},
      {"campaigns_reports_daily", R"({"query_lifetime":true,"date_range":"yesterday"})", "query_lifetime"},
      {"campaigns_reports_daily",
       R"({"query_lifetime":true,"start_date":"2026-01-01","end_date":"2026-01-02"})", "query_lifetime"},
      {"campaigns_reports_daily", R"({"query_lifetime":false,"date_range":"yesterday"})", nullptr},
      // order
      {"campaigns_reports_daily", R"({"order_field":"spend","order_type":"ASC"})", nullptr},
      {"campaigns_reports_daily", R"({"order_field":"campaign_name"})", "order_field"},
      {"campaigns_reports_daily", R"({"order_field":"spent"})", "order_field"},
      {"campaigns_reports_daily", R"({"order_type":"ASC"})", "order_type"},
      {"campaigns_reports_daily",
       R"({"order_field":"spend","start_date":"2026-01-01","end_date":"2026-01-31"})", "order_field"},
      {"campaigns_reports_daily",
       R"({"order_field":"spend","start_date":"2026-01-01","end_date":"2026-01-30"})", nullptr},
      // totals
      {"campaigns_reports_daily", R"({"enable_total_metrics":true})", nullptr},
      {"campaigns_reports_daily", R"({"enable_total_metrics":true,"dimensions":["campaign_id"]})", nullptr},
      {"campaigns_reports_daily", R"({"enable_total_metrics":true,"page":2})", "enable_total_metrics"},
      {"campaigns_reports_daily",
       R"({"enable_total_metrics":true,"dimensions":["campaign_id","country_code"]})",
       "enable_total_metrics"},
      {"campaigns_reports_daily",
       R"({"enable_total_metrics":true,"dimensions":["campaign_id","stat_time_hour"]})",
       "enable_total_metrics"},
      {"campaigns_reports_daily",
       R"({"enable_total_metrics":true,"report_type":"AUDIENCE","dimensions":["campaign_id","gender"]})",
       "enable_total_metrics"},
      {"campaigns_reports_daily",
       R"({"enable_total_metrics":true,"start_date":"2026-01-01","end_date":"2026-01-31"})",
       "enable_total_metrics"},
      // dates
      {"campaigns_reports_daily", R"({"start_date":"2026-01-01"})", "end_date"},
      {"campaigns_reports_daily", R"({"end_date":"2026-01-01"})", "start_date"},
      {"campaigns_reports_daily", R"({"start_date":"2026-01-02","end_date":"2026-01-01"})", "end_date"},
      {"campaigns_reports_daily",
       R"({"start_date":"2026-01-01","end_date":"2026-01-02","date_range":"today"})", "date_range"},
      {"campaigns_reports_daily", R"({"start_date":"2020-01-01","end_date":"2026-01-01"})", nullptr},
      {"campaigns_reports_daily",
       R"({"start_date":"2025-01-01","end_date":"2025-12-31","dimensions":["campaign_id"]})", nullptr},
      {"campaigns_reports_daily",
       R"({"start_date":"2025-01-01","end_date":"2026-01-01","dimensions":["campaign_id"]})", "start_date"},
      {"campaigns_reports_daily", R"({"page":2,"start_date":"2026-01-01","end_date":"2026-01-30"})", nullptr},
      {"campaigns_reports_daily", R"({"page":2,"start_date":"2026-01-01","end_date":"2026-01-31"})", "page"},
      {"campaigns_reports_daily",
       R"({"page":2,"start_date":"2026-01-01","end_date":"2026-01-02","dimensions":["campaign_id","stat_time_hour"]})",
       "page"},
  };
  for (const auto& [entity, params, refused] : rules) {
    SCOPED_TRACE(std::string(entity) + " " + params);
    const auto outcome = call(entity, params);
    if (refused == nullptr) {
      EXPECT_TRUE(outcome) << outcome.error().message;
      continue;
    }
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind(), ErrorKind::invalid);
    EXPECT_EQ(outcome.error().param, refused) << outcome.error().message;
    EXPECT_FALSE(outcome.error().hint.empty());
    const auto example = Json::parse(outcome.error().example);
    ASSERT_TRUE(example) << outcome.error().example;
    EXPECT_TRUE(call(entity, example->find("params")->dump())) << outcome.error().example;
  }
}

TEST(ReportRules, HintsNameTheWayOut) {
  const auto hint = [](std::string_view entity, std::string_view params) {
    return call(entity, params).error().hint;
  };
  EXPECT_NE(hint("campaigns_reports_daily", R"({"data_level":"AUCTION_AD"})").find("ads_reports_daily"),
            std::string::npos);
  EXPECT_NE(hint("campaigns_reports_daily", R"({"metrics":["spent"]})").find("spend"), std::string::npos);
  EXPECT_NE(hint("campaigns_reports_daily", R"({"metrics":["stat_time_day"]})").find("dimension"),
            std::string::npos);
  EXPECT_NE(hint("campaigns_reports_daily", R"({"dimensions":["campain_id"]})").find("campaign_id"),
            std::string::npos);
  EXPECT_NE(hint("campaigns_reports_daily", R"({"dimensions":["campaign_id","gender"]})").find("AUDIENCE"),
            std::string::npos);
  EXPECT_NE(hint("campaigns_reports_daily", R"({"page":2,"start_date":"2026-01-01","end_date":"2026-01-31"})")
                .find("cursor"),
            std::string::npos);
}

TEST(ReportRules, DefaultsThatACombinationForbidsAreLeftOut) {
  const auto lifetime = call("campaigns_reports_daily", R"({"query_lifetime":true})");
  ASSERT_TRUE(lifetime);
  EXPECT_EQ(sent(*lifetime, "dimensions"), R"(["campaign_id"])");
  EXPECT_TRUE(lifetime->lifetime);
  const auto level = catalog::find_entity("advertisers_reports_daily")->report->level;
  const auto defaults = call("advertisers_reports_daily", "{}");
  ASSERT_TRUE(defaults);
  for (const auto& name : defaults->shape.metrics) {
    EXPECT_TRUE(catalog::metric_allowed(*catalog::find_metric(name), level)) << name;
  }
  const auto hourly =
      call("advertisers_reports_daily", R"({"dimensions":["advertiser_id","stat_time_hour"]})");
  ASSERT_TRUE(hourly) << hourly.error().message;
  EXPECT_EQ(sent(*hourly, "metrics").find("cash_spend"), std::string::npos);
}

// Levels of 7.6: what TikTok answers at a level is accepted there, everything else refused.
TEST(ReportRules, EveryMetricAtEveryLevel) {
  for (const auto* entity : catalog::entities()) {
    if (entity->report == nullptr) continue;
    for (const auto& metric : catalog::metrics()) {
      Json params;
      params.set("metrics", Json(Json::Array{metric.name}));
      EXPECT_EQ(validate_list(*entity, params).has_value(),
                catalog::metric_allowed(metric, entity->report->level))
          << entity->name << " " << metric.name;
    }
  }
}

TEST(ReportRules, AMetricNamedTwiceIsSentOnce) {
  EXPECT_EQ(sent(*call("campaigns_reports_daily", R"({"metrics":["spend","clicks","spend"]})"), "metrics"),
            R"(["spend","clicks"])");
}

}  // namespace
}  // namespace tiktok_marketing
