#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "server/test_server.hpp"

namespace tiktok_marketing::server {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kNobody = "00000000-0000-4000-8000-000000000000";

std::string at(std::string_view id, std::string_view rest) {
  return fmt::format("/api/v1/integrations/connectors/{}{}", id, rest);
}

/// One server that replicates, for all tests of this suite.
class StoreRoutes : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    TestServer::Wishes wishes;
    wishes.with_syncs = true;
    server_ = std::make_unique<TestServer>(wishes);
  }
  static void TearDownTestSuite() { server_.reset(); }
  static TestServer& hosted() { return *server_; }

  static std::string synced(std::string_view workspace) {
    std::string id = hosted().create(workspace);
    until_ready(id);
    return id;
  }
  static void until_ready(const std::string& id) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(120);
    while (true) {
      const Answered store = hosted().call("GET", at(id, "/context-store"));
      if (store.text_of("status") == "ready" && store.at("running_job_id").is_null()) return;
      ASSERT_LT(std::chrono::steady_clock::now(), end) << store.text;
      std::this_thread::yield();
    }
  }
  static Answered ask(const std::string& id, std::string_view entity, std::string_view action,
                      std::string_view params, std::string_view token = {}) {
    return hosted().execute(
        id, fmt::format(R"({{"entity": "{}", "action": "{}", "params": {}}})", entity, action, params),
        token);
  }
  static const Json& rows_of(const Answered& answer) {
    static const Json kNothing{Json::Array{}};
    const Json* rows = answer.at("result").find("data");
    EXPECT_NE(rows, nullptr) << answer.text;
    return rows == nullptr ? kNothing : *rows;
  }

 private:
  static inline std::unique_ptr<TestServer> server_;
};

TEST_F(StoreRoutes, ShowWhereReplicationStands) {
  const std::string id = synced("shown");
  const Answered store = hosted().call("GET", at(id, "/context-store"));
  EXPECT_EQ(store.text_of("refresh"), "1h");
  EXPECT_EQ(store.text_of("start_date"), "2026-01-01");
  std::int64_t rows = 0;
  for (const Json& entity : *store.at("entities").as_array()) {
    EXPECT_TRUE(*entity.find("ready_for_search")->as_bool()) << entity.dump();
    rows += *entity.find("rows")->as_int();
  }
  EXPECT_GT(rows, 100);
  const Answered connector = hosted().call("GET", at(id, ""));
  EXPECT_EQ(connector.at("sync").text_of("status"), "ready");
  EXPECT_EQ(connector.at("sync").text_of("last_status"), "succeeded") << connector.text;
  EXPECT_FALSE(connector.at("sync").find("lag_s")->is_null());
  const std::string inspected = hosted().call("GET", at(id, "/inspect")).text;
  EXPECT_THAT(inspected, HasSubstr("\"ready_for_search\":true"));
  EXPECT_THAT(inspected, HasSubstr(R"({"entity":"campaigns","suggested":true})"));
  EXPECT_THAT(inspected, HasSubstr(R"({"entity":"audiences","suggested":false})"));
  const std::string credentials =
      fmt::format("/api/v1/organizations/{}/credentials", hosted().set_up().organization_id);
  EXPECT_THAT(hosted().call("GET", credentials).text, HasSubstr("\"context_store_status\":\"ready\""));
}

TEST_F(StoreRoutes, AnswerFromTheStore) {
  const std::string id = synced("asked");
  const Answered found = ask(id, "campaigns", "search", R"({"query": {}})");
  ASSERT_EQ(found.status, 200) << found.text;
  EXPECT_EQ(found.at("connector_metadata").text_of("source"), "context_store");
  EXPECT_GT(rows_of(found).as_array()->size(), 1U);
  const Answered sums = ask(id, "advertisers_reports_daily", "context_store_aggregate",
                            R"({"metrics": ["spend"], "date_range": "last_7_days"})");
  ASSERT_EQ(sums.status, 200) << sums.text;
  EXPECT_FALSE(rows_of(sums).as_array()->empty());
  const Answered sql = ask(id, "campaigns", "context_store_sql_query",
                           R"({"sql": "SELECT count(*) AS n FROM campaigns WHERE deleted_at IS NULL"})");
  ASSERT_EQ(sql.status, 200) << sql.text;
  EXPECT_EQ(rows_of(sql).as_array()->front().find("n")->dump(),
            std::to_string(rows_of(found).as_array()->size()));
  const Answered wrong = ask(id, "campaigns", "search", R"({"query": {"filter": {"eq": {"nam": 1}}}})");
  EXPECT_EQ(wrong.status, 400) << wrong.text;
  EXPECT_EQ(wrong.error_code(), "invalid_query");
  EXPECT_EQ(wrong.first_error().find("details")->text_of("path"), "/query/filter/eq/nam");
  EXPECT_FALSE(wrong.first_error().find("details")->find("allowed")->as_array()->empty());
  EXPECT_EQ(
      ask(id, "campaigns", "context_store_sql_query", R"({"sql": "DROP TABLE campaigns"})").error_code(),
      "invalid_query");
}

// SQL names its tables itself: a list of entities restricts those, whatever entity the call is about.
TEST_F(StoreRoutes, RestrictSqlToTheEntitiesThatArePermitted) {
  const std::string id = synced("restricted");
  ASSERT_EQ(hosted().call("PUT", at(id, ""), json(R"({"allowed_entities": ["campaigns"]})")).status, 200);
  const auto sql = [&](std::string_view entity, std::string_view text) {
    return ask(id, entity, "context_store_sql_query", fmt::format(R"({{"sql": "{}"}})", text));
  };
  for (const std::string_view entity : {"campaigns", "advertisers"})
    EXPECT_EQ(sql(entity, "SELECT campaign_id FROM campaigns LIMIT 1").status, 200) << entity;
  const Answered refused = sql("campaigns", "SELECT * FROM campaigns JOIN ads_raw USING (id)");
  EXPECT_EQ(refused.status, 403) << refused.text;
  EXPECT_EQ(refused.error_code(), "forbidden");
  EXPECT_THAT(refused.text, HasSubstr("\"campaigns\""));
  EXPECT_THAT(refused.text, Not(HasSubstr("advertisers")));
  EXPECT_EQ(ask(id, "ads", "search", "{}").status, 403);
}

TEST_F(StoreRoutes, CountRowsInTheAuditLog) {
  const std::string id = synced("audited");
  const std::size_t found = rows_of(ask(id, "campaigns", "search", R"({"query": {}})")).as_array()->size();
  ask(id, "campaigns", "context_store_aggregate", R"({"metrics": ["rows"], "group_by": ["campaign_id"]})");
  ask(id, "campaigns", "context_store_sql_query", R"({"sql": "SELECT 1 AS one FROM campaigns LIMIT 2"})");
  ask(id, "campaigns", "search", R"({"query": {"filter": {"eq": {"campaign_id": "1"}}}})");
  ASSERT_TRUE(hosted().platform().audit().flush());
  const Answered log = hosted().call("GET", "/api/v1/tool-calls?connector_id=" + id);
  std::vector<std::int64_t> counts;
  for (const Json& each : *log.at("data").as_array()) counts.push_back(each.int_of("row_count").value_or(-1));
  const auto many = static_cast<std::int64_t>(found);
  EXPECT_THAT(counts, testing::ElementsAre(0, 2, many, many)) << log.text;
}

TEST_F(StoreRoutes, StartFollowAndListSyncs) {
  const std::string id = synced("on demand");
  const Answered started = hosted().call("POST", at(id, "/sync"), json(R"({"entities": ["campaigns"]})"));
  ASSERT_EQ(started.status, 202) << started.text;
  const std::string job = started.text_of("job_id");
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(120);
  Answered followed;
  do {
    followed = hosted().call("GET", "/api/v1/jobs/" + job);
    ASSERT_LT(std::chrono::steady_clock::now(), end) << followed.text;
  } while (followed.at("finished_at").is_null());
  EXPECT_EQ(followed.text_of("kind"), "sync");
  EXPECT_EQ(followed.text_of("status"), "succeeded") << followed.text;
  EXPECT_NE(followed.at("details").find("entities"), nullptr) << followed.text;

  const Answered first = hosted().call("GET", at(id, "/syncs?limit=1"));
  ASSERT_EQ(first.at("data").as_array()->size(), 1U) << first.text;
  EXPECT_EQ(first.at("data").as_array()->front().text_of("job_id"), job);
  const std::string next = first.text_of("next");
  const Answered second = hosted().call("GET", next.substr(next.find("/api/v1")));
  EXPECT_EQ(second.at("data").as_array()->front().text_of("kind"), "initial") << second.text;
  EXPECT_TRUE(second.at("next").is_null()) << second.text;

  EXPECT_EQ(hosted().call("POST", at(id, "/sync"), json(R"({"entities": ["campains"]})")).error_code(),
            "value_error");
  EXPECT_EQ(hosted().call("POST", at(id, "/sync"), json(R"({"entitys": []})")).status, 422);
  EXPECT_EQ(hosted().call("GET", at(id, "/syncs?cursor=zzz")).error_code(), "invalid_cursor");
}

TEST(StoreRoutesWithoutReplication, SaySo) {
  TestServer server;
  const std::string id = server.create("no copy");
  EXPECT_EQ(server.call("POST", at(id, "/sync")).error_code(), "context_store_disabled");
  EXPECT_EQ(server.call("GET", at(id, "/context-store")).text_of("status"), "loading");
  EXPECT_EQ(server.call("GET", at(id, "/syncs")).at("data"), Json(Json::Array{}));
}

TEST_F(StoreRoutes, SetUpAStore) {
  const std::string id = synced("set up");
  const auto put = [&](std::string_view body) {
    return hosted().call("PUT", at(id, "/context-store"), json(body));
  };
  EXPECT_EQ(put(R"({"refresh": "0 */2 * * *"})").text_of("refresh"), "0 */2 * * *");
  for (const std::string_view wrong : {R"({"refresh": "10s"})", R"({"refresh": "now and then"})"}) {
    EXPECT_EQ(put(wrong).status, 422);
    EXPECT_EQ(put(wrong).field(), "refresh");
  }
  EXPECT_EQ(put(R"({"enabled": "yes"})").status, 422);
  const Answered off = put(R"({"enabled": false})");
  EXPECT_EQ(off.text_of("status"), "disabled") << off.text;
  EXPECT_EQ(ask(id, "ads", "search", R"({"query": {}})").error_code(), "context_store_disabled");
  while (hosted().call("GET", at(id, "/context-store")).at("bytes") != Json(0)) std::this_thread::yield();
  put(R"({"enabled": true, "entities": [{"entity": "campaigns"}]})");
  until_ready(id);
  EXPECT_EQ(hosted().call("GET", at(id, "")).at("entities").as_array()->size(), 1U);
  const Answered unread = ask(id, "ads", "search", R"({"query": {}})");
  EXPECT_EQ(unread.status, 409) << unread.text;
  EXPECT_EQ(unread.error_code(), "context_store_not_ready");
  EXPECT_EQ(unread.first_error().find("details")->text_of("status"), "ready") << unread.text;
  EXPECT_EQ(put(R"({"entities": null})").status, 200);
  EXPECT_TRUE(hosted().call("GET", at(id, "")).at("entities").is_null());
}

TEST_F(StoreRoutes, BelongToTheirTenant) {
  const std::string id = synced("tenant");
  const std::string elsewhere = hosted().token_elsewhere();
  for (const auto& [method, rest] : std::vector<std::pair<std::string, std::string>>{
           {"POST", "/sync"}, {"GET", "/syncs"}, {"GET", "/context-store"}}) {
    EXPECT_EQ(hosted().call_as(elsewhere, method, at(id, rest)).error_code(), "connector_not_found") << rest;
    EXPECT_EQ(hosted().call(method, at(kNobody, rest)).status, 404) << rest;
  }
  EXPECT_EQ(
      hosted().call_as(elsewhere, "PUT", at(id, "/context-store"), json(R"({"enabled": false})")).status,
      404);
  EXPECT_EQ(ask(id, "campaigns", "search", R"({"query": {}})", elsewhere).error_code(),
            "connector_not_found");
  hosted().create("another tenant");
  const std::string scoped = hosted().scoped_token("another tenant");
  for (const auto& [method, rest] : std::vector<std::pair<std::string, std::string>>{
           {"POST", "/sync"}, {"GET", "/syncs"}, {"GET", "/context-store"}}) {
    EXPECT_EQ(hosted().call_as(scoped, method, at(id, rest)).error_code(), "forbidden") << rest;
  }
  EXPECT_EQ(ask(id, "campaigns", "search", R"({"query": {}})", scoped).error_code(), "forbidden");
  const std::string reader = hosted().token_in(hosted().set_up().organization_id, platform::Role::reader);
  EXPECT_EQ(hosted().call_as(reader, "POST", at(id, "/sync")).error_code(), "forbidden");
  EXPECT_EQ(hosted().call_as(reader, "GET", at(id, "/context-store")).status, 200);
}

TEST_F(StoreRoutes, AskSeveralCustomersAtOnce) {
  synced("customer one");
  synced("customer two");
  const auto aggregate = [&](std::string_view body, std::string_view token = {}) {
    return hosted().call_as(token.empty() ? std::string_view(hosted().token()) : token, "POST",
                            "/api/v1/context-store/aggregate", json(body));
  };
  const Answered two = aggregate(R"({"entity": "advertisers_reports_daily",
      "customers": ["customer one", "customer two"], "params": {"metrics": ["spend"], "date_range": "last_7_days"}})");
  ASSERT_EQ(two.status, 200) << two.text;
  EXPECT_THAT(two.text, HasSubstr("\"customer\":\"customer one\""));
  EXPECT_THAT(two.text, HasSubstr("\"customer\":\"customer two\""));
  EXPECT_THAT(two.text, HasSubstr("\"finality\""));
  const Answered rated = aggregate(R"({"entity": "advertisers_reports_daily", "customers": ["customer one"],
      "params": {"metrics": ["spend"], "date_range": "last_7_days",
                 "rates": {"to": "USD", "rates": {"EUR": 1.1, "JPY": 0.0065, "GBP": 1.3}}}})");
  ASSERT_EQ(rated.status, 200) << rated.text;
  EXPECT_THAT(rated.at("meta").find("rates")->dump(), HasSubstr("0.0065"));
  EXPECT_EQ(
      aggregate(
          R"({"entity": "advertisers_reports_daily", "customers": "all", "params": {"metrics": ["spend"]}})")
          .status,
      200);
  EXPECT_EQ(
      aggregate(
          R"({"entity": "advertisers_reports_daily", "customers": ["who"], "params": {"metrics": ["spend"]}})")
          .error_code(),
      "workspace_not_found");
  EXPECT_EQ(aggregate(R"({"entity": "nothing", "params": {"metrics": ["spend"]}})").error_code(),
            "unknown_entity");
  EXPECT_EQ(
      aggregate(R"({"entity": "ads", "params": {"group_by": ["ad_id"], "metrics": ["rows"]}})").error_code(),
      "invalid_query");
  const Answered refused =
      aggregate(R"({"entity": "advertisers_reports_daily", "params": {"metrics": ["spend"]}})",
                hosted().scoped_token("customer one"));
  EXPECT_EQ(refused.status, 403);

  ASSERT_TRUE(hosted().platform().audit().flush());
  const Answered log = hosted().call("GET", "/api/v1/tool-calls?action=context_store_aggregate");
  const Json& last = log.at("data").as_array()->front();
  EXPECT_EQ(last.text_of("error_code"), "invalid_query") << "the last one that got as far as the stores";
  const auto with_rows = [](const Json& each) {
    return each.text_of("connector_id").empty() && each.int_of("row_count").value_or(0) >= 2;
  };
  EXPECT_TRUE(std::ranges::any_of(*log.at("data").as_array(), with_rows)) << log.text;
}

TEST_F(StoreRoutes, CountWhatReplicationDoes) {
  const std::string id = synced("counted");
  const std::string text = hosted().send("GET", hosted().server().url() + "/metrics", "", {}).text;
  for (const std::string_view name : {"sync_lag_seconds", "sync_rows", "sync_runs", "sync_failures"})
    EXPECT_THAT(text, HasSubstr(fmt::format("tiktok_marketing_{}{{connector_id=\"{}\"}}", name, id)));
  EXPECT_THAT(text, HasSubstr("tiktok_marketing_sync_runs_total{result=\"good\"}"));
  EXPECT_THAT(text, Not(HasSubstr("\"counted\"")));
}

}  // namespace
}  // namespace tiktok_marketing::server
