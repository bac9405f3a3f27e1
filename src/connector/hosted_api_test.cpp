#include "connector/hosted_api.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "connector/fake_tiktok.hpp"
#include "connector/hosted_errors.hpp"
#include "connector/meta_json.hpp"

namespace tiktok_marketing {
namespace {

using namespace std::chrono_literals;

HttpResponse refused(int status, std::string body, HttpHeaders headers = {}) {
  HttpResponse response = json_response(std::move(body), status);
  for (auto& header : headers) response.headers.push_back(std::move(header));
  return response;
}

// The API on a virtual clock; the token lives as long as a test says.
class ApiFixture {
 public:
  explicit ApiFixture(std::string expires_in, FakeTransport::Answer answer = {})
      : expires_in_(std::move(expires_in)), answer_(std::move(answer)) {
    HostedOptions options;
    options.api_host = "https://ads.example.com";
    options.client_id = "id";
    options.client_secret = Secret("secret");
    options.engine = {.runtime = runtime, .transport = transport};
    api = HostedApi::make(options).value();
  }
  ~ApiFixture() {
    api.reset();
    runtime->advance(1h);
  }
  ApiFixture(const ApiFixture&) = delete;
  ApiFixture& operator=(const ApiFixture&) = delete;

  Result<HttpResponse> get(std::chrono::milliseconds deadline = 55s) {
    return run_blocking(*runtime, [this, deadline] {
      CallContext context;
      context.deadline = runtime->now() + deadline;
      HostedRequest request{.path = "/api/v1/workspaces", .repeatable = true};
      return HostedApi::request(api, std::move(request), std::move(context));
    });
  }

  int tokens = 0;
  std::shared_ptr<VirtualRuntime> runtime = std::make_shared<VirtualRuntime>();
  std::shared_ptr<FakeTransport> transport =
      std::make_shared<FakeTransport>(runtime, [this](const HttpRequest& request) -> Result<HttpResponse> {
        if (request.url.ends_with("/token")) {
          ++tokens;
          return json_response(fmt::format(R"({{"access_token":"t{}"{}}})", tokens, expires_in_));
        }
        return answer_ ? answer_(request) : json_response("{}");
      });
  std::shared_ptr<HostedApi> api;

 private:
  std::string expires_in_;
  FakeTransport::Answer answer_;
};

// How long after the first call a second one still uses its token.
std::chrono::seconds use_of_a_token(const std::string& expires_in) {
  ApiFixture fixture(expires_in);
  EXPECT_TRUE(fixture.get());
  std::chrono::seconds used{0};
  while (fixture.tokens == 1 && used < 2h) {
    fixture.runtime->advance(1s);
    used += 1s;
    EXPECT_TRUE(fixture.get());
  }
  return used;
}

TEST(HostedApi, UsesATokenUntilAMinuteBeforeItEnds) {
  EXPECT_EQ(use_of_a_token(R"(,"expires_in":900)"), 840s);
  EXPECT_EQ(use_of_a_token(R"(,"expires_in":3600)"), 3540s);
  EXPECT_EQ(use_of_a_token(""), 840s);
}

TEST(HostedApi, UsesAShortTokenForHalfItsLife) {
  EXPECT_EQ(use_of_a_token(R"(,"expires_in":100)"), 50s);
  EXPECT_EQ(use_of_a_token(R"(,"expires_in":10)"), 5s);
  EXPECT_EQ(use_of_a_token(R"(,"expires_in":-5)"), 1s);
}

TEST(HostedApi, WaitsAsLongAsTheServerSays) {
  int calls = 0;
  ApiFixture fixture("", [&](const HttpRequest&) -> Result<HttpResponse> {
    if (++calls < 3) return refused(429, "{}", {{"retry-after", "7"}});
    return json_response("{}");
  });
  const auto start = fixture.runtime->now();
  EXPECT_TRUE(fixture.get());
  EXPECT_EQ(fixture.runtime->now() - start, 14s);
}

TEST(HostedApi, DoesNotWaitBeyondTheDeadline) {
  ApiFixture fixture("", [&](const HttpRequest&) -> Result<HttpResponse> {
    return refused(
        429, R"({"message":"slow down","errors":[{"error_code":"rate_limited","details":{"hint":"h"}}]})",
        {{"retry-after", "300"}});
  });
  const auto start = fixture.runtime->now();
  const auto answer = fixture.get();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::rate_limited);
  EXPECT_EQ(answer.error().retry_after_s, 300);
  EXPECT_EQ(answer.error().hint, "h");
  EXPECT_EQ(fixture.runtime->now(), start);
}

TEST(HostedApi, GivesUpAfterFiveAttempts) {
  int calls = 0;
  ApiFixture fixture("", [&](const HttpRequest&) -> Result<HttpResponse> {
    ++calls;
    return tiktok::cut_connection();
  });
  const auto answer = fixture.get();
  ASSERT_FALSE(answer);
  EXPECT_EQ(calls, 5);
  EXPECT_NE(answer.error().message.find("5 attempts"), std::string::npos);
}

TEST(HostedApi, ManyFailingCallsStopRepeating) {
  int calls = 0;
  ApiFixture fixture("", [&](const HttpRequest&) -> Result<HttpResponse> {
    ++calls;
    return refused(503, "");
  });
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(fixture.get());
  EXPECT_LT(calls, 100 + 25);
}

TEST(HostedApi, FinalAnswersAreNotRepeated) {
  for (const int status : {300, 400, 403, 404, 409, 413, 422, 424, 500, 501}) {
    int calls = 0;
    ApiFixture fixture("", [&](const HttpRequest&) -> Result<HttpResponse> {
      ++calls;
      return refused(status, "");
    });
    const auto answer = fixture.get();
    ASSERT_FALSE(answer);
    EXPECT_EQ(calls, 1) << status;
    EXPECT_NE(answer.error().type, ErrorType::internal_error) << status;
    EXPECT_FALSE(answer.error().hint.empty()) << status;
  }
}

TEST(HostedApi, ALateRefusalOfAnOldTokenDoesNotCostTheNewOne) {
  ApiFixture fixture("", [&](const HttpRequest& request) -> Result<HttpResponse> {
    if (request.secret_headers.front().second != Secret("Bearer t1") || request.url.ends_with("/first")) {
      return json_response("{}");
    }
    return refused(401, R"({"message":"m","errors":[{"error_code":"token_expired"}]})");
  });
  int good = 0;
  const auto begin = [&](std::string path, std::chrono::milliseconds latency) {
    fixture.transport->latency = latency;
    CallContext context;
    context.deadline = fixture.runtime->now() + 55s;
    HostedRequest request{.path = std::move(path)};
    start(HostedApi::request(fixture.api, std::move(request), std::move(context)),
          [&good](const Result<HttpResponse>& answer) { good += answer ? 1 : 0; });
  };
  begin("/first", 10ms);
  fixture.runtime->advance(100ms);
  begin("/quickly", 10ms);
  begin("/late", 5s);
  fixture.transport->latency = 10ms;
  fixture.runtime->advance(10s);
  EXPECT_EQ(good, 3);
  EXPECT_EQ(fixture.tokens, 2);
}

TEST(HostedApi, ATokenThatIsNoneIsAnError) {
  for (const char* body : {"", "{}", R"({"access_token":""})", R"({"access_token":"a\r\nX: b"})", R"([])"}) {
    auto runtime = std::make_shared<VirtualRuntime>();
    HostedOptions options;
    options.api_host = "https://ads.example.com";
    options.client_id = "id";
    options.client_secret = Secret("secret");
    options.engine = {.runtime = runtime,
                      .transport = std::make_shared<FakeTransport>(
                          runtime, [body](const HttpRequest&) { return json_response(body); })};
    auto api = HostedApi::make(options).value();
    const auto answer = run_blocking(*runtime, [&] {
      CallContext context;
      context.deadline = runtime->now() + 55s;
      return HostedApi::request(api, HostedRequest{.path = "/"}, std::move(context));
    });
    ASSERT_FALSE(answer) << body;
    EXPECT_EQ(answer.error().type, ErrorType::upstream_unreadable) << body;
    runtime->advance(1h);
  }
}

// An error as the server writes it.
std::string envelope_of(const Error& error) {
  Json details = *Json::parse(to_json(error));
  details.erase("type");
  details.erase("message");
  Json item;
  item.set("field", "body");
  item.set("message", error.message);
  item.set("error_code", name_of(error.type));
  item.set("details", std::move(details));
  Json body;
  body.set("message", error.message);
  body.set("errors", Json::Array{std::move(item)});
  return body.dump();
}

RC_GTEST_PROP(HostedErrorsProperty, AnErrorComesThroughUnchanged, ()) {
  const auto text = rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~'));
  Error error;
  error.type = static_cast<ErrorType>(*rc::gen::inRange(0, static_cast<int>(ErrorType::internal_error) + 1));
  error.message = 'm' + *text;
  error.hint = *text;
  error.retryable = *rc::gen::arbitrary<bool>();
  if (*rc::gen::arbitrary<bool>()) error.retry_after_s = *rc::gen::inRange(0, 900);
  error.param = *text;
  error.given = *text;
  error.allowed = *rc::gen::container<std::vector<std::string>>(text);
  if (*rc::gen::arbitrary<bool>()) error.example = R"({"entity":"ads","params":{"id":"1"}})";
  if (*rc::gen::arbitrary<bool>()) {
    error.upstream = Upstream{.tiktok_code = *rc::gen::inRange<std::int64_t>(40000, 60000),
                              .tiktok_message = *text,
                              .request_id = *text,
                              .http_status = *rc::gen::element(0, 200, 502)};
  }
  const Error back = error_of_hosted(refused(*rc::gen::element(400, 404, 422, 500), envelope_of(error)));
  // An empty hint is left out of the text, and the status may then add its own.
  Error expected = error;
  if (error.hint.empty()) expected.hint = back.hint;
  RC_ASSERT(to_json(back) == to_json(expected));
}

TEST(HostedErrors, UnknownWordsAndOldShapesAreJudgedByTheStatus) {
  const auto error_of = [](int status, std::string body) {
    return error_of_hosted(refused(status, std::move(body)));
  };
  EXPECT_EQ(error_of(401, R"({"detail":"Invalid authentication credentials"})").type,
            ErrorType::unauthorized);
  EXPECT_EQ(error_of(401, R"({"detail":"Invalid authentication credentials"})").message,
            "Invalid authentication credentials");
  EXPECT_EQ(error_of(422, R"({"detail":[{"loc":["body"],"msg":"field required"}]})").type,
            ErrorType::value_error);
  EXPECT_EQ(error_of(422, R"({"message":"x","errors":[{"error_code":"value_error.missing"}]})").type,
            ErrorType::value_error);
  const Error unknown =
      error_of(403, R"({"message":"x","errors":[{"error_code":"no_such_word","field":"name"}]})");
  EXPECT_EQ(unknown.type, ErrorType::forbidden);
  EXPECT_EQ(unknown.param, "name");
  EXPECT_EQ(error_of(404, "").type, ErrorType::not_found);
  EXPECT_EQ(error_of(504, "<html>").type, ErrorType::upstream_timeout);
  EXPECT_EQ(error_of(418, "I'm a teapot").type, ErrorType::upstream_unreadable);
  EXPECT_EQ(error_of(400, R"({"message":5,"errors":[5]})").type, ErrorType::value_error);
  EXPECT_EQ(error_of(400, R"({"message":"m","errors":[{"error_code":"missing","details":[]}]})").type,
            ErrorType::missing);
}

TEST(MetaJson, ReadsBackWhatMetaWrote) {
  Meta meta;
  meta.complete = true;
  EXPECT_EQ(meta_of_json(*Json::parse(meta.to_json())).to_json(), meta.to_json());
  meta.complete = false;
  meta.has_more = true;
  meta.next = R"({"advertiser_id":"1","limit":10.0,"cursor":"1~"})";
  meta.cursor = "1~";
  meta.page_info = PageInfo{1, 2, 3, 4};
  meta.source = "context_store";
  meta.simulated = true;
  meta.missing = {{"advertiser", "7", "why"}, {"range", "", "so"}};
  meta.truncated = {"a", "b"};
  meta.warnings = {"c"};
  meta.date_range = R"({"start_date":"2026-01-01","end_date":"2026-01-02","time_zone":"UTC"})";
  meta.total_metrics = R"({"spend":"100.00"})";
  meta.request_id = "R";
  meta.data_as_of = "2026-01-01T00:00:00Z";
  meta.requests = 9;
  EXPECT_EQ(meta_of_json(*Json::parse(meta.to_json())).to_json(), meta.to_json());
}

TEST(MetaJson, StrangeMembersDoNoHarm) {
  for (const char* text :
       {"null", "[]", "5", R"({"next":5,"missing":[1],"page_info":[],"truncated":"x","complete":1})"}) {
    const Meta meta = meta_of_json(*Json::parse(text));
    EXPECT_FALSE(meta.complete);
    EXPECT_TRUE(meta.next.empty());
    EXPECT_EQ(meta.source, "live");
  }
}

}  // namespace
}  // namespace tiktok_marketing
