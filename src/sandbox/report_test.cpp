#include <algorithm>
#include <cmath>
#include <map>

#include "sandbox/report_query.hpp"
#include "sandbox/test_call.hpp"

namespace tiktok_marketing::sandbox {
namespace {

Query report(const std::string& advertiser, const std::string& level, const std::string& dimensions,
             const std::string& metrics, const std::string& from = "2026-08-20",
             const std::string& to = "2026-09-10", Query more = {}) {
  Query query{{"advertiser_id", advertiser}, {"service_type", "AUCTION"},
              {"report_type", "BASIC"},      {"data_level", level},
              {"dimensions", dimensions},    {"metrics", metrics},
              {"start_date", from},          {"end_date", to},
              {"page_size", "1000"}};
  for (auto& [name, value] : more) {
    const auto found = std::ranges::find(query, name, &std::pair<std::string, std::string>::first);
    if (found != query.end()) {
      found->second = value;
    } else {
      query.emplace_back(name, value);
    }
  }
  return query;
}

std::string metric(const Json& row, std::string_view name) {
  return std::string(row.find("metrics")->text_of(name));
}
std::string dimension(const Json& row, std::string_view name) {
  return std::string(row.find("dimensions")->text_of(name));
}
std::int64_t cents(const std::string& text) {
  return std::llround(std::stod(text) * 100);
}

constexpr const char* kStatusAll[] = {
    R"([{"field_name":"campaign_status","filter_type":"IN","filter_value":"[\"STATUS_ALL\"]"}])",
    R"([{"field_name":"adgroup_status","filter_type":"IN","filter_value":"[\"STATUS_ALL\"]"}])",
    R"([{"field_name":"ad_status","filter_type":"IN","filter_value":"[\"STATUS_ALL\"]"}])"};

/// Sum of a metric by day over all pages.
std::map<std::string, std::int64_t> by_day(const Bench& bench, Query query, std::string_view name) {
  std::map<std::string, std::int64_t> sums;
  for (int page = 1;; ++page) {
    Query one = query;
    one.emplace_back("page", std::to_string(page));
    const auto rows = bench.list("/report/integrated/get/", one);
    if (rows.empty()) return sums;
    for (const Json& row : rows) sums[dimension(row, "stat_time_day")] += cents(metric(row, name));
  }
}

TEST(SandboxReport, LevelsAddUpExactly) {
  auto options = Bench::defaults();
  options.size = Size::medium;
  const Bench bench(options);
  for (const std::size_t which : {0UL, 2UL, 5UL}) {
    const std::string& id = bench.advertiser(which);
    for (const std::string name : {"spend", "impressions", "clicks", "conversion", "video_views_p50",
                                   "total_purchase_value", "complete_payment"}) {
      const std::string metrics = "[\"" + name + "\"]";
      const auto account = by_day(
          bench, report(id, "AUCTION_ADVERTISER", R"(["advertiser_id","stat_time_day"])", metrics), name);
      const auto campaigns =
          by_day(bench,
                 report(id, "AUCTION_CAMPAIGN", R"(["campaign_id","stat_time_day"])", metrics, "2026-08-20",
                        "2026-09-10", {{"filtering", kStatusAll[0]}}),
                 name);
      const auto adgroups = by_day(bench,
                                   report(id, "AUCTION_ADGROUP", R"(["adgroup_id","stat_time_day"])", metrics,
                                          "2026-08-20", "2026-09-10", {{"filtering", kStatusAll[1]}}),
                                   name);
      const auto ads = by_day(bench,
                              report(id, "AUCTION_AD", R"(["ad_id","stat_time_day"])", metrics, "2026-08-20",
                                     "2026-09-10", {{"filtering", kStatusAll[2]}}),
                              name);
      EXPECT_GE(account.size(), 20U);
      EXPECT_EQ(account, campaigns) << name;
      EXPECT_EQ(account, adgroups) << name;
      EXPECT_EQ(account, ads) << name;
    }
  }
}

TEST(SandboxReport, EveryRowIsConsistent) {
  const Bench bench;
  const auto rows = bench.list(
      "/report/integrated/get/",
      report(
          bench.advertiser(), "AUCTION_AD", R"(["ad_id","stat_time_day"])",
          R"(["spend","impressions","clicks","ctr","cpc","cpm","reach","frequency","result","cost_per_result","purchase","cost_per_purchase","purchase_rate"])"));
  ASSERT_GT(rows.size(), 20U);
  for (const Json& row : rows) {
    const double spend = std::stod(metric(row, "spend"));
    const double impressions = std::stod(metric(row, "impressions"));
    const double clicks = std::stod(metric(row, "clicks"));
    const double reach = std::stod(metric(row, "reach"));
    const double result = std::stod(metric(row, "result"));
    EXPECT_LE(reach, impressions);
    EXPECT_LE(clicks, impressions);
    EXPECT_NEAR(std::stod(metric(row, "ctr")), impressions == 0 ? 0 : clicks / impressions * 100, 0.0051);
    EXPECT_NEAR(std::stod(metric(row, "cpc")), clicks == 0 ? 0 : spend / clicks, 0.0051);
    EXPECT_NEAR(std::stod(metric(row, "cpm")), impressions == 0 ? 0 : spend / impressions * 1000, 0.0051);
    EXPECT_NEAR(std::stod(metric(row, "frequency")), reach == 0 ? 0 : impressions / reach, 0.0051);
    EXPECT_NEAR(std::stod(metric(row, "cost_per_result")), result == 0 ? 0 : spend / result, 0.00051);
    const double purchases = std::stod(metric(row, "purchase"));
    EXPECT_NEAR(std::stod(metric(row, "cost_per_purchase")), purchases == 0 ? 0 : spend / purchases, 0.0051);
    const std::string cost = metric(row, "cost_per_result");
    EXPECT_TRUE(cost == "0.00" || cost.size() - cost.find('.') == 4) << cost;
    EXPECT_EQ(metric(row, "spend").size() - metric(row, "spend").find('.'), 3U);
  }
}

TEST(SandboxReport, ReachDoesNotAddUp) {
  const Bench bench;
  const Query day = report(bench.advertiser(), "AUCTION_ADVERTISER", R"(["advertiser_id","stat_time_day"])",
                           R"(["reach","impressions"])");
  const Query whole =
      report(bench.advertiser(), "AUCTION_ADVERTISER", R"(["advertiser_id"])", R"(["reach","impressions"])");
  std::int64_t reach = 0;
  std::int64_t impressions = 0;
  for (const Json& row : bench.list("/report/integrated/get/", day)) {
    reach += std::stoll(metric(row, "reach"));
    impressions += std::stoll(metric(row, "impressions"));
  }
  const auto rows = bench.list("/report/integrated/get/", whole);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(std::stoll(metric(rows[0], "impressions")), impressions);
  EXPECT_LT(std::stoll(metric(rows[0], "reach")), reach);
}

TEST(SandboxReport, ConversionsArriveLateAndThenStandStill) {
  auto options = Bench::defaults();
  options.size = Size::medium;
  const Bench bench(options);
  const Query query = report(bench.advertiser(), "AUCTION_ADVERTISER", R"(["advertiser_id","stat_time_day"])",
                             R"(["conversion","spend","clicks"])", "2026-09-13", "2026-09-13");
  std::vector<std::int64_t> seen;
  std::string spend;
  for (int day = 0; day < 32; ++day) {
    const auto rows = bench.list("/report/integrated/get/", query);
    ASSERT_EQ(rows.size(), 1U);
    seen.push_back(std::stoll(metric(rows[0], "conversion")));
    if (spend.empty()) spend = metric(rows[0], "spend");
    EXPECT_EQ(metric(rows[0], "spend"), spend);
    bench.tiktok->advance(std::chrono::hours{24});
  }
  EXPECT_TRUE(std::ranges::is_sorted(seen));
  EXPECT_LT(seen.front(), seen.back());
  EXPECT_EQ(seen[27], seen.back());
  EXPECT_GT(seen.front(), 0);
}

TEST(SandboxReport, EachConversionIsKnownAfterTwentySevenDays) {
  for (std::int64_t final_count : {0, 1, 2, 7, 450}) {
    for (std::uint64_t hash : {1ULL, 0xffffffffffffffffULL, 0x123456789abcdefULL}) {
      std::int64_t before = 0;
      for (int age = 0; age <= 40; ++age) {
        const auto known = arrived(final_count, age, hash);
        EXPECT_GE(known, before);
        EXPECT_LE(known, final_count);
        before = known;
      }
      EXPECT_EQ(arrived(final_count, 27, hash), final_count);
    }
  }
}

TEST(SandboxReport, HoursAndSlicesAddUpToTheDay) {
  const Bench bench;
  const std::string& id = bench.advertiser();
  const auto total = [&](Query query, std::string_view name) {
    std::int64_t sum = 0;
    for (const Json& row : bench.list("/report/integrated/get/", std::move(query)))
      sum += cents(metric(row, name));
    return sum;
  };
  for (const char* name : {"spend", "impressions"}) {
    const std::string metrics = std::string("[\"") + name + "\"]";
    const auto day = total(report(id, "AUCTION_ADVERTISER", R"(["advertiser_id","stat_time_day"])", metrics,
                                  "2026-09-10", "2026-09-10"),
                           name);
    EXPECT_GT(day, 0);
    EXPECT_EQ(day, total(report(id, "AUCTION_ADVERTISER", R"(["advertiser_id","stat_time_hour"])", metrics,
                                "2026-09-10", "2026-09-10"),
                         name));
    EXPECT_EQ(day, total(report(id, "AUCTION_ADVERTISER", R"(["advertiser_id","country_code"])", metrics,
                                "2026-09-10", "2026-09-10"),
                         name));
    for (const char* dims :
         {R"(["advertiser_id","stat_time_day","gender","age"])", R"(["advertiser_id","platform"])"}) {
      EXPECT_EQ(day, total(report(id, "AUCTION_ADVERTISER", dims, metrics, "2026-09-10", "2026-09-10",
                                  {{"report_type", "AUDIENCE"}}),
                           name));
    }
  }
}

TEST(SandboxReport, TodayGrowsWithTheHours) {
  const Bench bench;
  const Query today = report(bench.advertiser(), "AUCTION_ADVERTISER", R"(["advertiser_id","stat_time_day"])",
                             R"(["spend"])", "2026-09-15", "2026-09-15");
  const auto morning = bench.list("/report/integrated/get/", today);
  ASSERT_EQ(morning.size(), 1U);
  bench.tiktok->advance(std::chrono::hours{6});
  const auto afternoon = bench.list("/report/integrated/get/", today);
  EXPECT_LT(cents(metric(morning[0], "spend")), cents(metric(afternoon[0], "spend")));
  // Tomorrow has not happened.
  EXPECT_TRUE(bench
                  .list("/report/integrated/get/", report(bench.advertiser(), "AUCTION_ADVERTISER",
                                                          R"(["advertiser_id","stat_time_day"])",
                                                          R"(["spend"])", "2026-09-16", "2026-09-20"))
                  .empty());
}

TEST(SandboxReport, TotalsLifetimeAndOrder) {
  const Bench bench;
  const std::string& id = bench.advertiser();
  const Json json = bench.get(
      "/report/integrated/get/",
      report(id, "AUCTION_CAMPAIGN", R"(["campaign_id"])", R"(["campaign_name","spend"])", "", "",
             {{"query_lifetime", "true"}, {"enable_total_metrics", "true"}, {"order_field", "spend"}}));
  ASSERT_EQ(json.int_of("code"), 0) << json.text_of("message");
  std::int64_t sum = 0;
  std::int64_t before = INT64_MAX;
  for (const Json& row : *json.find("data")->find("list")->as_array()) {
    const auto spend = cents(metric(row, "spend"));
    EXPECT_LE(spend, before);
    before = spend;
    sum += spend;
  }
  const Json* total = json.find("data")->find("total_metrics");
  ASSERT_NE(total, nullptr);
  EXPECT_EQ(cents(std::string(total->text_of("spend"))), sum);
  EXPECT_EQ(total->text_of("campaign_name"), "-");
  EXPECT_GT(sum, 0);
}

TEST(SandboxReport, FiltersRestrictToTheNamedObjects) {
  const Bench bench;
  const std::string& id = bench.advertiser();
  const auto all =
      bench.list("/report/integrated/get/",
                 report(id, "AUCTION_AD", R"(["ad_id","stat_time_day"])", R"(["campaign_id","spend"])"));
  ASSERT_FALSE(all.empty());
  const std::string campaign = metric(all[0], "campaign_id");
  const auto some = bench.list(
      "/report/integrated/get/",
      report(id, "AUCTION_AD", R"(["ad_id","stat_time_day"])", R"(["campaign_id","spend"])", "2026-08-20",
             "2026-09-10",
             {{"filtering", R"([{"field_name":"campaign_ids","filter_type":"IN","filter_value":"[\")" +
                                campaign + R"(\"]"}])"}}));
  EXPECT_EQ(static_cast<std::ptrdiff_t>(some.size()), std::ranges::count_if(all, [&](const Json& row) {
              return metric(row, "campaign_id") == campaign;
            }));
  for (const Json& row : some) EXPECT_EQ(metric(row, "campaign_id"), campaign);
}

TEST(SandboxReport, SeveralAdvertisersShowWhoseMoneyItIs) {
  const Bench bench;
  const auto rows = bench.list(
      "/report/integrated/get/",
      report("", "AUCTION_CAMPAIGN", R"(["advertiser_id","campaign_id"])", R"(["spend"])", "2026-08-20",
             "2026-09-10",
             {{"advertiser_ids", "[\"" + bench.advertiser(0) + "\",\"" + bench.advertiser(2) + "\"]"}}));
  ASSERT_FALSE(rows.empty());
  std::map<std::string, std::string> currency;
  for (const Json& row : rows) {
    currency[dimension(row, "advertiser_id")] = metric(row, "currency");
    EXPECT_EQ(metric(row, "advertiser_id"), dimension(row, "advertiser_id"));
    EXPECT_FALSE(metric(row, "spend").contains('.'));
  }
  EXPECT_EQ(currency[bench.advertiser(0)], "EUR");
  EXPECT_EQ(currency[bench.advertiser(2)], "JPY");
}

TEST(SandboxReport, EveryDocumentedMetricIsAnswered) {
  const Bench bench;
  const auto all = all_metrics();
  EXPECT_GT(all.size(), 1'000U);
  for (std::size_t start = 0; start < all.size(); start += 200) {
    std::string names;
    for (const MetricRow& row : all.subspan(start, std::min<std::size_t>(200, all.size() - start))) {
      if ((row.levels & kAdLevel) == 0 || row.name == "ad_id_v2") continue;
      names += (names.empty() ? "[\"" : ",\"") + std::string(row.name) + "\"";
    }
    const auto rows = bench.list("/report/integrated/get/",
                                 report(bench.advertiser(), "AUCTION_AD", R"(["ad_id","stat_time_day"])",
                                        names + "]", "2026-09-10", "2026-09-10"));
    ASSERT_FALSE(rows.empty());
    for (const auto& [name, value] : *rows[0].find("metrics")->as_object()) {
      ASSERT_NE(value.as_string(), nullptr) << name;
      if (find_metric(name)->formula == Formula::attribute) continue;
      EXPECT_TRUE(*value.as_string() == "-" ||
                  value.as_string()->find_first_not_of("0123456789.") == std::string::npos)
          << name << value.dump();
    }
  }
}

TEST(SandboxReport, RulesAreEnforcedWithTheirMessages) {
  const Bench bench;
  const std::string& id = bench.advertiser();
  const auto verdict = [&](const std::string& level, const std::string& dims, const std::string& metrics,
                           Query more = {}) {
    return bench.verdict("/report/integrated/get/",
                         report(id, level, dims, metrics, "2026-09-01", "2026-09-10", std::move(more)));
  };
  const std::string day = R"(["campaign_id","stat_time_day"])";
  EXPECT_EQ(verdict("AUCTION_CAMPAIGN", day, R"(["spend"])", {{"start_date", "2026-08-11"}}),
            "40002 max time span is 30 days when use stat_time_day");
  EXPECT_EQ(verdict("AUCTION_CAMPAIGN", day, R"(["spend"])", {{"start_date", "2026-08-12"}}), "0 OK");
  EXPECT_EQ(verdict("AUCTION_CAMPAIGN", R"(["campaign_id","stat_time_hour"])", R"(["spend"])").substr(0, 5),
            "40002");
  EXPECT_EQ(verdict("AUCTION_CAMPAIGN", R"(["campaign_id"])", R"(["spend"])", {{"start_date", "2025-09-11"}}),
            "0 OK");
  EXPECT_EQ(verdict("AUCTION_CAMPAIGN", R"(["campaign_id"])", R"(["spend"])", {{"start_date", "2025-09-10"}})
                .substr(0, 5),
            "40002");
  EXPECT_EQ(
      verdict("AUCTION_AD", R"(["ad_id","stat_time_day"])", R"(["spend","cash_spend","voucher_spend"])"),
      "40002 Please correct the information in invalid metric fields and try again. Invalid metric fields: "
      "['voucher_spend', 'cash_spend']. ");
  EXPECT_EQ(verdict("AUCTION_CAMPAIGN", day, R"(["ad_name"])").substr(0, 5), "40002");
  EXPECT_EQ(verdict("AUCTION_CAMPAIGN", day, R"(["no_such_metric"])").substr(0, 5), "40002");
  EXPECT_EQ(
      verdict("AUCTION_ADVERTISER", R"(["advertiser_id","stat_time_day"])", R"(["cash_spend","spend"])"),
      "0 OK");
  EXPECT_EQ(
      verdict("AUCTION_ADVERTISER", R"(["advertiser_id"])", R"(["cash_spend"])", {{"query_lifetime", "true"}})
          .substr(0, 5),
      "40002");
  for (const char* dims : {R"(["ad_id","stat_time_day"])", R"(["campaign_id","adgroup_id"])",
                           R"(["campaign_id","stat_time_day","stat_time_hour"])",
                           R"(["campaign_id","gender"])", R"(["nonsense"])", R"([])"}) {
    EXPECT_EQ(verdict("AUCTION_CAMPAIGN", dims, R"(["spend"])").substr(0, 5), "40002") << dims;
  }
  EXPECT_EQ(verdict("AUCTION_CAMPAIGN", day, R"(["spend"])", {{"order_field", "campaign_name"}}).substr(0, 5),
            "40002");
  EXPECT_EQ(verdict("AUCTION_CAMPAIGN", day, R"(["spend"])", {{"order_type", "UP"}}).substr(0, 5), "40002");
  EXPECT_EQ(verdict("AUCTION_CAMPAIGN", day, R"(["spend"])", {{"data_level", ""}}),
            "40002 data_level: Missing data for required field.");
  EXPECT_EQ(verdict("AUCTION_CAMPAIGN", day, R"(["spend"])", {{"report_type", "BC"}}).substr(0, 5), "40008");
  EXPECT_EQ(verdict("AUCTION_CAMPAIGN", R"(["campaign_id","stat_time_day","gender"])",
                    R"(["spend","app_install"])", {{"report_type", "AUDIENCE"}})
                .substr(0, 5),
            "40002");
  EXPECT_EQ(
      verdict("AUCTION_CAMPAIGN", day, R"(["spend"])",
              {{"filtering", R"([{"field_name":"campaign_ids","filter_type":"IN","filter_value":"1"}])"}})
          .substr(0, 5),
      "40002");
  EXPECT_EQ(verdict("AUCTION_CAMPAIGN", day, R"(["spend"])",
                    {{"filtering", R"([{"field_name":"campaign_ids","filter_value":"[]"}])"}}),
            "40002 filtering.filter_type: Missing data for required field.");
  // The parameter's old name is ignored, as it always was.
  EXPECT_EQ(verdict("AUCTION_CAMPAIGN", day, R"(["spend"])", {{"filters", "nonsense"}}), "0 OK");
}

TEST(SandboxReport, TheNewestTwentyThousandIdsAreReported) {
  auto options = Bench::defaults();
  options.size = Size::large;
  const Bench bench(options);
  Query query = report(bench.advertiser(), "AUCTION_AD", R"(["ad_id","stat_time_day"])", R"(["spend"])",
                       "2026-08-01", "2026-08-03");
  const auto response = bench.send(Bench::request("GET", "/open_api/v1.3/report/integrated/get", query));
  ASSERT_EQ(response.headers.size(), 1U);
  EXPECT_EQ(response.headers[0].first, "X-Tt-Ads-Throttle");
  const Json json = Bench::parse(*response.body);
  EXPECT_NE(json.find("data")->find("extra_info"), nullptr);
  EXPECT_EQ(json.find("data")->find("list")->as_array()->size(), 1'000U);
  // A small account is not cut.
  EXPECT_TRUE(bench
                  .send(Bench::request("GET", "/open_api/v1.3/report/integrated/get/",
                                       report(bench.advertiser(1), "AUCTION_AD",
                                              R"(["ad_id","stat_time_day"])", R"(["spend"])")))
                  .headers.empty());
  // Thirty days of everything, divided by gender and age, is too heavy; one day is not.
  const auto audience = [&](const char* to) {
    return bench.verdict(
        "/report/integrated/get/",
        report(bench.advertiser(), "AUCTION_AD", R"(["ad_id","stat_time_day","gender","age"])",
               R"(["spend"])", "2026-08-01", to, {{"report_type", "AUDIENCE"}}));
  };
  EXPECT_EQ(audience("2026-08-30").substr(0, 5), "40067");
  EXPECT_EQ(audience("2026-08-01"), "0 OK");
}

}  // namespace
}  // namespace tiktok_marketing::sandbox
