#include "server/api.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/test_server.hpp"

namespace tiktok_marketing::server {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

using ApiHosted = Hosted;

constexpr std::string_view kConnectors = "/api/v1/integrations/connectors";
constexpr std::string_view kNobody = "00000000-0000-4000-8000-000000000000";

TEST_F(ApiHosted, HasAHandlerForEachOperationAndNoOther) {
  const Api api(hosted().platform(), hosted().stores(), {});
  EXPECT_THAT(api.mismatches(), IsEmpty());
}

TEST_F(ApiHosted, AnswersUnknownPathsAndMethodsInTheEnvelope) {
  const Answered unknown = hosted().call("GET", "/api/v1/nothing");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.error_code(), "not_found");
  const Answered method = hosted().call("DELETE", kConnectors);
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(method.error_code(), "method_not_allowed");
  EXPECT_THAT(method.header("allow"), HasSubstr("POST"));
}

TEST_F(ApiHosted, TakesOverOnlyHarmlessRequestIds) {
  EXPECT_EQ(hosted().call("GET", "/healthz", {}, {{"X-Request-Id", "mine-1"}}).header("x-request-id"),
            "mine-1");
  EXPECT_NE(hosted().call("GET", "/healthz", {}, {{"X-Request-Id", "<b>"}}).header("x-request-id"), "<b>");
  EXPECT_EQ(hosted().call("GET", "/nowhere", {}, {{"X-Request-Id", "mine-2"}}).header("x-request-id"),
            "mine-2");
}

TEST_F(ApiHosted, WantsABearerTokenThatIsGood) {
  for (const std::string_view token : {"", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."}) {
    const Answered refused = hosted().call_as(token, "GET", kConnectors);
    EXPECT_EQ(refused.status, 401) << token;
    EXPECT_EQ(refused.error_code(), "unauthorized") << token;
    EXPECT_EQ(refused.header("www-authenticate"), R"(Bearer error="invalid_token")");
    EXPECT_EQ(refused.text_of("detail").find("eyJ"), std::string::npos);
  }
  std::string forged = hosted().token();
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  forged[forged.size() / 2] = forged[forged.size() / 2] == 'A' ? 'B' : 'A';
  EXPECT_EQ(hosted().call_as(forged, "GET", kConnectors).status, 401);
  const Answered basic = hosted().send("GET", hosted().server().url() + std::string(kConnectors), "",
                                       {{"Authorization", "Basic eDp5"}});
  EXPECT_EQ(basic.status, 401);
}

TEST_F(ApiHosted, KnowsKindsOfTokensAndRoles) {
  const std::string scoped = hosted().scoped_token("kinds");
  const Answered minted = hosted().call_as(scoped, "POST", "/api/v1/account/applications/scoped-token",
                                           json(R"({"workspace_name": "kinds"})"));
  EXPECT_EQ(minted.status, 403);
  EXPECT_THAT(minted.text_of("detail"), HasSubstr("requires an application token"));
  EXPECT_EQ(hosted().call("GET", "/api/v1/account/applications/scoped-token/info").status, 403);
  const std::string reader = hosted().token_in(hosted().set_up().organization_id, platform::Role::reader);
  EXPECT_EQ(hosted().call_as(reader, "GET", kConnectors).status, 200);
  const Answered created = hosted().call_as(reader, "POST", kConnectors, hosted().create_body("kinds"));
  EXPECT_EQ(created.status, 403);
  EXPECT_THAT(created.text_of("detail"), HasSubstr("operator"));
  const std::string worker = hosted().token_in(hosted().set_up().organization_id, platform::Role::operator_);
  EXPECT_EQ(hosted().call_as(worker, "GET", "/api/v1/tool-calls").status, 403);
}

TEST_F(ApiHosted, RefusesBodiesThatAreNotJson) {
  const std::string url = hosted().server().url() + std::string(kConnectors);
  const std::string bearer = "Bearer " + hosted().token();
  const auto post = [&](std::string body, std::string type) {
    HttpHeaders headers{{"Authorization", bearer}};
    if (!type.empty()) headers.emplace_back("Content-Type", std::move(type));
    Answered answer = hosted().send("POST", url, std::move(body), std::move(headers));
    EXPECT_EQ(contract_fault("POST", kConnectors, answer), "");
    return answer;
  };
  EXPECT_EQ(post("a=b", "application/x-www-form-urlencoded").status, 415);
  EXPECT_EQ(post("{}", "application/json; charset=latin1").status, 415);
  EXPECT_EQ(post("{}", "application/json; charset=UTF-8").status, 422);
  EXPECT_EQ(post("", "application/json").error_code(), "missing");
  EXPECT_EQ(post("{", "application/json").error_code(), "value_error.json");
  EXPECT_EQ(post("[]", "application/json").error_code(), "value_error.type");
  EXPECT_EQ(post("\"\xC3\x28\"", "application/json").error_code(), "value_error.json");
  EXPECT_EQ(post(std::string("{\"name\": \"a\0b\"}", 15), "application/json").error_code(),
            "value_error.json");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "{\"a\":";
  EXPECT_EQ(post(deep, "application/json").error_code(), "value_error.json");
  const Answered large = post(std::string(2 * 1024 * 1024, ' '), "application/json");
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(large.error_code(), "payload_too_large");
}

TEST_F(ApiHosted, NamesEveryFieldAtFault) {
  const Answered refused = hosted().call("POST", kConnectors, json(R"({"connector_type": 7, "name": ["x"],
      "replication_config": {"start_date": 1}, "entities": [{"entity": 5}]})"));
  EXPECT_EQ(refused.status, 422);
  std::vector<std::string> fields;
  for (const Json& each : *refused.at("errors").as_array()) fields.emplace_back(each.text_of("field"));
  EXPECT_THAT(fields, testing::UnorderedElementsAre("connector_type", "name", "replication_config.start_date",
                                                    "entities.0.entity"));
}

TEST_F(ApiHosted, ChecksQueriesAndPaths) {
  EXPECT_EQ(hosted().call("GET", "/api/v1/workspaces?limit=0").field(), "limit");
  EXPECT_EQ(hosted().call("GET", "/api/v1/workspaces?limit=many").status, 422);
  EXPECT_EQ(hosted().call("GET", "/api/v1/workspaces?status=gone").error_code(), "value_error.enum");
  EXPECT_EQ(hosted().call("GET", "/api/v1/workspaces?limit=5&limit=6").error_code(), "value_error.repeated");
  EXPECT_EQ(hosted().call("GET", "/api/v1/workspaces?limit=5&limit=5").status, 200);
  EXPECT_EQ(hosted().call("GET", "/api/v1/integrations/connectors/x'%20OR%201=1").status, 422);
  EXPECT_EQ(hosted().call("GET", fmt::format("{}/{}", kConnectors, kNobody)).error_code(),
            "connector_not_found");
}

TEST_F(ApiHosted, RefusesOrganizationsThatAreNone) {
  EXPECT_EQ(hosted().call("GET", kConnectors, {}, {{"X-Organization-Id", "mine"}}).status, 403);
  EXPECT_EQ(hosted().call("GET", kConnectors, {}, {{"X-Organization-Id", std::string(kNobody)}}).status, 403);
  EXPECT_EQ(hosted()
                .call("GET", kConnectors, {}, {{"X-Organization-Id", hosted().set_up().organization_id}})
                .status,
            200);
}

TEST_F(ApiHosted, AnswersEveryAliasLikeItsOwnPath) {
  for (const Operation& operation : Contract::own().operations()) {
    if (operation.id == "getMetrics") continue;
    for (std::string path : operation.paths) {
      for (std::size_t at = path.find('{'); at != path.npos; at = path.find('{'))
        path.replace(at, path.find('}') - at + 1, kNobody);
      const Answered answer = hosted().call_as("", operation.method, path);
      const bool open = operation.token == TokenNeed::none;
      EXPECT_TRUE(open ? answer.status != 401 && answer.status != 404 : answer.status == 401)
          << operation.method << " " << path << " " << answer.status;
      EXPECT_NE(answer.status, 405) << path;
    }
  }
}

TEST_F(ApiHosted, TellsWhetherItIsWell) {
  EXPECT_EQ(hosted().call_as("", "GET", "/healthz").text_of("status"), "ok");
  EXPECT_EQ(hosted().call_as("", "GET", "/readyz").status, 200);
  const Answered contract = hosted().call_as("", "GET", "/openapi.json");
  EXPECT_EQ(contract.at("servers").as_array()->front().text_of("url"), hosted().server().url());
  const Answered metrics = hosted().call_as("", "GET", "/metrics");
  EXPECT_THAT(metrics.text,
              HasSubstr(R"(tiktok_marketing_http_requests_total{operation="getHealth",status="200"})"));
  EXPECT_THAT(metrics.text, HasSubstr("tiktok_marketing_http_open_connections"));
}

TEST_F(ApiHosted, HasCorsOffUnlessConfigured) {
  const Answered answer = hosted().call("GET", "/healthz", {}, {{"Origin", "https://app.example.com"}});
  EXPECT_EQ(answer.header("access-control-allow-origin"), "");
  EXPECT_EQ(hosted()
                .send("OPTIONS", hosted().server().url() + "/healthz", "",
                      {{"Origin", "https://app.example.com"}, {"Access-Control-Request-Method", "GET"}})
                .status,
            405);
}

TEST(Api, AnswersBrowsersOfAllowedOrigins) {
  TestServer server(
      {.server = [](HostedServerOptions& options) { options.cors_origins = {"https://app.example.com"}; }});
  const auto ask = [&](std::string origin) {
    return server.send("OPTIONS", server.server().url() + std::string(kConnectors), "",
                       {{"Origin", std::move(origin)}, {"Access-Control-Request-Method", "POST"}});
  };
  EXPECT_EQ(ask("https://app.example.com").status, 204);
  EXPECT_EQ(ask("https://app.example.com").header("access-control-allow-origin"), "https://app.example.com");
  EXPECT_EQ(ask("https://evil.example.com").header("access-control-allow-origin"), "");
  const Answered answer = server.call("GET", kConnectors, {}, {{"Origin", "https://app.example.com"}});
  EXPECT_EQ(answer.header("access-control-allow-origin"), "https://app.example.com");
  EXPECT_THAT(answer.header("access-control-expose-headers"), HasSubstr("Retry-After"));
}

TEST(Api, LimitsCallsOfAnApplication) {
  TestServer server(
      {.platform = [](platform::PlatformOptions& options) { options.application_rate_per_minute = 3; }});
  Answered answer;
  for (int i = 0; i < 3; ++i) answer = server.call("GET", kConnectors);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("x-ratelimit-limit"), "3");
  EXPECT_EQ(answer.header("x-ratelimit-remaining"), "0");
  answer = server.call("GET", kConnectors);
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.error_code(), "rate_limited");
  EXPECT_GE(std::stoi(answer.header("retry-after")), 1);
  EXPECT_EQ(server.call("GET", "/healthz").status, 200);
}

TEST(Api, KeepsItsMetricsForThoseWithTheToken) {
  TestServer server({.server = [](HostedServerOptions& options) { options.metrics_token = Secret("m-1"); }});
  EXPECT_EQ(server.call_as("", "GET", "/metrics").status, 401);
  EXPECT_EQ(server.call_as("m-2", "GET", "/metrics").status, 401);
  EXPECT_EQ(server.call_as("m-1", "GET", "/metrics").status, 200);
}

TEST(Api, BelievesItsProxyAboutTheCaller) {
  TestServer server({.server = [](HostedServerOptions& options) { options.behind_proxy = true; }});
  auto application = server.platform().directory().snapshot()->applications.at(server.set_up().client_id);
  application.ip_allow = {"203.0.113.0/24"};
  ASSERT_TRUE(server.platform().directory().update_application(application).has_value());
  EXPECT_EQ(server.call("GET", kConnectors).error_code(), "ip_not_allowed");
  EXPECT_EQ(server.call("GET", kConnectors, {}, {{"X-Forwarded-For", "203.0.113.9, 198.51.100.1"}}).status,
            403);
  EXPECT_EQ(server.call("GET", kConnectors, {}, {{"X-Forwarded-For", "198.51.100.1, 203.0.113.9"}}).status,
            200);
}

}  // namespace
}  // namespace tiktok_marketing::server
