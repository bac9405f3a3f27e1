#include "context/aggregate_customers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiktok_marketing::context {
namespace {

using ::testing::HasSubstr;

const TableLayout& reports() {
  return *find_layout("advertisers_reports_daily");
}

Json json(std::string_view text) {
  auto parsed = Json::parse(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(Json());
}

CustomersRequest request_of(std::string_view params) {
  auto request = parse_customers(reports(), json(params));
  EXPECT_TRUE(request) << request.error().message;
  return std::move(request).value();
}

/// What a store with one currency says.
CustomerAnswer says(std::string customer, std::string_view currency, std::string_view row) {
  Json answer;
  answer.set("data", json(row));
  Json meta;
  meta.set("as_of", "2026-09-14T08:00:00Z");
  meta.set("complete", true);
  meta.set("currency", currency.empty() ? Json() : Json(currency));
  meta.set("metrics", json(R"({"spend":{"finality":"moving"}})"));
  answer.set("meta", std::move(meta));
  return {std::move(customer), std::move(answer)};
}

TEST(AggregateCustomers, StoresAreAskedForTheSumsBehindRatios) {
  const auto request =
      request_of(R"({"metrics":["cpc"],"date_range":"this_month","rates":{"to":"USD","rates":{}}})");
  EXPECT_EQ(request.store_params.dump(), R"({"metrics":["cpc","spend","clicks"],"date_range":"this_month"})");
  EXPECT_EQ(request_of(R"({"query":{"metrics":["cpc"]}})").store_params.dump(),
            R"({"query":{"metrics":["cpc","spend","clicks"]}})");
}

TEST(AggregateCustomers, OneRowEachWithAgeAndFinality) {
  const auto merged =
      merge_customers(request_of(R"({"metrics":["spend"]})"),
                      {says("small", "USD", R"([{"spend":1.5}])"), says("big", "USD", R"([{"spend":20}])")});
  EXPECT_EQ(
      merged.find("data")->dump(),
      R"([{"customer":"big","currency":"USD","spend":20,"as_of":"2026-09-14T08:00:00Z","complete":true,)"
      R"("finality":{"spend":"moving"}},)"
      R"({"customer":"small","currency":"USD","spend":1.5,"as_of":"2026-09-14T08:00:00Z","complete":true,)"
      R"("finality":{"spend":"moving"}}])");
  EXPECT_EQ(merged.find("meta")->find("totals")->dump(), R"([{"currency":"USD","spend":21.5}])");
}

TEST(AggregateCustomers, CurrenciesStayApart) {
  const auto merged =
      merge_customers(request_of(R"({"metrics":["spend"]})"),
                      {says("both", "", R"([{"currency":"EUR","spend":5},{"currency":"USD","spend":7}])"),
                       says("one", "EUR", R"([{"spend":1}])")});
  EXPECT_EQ(merged.find("data")->as_array()->size(), 3U);
  EXPECT_EQ(merged.find("meta")->find("totals")->dump(),
            R"([{"currency":"EUR","spend":6},{"currency":"USD","spend":7}])");
}

TEST(AggregateCustomers, RatesMakeOneRowAndAreEchoed) {
  const auto request = request_of(
      R"({"metrics":["spend","cpc","ctr"],"rates":{"to":"USD","rates":{"EUR":"1.1"},"of":"2026-09-14"}})");
  const auto merged = merge_customers(
      request, {says("both", "",
                     R"([{"currency":"EUR","spend":100,"cpc":10,"ctr":1,"clicks":10,"impressions":1000},)"
                     R"({"currency":"USD","spend":90,"cpc":3,"ctr":3,"clicks":30,"impressions":1000}])"),
                says("odd", "GBP", R"([{"spend":4,"cpc":2,"ctr":1,"clicks":2,"impressions":200}])")});
  const Json& row = merged.find("data")->as_array()->front();
  EXPECT_EQ(row.text_of("currency"), "USD");
  EXPECT_EQ(row.find("spend")->dump(), "200");
  EXPECT_EQ(row.find("cpc")->dump(), "5") << "200 for 40 clicks";
  EXPECT_EQ(row.find("ctr")->dump(), "2");
  EXPECT_EQ(merged.find("meta")->find("rates")->dump(),
            R"({"to":"USD","rates":{"EUR":"1.1"},"of":"2026-09-14"})");
  EXPECT_EQ(merged.find("data")->as_array()->back().text_of("currency"), "GBP");
  EXPECT_THAT(merged.find("meta")->find("missing")->dump(), HasSubstr("GBP"));
  EXPECT_EQ(merged.find("meta")->find("complete")->dump(), "false");
}

TEST(AggregateCustomers, AbsentStaysAbsentAndFailuresAreNamed) {
  const auto merged = merge_customers(
      request_of(R"({"metrics":["spend"]})"),
      {says("unread", "USD", R"([{"spend":null,"absent":{"spend":"no_rows"}}])"),
       says("zero", "USD", R"([{"spend":0}])"),
       {"gone", Error{.type = ErrorType::context_store_not_ready, .message = "Nothing was read yet."}}});
  const auto& data = *merged.find("data")->as_array();
  ASSERT_EQ(data.size(), 2U);
  EXPECT_EQ(data[0].find("spend")->dump(), "0");
  EXPECT_EQ(data[1].find("absent")->dump(), R"({"spend":"no_rows"})");
  EXPECT_EQ(merged.find("meta")->find("totals")->dump(),
            R"([{"currency":"USD","spend":null,"absent":{"spend":"no_rows"}}])");
  EXPECT_THAT(merged.find("meta")->find("missing")->dump(), HasSubstr("Nothing was read yet."));
}

TEST(AggregateCustomers, RefusesWhatMakesSeveralRows) {
  for (const auto* params :
       {R"({"metrics":["spend"],"group_by":["day"]})",
        R"({"query":{"metrics":["spend"],"group_by":["day"]}})",
        R"({"metrics":["spend"],"compare":"previous_period"})", R"({"metrics":["spend"],"rates":{"EUR":1}})",
        R"({"metrics":["spend"],"rates":{"to":"USD","rates":{"EUR":0}}})", R"({"metrics":[]})"}) {
    const auto refused = parse_customers(reports(), json(params));
    ASSERT_FALSE(refused) << params;
    EXPECT_EQ(refused.error().type, ErrorType::invalid_query);
  }
}

}  // namespace
}  // namespace tiktok_marketing::context
