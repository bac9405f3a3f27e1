#include "connector/param_check.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"
#include "connector/list_call.hpp"

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

struct Refusal {
  const char* entity;
  const char* params;
  const char* param;
  const char* part;  ///< of message or hint
};

void expect_refused(const Refusal& refusal) {
  SCOPED_TRACE(std::string(refusal.entity) + " " + refusal.params);
  const auto outcome = call(refusal.entity, refusal.params);
  ASSERT_FALSE(outcome);
  const Error& error = outcome.error();
  EXPECT_EQ(error.kind(), ErrorKind::invalid);
  EXPECT_EQ(error.param, refusal.param);
  EXPECT_NE((error.message + " | " + error.hint).find(refusal.part), std::string::npos)
      << error.message << " | " << error.hint;
  EXPECT_FALSE(error.hint.empty());
  const auto example = Json::parse(error.example);
  ASSERT_TRUE(example) << error.example;
  EXPECT_EQ(example->text_of("entity"), refusal.entity);
  ASSERT_NE(example->find("params"), nullptr);
  EXPECT_TRUE(call(refusal.entity, example->find("params")->dump()))
      << "the corrected call must be one: " << error.example;
}

TEST(ParamCheck, WrongValuesAreRefusedByName) {
  const Refusal refusals[] = {
      {"campaigns", R"({"advertiser_idd":"1"})", "advertiser_idd", "Did you mean advertiser_id?"},
      {"campaigns", R"({"zzzzzzzz":"1"})", "zzzzzzzz", "no parameter"},
      {"campaigns", R"({"metrics":["spend"]})", "metrics", "no parameter"},
      {"campaigns", R"({"page":0})", "page", "at least 1"},
      {"campaigns", R"({"page":1.5})", "page", "whole number"},
      {"campaigns", R"({"page":"two"})", "page", "whole number"},
      {"campaigns", R"({"page":99999999999999999999})", "page", "whole number"},
      {"campaigns", R"({"page":[1]})", "page", "whole number"},
      {"campaigns", R"({"page_size":1001})", "page_size", "from 1 to 1000"},
      {"campaigns", R"({"page_size":0})", "page_size", "from 1 to 1000"},
      {"campaigns", R"({"all":"yes"})", "all", "true or false"},
      {"campaigns", R"({"all":1})", "all", "true or false"},
      {"campaigns", R"({"limit":0})", "limit", "at least 1"},
      {"campaigns", R"({"limit":-1})", "limit", "at least 1"},
      {"campaigns", R"({"advertiser_id":"abc"})", "advertiser_id", "digits"},
      {"campaigns", R"({"advertiser_id":""})", "advertiser_id", "digits"},
      {"campaigns", R"({"advertiser_id":"1&page=9"})", "advertiser_id", "digits"},
      {"campaigns", R"({"advertiser_id":1.0})", "advertiser_id", "id"},
      {"campaigns", R"({"advertiser_id":-5})", "advertiser_id", "id"},
      {"campaigns", R"({"advertiser_id":1e18})", "advertiser_id", "id"},
      {"campaigns", R"({"advertiser_id":true})", "advertiser_id", "id"},
      {"campaigns", R"({"advertiser_id":["1"]})", "advertiser_id", "id"},
      {"campaigns", R"({"fields":"name"})", "fields", "a list"},
      {"campaigns", R"({"fields":[]})", "fields", "at least 1"},
      {"campaigns", R"({"fields":[1]})", "fields", "text"},
      {"campaigns", R"({"filtering":[]})", "filtering", "an object"},
      {"campaigns", R"({"filtering":"{broken"})", "filtering", "an object"},
      {"campaigns", R"({"filtering":{"campaign_idz":["1"]}})", "filtering", "Did you mean campaign_ids?"},
      {"campaigns", R"({"filtering":{"primary_status":"STATUS_DELETED"}})", "filtering.primary_status",
       "STATUS_DELETE"},
      {"campaigns", R"({"filtering":{"primary_status":5}})", "filtering.primary_status", "text"},
      {"campaigns", R"({"filtering":{"campaign_ids":["x"]}})", "filtering.campaign_ids", "digits"},
      {"campaigns", R"({"filtering":{"campaign_ids":[]}})", "filtering.campaign_ids", "1"},
      {"campaigns", R"({"filtering":{"buying_types":["AUCTIONS"]}})", "filtering.buying_types", "AUCTION"},
      {"campaigns", R"({"filtering":{"split_test_enabled":"maybe"}})", "filtering.split_test_enabled",
       "true or false"},
      {"advertisers", R"({"advertiser_ids":[]})", "advertiser_ids", "at least 1"},
      {"advertisers", R"({"advertiser_ids":["1",null]})", "advertiser_ids", "id"},
      {"advertisers", R"({"advertiser_ids":{"a":1}})", "advertiser_ids", "id"},
      {"campaigns", R"({"page":2,"all":true})", "page", "exclude"},
      {"campaigns_reports_daily", R"({"start_date":"2026-13-01","end_date":"2026-12-01"})", "start_date",
       "YYYY-MM-DD"},
      {"campaigns_reports_daily", R"({"start_date":"yesterday","end_date":"today"})", "start_date",
       "date_range"},
      {"campaigns_reports_daily", R"({"date_range":"last_7_day"})", "date_range", "last_7_days"},
      {"campaigns_reports_daily", R"({"report_type":"basic"})", "report_type", "BASIC"},
      {"campaigns_reports_daily", R"({"shape":"flatt"})", "shape", "flat"},
      {"campaigns_reports_daily", R"({"filtering":{"campaign_ids":["1"]}})", "filtering",
       "list of conditions"},
      {"campaigns_reports_daily", R"({"filtering":[{"field_name":"campaign_ids","filter_type":"IN"}]})",
       "filtering", "filter_value"},
      {"campaigns_reports_daily",
       R"({"filtering":[{"field_name":"campaign_ids","filter_type":"IS","filter_value":"1"}]})", "filtering",
       "filter_type"},
      {"campaigns_reports_daily",
       R"({"filtering":[{"field_name":"campaign_ids","filter_type":"IN","filter_value":"[]","x":1}]})",
       "filtering", "x"},
      {"campaigns_reports_daily",
       R"({"filtering":[{"field_name":"campaign_ids","filter_type":"IN","filter_value":true}]})", "filtering",
       "text"},
      {"campaigns_reports_daily", R"({"filtering":["x"]})", "filtering", "object"},
  };
  for (const Refusal& refusal : refusals) expect_refused(refusal);
}

TEST(ParamCheck, EnumsListWhatIsAllowedAndTheNearest) {
  const auto outcome = call("campaigns", R"({"filtering":{"primary_status":"STATUS_DELETED"}})");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().hint.find("STATUS_DELETE") == std::string::npos, false) << outcome.error().hint;
  EXPECT_EQ(outcome.error().given, "STATUS_DELETED");
  EXPECT_EQ(outcome.error().allowed.size(), 6U);
}

TEST(ParamCheck, NativeValuesAndTheirTextAreTheSame) {
  const std::pair<const char*, const char*> same[] = {
      {R"({"filtering":{"campaign_ids":["1"]}})", R"({"filtering":"{\"campaign_ids\":[\"1\"]}"})"},
      {R"({"filtering":{"campaign_ids":["1"]}})", R"({"filtering":{"campaign_ids":"[\"1\"]"}})"},
      {R"({"filtering":{"campaign_ids":["1"]}})", R"({"filtering":{"campaign_ids":[1]}})"},
      {R"({"filtering":{"campaign_ids":["1"]}})", R"({"filtering":{"campaign_ids":"1"}})"},
      {R"({"filtering":{"split_test_enabled":true}})", R"({"filtering":{"split_test_enabled":"true"}})"},
      {R"({"fields":["campaign_name"]})", R"({"fields":"[\"campaign_name\"]"})"},
  };
  for (const auto& [native, text] : same) {
    const auto one = call("campaigns", native);
    const auto other = call("campaigns", text);
    ASSERT_TRUE(one) << native << one.error().message;
    ASSERT_TRUE(other) << text << other.error().message;
    EXPECT_EQ(sent(*one, "filtering"), sent(*other, "filtering")) << text;
    EXPECT_EQ(sent(*one, "fields"), sent(*other, "fields")) << text;
  }
  const auto paged = call("campaigns", R"({"page":"3","page_size":" 7 ","all":"false"})");
  ASSERT_TRUE(paged);
  EXPECT_EQ(paged->page, 3);
  EXPECT_EQ(paged->page_size, 7);
  EXPECT_FALSE(paged->all);
}

TEST(ParamCheck, IdsAsIntegersKeepEveryDigit) {
  const auto one = call("campaigns", R"({"advertiser_id":7312000000000000101})");
  ASSERT_TRUE(one);
  EXPECT_EQ(one->advertiser_id, "7312000000000000101");
  const auto many =
      call("advertisers", R"({"advertiser_ids":[7312000000000000101,"22",99999999999999999999999]})");
  ASSERT_TRUE(many);
  EXPECT_EQ(many->advertiser_ids,
            (std::vector<std::string>{"7312000000000000101", "22", "99999999999999999999999"}));
  const auto single = call("advertisers", R"({"advertiser_ids":"7312000000000000101"})");
  ASSERT_TRUE(single);
  EXPECT_EQ(single->advertiser_ids, (std::vector<std::string>{"7312000000000000101"}));
}

TEST(ParamCheck, NullIsNotGiven) {
  const auto plain = call("campaigns", "{}");
  const auto nulls =
      call("campaigns", R"({"page":null,"filtering":null,"cursor":null,"advertiser_id":null})");
  ASSERT_TRUE(nulls);
  EXPECT_EQ(nulls->page, plain->page);
  EXPECT_EQ(nulls->given.dump(), "{}");
}

TEST(ParamCheck, FilterValuesOfReportsBecomeTikToksText) {
  const auto native = call(
      "campaigns_reports_daily",
      R"({"filtering":[{"field_name":"campaign_ids","filter_type":"IN","filter_value":[1790000000000000001,"2"]},
                               {"field_name":"spend","filter_type":"GREATER_THAN","filter_value":5}]})");
  ASSERT_TRUE(native) << native.error().message;
  EXPECT_EQ(
      sent(*native, "filtering"),
      R"([{"field_name":"campaign_ids","filter_type":"IN","filter_value":"[\"1790000000000000001\",\"2\"]"},{"field_name":"spend","filter_type":"GREATER_THAN","filter_value":"5"}])");
}

TEST(ParamCheck, LongGivenValuesAreShortened) {
  const auto outcome = call("campaigns", R"({"advertiser_id":")" + std::string(100'000, 'x') + "\"}");
  ASSERT_FALSE(outcome);
  EXPECT_LT(to_json(outcome.error()).size(), 2000U);
}

}  // namespace
}  // namespace tiktok_marketing
