#include <algorithm>

#include "http/server/query.hpp"
#include "sandbox/test_call.hpp"

namespace tiktok_marketing::sandbox {
namespace {

using namespace std::chrono_literals;

constexpr const char* kCampaigns = "/campaign/get/";

Query of(const std::string& advertiser, Query more = {}) {
  more.emplace_back("advertiser_id", advertiser);
  return more;
}

TEST(SandboxService, TokensAreCheckedFirstAndInOrder) {
  Bench bench;
  const Query broken{{"advertiser_id", "x"}, {"page", "0"}};
  bench.token.clear();
  EXPECT_EQ(bench.verdict(kCampaigns, broken), "40104 The access_token is empty");
  bench.token = "1234";
  EXPECT_EQ(bench.verdict(kCampaigns, broken), "40105 Access token is incorrect or has been revoked.");
  bench.token = bench.access.revoked_token;
  EXPECT_EQ(bench.verdict(kCampaigns, broken), "40105 Access token is incorrect or has been revoked.");
  bench.token = bench.access.expired_token;
  EXPECT_EQ(bench.verdict(kCampaigns, broken).substr(0, 5), "40102");
  bench.token = bench.access.access_token;
  EXPECT_EQ(bench.verdict(kCampaigns, of("7312000000000000999", {{"page", "0"}})),
            "40001 advertiser 7312000000000000999 doesn't exist or has been deleted.");
  bench.token = bench.access.no_scope_token;
  EXPECT_EQ(bench.verdict("/file/video/ad/search/", of(bench.advertiser())),
            "40001 advertiser does not grant you /file/video/ad/search/:GET permission");
  EXPECT_EQ(bench.verdict(kCampaigns, of(bench.advertiser())), "0 OK");
  // A token in the query is not read.
  bench.token.clear();
  EXPECT_EQ(bench.verdict(kCampaigns, of(bench.advertiser(), {{"access_token", bench.access.access_token}}))
                .substr(0, 5),
            "40104");
}

TEST(SandboxService, OneUnreadableAdvertiserFailsTheWholeCall) {
  const Bench bench;
  EXPECT_EQ(bench.verdict("/advertiser/info/",
                          {{"advertiser_ids", "[\"" + bench.advertiser() + "\",\"7312000000000000999\"]"}}),
            "40001 advertiser 7312000000000000999 doesn't exist or has been deleted.");
  EXPECT_EQ(bench.verdict("/advertiser/info/", {}), "40002 advertiser_ids: Missing data for required field.");
}

TEST(SandboxService, RoutesMethodsAndVersions) {
  const Bench bench;
  EXPECT_EQ(bench.verdict("/campaign/get", of(bench.advertiser())), "0 OK");
  EXPECT_EQ(bench.verdict("/nothing/here/", {}).substr(0, 5), "40400");
  EXPECT_EQ(bench.send(Bench::request("POST", "/open_api/v1.3/campaign/get/", {})).status, 405);
  EXPECT_EQ(bench.send(Bench::request("GET", "/open_api/v1.3/oauth2/access_token/", {})).status, 405);
  EXPECT_EQ(Bench::parse(*bench.send(Bench::request("GET", "/open_api/v1.2/campaign/get/", {})).body)
                .int_of("code"),
            40051);
  EXPECT_EQ(bench.send(Bench::request("GET", "/elsewhere", {})).status, 404);
  EXPECT_EQ(bench.get("/user/info/", {}).int_of("code"), 0);
  EXPECT_EQ(bench.post("/user/info/", "").int_of("code"), 0);
}

struct Refused {
  Query query;
  std::string verdict;
};

TEST(SandboxService, ParametersAreCheckedByName) {
  const Bench bench;
  const std::string hundred_one = [] {
    std::string list = "{\"campaign_ids\":[";
    for (int i = 0; i < 101; ++i)
      list += std::string(i == 0 ? "" : ",") + "\"" + std::to_string(1790000000000000 + i) + "\"";
    return list + "]}";
  }();
  const Refused cases[] = {
      {{{"page", "0"}}, "40002 page: must be greater than or equal to 1."},
      {{{"page", "x"}}, "40002 page: must be an integer."},
      {{{"page_size", "0"}}, "40002 page_size: must be between 1 and 1000."},
      {{{"page_size", "1001"}}, "40002 page_size: must be between 1 and 1000."},
      {{{"page_size", "1000"}}, "0 OK"},
      {{{"filtering", "{"}}, "40002 filtering: is not valid JSON."},
      {{{"filtering", "[]"}}, "40002 filtering: must be a JSON object."},
      {{{"filtering", R"({"campaign_ids":[]})"}},
       "40002 filtering.campaign_ids: at least 1 item is required."},
      {{{"filtering", R"({"campaign_ids":[1790000000000101]})"}},
       "40002 filtering.campaign_ids: every item must be a string."},
      {{{"filtering", R"({"campaign_ids":["x"]})"}},
       "40002 filtering.campaign_ids: 'x' is not a valid id, it must be a string of digits."},
      {{{"filtering", R"({"campaign_ids":"1,2"})"}}, "40002 filtering.campaign_ids: must be a JSON array."},
      {{{"filtering", hundred_one}},
       "40011 filtering.campaign_ids: the number of items is 101, the limit is 100."},
      {{{"filtering", R"({"is_smart_performance_campaign":"true"})"}},
       "40002 filtering.is_smart_performance_campaign: must be true or false."},
      {{{"filtering", R"({"creation_filter_start_time":"2026-09-01"})"}},
       "40002 filtering.creation_filter_start_time: must be a time of the form YYYY-MM-DD HH:MM:SS."},
      {{{"filtering", R"({"buying_types":["AUCTION","RESERVATION_TOP_VIEW"]})"}},
       "40002 filtering.buying_types: RESERVATION_TOP_VIEW cannot be combined with other buying types."},
      {{{"fields", "campaign_id,campaign_name"}}, "40002 fields: is not valid JSON."},
      {{{"fields", R"("campaign_id")"}}, "40002 fields: must be a JSON array."},
      {{{"unknown", "1"}}, "0 OK"},
  };
  for (const auto& [query, verdict] : cases)
    EXPECT_EQ(bench.verdict(kCampaigns, of(bench.advertiser(), query)), verdict);
  EXPECT_TRUE(
      bench.verdict(kCampaigns, of(bench.advertiser(), {{"filtering", R"({"primary_status":"NICE"})"}}))
          .starts_with(
              "40002 filtering.primary_status: 'NICE' is not one of the supported values: STATUS_DELETE,"));
  EXPECT_EQ(bench.verdict(kCampaigns, {}), "40002 advertiser_id: Missing data for required field.");
  EXPECT_EQ(bench.verdict(kCampaigns, of("12a")), "40002 advertiser_id: must be a string of digits.");
  EXPECT_EQ(bench.verdict("/dmp/custom_audience/list/", of(bench.advertiser(), {{"page_size", "101"}})),
            "40002 page_size: must be between 1 and 100.");
  EXPECT_EQ(bench.verdict("/advertiser/info/", {{"advertiser_ids", "[" + bench.advertiser() + "]"}}),
            "40002 advertiser_ids: every item must be a string.");
}

TEST(SandboxService, QpsAndTheMinuteBlock) {
  auto options = Bench::defaults();
  options.unlimited = false;
  options.qpm = 25;
  const Bench bench(options);
  const auto ask = [&](std::size_t i) { return bench.verdict(kCampaigns, of(bench.advertiser(i % 4))); };
  for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(ask(i), "0 OK");
  EXPECT_EQ(ask(0), "40100 App reaches the QPS limit.");
  bench.tiktok->advance(999ms);
  EXPECT_EQ(ask(0), "40100 App reaches the QPS limit.");
  bench.tiktok->advance(1ms);
  for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(ask(i), "0 OK");
  bench.tiktok->advance(1s);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(ask(i), "0 OK");
  const std::string restricted = "40100 Due to too many requests, requests from App " + bench.access.app_id +
                                 " are temporarily restricted.";
  EXPECT_EQ(ask(0), restricted);
  bench.tiktok->advance(5min - 1ms);
  EXPECT_EQ(ask(0), restricted);
  bench.tiktok->advance(1ms);
  EXPECT_EQ(ask(0), "0 OK");
}

TEST(SandboxService, TheDayLimitEndsAtMidnightUtc) {
  auto options = Bench::defaults();
  options.unlimited = false;
  options.qpd = 3;
  const Bench bench(options);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(bench.verdict("/user/info/", {}), "0 OK");
  EXPECT_EQ(bench.verdict("/user/info/", {}).substr(0, 5), "40100");
  bench.tiktok->advance(16h - 1ms);
  EXPECT_EQ(bench.verdict("/user/info/", {}).substr(0, 5), "40100");
  bench.tiktok->advance(1ms);
  EXPECT_EQ(bench.verdict("/user/info/", {}), "0 OK");
}

TEST(SandboxService, TwentyASecondPerAdvertiserAndPath) {
  auto options = Bench::defaults();
  options.unlimited = false;
  options.qps = options.qpm = 1'000;
  const Bench bench(options);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(bench.verdict(kCampaigns, of(bench.advertiser())), "0 OK");
  EXPECT_EQ(bench.verdict(kCampaigns, of(bench.advertiser())),
            "40133 Advertiser (" + bench.advertiser() +
                ")'s QPS (21) reaches QPS limit 20 for current path, request is temporarily restricted.");
  EXPECT_EQ(bench.verdict(kCampaigns, of(bench.advertiser(1))), "0 OK");
  EXPECT_EQ(bench.verdict("/adgroup/get/", of(bench.advertiser())), "0 OK");
}

std::string query_of(const std::string& location, std::string_view name) {
  for (const auto& [key, value] : http::parse_query(location.substr(location.find('?') + 1))) {
    if (key == name) return value;
  }
  return {};
}

TEST(SandboxService, OauthRoundTrip) {
  Bench bench;
  const Query link{
      {"app_id", bench.access.app_id}, {"redirect_uri", "http://127.0.0.1:9/cb?x=1"}, {"state", "a b&<c>"}};
  const auto page = bench.tiktok->handle(Bench::request("GET", "/portal/auth", link));
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(page.content_type.starts_with("text/html"));
  EXPECT_TRUE(page.body->contains(bench.advertiser(0)));
  EXPECT_TRUE(page.body->contains("value=\"a b&amp;&lt;c&gt;\""));
  EXPECT_FALSE(page.body->contains("<script"));
  EXPECT_FALSE(page.body->contains("style="));

  const std::string form =
      "app_id=" + bench.access.app_id +
      "&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fcb%3Fx%3D1&state=a+b%26%3Cc%3E&advertiser_id=" +
      bench.advertiser(1);
  const auto back =
      bench.tiktok->handle(Bench::request("POST", "/portal/auth", {}, form + "&decision=authorize"));
  ASSERT_EQ(back.status, 302);
  const std::string location = back.headers.at(0).second;
  EXPECT_TRUE(location.starts_with("http://127.0.0.1:9/cb?x=1&auth_code=")) << location;
  EXPECT_EQ(query_of(location, "state"), "a b&<c>");
  const std::string code = query_of(location, "auth_code");
  EXPECT_EQ(query_of(location, "code"), code);

  bench.token.clear();
  const auto body = [&](const std::string& secret) {
    return R"({"app_id":")" + bench.access.app_id + R"(","secret":")" + secret + R"(","auth_code":")" + code +
           "\"}";
  };
  EXPECT_EQ(bench.post("/oauth2/access_token/", body("wrong")).int_of("code"), 40101);
  const Json answer = bench.post("/oauth2/access_token/", body(bench.access.app_secret));
  ASSERT_EQ(answer.int_of("code"), 0) << answer.text_of("message");
  EXPECT_EQ(answer.find("data")->find("advertiser_ids")->dump(), "[\"" + bench.advertiser(1) + "\"]");
  EXPECT_EQ(bench.post("/oauth2/access_token/", body(bench.access.app_secret)).int_of("code"), 40110);

  bench.token = answer.find("data")->text_of("access_token");
  EXPECT_EQ(bench.token.size(), 40U);
  EXPECT_EQ(bench.verdict(kCampaigns, of(bench.advertiser(1))), "0 OK");
  EXPECT_EQ(bench.verdict(kCampaigns, of(bench.advertiser(0))).substr(0, 5), "40001");
  EXPECT_EQ(bench
                .list("/oauth2/advertiser/get/",
                      {{"app_id", bench.access.app_id}, {"secret", bench.access.app_secret}})
                .size(),
            1U);
  EXPECT_EQ(bench.verdict("/oauth2/advertiser/get/", {{"app_id", bench.access.app_id}, {"secret", "x"}})
                .substr(0, 5),
            "40101");

  const Json revoked = bench.post("/oauth2/revoke_token/", R"({"app_id":")" + bench.access.app_id +
                                                               R"(","secret":")" + bench.access.app_secret +
                                                               R"(","access_token":")" + bench.token + "\"}");
  EXPECT_EQ(revoked.int_of("code"), 0);
  EXPECT_EQ(bench.verdict(kCampaigns, of(bench.advertiser(1))).substr(0, 5), "40105");
}

TEST(SandboxService, AnAuthCodeLivesOneHour) {
  const Bench bench;
  const std::string form =
      "app_id=" + bench.access.app_id + "&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb&decision=authorize";
  const std::string code = query_of(
      bench.tiktok->handle(Bench::request("POST", "/portal/auth", {}, form)).headers.at(0).second, "code");
  bench.tiktok->advance(1h);
  EXPECT_EQ(
      bench
          .post("/oauth2/access_token/", R"({"app_id":")" + bench.access.app_id + R"(","secret":")" +
                                             bench.access.app_secret + R"(","auth_code":")" + code + "\"}")
          .int_of("code"),
      40110);
}

TEST(SandboxService, TheConsentPageCanBeCancelledAndRefusesBadLinks) {
  const Bench bench;
  const std::string form =
      "app_id=" + bench.access.app_id + "&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb&state=s&decision=cancel";
  const auto back = bench.tiktok->handle(Bench::request("POST", "/portal/auth", {}, form));
  EXPECT_EQ(back.headers.at(0).second, "http://127.0.0.1/cb?error=access_denied&state=s");
  for (const Query& link :
       {Query{{"app_id", "1"}, {"redirect_uri", "http://127.0.0.1/"}}, Query{{"app_id", bench.access.app_id}},
        Query{{"app_id", bench.access.app_id}, {"redirect_uri", "javascript:alert(1)"}},
        Query{{"app_id", bench.access.app_id}, {"redirect_uri", "http://a/\r\nSet-Cookie: x"}}}) {
    EXPECT_EQ(bench.tiktok->handle(Bench::request("GET", "/portal/auth", link)).status, 400);
  }
}

TEST(SandboxService, TheClockCanBeReadAndMoved) {
  const Bench bench;
  const auto clock = [&](const std::string& body) {
    return *bench.tiktok->handle(Bench::request(body.empty() ? "GET" : "POST", "/sandbox/clock", {}, body))
                .body;
  };
  EXPECT_EQ(clock(""), R"({"now":"2026-09-15 08:00:00","runs":false})");
  EXPECT_EQ(clock(R"({"advance_s":90})"), R"({"now":"2026-09-15 08:01:30","runs":false})");
  EXPECT_EQ(clock(R"({"now":"2026-12-31T23:59:59Z"})"), R"({"now":"2026-12-31 23:59:59","runs":false})");
  EXPECT_EQ(bench.tiktok->handle(Bench::request("POST", "/sandbox/clock", {}, "{}")).status, 400);
}

TEST(SandboxService, StatsCountCallsAndCodes) {
  auto options = Bench::defaults();
  options.unlimited = false;
  const Bench bench(options);
  for (int i = 0; i < 12; ++i) (void)bench.verdict("/user/info/", {});
  const Json stats = Bench::parse(*bench.tiktok->handle(Bench::request("GET", "/sandbox/stats", {})).body);
  EXPECT_EQ(stats.int_of("requests"), 12);
  EXPECT_EQ(stats.int_of("throttled"), 2);
  EXPECT_EQ(stats.int_of("max_requests_in_a_second"), 12);
  EXPECT_EQ(stats.find("codes")->int_of("0"), 10);
  EXPECT_EQ(stats.find("paths")->int_of("/user/info/"), 12);
}

http::ServerResponse faulty(const std::string& action, const std::string& when = R"("path":"*")") {
  auto options = Bench::defaults();
  options.faults_json = "[{" + when + ",\"action\":" + action + "}]";
  const Bench bench(options);
  return bench.send(Bench::request("GET", "/open_api/v1.3/campaign/get/", of(bench.advertiser())));
}

TEST(SandboxFaults, EveryActionDoesWhatItSays) {
  EXPECT_EQ(
      Bench::parse(*faulty(R"({"code":40100,"message":"App reaches the QPS limit."})").body).int_of("code"),
      40100);
  const auto gateway = faulty(R"({"http":502,"html":true})");
  EXPECT_EQ(gateway.status, 502);
  EXPECT_TRUE(gateway.body->starts_with("<html>"));
  EXPECT_EQ(faulty(R"({"truncate_bytes":100})").body->size(), 100U);
  EXPECT_EQ(faulty(R"({"cut_after_bytes":7})").misbehaviour->cut_after_bytes, 7U);
  EXPECT_EQ(faulty(R"({"bytes_per_second":50})").misbehaviour->bytes_per_second, 50U);
  EXPECT_EQ(faulty(R"({"delay_ms":250})").delay, 250ms);
  EXPECT_TRUE(faulty(R"({"no_answer":true})").misbehaviour->no_answer);
  const auto raw = faulty(R"({"body":"hello","content_type":"text/plain"})");
  EXPECT_EQ(*raw.body, "hello");
  EXPECT_EQ(raw.content_type, "text/plain");
  EXPECT_TRUE(Bench::parse(*faulty(R"({"data_null":true})").body).find("data")->is_null());
  EXPECT_TRUE(faulty(R"({"huge_integer":true})")
                  .body->contains("\"list\":[{\"virtual_counter\":123456789012345678901234567890,"));
  EXPECT_TRUE(faulty(R"({"replace":{"find":"\"MANUAL\"","with":"\"NOVEL\""}})").body->contains("\"NOVEL\""));
}

TEST(SandboxFaults, RulesSayWhichCallsAreMeant) {
  const auto codes = [](const std::string& when) {
    auto options = Bench::defaults();
    options.faults_json = "[{" + when + R"(,"action":{"code":50000}}])";
    const Bench bench(options);
    std::string seen;
    for (int i = 0; i < 6; ++i)
      seen += bench.verdict(kCampaigns, of(bench.advertiser())).starts_with("0 ") ? '.' : 'x';
    return seen;
  };
  EXPECT_EQ(codes(R"("nth":3)"), "..x...");
  EXPECT_EQ(codes(R"("from":2,"to":4)"), ".xxx..");
  EXPECT_EQ(codes(R"("path":"/campaign/get","times":2)"), "xx....");
  EXPECT_EQ(codes(R"("path":"/ad/get/")"), "......");
  EXPECT_EQ(codes(R"("probability":1)"), "xxxxxx");
  EXPECT_EQ(codes(R"("probability":0)"), "......");
  EXPECT_EQ(codes(R"("probability":0.5)"), codes(R"("probability":0.5)"));
}

TEST(SandboxFaults, ATotalCanShrinkBetweenPages) {
  auto options = Bench::defaults();
  options.faults_json = R"([{"path":"/ad/get/","nth":2,"action":{"shrink_total":3}}])";
  const Bench bench(options);
  const auto page = [&](const char* number) {
    return bench.get("/ad/get/", of(bench.advertiser(), {{"page", number}, {"page_size", "5"}}));
  };
  const Json first = page("1");
  const Json second = page("2");
  const auto total = [](const Json& json) {
    return *json.find("data")->find("page_info")->int_of("total_number");
  };
  EXPECT_EQ(total(second), total(first) - 3);
  EXPECT_EQ(*bench.list("/ad/get/", of(bench.advertiser(), {{"page_size", "1000"}})).front().find("ad_id"),
            *first.find("data")->find("list")->as_array()->at(3).find("ad_id"));
}

TEST(SandboxFaults, WrongPlansAreRefused) {
  auto options = Bench::defaults();
  for (const char* plan :
       {"{", "{}", R"([{"path":"*"}])", R"([{"action":{}}])", R"([{"action":{"explode":true}}])",
        R"([{"action":{"code":"x"}}])", R"([{"probability":2,"action":{"code":1}}])",
        R"([{"when":1,"action":{"code":1}}])"}) {
    options.faults_json = plan;
    const auto made = VirtualTikTok::create(options);
    ASSERT_FALSE(made.has_value()) << plan;
    EXPECT_EQ(made.error().type, ErrorType::value_error);
  }
  const Bench bench;
  EXPECT_EQ(bench.tiktok->handle(Bench::request("POST", "/sandbox/faults", {}, "{")).status, 400);
  EXPECT_EQ(
      bench.tiktok->handle(Bench::request("POST", "/sandbox/faults", {}, R"([{"action":{"code":60001}}])"))
          .status,
      200);
  EXPECT_EQ(bench.verdict("/user/info/", {}).substr(0, 5), "60001");
  EXPECT_EQ(bench.tiktok->handle(Bench::request("POST", "/sandbox/faults", {}, "[]")).status, 200);
  EXPECT_EQ(bench.verdict("/user/info/", {}), "0 OK");
}

}  // namespace
}  // namespace tiktok_marketing::sandbox
