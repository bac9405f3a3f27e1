#include "context/aggregate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "context/test_store.hpp"

namespace tiktok_marketing::context {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kCampaignDays = "campaigns_reports_daily";

/// Noon of the 14th in New York.
const SystemTime kNow = at("2026-09-14T16:00:00Z");

struct Day {
  std::string campaign;
  std::string day;
  std::string spend;
  std::string impressions;
  std::string clicks;
  std::string more = {};  ///< further members, `,"reach":"5"`
};

std::string row_of(const Day& day) {
  return fmt::format(
      R"({{"campaign_id":"{}","stat_time_day":"{} 00:00:00","spend":"{}","impressions":"{}","clicks":"{}"{}}})",
      day.campaign, day.day, day.spend, day.impressions, day.clicks, day.more);
}

class Aggregate : public ::testing::Test {
 protected:
  Aggregate() {
    EXPECT_TRUE(store_.store->put_advertisers({{.id = "11",
                                                .name = "North",
                                                .currency = "USD",
                                                .time_zone = "America/New_York",
                                                .conversion_days = 7}}));
  }

  /// A second account, with another currency.
  void add_south() {
    EXPECT_TRUE(store_.store->put_advertisers(
        {{.id = "22", .name = "South", .currency = "EUR", .time_zone = "America/New_York"}}));
  }

  void days(const std::string& advertiser, std::string_view first, std::string_view last,
            const std::vector<Day>& rows, std::string_view when = "2026-09-14T15:00:00Z") {
    std::vector<std::string> records;
    for (const Day& row : rows) records.push_back(row_of(row));
    store_.window(std::string(kCampaignDays), advertiser, first, last, records, when);
  }

  Result<Json> ask(std::string_view params, std::optional<std::vector<std::string>> fence = std::nullopt,
                   std::string_view entity = kCampaignDays) {
    const auto parsed = Json::parse(params);
    EXPECT_TRUE(parsed) << params;
    return store_.store->database().read([&](database::Connection& connection) {
      return aggregate(connection, *find_layout(entity), *parsed, fence, kNow);
    });
  }

  std::string data(std::string_view params, std::optional<std::vector<std::string>> fence = std::nullopt,
                   std::string_view entity = kCampaignDays) {
    const auto answer = ask(params, std::move(fence), entity);
    return answer ? answer->find("data")->dump() : answer.error().message;
  }

  std::string meta(std::string_view params, std::string_view member) {
    const auto answer = ask(params);
    if (!answer) return answer.error().message;
    const Json* found = answer->find("meta")->find(member);
    return found != nullptr ? found->dump() : "absent";
  }

  Error refusal(std::string_view params, std::string_view entity = kCampaignDays) {
    auto answer = ask(params, std::nullopt, entity);
    EXPECT_FALSE(answer) << answer->dump();
    return answer ? Error{} : std::move(answer).error();
  }

  TestStore store_;
};

/// 10 days of two campaigns of account 11; the second delivers on two of them only.
class AggregateOfDays : public Aggregate {
 protected:
  AggregateOfDays() {
    days("11", "2026-08-01", "2026-09-14",
         {{"1", "2026-08-30", "5.00", "500", "5"},
          {"1", "2026-09-07", "10.10", "1000", "10"},
          {"1", "2026-09-08", "0.20", "3000", "0"},
          {"2", "2026-09-07", "100.00", "1", "1"},
          {"2", "2026-09-13", "0.00", "7", "0"}});
  }
};

TEST_F(AggregateOfDays, AddsSumsExactly) {
  EXPECT_EQ(data(R"({"metrics":["spend","impressions","rows"],"date_range":"last_7_days"})"),
            R"([{"spend":110.3,"impressions":4008,"rows":4}])");
}

TEST_F(AggregateOfDays, RecomputesRatiosFromSums) {
  EXPECT_EQ(
      data(R"({"metrics":["ctr","cpc","cpm"],"group_by":["campaign_id"],"date_range":"last_7_days"})"),
      R"([{"campaign_id":"2","ctr":12.5,"cpc":100,"cpm":12500},{"campaign_id":"1","ctr":0.25,"cpc":1.03,"cpm":2.575}])")
      << "the mean of the days' ctr of campaign 1 would be 0.5";
}

TEST_F(AggregateOfDays, ZeroDenominatorsHaveNoRatio) {
  EXPECT_EQ(data(R"({"metrics":["cpc","clicks"],"start_date":"2026-09-13","end_date":"2026-09-13"})"),
            R"([{"cpc":null,"clicks":0,"absent":{"cpc":"zero_denominator"}}])");
}

TEST_F(AggregateOfDays, NoRowsOfReadDaysAreZeroAndNoRatio) {
  EXPECT_EQ(data(R"({"metrics":["spend","ctr"],"start_date":"2026-09-01","end_date":"2026-09-02"})"),
            R"([{"spend":0,"ctr":null,"absent":{"ctr":"zero_denominator"}}])");
  EXPECT_EQ(data(R"({"metrics":["spend"],"group_by":["campaign_id"],"start_date":"2026-09-01",)"
                 R"("end_date":"2026-09-02"})"),
            "[]");
}

TEST_F(AggregateOfDays, BucketsAreDaysMondaysAndMonths) {
  EXPECT_EQ(data(R"({"metrics":["spend"],"group_by":["month"]})"),
            R"([{"month":"2026-08","spend":5},{"month":"2026-09","spend":110.3}])");
  EXPECT_EQ(data(R"({"metrics":["spend"],"group_by":["week"]})"),
            R"([{"week":"2026-08-24","spend":5},{"week":"2026-09-07","spend":110.3}])");
  EXPECT_EQ(
      data(R"({"metrics":["spend"],"group_by":["day"],"date_range":"last_7_days"})"),
      R"([{"day":"2026-09-07","spend":110.1},{"day":"2026-09-08","spend":0.2},{"day":"2026-09-13","spend":0}])");
}

TEST_F(AggregateOfDays, CutsOffTheRestIntoOneExactRow) {
  const std::string params = R"({"metrics":["spend","ctr"],"group_by":["campaign_id"],"limit":1,"order_by":)"
                             R"([{"spend":"asc"}],"date_range":"last_7_days"})";
  EXPECT_EQ(data(params), R"([{"campaign_id":"1","spend":10.3,"ctr":0.25}])");
  EXPECT_EQ(meta(params, "other"), R"([{"groups":1,"spend":100,"ctr":12.5}])");
  EXPECT_EQ(meta(params, "totals"), R"([{"spend":110.3,"ctr":0.274451}])");
  EXPECT_EQ(meta(params, "groups"), "2");
  EXPECT_EQ(meta(params, "has_more"), "true");
}

TEST_F(AggregateOfDays, HavingLooksAtResultsAndLeavesTotalsAlone) {
  const std::string params =
      R"({"metrics":["spend"],"group_by":["campaign_id"],"having":{"and":[{"gt":)"
      R"({"spend":50}},{"in":{"campaign_id":["1","2"]}}]},"date_range":"last_7_days"})";
  EXPECT_EQ(data(params), R"([{"campaign_id":"2","spend":100}])");
  EXPECT_EQ(meta(params, "totals"), R"([{"spend":110.3}])");
}

TEST_F(AggregateOfDays, FiltersRowsBeforeTheyAreAddedUp) {
  EXPECT_EQ(
      data(R"({"metrics":["spend","rows"],"filter":{"gt":{"impressions":9}},"date_range":"last_7_days"})"),
      R"([{"spend":10.3,"rows":2}])");
}

TEST_F(AggregateOfDays, ReachIsGivenForOneRowOnly) {
  days("11", "2026-09-01", "2026-09-02",
       {{"1", "2026-09-01", "1", "1", "1", R"(,"reach":"80","frequency":"1.25")"},
        {"2", "2026-09-01", "1", "1", "1", R"(,"reach":"50","frequency":"2")"},
        {"1", "2026-09-02", "1", "1", "1", R"(,"reach":"70","frequency":"1")"}});
  EXPECT_EQ(
      data(R"({"metrics":["reach","frequency"],"group_by":["campaign_id"],"start_date":"2026-09-01",)"
           R"("end_date":"2026-09-01"})"),
      R"([{"campaign_id":"1","reach":80,"frequency":1.25},{"campaign_id":"2","reach":50,"frequency":2}])");
  EXPECT_EQ(meta(R"({"metrics":["reach"],"group_by":["campaign_id"],"start_date":"2026-09-01",)"
                 R"("end_date":"2026-09-01"})",
                 "totals"),
            R"([{"reach":null,"absent":{"reach":"not_additive"}}])");

  const Error error =
      refusal(R"({"metrics":["spend","reach"],"group_by":["campaign_id"],"start_date":"2026-09-01",)"
              R"("end_date":"2026-09-02"})");
  EXPECT_EQ(error.type, ErrorType::invalid_query);
  EXPECT_EQ(error.param, "/metrics/1");
  EXPECT_EQ(error.example,
            R"({"entity":"campaigns_reports_daily","action":"list","params":{"advertiser_id":"11",)"
            R"("start_date":"2026-09-01","end_date":"2026-09-02","dimensions":["campaign_id"],)"
            R"("metrics":["reach"]}})");
}

TEST_F(AggregateOfDays, AbsentNumbersAreNotZero) {
  days("11", "2026-09-01", "2026-09-02",
       {{"1", "2026-09-01", "100", "1000", "1", R"(,"conversion":"-")"},
        {"1", "2026-09-02", "60", "1000", "1", R"(,"conversion":"3")"},
        {"2", "2026-09-02", "60", "1000", "1", R"(,"conversion":"0")"},
        {"3", "2026-09-02", "60", "1000", "1", R"(,"conversion":null)"}});
  EXPECT_EQ(data(R"({"metrics":["conversion","cost_per_conversion"],"group_by":["campaign_id"],"start_date":)"
                 R"("2026-09-01","end_date":"2026-09-02"})"),
            R"([{"campaign_id":"1","conversion":3,"cost_per_conversion":20,"without_value":{"conversion":1,)"
            R"("cost_per_conversion":1}},)"
            R"({"campaign_id":"2","conversion":0,"cost_per_conversion":null,"absent":{"cost_per_conversion":)"
            R"("zero_denominator"}},)"
            R"({"campaign_id":"3","conversion":null,"cost_per_conversion":null,"absent":{"conversion":)"
            R"("not_reported","cost_per_conversion":"not_reported"}}])")
      << "the cost of day one belongs to no known number of conversions";
}

TEST_F(AggregateOfDays, ComparesWithThePeriodBefore) {
  days("11", "2026-08-31", "2026-09-06",
       {{"1", "2026-09-01", "20.00", "100", "1"}, {"9", "2026-09-06", "7.50", "10", "1"}});
  const std::string params = R"({"metrics":["spend"],"group_by":["campaign_id"],"date_range":"last_7_days",)"
                             R"("compare":"previous_period","order_by":[{"change.spend":"desc"}]})";
  EXPECT_EQ(
      data(params),
      R"([{"campaign_id":"2","spend":100,"previous":{"spend":0},"change":{"spend":100},"change_percent":{"spend":null}},)"
      R"({"campaign_id":"9","spend":0,"previous":{"spend":7.5},"change":{"spend":-7.5},"change_percent":{"spend":-100}},)"
      R"({"campaign_id":"1","spend":10.3,"previous":{"spend":20},"change":{"spend":-9.7},"change_percent":{"spend":-48.5}}])");
  EXPECT_EQ(meta(params, "date_range"), R"({"start_date":"2026-09-07","end_date":"2026-09-13"})");
  EXPECT_EQ(meta(params, "previous_date_range"), R"({"start_date":"2026-08-31","end_date":"2026-09-06"})");
  EXPECT_EQ(
      meta(params, "totals"),
      R"([{"spend":110.3,"previous":{"spend":27.5},"change":{"spend":82.8},"change_percent":{"spend":301.090909}}])");
}

TEST_F(AggregateOfDays, AnUnreadPeriodBeforeIsNotZero) {
  const std::string params = R"({"metrics":["spend"],"start_date":"2026-08-01","end_date":"2026-08-31",)"
                             R"("compare":"previous_period"})";
  EXPECT_EQ(data(params), R"([{"spend":5,"previous":{"spend":null},"change":{"spend":null},"change_percent":)"
                          R"({"spend":null},"absent":{"previous.spend":"no_rows"}}])");
  EXPECT_THAT(meta(params, "missing"), HasSubstr("previous_period"));
  EXPECT_EQ(meta(params, "complete"), "false");
}

TEST_F(AggregateOfDays, FinalityIsThatOfTheYoungestDay) {
  const auto finality = [&](std::string_view last) {
    return meta(
        fmt::format(R"({{"metrics":["spend","conversion"],"start_date":"2026-09-01","end_date":"{}"}})",
                    last),
        "metrics");
  };
  const auto expected = [](std::string_view spend, std::string_view conversion) {
    return fmt::format(R"({{"spend":{{"nature":"sum","finality":"{}","money":true}},)"
                       R"("conversion":{{"nature":"sum","finality":"{}"}}}})",
                       spend, conversion);
  };
  EXPECT_EQ(finality("2026-09-14"), expected("partial", "partial"));
  EXPECT_EQ(finality("2026-09-13"), expected("moving", "moving"));
  EXPECT_EQ(finality("2026-09-10"), expected("final", "moving"));
  EXPECT_EQ(finality("2026-09-06"), expected("final", "final"));
}

TEST_F(AggregateOfDays, PartlyReadDaysAreNamed) {
  const std::string params = R"({"metrics":["spend"],"start_date":"2026-07-25","end_date":"2026-08-31"})";
  EXPECT_EQ(data(params), R"([{"spend":5}])");
  EXPECT_THAT(meta(params, "missing"), HasSubstr("2026-07-25..2026-07-31"));
  EXPECT_EQ(meta(params, "complete"), "false");
  EXPECT_EQ(data(R"({"metrics":["spend"],"start_date":"2026-07-31","end_date":"2026-08-01"})"),
            R"([{"spend":null,"absent":{"spend":"no_rows"}}])");
  EXPECT_EQ(refusal(R"({"metrics":["spend"],"start_date":"2026-07-01","end_date":"2026-07-02"})").type,
            ErrorType::context_store_not_ready);
}

TEST_F(AggregateOfDays, TheFenceIsPartOfTheQuestion) {
  add_south();
  days("22", "2026-08-01", "2026-09-14", {{"5", "2026-09-07", "1000.00", "1", "1"}});
  const std::string params = R"({"metrics":["spend"],"date_range":"last_7_days"})";
  EXPECT_EQ(data(params, std::vector<std::string>{"11"}), R"([{"spend":110.3}])");
  EXPECT_EQ(data(params, std::vector<std::string>{"22"}), R"([{"spend":1000}])");
  EXPECT_FALSE(ask(params, std::vector<std::string>{}));
  for (const auto* named : {R"({"metrics":["spend"],"advertiser_ids":["22"],"date_range":"last_7_days"})",
                            R"({"metrics":["spend"],"filter":{"eq":{"advertiser_id":"22"}}})"}) {
    const auto answer = ask(named, std::vector<std::string>{"11"});
    EXPECT_FALSE(answer) << answer->dump();
  }
}

TEST_F(AggregateOfDays, CurrenciesAreNeverMixed) {
  add_south();
  days("22", "2026-08-01", "2026-09-14", {{"5", "2026-09-07", "1000.00", "40", "4"}});
  const std::string params = R"({"metrics":["spend","cpc"],"date_range":"last_7_days"})";
  EXPECT_EQ(
      data(params),
      R"([{"currency":"EUR","spend":1000,"cpc":250},{"currency":"USD","spend":110.3,"cpc":10.027273}])");
  EXPECT_EQ(
      meta(params, "totals"),
      R"([{"currency":"EUR","spend":1000,"cpc":250},{"currency":"USD","spend":110.3,"cpc":10.027273}])");
  EXPECT_EQ(meta(params, "currencies"), R"(["EUR","USD"])");
  EXPECT_EQ(data(R"({"metrics":["clicks"],"date_range":"last_7_days"})"), R"([{"clicks":15}])");
  EXPECT_EQ(data(R"({"metrics":["spend"],"advertiser_ids":["22"],"date_range":"last_7_days"})"),
            R"([{"spend":1000}])");
}

TEST_F(AggregateOfDays, AnAccountThatSpentNothingHasItsRow) {
  add_south();
  days("22", "2026-08-01", "2026-09-14", {});
  EXPECT_EQ(data(R"({"metrics":["spend"],"date_range":"last_7_days"})"),
            R"([{"currency":"USD","spend":110.3},{"currency":"EUR","spend":0}])");
}

TEST_F(AggregateOfDays, DaysAreThoseOfEachAccountsZone) {
  ASSERT_TRUE(store_.store->put_advertisers(
      {{.id = "33", .name = "East", .currency = "USD", .time_zone = "Pacific/Kiritimati"}}));
  days("33", "2026-09-01", "2026-09-15",
       {{"8", "2026-09-14", "3.00", "1", "1"}, {"8", "2026-09-15", "4.00", "1", "1"}});
  const std::string params = R"({"metrics":["spend"],"group_by":["advertiser_id"],"date_range":"yesterday",)"
                             R"("advertiser_ids":["11","33"]})";
  EXPECT_EQ(data(params), R"([{"advertiser_id":"33","spend":3},{"advertiser_id":"11","spend":0}])")
      << "it is the 15th there already";
  EXPECT_THAT(meta(params, "date_ranges"), HasSubstr("Pacific/Kiritimati"));
}

/// Two ad groups of one campaign with different goals, one of another, one unknown.
class AggregateOfGoals : public Aggregate {
 protected:
  AggregateOfGoals() {
    store_.list("campaigns", "11",
                {R"({"campaign_id":"1","campaign_name":"New name","objective_type":"TRAFFIC"})",
                 R"({"campaign_id":"2","objective_type":"REACH"})"});
    store_.list("ad_groups", "11",
                {R"({"adgroup_id":"10","campaign_id":"1","optimization_goal":"CLICK"})",
                 R"({"adgroup_id":"11","campaign_id":"1","optimization_goal":"CONVERT"})",
                 R"({"adgroup_id":"20","campaign_id":"2","optimization_goal":"CLICK"})"});
    const auto row = [](std::string_view ad_group, std::string_view campaign, std::string_view date,
                        std::string_view result) {
      return fmt::format(
          R"({{"adgroup_id":"{}","campaign_id":"{}","campaign_name":"Name of {}","stat_time_day":"{} 00:00:00",)"
          R"("spend":"10","impressions":"100","result":"{}"}})",
          ad_group, campaign, date, date, result);
    };
    store_.window("ad_groups_reports_daily", "11", "2026-09-01", "2026-09-14",
                  {row("10", "1", "2026-09-07", "5"), row("10", "1", "2026-09-08", "3"),
                   row("11", "1", "2026-09-07", "1"), row("20", "2", "2026-09-07", "7"),
                   row("99", "3", "2026-09-07", "2"), row("99", "3", "2026-09-08", "2")});
    days("11", "2026-09-01", "2026-09-14",
         {{"1", "2026-09-07", "20", "200", "1", R"(,"result":"6")"},
          {"1", "2026-09-08", "20", "200", "1", R"(,"result":"3")"},
          {"2", "2026-09-07", "20", "200", "1", R"(,"result":"7")"},
          {"2", "2026-09-08", "20", "200", "1", R"(,"result":"1")"}});
  }
  static constexpr std::string_view kAdGroupDays = "ad_groups_reports_daily";
};

TEST_F(AggregateOfGoals, ResultsAreAddedWithinOneGoal) {
  EXPECT_EQ(
      data(
          R"({"metrics":["result","cost_per_result","result_rate"],"group_by":["ad_group.optimization_goal"],)"
          R"("date_range":"last_7_days"})",
          std::nullopt, kAdGroupDays),
      R"([{"ad_group.optimization_goal":"CLICK","result":15,"cost_per_result":2,"result_rate":5},)"
      R"({"ad_group.optimization_goal":"CONVERT","result":1,"cost_per_result":10,"result_rate":1},)"
      R"({"ad_group.optimization_goal":null,"result":null,"cost_per_result":null,"result_rate":null,"absent":)"
      R"({"result":"unknown_goal","cost_per_result":"unknown_goal","result_rate":"unknown_goal"}}])");
}

TEST_F(AggregateOfGoals, ResultsOfDifferentGoalsAreRefusedWithTheCallThatWorks) {
  const std::string params =
      R"({"metrics":["result"],"group_by":["campaign_id"],"filter":{"neq":{"campaign_id":)"
      R"("3"}},"date_range":"last_7_days"})";
  const Error error = refusal(params, kAdGroupDays);
  EXPECT_EQ(error.type, ErrorType::invalid_query);
  const auto example = Json::parse(error.example);
  ASSERT_TRUE(example) << error.example;
  EXPECT_EQ(example->text_of("entity"), kAdGroupDays);
  EXPECT_EQ(data(example->find("params")->dump(), std::nullopt, kAdGroupDays),
            R"([{"campaign_id":"1","ad_group.optimization_goal":"CLICK","result":8},)"
            R"({"campaign_id":"2","ad_group.optimization_goal":"CLICK","result":7},)"
            R"({"campaign_id":"1","ad_group.optimization_goal":"CONVERT","result":1}])");
}

TEST_F(AggregateOfGoals, ACampaignWhoseAdGroupsHaveOneGoalHasIt) {
  EXPECT_EQ(data(R"({"metrics":["result"],"filter":{"eq":{"campaign_id":"2"}},"date_range":"last_7_days"})"),
            R"([{"result":8}])");
  const Error error =
      refusal(R"({"metrics":["result"],"group_by":["campaign_id"],"date_range":"last_7_days"})");
  EXPECT_THAT(error.example, HasSubstr(R"("entity":"ad_groups_reports_daily")"));
  EXPECT_THAT(error.example, HasSubstr(R"("group_by":["campaign_id","ad_group.optimization_goal"])"));
}

TEST_F(AggregateOfGoals, ParentsGiveKeysAndFilters) {
  EXPECT_EQ(
      data(R"({"metrics":["spend"],"group_by":["campaign.objective_type"],"date_range":"last_7_days"})",
           std::nullopt, kAdGroupDays),
      R"([{"campaign.objective_type":"TRAFFIC","spend":30},{"campaign.objective_type":null,"spend":20},)"
      R"({"campaign.objective_type":"REACH","spend":10}])");
  EXPECT_EQ(data(R"({"metrics":["spend"],"filter":{"eq":{"campaign.objective_type":"TRAFFIC"}}})",
                 std::nullopt, kAdGroupDays),
            R"([{"spend":30}])");
}

TEST_F(AggregateOfGoals, DeletedParentsStillCount) {
  store_.list("campaigns", "11", {R"({"campaign_id":"2","objective_type":"REACH"})"}, "2026-09-14T09:00:00Z");
  EXPECT_EQ(
      data(
          R"({"metrics":["spend"],"group_by":["campaign.objective_type"],"filter":{"eq":{"campaign_id":"1"}}})",
          std::nullopt, kAdGroupDays),
      R"([{"campaign.objective_type":"TRAFFIC","spend":30}])");
  EXPECT_EQ(data(R"({"metrics":["rows"],"group_by":["objective_type"]})", std::nullopt, "campaigns"),
            R"([{"objective_type":"REACH","rows":1}])");
  EXPECT_EQ(data(R"({"metrics":["rows"],"include_deleted":true})", std::nullopt, "campaigns"),
            R"([{"rows":2}])");
}

TEST_F(AggregateOfGoals, ARenameDoesNotSplitAGroup) {
  EXPECT_EQ(
      data(
          R"({"metrics":["spend"],"group_by":["campaign_id","campaign_name"],"filter":{"eq":{"campaign_id":"1"}}})",
          std::nullopt, kAdGroupDays),
      R"([{"campaign_id":"1","campaign_name":"New name","spend":30}])");
}

TEST_F(Aggregate, SumsBeyond64BitsAndManyDecimalsStayRight) {
  days("11", "2026-09-01", "2026-09-14",
       {{"1", "2026-09-07", "9000000000000.01", "1", "1"},
        {"1", "2026-09-08", "9000000000000.02", "1", "1"},
        {"2", "2026-09-07", "0.12345678", "1", "1"},
        {"2", "2026-09-08", "1.5", "1", "1"}});
  EXPECT_EQ(data(R"({"metrics":["spend"],"group_by":["campaign_id"]})"),
            R"([{"campaign_id":"1","spend":18000000000000.03},{"campaign_id":"2","spend":1.623457}])");
  EXPECT_THAT(meta(R"({"metrics":["spend"],"group_by":["campaign_id"]})", "warnings"),
              HasSubstr("nearest double"));
  EXPECT_EQ(meta(R"({"metrics":["spend"],"filter":{"eq":{"campaign_id":"1"}}})", "warnings"), "absent");
}

TEST_F(Aggregate, WhatIsNotGrantedIsAnErrorAndBesideOthersNamed) {
  add_south();
  ASSERT_TRUE(store_.store->set_state({std::string(kCampaignDays), "22"}, StreamState::not_granted,
                                      "the token has no reporting permission", std::nullopt));
  const std::string params = R"({"metrics":["spend"],"date_range":"last_7_days"})";
  const Error error = refusal(params);
  EXPECT_EQ(error.type, ErrorType::context_store_not_ready);
  days("11", "2026-09-01", "2026-09-14", {{"1", "2026-09-07", "1.00", "1", "1"}});
  EXPECT_THAT(meta(params, "missing"), HasSubstr("no reporting permission"));
}

TEST_F(Aggregate, FieldsOfObjectsAreGivenForOneObject) {
  store_.list("campaigns", "11",
              {R"({"campaign_id":"1","budget":50.5,"budget_mode":"BUDGET_MODE_DAY"})",
               R"({"campaign_id":"2","budget":70,"budget_mode":"BUDGET_MODE_TOTAL"})"});
  EXPECT_EQ(data(R"({"metrics":["budget"],"group_by":["campaign_id"]})", std::nullopt, "campaigns"),
            R"([{"campaign_id":"2","budget":70},{"campaign_id":"1","budget":50.5}])");
  EXPECT_EQ(refusal(R"({"metrics":["budget"]})", "campaigns").param, "/metrics/0");
}

}  // namespace
}  // namespace tiktok_marketing::context
