#include "context/aggregate_request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiktok_marketing::context {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

Result<AggregateRequest> parse(std::string_view params, std::string_view entity = "ads_reports_daily") {
  const auto json = Json::parse(params);
  EXPECT_TRUE(json) << params;
  return parse_aggregate(*find_layout(entity), *json);
}

Error refusal(std::string_view params, std::string_view entity = "ads_reports_daily") {
  auto request = parse(params, entity);
  EXPECT_FALSE(request) << params;
  Error error = request ? Error{} : std::move(request).error();
  EXPECT_EQ(error.type, ErrorType::invalid_query) << params;
  EXPECT_FALSE(error.hint.empty()) << params;
  return error;
}

Rule rule_of(std::string_view metric, std::string_view entity = "ads_reports_daily") {
  const auto request = parse(R"({"metrics":[")" + std::string(metric) + R"("]})", entity);
  EXPECT_TRUE(request) << metric << ": " << request.error().message;
  return request ? request->metrics.front().rule : Rule::rows;
}

TEST(AggregateRequest, MetricsGoByTheirNature) {
  EXPECT_EQ(rule_of("rows"), Rule::rows);
  for (const auto* name : {"spend", "impressions", "conversion", "total_purchase_value"}) {
    EXPECT_EQ(rule_of(name), Rule::sum) << name;
  }
  for (const auto* name :
       {"ctr", "cpc", "cpm", "cost_per_conversion", "total_active_pay_roas", "onsite_shopping_roas"}) {
    EXPECT_EQ(rule_of(name), Rule::ratio) << name;
  }
  for (const auto* name : {"reach", "frequency", "cost_per_1000_reached", "average_video_play",
                           "complete_payment_roas", "secondary_goal_result"}) {
    EXPECT_EQ(rule_of(name), Rule::single) << name;
  }
  EXPECT_EQ(rule_of("result"), Rule::goal_sum);
  EXPECT_EQ(rule_of("cost_per_result"), Rule::goal_ratio);
  EXPECT_EQ(rule_of("budget", "campaigns"), Rule::single);
}

TEST(AggregateRequest, EveryMetricOfATableParses) {
  for (const TableLayout& table : layouts()) {
    for (const auto name : metrics_of(table)) {
      const auto request = parse(R"({"metrics":[")" + std::string(name) + R"("]})", table.name);
      EXPECT_TRUE(request) << table.name << ' ' << name;
    }
    for (const auto& name : group_names(table)) {
      const auto request = parse(R"({"metrics":["rows"],"group_by":[")" + name + R"("]})", table.name);
      EXPECT_TRUE(request) << table.name << ' ' << name;
    }
  }
}

TEST(AggregateRequest, MoneyIsWhatCurrenciesMatterFor) {
  const auto request = parse(
      R"({"metrics":["spend","cpc","cpm","total_active_pay_roas","ctr","impressions","cost_per_result"]})");
  ASSERT_TRUE(request);
  std::string money;
  for (const auto& metric : request->metrics) money += metric.money ? '1' : '0';
  EXPECT_EQ(money, "1111001");
}

TEST(AggregateRequest, ParamsMayStandInQuery) {
  const auto request = parse(
      R"({"query":{"metrics":"spend","group_by":"adgroup.optimization_goal","sort":{"spend":"asc"}},"limit":3})");
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_EQ(request->limit, 3);
  EXPECT_EQ(request->group_by.front().name, "adgroup.optimization_goal");
  EXPECT_FALSE(request->order_by.front().descending);
}

TEST(AggregateRequest, TreesSurviveAMove) {
  auto request = parse(R"({"metrics":["spend"],"filter":{"eq":{"campaign.objective_type":"REACH"}},)"
                       R"("having":{"gt":{"spend":5}}})");
  ASSERT_TRUE(request);
  const AggregateRequest moved = *std::move(request);
  EXPECT_EQ(moved.filter->target.field->name, "campaign.objective_type");
  EXPECT_EQ(moved.having->target.field->name, "spend");
  EXPECT_EQ(moved.having->target.field->column, &moved.result_columns.front());
}

struct Refusal {
  std::string_view params;
  std::string_view pointer;
  std::string_view words;  ///< of message or hint
};

TEST(AggregateRequest, FaultsHaveAPlaceAndAHint) {
  for (const Refusal& each : std::initializer_list<Refusal>{
           {R"({})", "/metrics", "needs metrics"},
           {R"({"metrics":[]})", "/metrics", "needs metrics"},
           {R"({"metrics":{"spend":1}})", "/metrics", "list of names"},
           {R"({"metrics":["spend",7]})", "/metrics/1", "a number"},
           {R"({"metrics":["spend","spend"]})", "/metrics/1", "twice"},
           {R"({"metrics":["spent"]})", "/metrics/0", "Did you mean spend?"},
           {R"({"metrics":["campaign_name"]})", "/metrics/0", "group_by"},
           {R"({"query":{"metrics":["spend","spendd"]}})", "/query/metrics/1", "Did you mean spend?"},
           {R"({"metrics":["spend"],"group_by":["spend"]})", "/group_by/0", "metrics"},
           {R"({"metrics":["spend"],"group_by":["campaign.objectiv_type"]})", "/group_by/0",
            "campaign.objective_type"},
           {R"({"metrics":["spend"],"groupby":["day"]})", "/groupby", "group_by"},
           {R"({"metrics":["spend"],"query":{"metrics":["spend"]}})", "/query/metrics", "twice"},
           {R"({"metrics":["spend"],"filter":{"eq":{"nope":1}}})", "/filter/eq/nope", "nope"},
           {R"({"metrics":["spend"],"having":{"gt":{"clicks":1}}})", "/having/gt/clicks", "clicks"},
           {R"({"metrics":["spend"],"order_by":[{"clicks":"asc"}]})", "/order_by/0/clicks", "clicks"},
           {R"({"metrics":["spend"],"order_by":[],"sort":[]})", "/sort", "twice"},
           {R"({"metrics":["spend"],"limit":0})", "/limit", "1 to 1000"},
           {R"({"metrics":["spend"],"limit":1001})", "/limit", "1 to 1000"},
           {R"({"metrics":["spend"],"totals":1})", "/totals", "true or false"},
           {R"({"metrics":["spend"],"date_range":"last_7_day"})", "/date_range", "last_7_days"},
           {R"({"metrics":["spend"],"date_range":{"start_date":"2026-09-01"}})", "/date_range/end_date",
            "last day"},
           {R"({"metrics":["spend"],"start_date":"2026-09-31","end_date":"2026-10-01"})", "/start_date",
            "no day"},
           {R"({"metrics":["spend"],"start_date":"2026-09-02","end_date":"2026-09-01"})", "/end_date",
            "before"},
           {R"({"metrics":["spend"],"date_range":"today","end_date":"2026-09-01"})", "/date_range", "twice"},
           {R"({"metrics":["spend"],"compare":"last_year","date_range":"today"})", "/compare",
            "previous_period"},
           {R"({"metrics":["spend"],"compare":"previous_period"})", "/compare", "date_range"},
           {R"({"metrics":["spend"],"compare":"previous_period","date_range":"today","group_by":["day"]})",
            "/compare", "weeks"},
           {R"({"metrics":["spend"],"advertiser_id":"North"})", "/advertiser_id", "digits"},
           {R"({"metrics":["spend"],"advertiser_id":"1","advertiser_ids":["1"]})", "/advertiser_id", "twice"},
       }) {
    const Error error = refusal(each.params);
    EXPECT_EQ(error.param, each.pointer) << each.params;
    EXPECT_THAT(error.message + " " + error.hint, HasSubstr(std::string(each.words))) << each.params;
  }
  EXPECT_EQ(refusal(R"({"metrics":["rows"],"date_range":"today"})", "campaigns").param, "/date_range");
}

TEST(AggregateRequest, UnknownNamesComeWithTheAllowedOnes) {
  EXPECT_THAT(refusal(R"({"metrics":["spent"]})").allowed, Contains("total_active_pay_roas"));
  EXPECT_EQ(refusal(R"({"metrics":["spent"]})").example, R"({"metrics":["spend"]})");
  EXPECT_THAT(refusal(R"({"metrics":["spend"],"group_by":["hour"]})").allowed, Contains("campaign.budget"));
  const Error live = refusal(R"({"metrics":["purchase"]})");
  EXPECT_THAT(live.example, HasSubstr(R"("action":"list")")) << "TikTok knows it, the store does not keep it";
}

}  // namespace
}  // namespace tiktok_marketing::context
