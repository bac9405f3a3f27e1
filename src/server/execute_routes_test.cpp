#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/test_server.hpp"

namespace tiktok_marketing::server {
namespace {

using testing::HasSubstr;
using testing::Not;

class ExecuteRoutes : public Hosted {
 protected:
  static void SetUpTestSuite() {
    Hosted::SetUpTestSuite();
    connector_ = hosted().create("execute");
  }
  static Answered execute(std::string_view body) { return hosted().execute(connector_, body); }
  static Answered list(std::string_view entity, std::string_view params) {
    return execute(fmt::format(R"({{"entity": "{}", "action": "list", "params": {}}})", entity, params));
  }
  static const std::string& advertiser() { return hosted().access().advertiser_ids.front(); }
  static inline std::string connector_;
};

TEST_F(ExecuteRoutes, AnswersInTheEnvelopeOfAllEras) {
  const Answered answer = execute(hosted().list_body("campaigns"));
  ASSERT_EQ(answer.status, 200) << answer.text;
  EXPECT_EQ(answer.text_of("status"), "success");
  ASSERT_NE(answer.at("result").as_array(), nullptr);
  EXPECT_FALSE(answer.at("result").as_array()->front().text_of("campaign_id").empty());
  const Json& meta = answer.at("connector_metadata");
  EXPECT_EQ(meta.find("page_info")->int_of("page"), 1);
  EXPECT_EQ(*meta.find("has_next_page"), *meta.find("has_more"));
  EXPECT_NE(meta.find("end_cursor"), nullptr);
  EXPECT_EQ(answer.at("execution_metadata").text_of("connector_instance_id"), connector_);
  EXPECT_TRUE(answer.at("execution_metadata").int_of("execution_time_ms").has_value());
}

TEST_F(ExecuteRoutes, WorksUnderEveryPathItEverHad) {
  for (const std::string_view path :
       {"/api/v1/integrations/connectors/{}/execute", "/v1/integrations/connectors/{}/execute",
        "/api/v1/connectors/instances/{}/execute", "/api/v1/connectors/sources/{}/execute"}) {
    const Answered answer =
        hosted().call("POST", fmt::format(fmt::runtime(path), connector_), json(hosted().list_body("ads")));
    EXPECT_EQ(answer.status, 200) << path;
  }
}

TEST_F(ExecuteRoutes, ContinuesWhereItsCursorSays) {
  const Answered first =
      list("campaigns", fmt::format(R"({{"advertiser_id": "{}", "page_size": 1}})", advertiser()));
  const Json& meta = first.at("connector_metadata");
  ASSERT_EQ(*meta.find("has_next_page"), Json(true)) << first.text;
  const Answered second =
      list("campaigns", fmt::format(R"({{"advertiser_id": "{}", "page_size": 1, "cursor": "{}"}})",
                                    advertiser(), meta.text_of("end_cursor")));
  ASSERT_EQ(second.status, 200) << second.text;
  EXPECT_NE(first.at("result"), second.at("result"));
}

TEST_F(ExecuteRoutes, AcceptsNullWhereAKeyIsOptional) {
  const Answered answer =
      execute(R"({"entity": "advertisers", "action": "list", "params": null, "select_fields": null,
      "exclude_fields": null, "skip_truncation": null, "intent": null})");
  EXPECT_EQ(answer.status, 200) << answer.text;
  EXPECT_EQ(answer.at("result").as_array()->size(), hosted().access().advertiser_ids.size());
  EXPECT_EQ(execute(R"({"entity": "advertisers", "action": "list", "params": {"limit": 1}})")
                .at("result")
                .as_array()
                ->size(),
            1U);
}

TEST_F(ExecuteRoutes, ChecksAndDescribes) {
  const Answered check = execute(R"({"entity": "*", "action": "check", "params": {}})");
  ASSERT_EQ(check.status, 200) << check.text;
  EXPECT_EQ(check.at("result").text_of("status"), "healthy");
  EXPECT_EQ(check.at("result").text_of("checked_entity"), "advertisers");
  const Answered described = execute(R"({"entity": "", "action": "describe"})");
  ASSERT_EQ(described.status, 200);
  const Json& entity = described.at("result").find("entities")->as_array()->front();
  for (const std::string_view key : {"name", "entity_name", "description", "stream_name", "actions",
                                     "available_actions", "parameters", "fields", "context_store"})
    EXPECT_NE(entity.find(key), nullptr) << key;
  EXPECT_EQ(described.at("result").text_of("default_read_action"), "list");
}

TEST_F(ExecuteRoutes, KeepsAndLeavesOutFields) {
  const std::string body = hosted().list_body("campaigns");
  Json picky = json(body);
  picky.set("select_fields", json(R"(["campaign_id", "nothing"])"));
  const Answered selected = execute(picky.dump());
  EXPECT_EQ(selected.at("result").as_array()->front().as_object()->size(), 1U) << selected.text;
  Json rest = json(body);
  rest.set("exclude_fields", json(R"(["campaign_id"])"));
  const Answered excluded = execute(rest.dump());
  EXPECT_EQ(excluded.at("result").as_array()->front().find("campaign_id"), nullptr);
  EXPECT_NE(excluded.at("result").as_array()->front().find("advertiser_id"), nullptr);
}

TEST_F(ExecuteRoutes, SaysHowToCorrectACall) {
  const Answered entity = execute(R"({"entity": "campaings", "action": "list"})");
  EXPECT_EQ(entity.status, 400);
  EXPECT_EQ(entity.error_code(), "unknown_entity");
  EXPECT_THAT(entity.text_of("detail"), HasSubstr("campaigns"));
  EXPECT_FALSE(entity.first_error().find("details")->find("allowed")->as_array()->empty());
  EXPECT_EQ(execute(R"({"entity": "ads", "action": "lst"})").error_code(), "unknown_action");
  EXPECT_EQ(list("ads", R"({"page_sise": 3})").error_code(), "invalid_parameter");
  EXPECT_EQ(list("ads", R"({"page_sise": 3})").field(), "page_sise");
  EXPECT_EQ(list("campaigns", "{}").error_code(), "missing_parameter");
  EXPECT_EQ(list("campaigns", R"({"cursor": "zzz"})").error_code(), "invalid_cursor");
  for (const std::string_view body :
       {R"({"action": "list"})", R"({"entity": "ads"})", R"({"entity": 1, "action": "list"})",
        R"({"entity": "ads", "action": "list", "params": []})"})
    EXPECT_EQ(execute(body).status, 422) << body;
  Json wordy = json(hosted().list_body("ads"));
  wordy.set("intent", std::string(513, 'x'));
  EXPECT_EQ(execute(wordy.dump()).field(), "intent");
}

TEST_F(ExecuteRoutes, AnswersStoreActionsThatThereIsNone) {
  for (const std::string_view action : {"search", "context_store_search", "context_store_sql_query"}) {
    const Answered answer =
        execute(fmt::format(R"({{"entity": "ads", "action": "{}", "params": {{"query": {{}}}}}})", action));
    EXPECT_EQ(answer.status, 409) << answer.text;
    EXPECT_EQ(answer.error_code(), "context_store_not_ready");
  }
}

TEST_F(ExecuteRoutes, KeepsToTheFence) {
  Json body = hosted().create_body("fenced");
  body.set("replication_config", json(fmt::format(R"({{"advertiser_ids": ["{}"]}})", advertiser())));
  const std::string id = hosted().call("POST", "/api/v1/integrations/connectors", body).text_of("id");
  EXPECT_EQ(hosted().execute(id, hosted().list_body("campaigns")).status, 200);
  const Answered outside = hosted().execute(
      id, fmt::format(R"({{"entity": "campaigns", "action": "list", "params": {{"advertiser_id": "{}"}}}})",
                      hosted().access().advertiser_ids[1]));
  EXPECT_EQ(outside.status, 403) << outside.text;
}

TEST_F(ExecuteRoutes, IsForKnownConnectorsOnly) {
  for (const std::string_view id : {"00000000-0000-4000-8000-000000000000", "x", "x%27%20OR%201=1--"})
    EXPECT_EQ(hosted().execute(id, hosted().list_body("ads")).error_code(), "connector_not_found") << id;
}

TEST_F(ExecuteRoutes, TellsTikToksRefusalFromItsOwn) {
  Json body = hosted().create_body("refused");
  body.set("credentials", json(fmt::format(R"({{"access_token": "{}"}})", hosted().access().revoked_token)));
  const std::string id =
      hosted().call("POST", "/api/v1/integrations/connectors?validate=false", body).text_of("id");
  const Answered refused = hosted().execute(id, hosted().list_body("campaigns"));
  EXPECT_EQ(refused.status, 424);
  EXPECT_EQ(refused.error_code(), "upstream_authentication_failed");
  EXPECT_EQ(refused.first_error().find("details")->find("upstream")->int_of("tiktok_code"), 40105);
  EXPECT_THAT(refused.text, Not(HasSubstr(hosted().access().revoked_token)));
}

TEST_F(ExecuteRoutes, WritesTheAuditLog) {
  Json body = json(hosted().list_body("audiences"));
  body.set("intent", "count our audiences");
  const Answered good =
      hosted().call("POST", fmt::format("/api/v1/integrations/connectors/{}/execute", connector_), body,
                    {{"X-Session-Id", "s-1"}, {"X-Request-Id", "audit-1"}});
  ASSERT_EQ(good.status, 200) << good.text;
  EXPECT_EQ(list("audiences", R"({"page_sise": 3})").status, 400);
  ASSERT_TRUE(hosted().platform().audit().flush().has_value());
  const Answered log =
      hosted().call("GET", fmt::format("/api/v1/tool-calls?connector_id={}&entity=audiences", connector_));
  ASSERT_EQ(log.at("data").as_array()->size(), 2U) << log.text;
  const Json& failed = log.at("data").as_array()->front();
  EXPECT_EQ(failed.text_of("status"), "error");
  EXPECT_EQ(failed.text_of("error_code"), "invalid_parameter");
  EXPECT_EQ(failed.int_of("http_status"), 400);
  const Json& worked = log.at("data").as_array()->back();
  EXPECT_EQ(worked.text_of("status"), "success");
  EXPECT_EQ(worked.text_of("intent"), "count our audiences");
  EXPECT_EQ(worked.text_of("session_id"), "s-1");
  EXPECT_EQ(worked.text_of("request_id"), "audit-1");
  EXPECT_EQ(worked.int_of("row_count"), static_cast<std::int64_t>(good.at("result").as_array()->size()));
  EXPECT_FALSE(worked.text_of("upstream_request_id").empty());
  EXPECT_EQ(worked.text_of("workspace_id"),
            hosted().call("GET", "/api/v1/integrations/connectors/" + connector_).text_of("workspace_id"));
  EXPECT_THAT(log.text, Not(HasSubstr(hosted().access().access_token)));
  for (const std::string_view query : {"status=error", "from=2099-01-01", "until=2020-01-01T00:00:00Z",
                                       "action=check", "workspace_name=execute"}) {
    const Answered part = hosted().call("GET", fmt::format("/api/v1/tool-calls?entity=audiences&{}", query));
    const std::size_t expected = query.starts_with("status") ? 1 : query.starts_with("workspace") ? 2 : 0;
    EXPECT_EQ(part.at("data").as_array()->size(), expected) << query;
  }
  EXPECT_EQ(hosted().call("GET", "/api/v1/tool-calls?from=yesterday").field(), "from");
}

TEST(Execute, RefusesAnswersThatAreTooLarge) {
  TestServer server({.platform = [](platform::PlatformOptions& options) { options.max_result_bytes = 500; }});
  const Answered answer = server.execute(server.create("large"), server.list_body("campaigns"));
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(answer.error_code(), "result_too_large");
  const Json details = *answer.first_error().find("details");
  EXPECT_EQ(details.int_of("limit"), 500);
  EXPECT_GT(details.int_of("bytes"), 500);
}

TEST(Execute, LimitsCallsOfAConnector) {
  TestServer server(
      {.platform = [](platform::PlatformOptions& options) { options.connector_rate_per_minute = 2; }});
  const std::string id = server.create("limited");
  EXPECT_EQ(server.execute(id, server.list_body("ads")).header("x-ratelimit-limit"), "2");
  EXPECT_EQ(server.execute(id, server.list_body("ads")).header("x-ratelimit-remaining"), "0");
  const Answered limited = server.execute(id, server.list_body("ads"));
  EXPECT_EQ(limited.status, 429);
  EXPECT_EQ(limited.error_code(), "rate_limited");
  EXPECT_GE(std::stoi(limited.header("retry-after")), 1);
}

TEST(Execute, MapsTikToksFailures) {
  TestServer server(
      {.faults_json = R"([{"path": "/ad/get/", "action": {"code": 40001, "message": "no permission"}},
      {"path": "/adgroup/get/", "action": {"code": 40002, "message": "no such field"}}])"});
  const std::string id = server.create("failing", "?validate=false");
  const Answered forbidden = server.execute(id, server.list_body("ads"));
  EXPECT_EQ(forbidden.status, 424) << forbidden.text;
  EXPECT_EQ(forbidden.error_code(), "upstream_permission_denied");
  const Answered wrong = server.execute(id, server.list_body("ad_groups"));
  EXPECT_EQ(wrong.status, 400) << wrong.text;
  EXPECT_EQ(wrong.error_code(), "upstream_invalid_request");
  EXPECT_EQ(wrong.first_error().find("details")->find("upstream")->text_of("tiktok_message"),
            "no such field");
}

TEST(Execute, CutsLongTextsOnlyWhenAsked) {
  TestServer server({.faults_json = fmt::format(R"([{{"path": "/campaign/get/", "action":
      {{"replace": {{"find": "\"campaign_name\":\"", "with": "\"campaign_name\":\"{}"}}}}}}])",
                                                std::string(5'000, 'x'))});
  const std::string id = server.create("long texts", "?validate=false");
  Json body = json(server.list_body("campaigns"));
  const auto longest = [&] {
    const Answered answer = server.execute(id, body.dump());
    EXPECT_EQ(answer.status, 200) << answer.text;
    std::size_t size = 0;
    for (const Json& row : *answer.at("result").as_array())
      size = std::max(size, row.text_of("campaign_name").size());
    EXPECT_EQ(answer.at("connector_metadata").find("truncated") != nullptr, size < 5'000) << answer.text;
    return size;
  };
  EXPECT_GT(longest(), 5'000U);
  body.set("skip_truncation", false);
  EXPECT_LT(longest(), 2'100U);
}

TEST(Execute, GivesUpCallsToTikTokWhenTheServerStops) {
  TestServer server({.faults_json = R"([{"path": "/ad/get/", "action": {"no_answer": true}}])"});
  const std::string id = server.create("stopped", "?validate=false");
  std::thread caller([&] {
    const Answered answer = server.execute(id, server.list_body("ads"));
    EXPECT_EQ(answer.status, 503) << answer.text;
    EXPECT_EQ(answer.error_code(), "cancelled");
  });
  while (server.platform().execution().live_connectors() == 0) std::this_thread::yield();
  const auto began = std::chrono::steady_clock::now();
  server.server().stop(std::chrono::milliseconds{300});
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{10});
  caller.join();
}

}  // namespace
}  // namespace tiktok_marketing::server
