#include <gtest/gtest.h>

#include <future>
#include <latch>
#include <thread>

#include "connector/hosted_management.hpp"
#include "connector/test_hosted.hpp"

/// Hosted mode over real sockets with a server that misbehaves: the answer is right or an error that says
/// what to do.
namespace tiktok_marketing {
namespace {

using namespace std::chrono_literals;
using http::ServerRequest;
using http::ServerResponse;

constexpr std::string_view kParams = R"({"advertiser_id":"1"})";
constexpr int kMany = 32;

bool is_execute(const ServerRequest& request) {
  return request.path.ends_with("/execute");
}

Result<Answer> list(const Connector& connector, CallOptions options = {}) {
  return connector.execute("campaigns", "list", kParams, std::move(options));
}

CallOptions within(std::chrono::milliseconds deadline) {
  CallOptions options;
  options.deadline = deadline;
  return options;
}

// Starts `kMany` calls at once; how many were answered with all their rows.
int good_of_many(const Connector& connector) {
  std::atomic<int> good = 0;
  std::latch all(kMany);
  for (int i = 0; i < kMany; ++i) {
    connector.execute_async("campaigns", "list", kParams, {}, [&](const Result<Answer>& answer) {
      if (answer && answer->records.size() == 3) ++good;
      all.count_down();
    });
  }
  all.wait();
  return good;
}

// The first `times` executes get this answer, the others the server's.
FakeHosted::Interceptor at_first(int times, ServerResponse answer) {
  auto left = std::make_shared<std::atomic<int>>(times);
  return [left, answer](const ServerRequest& request) -> std::optional<ServerResponse> {
    if (is_execute(request) && (*left)-- > 0) return answer;
    return std::nullopt;
  };
}

ServerResponse retry_at_once(int status, const std::string& body,
                             std::string content_type = "application/json") {
  ServerResponse response = hosted_json(status, body);
  response.content_type = std::move(content_type);
  response.headers.emplace_back("Retry-After", "0");
  return response;
}

TEST(HostedFaults, ManyCallsShareOneTokenAndOneLookup) {
  FakeHosted server({.campaigns = 3});
  const Connector connector = server.connector();
  EXPECT_EQ(good_of_many(connector), kMany);
  EXPECT_EQ(server.tokens, 1);
  EXPECT_EQ(server.lookups, 1);
  EXPECT_EQ(server.executes, kMany);
}

// What is restricted here is not left to a server that is not told of it.
TEST(HostedFaults, ARestrictionOfSqlIsNoneOfAHostedServers) {
  FakeHosted server({.campaigns = 3});
  CallOptions options;
  options.sql_entities = {"ads"};
  const auto answer =
      server.connector().execute("campaigns", "context_store_sql_query", R"({"sql":"SELECT 1"})", options);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::value_error);
  EXPECT_EQ(answer.error().param, "sql_entities");
  EXPECT_EQ(server.executes, 0);
}

TEST(HostedFaults, ARefusedTokenIsRenewedOnceForAllInFlight) {
  FakeHosted server({.campaigns = 3});
  const Connector connector = server.connector();
  ASSERT_TRUE(list(connector));
  server.refuse_old_tokens();
  EXPECT_EQ(good_of_many(connector), kMany);
  EXPECT_EQ(server.tokens, 2);
  EXPECT_EQ(server.executes, 1 + kMany) << "a refused call is not an execute";
}

TEST(HostedFaults, ATokenThatIsAlwaysRefusedEndsTheCall) {
  FakeHosted server;
  server.intercept([](const ServerRequest& request) -> std::optional<ServerResponse> {
    if (request.path.ends_with("/token")) return std::nullopt;
    return hosted_error(ErrorType::unauthorized, "no");
  });
  const auto answer = list(server.connector());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::unauthorized);
  EXPECT_EQ(server.tokens, 2);
}

TEST(HostedFaults, AConnectorThatWasReplacedIsFoundAgain) {
  FakeHosted server({.campaigns = 3});
  const Connector connector = server.connector();
  ASSERT_TRUE(list(connector));
  server.set_connectors({"c-2"});
  EXPECT_TRUE(list(connector));
  EXPECT_EQ(server.lookups, 2);
  EXPECT_TRUE(list(connector));
  EXPECT_EQ(server.lookups, 2);
  EXPECT_EQ(server.seen().back().path, "/api/v1/integrations/connectors/c-2/execute");
}

TEST(HostedFaults, AnUnknownConnectorIdIsAnErrorWithoutALookup) {
  FakeHosted server;
  HostedOptions options = server.options();
  options.connector_id = "c-9/../..";
  const auto answer = list(Connector::open_hosted(options).value());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::connector_not_found);
  EXPECT_EQ(server.lookups, 0);
  EXPECT_EQ(server.executes, 1);
}

TEST(HostedFaults, NoConnectorOrSeveralSayWhatToDo) {
  FakeHosted server;
  server.set_connectors({});
  auto answer = list(server.connector());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::connector_not_found);
  EXPECT_NE(answer.error().message.find("'Acme'"), std::string::npos);
  EXPECT_NE(answer.error().hint.find("connectors create"), std::string::npos);
  server.set_connectors({"c-1", "c-2"});
  answer = list(server.connector());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::value_error);
  EXPECT_EQ(answer.error().param, "connector_id");
  EXPECT_EQ(answer.error().allowed, (std::vector<std::string>{"c-1 (Connector c-1)", "c-2 (Connector c-2)"}));
  EXPECT_EQ(server.executes, 0);
}

TEST(HostedFaults, PassingFailuresAreRepeated) {
  const std::pair<const char*, ServerResponse> failures[] = {
      {"503", retry_at_once(503, R"({"message":"busy"})")},
      {"504", retry_at_once(504, "")},
      {"429", retry_at_once(429, R"({"message":"slow down","errors":[{"error_code":"rate_limited"}]})")},
      {"502 of a proxy", retry_at_once(502, "<html>Bad gateway</html>", "text/html")}};
  for (const auto& [name, failure] : failures) {
    FakeHosted server({.campaigns = 3});
    server.intercept(at_first(2, failure));
    const auto answer = list(server.connector());
    ASSERT_TRUE(answer) << name << ": " << answer.error().message;
    EXPECT_EQ(answer->records.size(), 3U);
    EXPECT_EQ(server.executes, 1) << name;
  }
}

TEST(HostedFaults, ACutConnectionIsRepeated) {
  FakeHosted server({.campaigns = 3});
  ServerResponse cut = hosted_json(200, R"({"result":[],"connector_metadata":{}})");
  cut.misbehaviour = http::Misbehaviour{.cut_after_bytes = 40};
  server.intercept(at_first(1, cut));
  const auto answer = list(server.connector());
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->records.size(), 3U);
}

TEST(HostedFaults, APageOfAProxyIsNamedForWhatItIs) {
  FakeHosted server;
  server.intercept(at_first(99, retry_at_once(502, "<html>Bad gateway</html>", "text/html")));
  const auto answer = list(server.connector());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::upstream_error);
  EXPECT_NE(answer.error().message.find("HTTP 502 with an HTML page"), std::string::npos);
  EXPECT_NE(answer.error().message.find("gave up after 5 attempts"), std::string::npos)
      << answer.error().message;
  EXPECT_FALSE(answer.error().hint.empty());
}

TEST(HostedFaults, ASlowServerEndsAtTheDeadline) {
  FakeHosted server;
  ServerResponse never;
  never.misbehaviour = http::Misbehaviour{.no_answer = true};
  server.intercept(at_first(99, never));
  const Connector connector = server.connector();
  const auto started = std::chrono::steady_clock::now();
  const auto answer = list(connector, within(300ms));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::upstream_timeout);
  EXPECT_LT(std::chrono::steady_clock::now() - started, 5s);
}

TEST(HostedFaults, ACallThatStopsWaitingTakesNothingFromTheOthers) {
  FakeHosted server({.campaigns = 3});
  server.intercept([&server](const ServerRequest& request) -> std::optional<ServerResponse> {
    if (!request.path.ends_with("/token") || server.tokens > 0) return std::nullopt;
    ++server.tokens;
    ServerResponse late = hosted_json(200, R"({"access_token":"token-1","expires_in":900})");
    late.delay = 400ms;
    return late;
  });
  const Connector connector = server.connector();
  std::stop_source stop;
  CallOptions impatient;
  impatient.stop = stop.get_token();
  std::promise<Result<Answer>> first;
  std::promise<Result<Answer>> second;
  std::promise<Result<Answer>> third;
  connector.execute_async("campaigns", "list", kParams, impatient,
                          [&](Result<Answer> answer) { first.set_value(std::move(answer)); });
  connector.execute_async("campaigns", "list", kParams, {},
                          [&](Result<Answer> answer) { second.set_value(std::move(answer)); });
  connector.execute_async("campaigns", "list", kParams, within(50ms),
                          [&](Result<Answer> answer) { third.set_value(std::move(answer)); });
  const auto late = third.get_future().get();
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().type, ErrorType::upstream_timeout);
  stop.request_stop();
  const auto stopped = first.get_future().get();
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().type, ErrorType::cancelled);
  const auto answered = second.get_future().get();
  ASSERT_TRUE(answered) << answered.error().message;
  EXPECT_EQ(answered->records.size(), 3U);
  EXPECT_EQ(server.tokens, 1);
}

TEST(HostedFaults, TheSecretStaysWithTheConfiguredHost) {
  std::atomic<int> strangers = 0;
  auto stranger = http::Server::start({}, [&](const ServerRequest&, const http::Responder& respond) {
                    ++strangers;
                    respond(hosted_json(200, R"({"access_token":"x","expires_in":900})"));
                  }).value();
  for (const bool at_the_token : {true, false}) {
    FakeHosted server;
    server.intercept([&](const ServerRequest& request) -> std::optional<ServerResponse> {
      if (request.path.ends_with("/token") != at_the_token) return std::nullopt;
      ServerResponse elsewhere = hosted_json(307, "");
      elsewhere.headers.emplace_back("Location", stranger->url() + request.path);
      return elsewhere;
    });
    const auto answer = list(server.connector());
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().type, ErrorType::upstream_error);
    EXPECT_NE(answer.error().hint.find("AIRBYTE_API_HOST"), std::string::npos);
  }
  EXPECT_EQ(strangers, 0);
}

TEST(HostedFaults, EchoedSecretsAreMasked) {
  FakeHosted server;
  auto log = std::make_shared<MemoryLog>();
  server.intercept([](const ServerRequest& request) -> std::optional<ServerResponse> {
    if (is_execute(request)) {
      return hosted_error(ErrorType::internal_error, std::string(request.header("authorization")));
    }
    return std::nullopt;
  });
  HostedOptions options = server.options();
  options.log = log;
  const auto answer = list(Connector::open_hosted(options).value());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().message, "Bearer ***");

  FakeHosted other;
  other.intercept([](const ServerRequest& request) -> std::optional<ServerResponse> {
    return hosted_json(400, request.body);
  });
  options = other.options();
  options.log = log;
  const auto refused = list(Connector::open_hosted(options).value());
  ASSERT_FALSE(refused);
  EXPECT_EQ(to_json(refused.error()).find(FakeHosted::kClientSecret), std::string::npos);
  EXPECT_FALSE(log->lines().empty());
  for (const auto& line : log->lines()) {
    EXPECT_EQ(line.find("token-"), std::string::npos) << line;
    EXPECT_EQ(line.find(FakeHosted::kClientSecret), std::string::npos) << line;
  }
}

TEST(HostedFaults, WrongCredentialsAreNotRepeated) {
  FakeHosted server;
  HostedOptions options = server.options();
  options.client_secret = Secret("wrong");
  const auto answer = list(Connector::open_hosted(options).value());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::invalid_client);
  EXPECT_NE(answer.error().hint.find("AIRBYTE_CLIENT_SECRET"), std::string::npos);
  EXPECT_EQ(server.seen().size(), 1U);
}

TEST(HostedFaults, AnswersThatCannotBeReadAreErrors) {
  for (const char* body : {"", "[]", "{}", "<html></html>", R"({"result":[1],"connector_metadata":{}})",
                           R"({"result":{},"connector_metadata":{}})", R"({"result":[)",
                           R"({"result":[],"connector_metadata":{},})"}) {
    FakeHosted server;
    server.intercept(at_first(99, hosted_json(200, body)));
    const auto answer = list(server.connector());
    ASSERT_FALSE(answer) << body;
    EXPECT_EQ(answer.error().type, ErrorType::upstream_unreadable) << body;
  }
}

TEST(HostedFaults, AnAnswerThatDoesNotSayItIsCompleteIsNot) {
  FakeHosted server;
  server.intercept(
      at_first(99, hosted_json(200, R"({"result":[{"campaign_id":"1"}],"connector_metadata":null})")));
  const auto answer = list(server.connector());
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->records.size(), 1U);
  EXPECT_FALSE(answer->meta.complete);
}

std::string page(std::string_view ids, int number, int total, bool more, std::string_view next = {}) {
  std::string rows;
  for (const char id : ids) rows += fmt::format("{}{{\"campaign_id\":\"{}\"}}", rows.empty() ? "" : ",", id);
  return fmt::format(R"({{"result":[{}],"connector_metadata":{{"complete":false,"has_more":{},"requests":1,)"
                     R"("page_info":{{"page":{},"page_size":2,"total_number":{},"total_page":2}}{}}}}})",
                     rows, more, number, total, next.empty() ? "" : fmt::format(R"(,"next":{})", next));
}

TEST(HostedFaults, RowsThatMovedBetweenPagesAreSaidToBeMissing) {
  FakeHosted server;
  std::atomic<int> calls = 0;
  server.intercept([&](const ServerRequest& request) -> std::optional<ServerResponse> {
    if (!is_execute(request)) return std::nullopt;
    return hosted_json(200, ++calls == 1 ? page("ab", 1, 4, true, R"({"advertiser_id":"1","page":2})")
                                         : page("bc", 2, 4, false));
  });
  const auto answer = server.connector().execute("campaigns", "list", R"({"advertiser_id":"1","all":true})");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->records.size(), 3U);
  ASSERT_EQ(answer->meta.truncated.size(), 1U);
  EXPECT_FALSE(answer->meta.complete);
  EXPECT_EQ(answer->meta.requests, 2);
}

TEST(HostedFaults, APageThatLeadsBackToItselfEndsTheCall) {
  FakeHosted server;
  server.intercept(at_first(99, hosted_json(200, page("ab", 1, 4, true, R"({"page":2})"))));
  const auto answer = server.connector().execute("campaigns", "list", R"({"advertiser_id":"1","all":true})");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::upstream_unreadable);
}

TEST(HostedFaults, CallsGoOutAsTheyWereGiven) {
  FakeHosted server({.campaigns = 3});
  HostedOptions options = server.options();
  options.organization_id = "org-7";
  const Connector connector = Connector::open_hosted(options).value();
  CallOptions call;
  call.select_fields = {"campaign_id"};
  ASSERT_TRUE(
      connector.execute("campaigns", "list", R"( { "advertiser_id" : 1, "customer_name":"ACME" } )", call));
  const auto seen = server.seen();
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_EQ(seen[0].body, R"({"client_id":"client-1","client_secret":"client-SECRET-4411"})");
  EXPECT_EQ(seen[1].query_value("workspace_name"), "Acme");
  EXPECT_EQ(seen[1].query_value("definition_id"), "4bfac00d-ce15-44ff-95b9-9e3c3e8fbd35");
  EXPECT_EQ(seen[2].body,
            R"({"entity":"campaigns","action":"list","skip_truncation":true,"select_fields":["campaign_id"],)"
            R"("params":{ "advertiser_id" : 1, "customer_name":"ACME" }})");
  for (const auto& request : seen) {
    EXPECT_EQ(request.header("x-organization-id"), "org-7");
    EXPECT_TRUE(request.header("user-agent").starts_with("tiktok-marketing/"));
    EXPECT_EQ(request.body.find(FakeHosted::kClientSecret) != std::string::npos,
              request.path.ends_with("/token"));
  }
}

TEST(HostedFaults, ACallForAnotherTenantIsRefused) {
  FakeHosted server({.campaigns = 3});
  const Connector connector = server.connector();
  for (const char* name : {"workspace_name", "customer_name", "external_user_id"}) {
    for (const char* action : {"list", "search"}) {
      const auto answer = connector.execute("campaigns", action,
                                            fmt::format(R"({{"advertiser_id":"1","{}":"Other"}})", name));
      ASSERT_FALSE(answer);
      EXPECT_EQ(answer.error().type, ErrorType::invalid_parameter);
      EXPECT_EQ(answer.error().param, name);
    }
  }
  EXPECT_TRUE(server.seen().empty());
}

TEST(HostedFaults, OptionsThatAreMissingSayWhatToSet) {
  FakeHosted server;
  const auto error_of = [&](const std::function<void(HostedOptions&)>& change) {
    HostedOptions options = server.options();
    change(options);
    const auto connector = Connector::open_hosted(options);
    return connector ? Error{} : connector.error();
  };
  const Error host = error_of([](HostedOptions& options) { options.api_host.clear(); });
  EXPECT_EQ(host.type, ErrorType::value_error);
  EXPECT_NE(host.hint.find("AIRBYTE_API_HOST="), std::string::npos);
  const Error id = error_of([](HostedOptions& options) { options.client_id.clear(); });
  EXPECT_EQ(id.type, ErrorType::missing_credentials);
  EXPECT_NE(id.hint.find("AIRBYTE_CLIENT_ID="), std::string::npos);
  const Error secret = error_of([](HostedOptions& options) { options.client_secret = Secret(); });
  EXPECT_EQ(secret.type, ErrorType::missing_credentials);
  EXPECT_NE(secret.hint.find("AIRBYTE_CLIENT_SECRET="), std::string::npos);
  const Error plain = error_of([](HostedOptions& options) { options.api_host = "http://ads.example.com"; });
  EXPECT_EQ(plain.type, ErrorType::value_error);
  const Error user =
      error_of([](HostedOptions& options) { options.api_host = "https://me:pw@ads.example.com"; });
  EXPECT_EQ(user.type, ErrorType::value_error);
  EXPECT_EQ(to_json(user).find("pw@"), std::string::npos);
  const Error workspace = error_of([](HostedOptions& options) { options.workspace_name.clear(); });
  EXPECT_EQ(workspace.param, "workspace_name");
}

TEST(HostedManagement, SpeaksToTheServersConnectors) {
  FakeHosted server;
  server.intercept([](const ServerRequest& request) -> std::optional<ServerResponse> {
    if (request.path.ends_with("/token") || (request.method == "GET" && request.raw_query.size() > 0)) {
      return std::nullopt;
    }
    Json echo;
    echo.set("did", request.method + ' ' + request.path);
    if (!request.body.empty()) echo.set("body", *Json::parse(request.body));
    return hosted_json(request.method == "DELETE" ? 202 : 200, echo.dump());
  });
  const auto hosted = HostedManagement::open(server.options()).value();
  EXPECT_EQ(hosted.list_connectors()->find("data")->as_array()->size(), 1U);
  EXPECT_EQ(hosted.get_connector("a b")->text_of("did"), "GET /api/v1/integrations/connectors/a b");
  EXPECT_EQ(hosted.delete_connector("x")->text_of("did"), "DELETE /api/v1/integrations/connectors/x");
  const auto made = hosted.create_connector(*Json::parse(R"({"credentials":{"access_token":"t"}})"));
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(
      made->find("body")->dump(),
      R"({"credentials":{"access_token":"t"},"workspace_name":"Acme","connector_type":"tiktok-marketing"})");
  const auto login =
      hosted.initiate_oauth(*Json::parse(R"({"redirect_url":"https://a.b","customer_name":"C"})"));
  ASSERT_TRUE(login) << login.error().message;
  EXPECT_EQ(login->text_of("did"), "POST /api/v1/integrations/connectors/oauth/initiate");
  EXPECT_EQ(login->find("body")->find("workspace_name"), nullptr);
  EXPECT_EQ(hosted.get_connector(" ").error().type, ErrorType::missing_parameter);
  EXPECT_EQ(server.tokens, 1);
}

TEST(HostedManagement, RepeatsACreateOnlyWithAKey) {
  FakeHosted server;
  std::atomic<int> creates = 0;
  server.intercept([&](const ServerRequest& request) -> std::optional<ServerResponse> {
    if (request.path.ends_with("/token")) return std::nullopt;
    if (++creates == 1) return retry_at_once(503, "");
    return hosted_json(200, R"({"id":"c-3"})");
  });
  const auto hosted = HostedManagement::open(server.options()).value();
  const auto once = hosted.create_connector({});
  ASSERT_FALSE(once);
  EXPECT_EQ(creates, 1);
  creates = 0;
  const auto twice = hosted.create_connector({}, "key-1");
  ASSERT_TRUE(twice) << twice.error().message;
  EXPECT_EQ(twice->text_of("id"), "c-3");
  EXPECT_EQ(creates, 2);
  EXPECT_EQ(server.seen().back().header("idempotency-key"), "key-1");
}

}  // namespace
}  // namespace tiktok_marketing
