#include "tiktok/client.hpp"

#include <gtest/gtest.h>

#include "tiktok/client_fixture.hpp"

namespace tiktok_marketing::tiktok {
namespace {

using namespace std::chrono_literals;

const std::string kBase = "https://business-api.tiktok.com/open_api/v1.3";

FakeTransport::Answer always(const Result<HttpResponse>& answer) {
  return [answer](const HttpRequest&) { return answer; };
}

// The given answers in turn, then success for good.
FakeTransport::Answer first(std::vector<Result<HttpResponse>> answers) {
  auto nth = std::make_shared<std::size_t>(0);  // the transport copies the function
  return [answers = std::move(answers), nth](const HttpRequest&) -> Result<HttpResponse> {
    return *nth < answers.size() ? answers[(*nth)++] : Result<HttpResponse>(rows_response({R"({"a":1})"}));
  };
}

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

TEST(Client, SendsTheUrlTikTokDocuments) {
  ClientFixture tiktok(always(rows_response({})));
  GetRequest request{.path = "/advertiser/info/", .records_key = "list"};
  request.params.emplace_back("advertiser_ids", Json(Json::Array{"7312000000000000101", "22"}));
  request.params.emplace_back("filtering", *Json::parse(R"({"campaign_name":"é & co"})"));
  request.params.emplace_back("page", 2);
  request.params.emplace_back("flag", true);
  request.params.emplace_back("left_out", Json());
  request.params.emplace_back("text", "a b+c/d");
  ASSERT_TRUE(tiktok.get(request, tiktok.within()));
  ASSERT_EQ(tiktok.sent(), 1U);
  const HttpRequest& sent = tiktok.transport->seen.front();
  EXPECT_EQ(sent.method, "GET");
  EXPECT_EQ(sent.url, kBase +
                          "/advertiser/info/?advertiser_ids=%5B%227312000000000000101%22%2C%2222%22%5D"
                          "&filtering=%7B%22campaign_name%22%3A%22%C3%A9%20%26%20co%22%7D"
                          "&page=2&flag=true&text=a%20b%2Bc%2Fd");
  EXPECT_TRUE(sent.body.empty());
}

TEST(Client, AnUrlWithoutParametersHasNoQuestionMark) {
  ClientFixture tiktok(always(rows_response({})));
  ASSERT_TRUE(tiktok.get("/user/info/"));
  EXPECT_EQ(tiktok.transport->seen.front().url, kBase + "/user/info/");
}

TEST(Client, TheTokenIsOneSecretHeaderAndNowhereElse) {
  ClientFixture tiktok(first({code_response(50000), code_response(40002)}));
  ASSERT_FALSE(tiktok.get());
  for (const HttpRequest& sent : tiktok.transport->seen) {
    ASSERT_EQ(sent.secret_headers.size(), 1U);
    EXPECT_EQ(sent.secret_headers.front().first, "Access-Token");
    EXPECT_EQ(sent.secret_headers.front().second.reveal(), kTestToken);
    EXPECT_FALSE(holds(sent.url + sent.body, kTestToken));
    for (const auto& [name, value] : sent.headers) EXPECT_FALSE(holds(value, kTestToken)) << name;
  }
  ASSERT_FALSE(tiktok.log->lines().empty());
  for (const auto& line : tiktok.log->lines()) EXPECT_FALSE(holds(line, kTestToken)) << line;
  EXPECT_FALSE(holds(tiktok.client->token_fingerprint(), kTestToken));
}

TEST(Client, PassingFailuresOfReadsAreRetried) {
  const std::pair<const char*, Result<HttpResponse>> failures[] = {
      {"40100", code_response(40100, "App reaches the QPS limit.")},
      {"40133", code_response(40133)},
      {"50000", code_response(50000)},
      {"50002", code_response(50002)},
      {"undocumented server code", code_response(59999)},
      {"60001", code_response(60001)},
      {"40202", code_response(40202)},
      {"51008", code_response(51008)},
      {"HTML 502", html_response(502)},
      {"HTML 429", html_response(429)},
      {"cut connection", cut_connection()},
      {"empty body", json_response("")},
      {"cut JSON", json_response(R"({"code":0,"message":"OK","data":{"list":[{"a":1})")},
      {"HTML with 200", html_response(200)},
  };
  for (const auto& [name, failure] : failures) {
    ClientFixture tiktok(first({failure}));
    const auto answer = tiktok.get();
    EXPECT_TRUE(answer) << name << ": " << (answer ? "" : answer.error().message);
    EXPECT_EQ(tiktok.sent(), 2U) << name;
    EXPECT_LE(tiktok.elapsed(), 5s) << name;
  }
}

TEST(Client, FinalFailuresAreNotRetried) {
  struct Case {
    const char* name;
    HttpResponse response;
    ErrorType type;
  };
  HttpResponse redirect = json_response("", 302);
  redirect.headers.emplace_back("location", "https://elsewhere.example/");
  const Case cases[] = {
      {"40002", code_response(40002), ErrorType::upstream_invalid_request},
      {"40105", code_response(40105), ErrorType::upstream_authentication_failed},
      {"40001", code_response(40001), ErrorType::upstream_permission_denied},
      {"40067", code_response(40067), ErrorType::upstream_invalid_request},
      {"undocumented 4xxxx", code_response(49999), ErrorType::upstream_invalid_request},
      {"redirect", redirect, ErrorType::upstream_error},
      {"HTML 401", html_response(401), ErrorType::upstream_authentication_failed},
      {"HTML 403", html_response(403), ErrorType::upstream_permission_denied},
      {"HTML 404", html_response(404), ErrorType::upstream_not_found},
  };
  for (const auto& [name, response, type] : cases) {
    ClientFixture tiktok(always(response));
    const auto answer = tiktok.get();
    ASSERT_FALSE(answer) << name;
    EXPECT_EQ(tiktok.sent(), 1U) << name;
    EXPECT_EQ(name_of(answer.error().type), name_of(type)) << name;
    EXPECT_FALSE(answer.error().message.empty()) << name;
    EXPECT_FALSE(answer.error().hint.empty()) << name;
    EXPECT_FALSE(answer.error().retryable) << name;
    EXPECT_FALSE(holds(answer.error().message, "gave up")) << name;
  }
}

TEST(Client, CodeZeroWithoutRecordsIsAnErrorNotAnEmptyList) {
  for (const char* data : {"{}", "null", R"({"list":null})", R"({"list":{}})", "[]"}) {
    ClientFixture tiktok(always(
        json_response(fmt::format(R"({{"code":0,"message":"OK","request_id":"R7","data":{}}})", data))));
    const auto answer = tiktok.get();
    ASSERT_FALSE(answer) << data;
    EXPECT_EQ(answer.error().type, ErrorType::upstream_unreadable) << data;
    ASSERT_TRUE(answer.error().upstream);
    EXPECT_EQ(answer.error().upstream->request_id, "R7") << data;
  }
}

TEST(Client, APostIsRepeatedAfterThrottlingOnly) {
  const Result<HttpResponse> failures[] = {code_response(50000), html_response(502), html_response(429),
                                           cut_connection(), json_response("")};
  for (const auto& failure : failures) {
    ClientFixture tiktok(first({failure}));
    EXPECT_FALSE(tiktok.post());
    EXPECT_EQ(tiktok.sent(), 1U);
  }
  ClientFixture tiktok(first({code_response(40100)}));
  EXPECT_TRUE(tiktok.post());
  EXPECT_EQ(tiktok.sent(), 2U);
}

TEST(Client, APostCarriesTheTokenOnlyWhenAsked) {
  ClientFixture tiktok(always(code_response(0)));
  ASSERT_TRUE(tiktok.post(false));
  ASSERT_TRUE(tiktok.post(true));
  const auto& seen = tiktok.transport->seen;
  EXPECT_TRUE(seen[0].secret_headers.empty());
  EXPECT_EQ(seen[1].secret_headers.size(), 1U);
  EXPECT_EQ(seen[0].method, "POST");
  EXPECT_EQ(seen[0].body, R"({"a":1})");
  EXPECT_EQ(seen[0].url, kBase + "/oauth2/access_token/");
}

TEST(Client, ABlockOfFiveMinutesFailsAtOnceAndSaysHowLong) {
  ClientFixture tiktok(always(code_response(40100, "requests from App 7123 are temporarily restricted.")));
  const auto answer = tiktok.get();
  ASSERT_FALSE(answer);
  const Error& error = answer.error();
  EXPECT_EQ(error.type, ErrorType::upstream_rate_limited);
  EXPECT_EQ(error.upstream->tiktok_code, 40100);
  ASSERT_TRUE(error.retry_after_s);
  EXPECT_NEAR(*error.retry_after_s, 300, 2);
  EXPECT_EQ(tiktok.sent(), 4U) << "pauses of 1, 2 and 4 seconds, then five minutes";
  EXPECT_LE(tiktok.elapsed(), 8s) << "it must not sit the deadline out";
  EXPECT_TRUE(holds(error.message, "4 attempts")) << error.message;

  const auto next = tiktok.get();
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().type, ErrorType::upstream_rate_limited);
  EXPECT_NEAR(next.error().retry_after_s.value_or(0), 300, 2);
  EXPECT_EQ(tiktok.sent(), 4U) << "TikTok is not asked while it blocks";
}

TEST(Client, AfterTheBlockCallsPassAgain) {
  ClientFixture tiktok(
      first({code_response(40100), code_response(40100), code_response(40100), code_response(40100)}));
  ASSERT_FALSE(tiktok.get());
  tiktok.runtime->advance(301s);
  EXPECT_TRUE(tiktok.get());
}

TEST(Client, AnAdvertisersLimitPausesThatPathOfThatAdvertiserOnly) {
  ClientFixture tiktok([](const HttpRequest& request) -> Result<HttpResponse> {
    if (query_value(request.url, "advertiser_id") == "1") return code_response(40133);
    return rows_response({});
  });
  const auto ask = [&](const char* id, const char* path) {
    GetRequest request{.path = path, .records_key = "list", .advertiser_id = id};
    request.params.emplace_back("advertiser_id", id);
    return tiktok.get(request, tiktok.within(3s));
  };
  const auto limited = ask("1", "/campaign/get/");
  ASSERT_FALSE(limited);
  EXPECT_EQ(limited.error().type, ErrorType::upstream_rate_limited);
  const auto before = tiktok.elapsed();
  EXPECT_TRUE(ask("2", "/campaign/get/"));
  EXPECT_EQ(tiktok.elapsed(), before) << "another advertiser waits for nothing";
  const auto sent = tiktok.sent();
  EXPECT_FALSE(ask("1", "/ad/get/"));
  EXPECT_GT(tiktok.sent(), sent) << "another path of the same advertiser is asked";
}

TEST(Client, RetriesEndWithTheDeadline) {
  ClientFixture tiktok(always(code_response(50000, "busy")));
  const auto answer =
      tiktok.get(GetRequest{.path = "/campaign/get/", .records_key = "list"}, tiktok.within(1200ms));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::upstream_error);
  EXPECT_EQ(answer.error().upstream->tiktok_code, 50000);
  EXPECT_TRUE(holds(answer.error().message, "deadline")) << answer.error().message;
  EXPECT_LE(tiktok.elapsed(), 1200ms);
}

TEST(Client, RetriesEndWithTheirNumber) {
  ClientFixture tiktok(always(html_response(502)));
  const auto answer = tiktok.get();
  ASSERT_FALSE(answer);
  EXPECT_EQ(tiktok.sent(), 5U);
  EXPECT_TRUE(holds(answer.error().message, "5 attempts")) << answer.error().message;
  EXPECT_EQ(answer.error().upstream->http_status, 502);
}

TEST(Client, NoAnswerEndsAtTheDeadline) {
  ClientFixture tiktok(always(rows_response({})));
  tiktok.transport->latency = 10min;
  const auto answer =
      tiktok.get(GetRequest{.path = "/campaign/get/", .records_key = "list"}, tiktok.within(5s));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::upstream_timeout);
  EXPECT_EQ(tiktok.elapsed(), 5s);
}

TEST(Client, WhatTikTokAnsweredSaysMoreThanTheAttemptTheDeadlineCut) {
  FakeTransport* transport = nullptr;
  ClientFixture tiktok([&](const HttpRequest&) -> Result<HttpResponse> {
    transport->latency = 10min;
    return html_response(502);
  });
  transport = tiktok.transport.get();
  const auto answer =
      tiktok.get(GetRequest{.path = "/campaign/get/", .records_key = "list"}, tiktok.within(5s));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::upstream_error);
  EXPECT_EQ(answer.error().upstream->http_status, 502);
  EXPECT_TRUE(holds(answer.error().message, "2 attempts")) << answer.error().message;
  EXPECT_EQ(tiktok.elapsed(), 5s);
}

TEST(Client, OneHangingAttemptDoesNotUseUpTheCall) {
  int answered = 0;
  ClientFixture tiktok([&](const HttpRequest&) -> Result<HttpResponse> {
    ++answered;
    return rows_response({});
  });
  tiktok.transport->latency = 1h;
  tiktok.runtime->post_at(tiktok.runtime->now() + 10s, [&] { tiktok.transport->latency = 1ms; });
  const auto answer = tiktok.get();
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(tiktok.sent(), 2U);
  EXPECT_EQ(answered, 1);
  EXPECT_LT(tiktok.elapsed(), 32s);
}

TEST(Client, StopEndsEveryKindOfWait) {
  struct Case {
    const char* name;
    Result<HttpResponse> answer;
    std::chrono::milliseconds latency;
    std::chrono::milliseconds stop_at;
  };
  const Case cases[] = {{"answer", rows_response({}), 10s, 1s},
                        {"back-off", code_response(50000), 0ms, 100ms},
                        {"pause of the quota", code_response(40100), 0ms, 100ms}};
  for (const auto& [name, response, latency, stop_at] : cases) {
    ClientFixture tiktok(always(response));
    tiktok.transport->latency = latency;
    std::stop_source stop;
    CallContext context = tiktok.within();
    context.stop = stop.get_token();
    tiktok.runtime->post_at(tiktok.runtime->now() + stop_at, [&] { stop.request_stop(); });
    const auto answer = tiktok.get(GetRequest{.path = "/campaign/get/", .records_key = "list"}, context);
    ASSERT_FALSE(answer) << name;
    EXPECT_EQ(name_of(answer.error().type), "cancelled") << name << ": " << answer.error().message;
    EXPECT_EQ(tiktok.elapsed(), stop_at) << name;
    EXPECT_EQ(tiktok.sent(), 1U) << name;
  }
}

TEST(Client, AnEchoedTokenIsMasked) {
  const std::string echo = fmt::format("token {} and again {} is bad", kTestToken, kTestToken);
  for (const auto code : {40105, 50000, 20001}) {
    ClientFixture tiktok(always(code_response(code, echo)));
    const auto answer = tiktok.get(GetRequest{.path = "/user/info/"}, tiktok.within(100ms));
    const std::string shown = answer ? answer->message : to_json(answer.error());
    EXPECT_FALSE(holds(shown, kTestToken)) << shown;
    EXPECT_TRUE(holds(shown, "token *** and again *** is bad")) << shown;
  }
  ClientFixture plain(always(json_response(echo, 400)));
  const auto answer = plain.get(GetRequest{.path = "/user/info/"}, plain.within(100ms));
  ASSERT_FALSE(answer);
  EXPECT_FALSE(holds(to_json(answer.error()), kTestToken)) << to_json(answer.error());
}

TEST(Client, MaskingATokenOfStarsEnds) {
  ClientFixture tiktok(always(code_response(40105, "the token * is bad")), {},
                       [](ClientOptions& options) { options.access_token = Secret("*"); });
  EXPECT_FALSE(tiktok.get());
}

TEST(Client, PartialSuccessIsSuccess) {
  ClientFixture tiktok(always(
      json_response(R"({"code":20001,"message":"Partial","request_id":"R","data":{"list":[{"a":1}]}})")));
  const auto answer = tiktok.get();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->code, 20001);
  EXPECT_EQ(answer->message, "Partial");
  EXPECT_EQ(answer->records.size(), 1U);
}

TEST(Client, TheCutOfManyIdsIsSeenInTheHeader) {
  HttpResponse response = rows_response({R"({"a":1})"});
  response.headers.emplace_back("x-tt-ads-throttle", "ads more than 20000");
  ClientFixture tiktok(always(response));
  const auto answer = tiktok.get();
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->ids_cut);
}

TEST(Client, CountsRequestsAndKnowsTheirTime) {
  ClientFixture tiktok(first({code_response(50000)}));
  tiktok.transport->latency = 200ms;
  CallContext context = tiktok.within();
  context.requests = std::make_shared<std::int64_t>(0);
  ASSERT_TRUE(tiktok.get(GetRequest{.path = "/campaign/get/", .records_key = "list"}, context));
  EXPECT_EQ(*context.requests, 2);
  EXPECT_EQ(tiktok.client->latency(), 200ms) << "waits do not count";
}

TEST(Client, AnEmptyRetryBudgetStopsRetries) {
  ClientFixture tiktok(always(code_response(50000)), {}, [](ClientOptions& options) {
    options.retry_budget = std::make_shared<RetryBudget>(1, 0);
  });
  const auto answer = tiktok.get();
  ASSERT_FALSE(answer);
  EXPECT_EQ(tiktok.sent(), 2U);
  EXPECT_TRUE(holds(answer.error().message, "too many calls are failing")) << answer.error().message;
}

TEST(Client, AThrottlingTextTeachesTheApp) {
  ClientFixture tiktok(first({code_response(
      40100, "Due to too many requests, requests from App 7123 are temporarily restricted.")}));
  ASSERT_TRUE(tiktok.get());
  EXPECT_EQ(tiktok.client->options().broker->key_for(tiktok.client->token_fingerprint()), "7123");
}

TEST(ApiUrl, AcceptsWhatKeepsTheTokenSafe) {
  const auto checked = [](const char* url, bool plain = false) { return checked_api_url(url, plain); };
  EXPECT_EQ(checked("https://business-api.tiktok.com/open_api/v1.3/").value_or(""), kBase);
  EXPECT_EQ(checked("http://127.0.0.1:8080/open_api/v1.3").value_or(""),
            "http://127.0.0.1:8080/open_api/v1.3");
  EXPECT_TRUE(checked("http://localhost/x"));
  EXPECT_TRUE(checked("http://[::1]:80/x"));
  EXPECT_TRUE(checked("http://proxy.example/x", true));
  for (const char* url :
       {"http://proxy.example/x", "ftp://x/", "", "https://", "https://user@host/x", "https://h/x?a=1",
        "https://h/x#y", "http://127.0.0.1@evil.example/x", "http://localhost.evil.example/"}) {
    const auto refused = checked(url);
    ASSERT_FALSE(refused) << url;
    EXPECT_EQ(refused.error().type, ErrorType::value_error) << url;
    EXPECT_EQ(refused.error().param, "api_url") << url;
    EXPECT_FALSE(refused.error().hint.empty()) << url;
  }
  EXPECT_FALSE(checked("http://127.evil.example/x")) << "a name that begins like a loopback address is none";
}

}  // namespace
}  // namespace tiktok_marketing::tiktok
