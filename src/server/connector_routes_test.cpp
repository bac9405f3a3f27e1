#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/test_server.hpp"

namespace tiktok_marketing::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

using ConnectorRoutes = Hosted;

constexpr std::string_view kConnectors = "/api/v1/integrations/connectors";
constexpr std::string_view kNobody = "00000000-0000-4000-8000-000000000000";

std::string at(std::string_view id, std::string_view rest = {}) {
  return fmt::format("{}/{}{}", kConnectors, id, rest);
}

TEST_F(ConnectorRoutes, CreatesAsTheCurlFlowOfTheOriginalDoes) {
  const Answered made = hosted().call("POST", kConnectors, hosted().create_body("curl flow"));
  ASSERT_EQ(made.status, 200) << made.text;
  EXPECT_EQ(made.text_of("name"), "main");
  EXPECT_EQ(made.text_of("status"), "ok");
  EXPECT_EQ(made.text_of("workspace_name"), "curl flow");
  EXPECT_EQ(made.at("replication_config").text_of("start_date"), "2026-01-01");
  EXPECT_EQ(made.at("source_template").text_of("source_definition_id"), platform::kDefinitionId);
  EXPECT_THAT(made.text, Not(HasSubstr(hosted().access().access_token)));
  const Answered read = hosted().call("GET", at(made.text_of("id")));
  EXPECT_EQ(read.body, made.body);
}

TEST_F(ConnectorRoutes, CreatesAsThePackageOfTheOriginalDoes) {
  Json body = hosted().create_body("package");
  body.erase("connector_type");
  body.erase("replication_config");
  body.set("definition_id", platform::kDefinitionId);
  body.set("source_template_id", nullptr);
  const Answered made = hosted().call("POST", "/v1/integrations/connectors?validate=false", body);
  ASSERT_EQ(made.status, 200) << made.text;
  EXPECT_EQ(made.at("replication_config").text_of("start_date"), "2016-09-01");
  const Answered found = hosted().call(
      "GET", fmt::format("{}?customer_name=package&definition_id={}", kConnectors, platform::kDefinitionId));
  ASSERT_EQ(found.at("data").as_array()->size(), 1U) << found.text;
  EXPECT_EQ(found.at("data").as_array()->front().text_of("id"), made.text_of("id"));
}

TEST_F(ConnectorRoutes, KnowsItsTypeInAnySpelling) {
  for (const std::string_view type :
       {"tiktok-marketing", "TikTok Marketing", "tiktok_marketing", " TIKTOK-Marketing "}) {
    Json body = hosted().create_body("spelling");
    body.set("connector_type", type);
    EXPECT_EQ(hosted().call("POST", at("").substr(0, kConnectors.size()), body).status, 200) << type;
  }
  Json body = hosted().create_body("spelling");
  body.set("connector_type", "github");
  EXPECT_EQ(hosted().call("POST", kConnectors, body).error_code(), "definition_not_found");
  body.erase("connector_type");
  const Answered none = hosted().call("POST", kConnectors, body);
  EXPECT_EQ(none.status, 422);
  EXPECT_EQ(none.text_of("message"),
            "Value error, One of connector_type, definition_id, or source_template_id must be provided");
  EXPECT_EQ(none.first_error().text_of("message"), none.text_of("message"));
  EXPECT_EQ(none.field(), "body");
  EXPECT_EQ(none.error_code(), "value_error");
  body.set("source_template_id", kNobody);
  EXPECT_EQ(hosted().call("POST", kConnectors, body).error_code(), "template_not_found");
}

TEST_F(ConnectorRoutes, RefusesCredentialsOfAnotherShape) {
  for (const std::string_view credentials :
       {R"({"api_key": "k"})", R"({"token": "t"})", R"({})", R"({"access_token": ""})",
        R"({"access_token": "t", "secret": "s"})", R"({"access_token": 7})"}) {
    Json body = hosted().create_body("shapes");
    body.set("credentials", json(credentials));
    const Answered refused = hosted().call("POST", kConnectors, body);
    EXPECT_EQ(refused.status, 400) << credentials;
    EXPECT_THAT(refused.text_of("message"),
                HasSubstr("Token authentication isn't available for this connector"));
    EXPECT_THAT(refused.text_of("message"), HasSubstr("Credentials do not match any auth scheme"));
    EXPECT_THAT(refused.text_of("detail"), HasSubstr("access_token"));
    EXPECT_EQ(refused.field(), "credentials");
  }
}

TEST_F(ConnectorRoutes, NamesTheWrongDateAndUnknownKeys) {
  Json body = hosted().create_body("dates");
  body.set("replication_config", json(R"({"start_date": "01.02.2026"})"));
  const Answered date = hosted().call("POST", kConnectors, body);
  EXPECT_EQ(date.status, 422);
  EXPECT_EQ(date.field(), "replication_config.start_date");
  body.set("replication_config", json(R"({"start_date": "2026-01-01", "sart_date": "x"})"));
  EXPECT_EQ(hosted().call("POST", kConnectors, body).status, 422);
  body.set("replication_config", json(R"({"advertiser_ids": ["one"]})"));
  EXPECT_THAT(hosted().call("POST", kConnectors, body).field(),
              HasSubstr("replication_config.advertiser_ids"));
  body.set("replication_config", nullptr);
  body.set("entities", json(R"([{"entity": "campaings"}])"));
  const Answered entity = hosted().call("POST", kConnectors, body);
  EXPECT_EQ(entity.field(), "entities.0.entity");
  EXPECT_THAT(entity.text_of("detail"), HasSubstr("Did you mean campaigns?"));
}

TEST_F(ConnectorRoutes, TriesTheTokenBeforeItIsStored) {
  Json body = hosted().create_body("tried");
  body.set("credentials", json(fmt::format(R"({{"access_token": "{}"}})", hosted().access().revoked_token)));
  const Answered refused = hosted().call("POST", kConnectors, body);
  EXPECT_EQ(refused.status, 424) << refused.text;
  EXPECT_EQ(refused.error_code(), "upstream_authentication_failed");
  EXPECT_EQ(hosted().call("POST", std::string(kConnectors) + "?validate=false", body).status, 200);
}

TEST_F(ConnectorRoutes, GivesTheSameConnectorForTheSameKey) {
  const Json body = hosted().create_body("idempotent");
  const Answered one = hosted().call("POST", kConnectors, body, {{"Idempotency-Key", "k-1"}});
  const Answered two = hosted().call("POST", kConnectors, body, {{"Idempotency-Key", "k-1"}});
  EXPECT_EQ(one.text_of("id"), two.text_of("id"));
  EXPECT_NE(hosted().call("POST", kConnectors, body).text_of("id"), one.text_of("id"));
}

TEST_F(ConnectorRoutes, ListsByEveryNameOfTheTenantAndUnderTheOldPaths) {
  const std::string id = hosted().create("listed");
  const std::string workspace = hosted().call("GET", at(id)).text_of("workspace_id");
  for (const std::string& query : {std::string("workspace_name=listed"), std::string("customer_name=listed"),
                                   std::string("external_user_id=LISTED"), "workspace_id=" + workspace,
                                   "workspace_id=" + workspace + "&customer_name=listed"}) {
    const Answered found = hosted().call("GET", fmt::format("{}?{}", kConnectors, query));
    ASSERT_EQ(found.status, 200) << query << found.text;
    ASSERT_EQ(found.at("data").as_array()->size(), 1U) << query;
    const Json& item = found.at("data").as_array()->front();
    EXPECT_EQ(item.text_of("id"), id);
    EXPECT_EQ(item.find("summarized_source_template")->text_of("connector_name"), "tiktok-marketing");
    EXPECT_EQ(item.find("summarized_source_template")->text_of("actor_definition_id"),
              platform::kDefinitionId);
  }
  for (const std::string_view path :
       {"/api/v1/connectors/instances_for_user", "/v1/connectors/connectors_for_user"}) {
    const Answered found = hosted().call(
        "GET", fmt::format("{}?external_user_id=listed&definition_id={}", path, platform::kDefinitionId));
    for (const std::string_view key : {"instances", "connectors", "data"})
      EXPECT_EQ(found.at(key).as_array()->front().text_of("id"), id);
  }
  EXPECT_EQ(hosted()
                .call("GET", fmt::format("{}?customer_name=listed&definition_id={}", kConnectors, kNobody))
                .at("data"),
            Json(Json::Array{}));
  EXPECT_EQ(hosted()
                .call("GET", fmt::format("{}?workspace_id={}&customer_name=other", kConnectors, workspace))
                .status,
            422);
  EXPECT_EQ(hosted()
                .call("GET", fmt::format("{}?customer_name=listed&name=MAIN&status=ok&limit=1", kConnectors))
                .at("data")
                .as_array()
                ->size(),
            1U);
}

TEST_F(ConnectorRoutes, ListsInPagesWhenAsked) {
  for (int i = 0; i < 3; ++i) hosted().create("paged");
  std::string next = fmt::format("{}?workspace_name=paged&limit=2", kConnectors);
  std::vector<std::string> ids;
  int pages = 0;
  while (!next.empty() && pages++ < 5) {
    const Answered page = hosted().call("GET", next);
    for (const Json& item : *page.at("data").as_array()) ids.emplace_back(item.text_of("id"));
    next = page.text_of("next");
  }
  EXPECT_EQ(pages, 2);
  EXPECT_EQ(ids.size(), 3U);
}

TEST_F(ConnectorRoutes, ChangesWhatIsGivenAndKeepsTheRest) {
  const std::string id = hosted().create("changed");
  const Answered renamed =
      hosted().call("PATCH", at(id), json(R"({"name": "renamed", "replication_config": null})"));
  EXPECT_EQ(renamed.text_of("name"), "renamed");
  EXPECT_EQ(renamed.at("replication_config").text_of("start_date"), "2026-01-01");
  const Answered narrowed = hosted().call(
      "PUT", at(id),
      json(R"({"entities": [{"entity": "ads"}], "allowed_entities": ["ads"], "paused": true})"));
  EXPECT_EQ(narrowed.at("entities").as_array()->front().text_of("entity"), "ads");
  EXPECT_EQ(narrowed.text_of("status"), "paused");
  EXPECT_EQ(hosted().execute(id, hosted().list_body("campaigns")).status, 403);
  EXPECT_EQ(hosted().execute(id, hosted().list_body("ads")).status, 200);
  const Answered cleared =
      hosted().call("PUT", at(id), json(R"({"entities": [], "allowed_entities": [], "paused": false})"));
  EXPECT_TRUE(cleared.at("entities").is_null());
  EXPECT_EQ(hosted().execute(id, hosted().list_body("campaigns")).status, 200);
  EXPECT_EQ(hosted().call("PUT", at(id), json(R"({"replication_config": {"start_date": "x"}})")).field(),
            "replication_config.start_date");
  EXPECT_EQ(hosted().call("PUT", at(kNobody), json("{}")).status, 404);
}

TEST_F(ConnectorRoutes, KeepsTheFenceWhenOnlyTheStartDateChanges) {
  const std::string id = hosted().create("fenced");
  const Answered changed =
      hosted().call("PATCH", at(id), json(R"({"replication_config": {"start_date": "2025-06-01"}})"));
  EXPECT_EQ(changed.at("replication_config").text_of("start_date"), "2025-06-01");
  ASSERT_NE(changed.at("replication_config").find("advertiser_ids"), nullptr);
  const std::string stranger =
      R"({"entity": "campaigns", "action": "list", "params": {"advertiser_id": "7000000000000000001"}})";
  EXPECT_EQ(hosted().execute(id, stranger).status, 403);
}

TEST_F(ConnectorRoutes, ReplacesTheTokenForAllThatShareIt) {
  Json body = hosted().create_body("shared");
  const Answered first = hosted().call("POST", kConnectors, body);
  body.erase("credentials");
  body.set("credential_id", first.text_of("credential_id"));
  const Answered second = hosted().call("POST", kConnectors, body);
  ASSERT_EQ(second.status, 200) << second.text;
  const std::string path = "/api/v1/credentials/" + first.text_of("credential_id");
  const auto credentials = [](const std::string& token) {
    return json(fmt::format(R"({{"credentials": {{"access_token": "{}"}}}})", token));
  };
  EXPECT_EQ(hosted().call("PUT", path, credentials(hosted().access().revoked_token)).status, 424);
  EXPECT_EQ(hosted().execute(second.text_of("id"), hosted().list_body("campaigns")).status, 200);
  EXPECT_EQ(
      hosted().call("PUT", path + "?validate=false", credentials(hosted().access().revoked_token)).status,
      200);
  for (const Answered* each : {&first, &second})
    EXPECT_EQ(hosted().execute(each->text_of("id"), hosted().list_body("campaigns")).status, 424);
  EXPECT_EQ(hosted().call("PUT", path, credentials(hosted().access().access_token)).status, 200);
  EXPECT_EQ(hosted().execute(first.text_of("id"), hosted().list_body("campaigns")).status, 200);
  EXPECT_EQ(hosted().call("PUT", path, json(R"({"credentials": {"key": "x"}})")).status, 400);
}

TEST_F(ConnectorRoutes, DeletesWithAJobThatCanBeFollowed) {
  const std::string id = hosted().create("deleted");
  const Answered gone = hosted().call("DELETE", at(id));
  EXPECT_EQ(gone.status, 202);
  EXPECT_EQ(gone.text_of("id"), id);
  EXPECT_FALSE(gone.text_of("deleted_at").empty());
  const Answered job = hosted().call("GET", "/api/v1/jobs/" + gone.text_of("job_id"));
  EXPECT_EQ(job.text_of("status"), "succeeded");
  EXPECT_EQ(hosted().call("GET", at(id)).status, 404);
  EXPECT_EQ(hosted().execute(id, hosted().list_body("campaigns")).error_code(), "connector_not_found");
  EXPECT_EQ(hosted().call("DELETE", at(id)).status, 404);
  EXPECT_EQ(hosted().call("GET", fmt::format("/api/v1/jobs/{}", kNobody)).error_code(), "job_not_found");
}

TEST_F(ConnectorRoutes, WritesDownWhoChangedWhat) {
  const Answered made =
      hosted().call("POST", kConnectors, hosted().create_body("traced"), {{"X-Request-Id", "trace-1"}});
  hosted().call("PATCH", at(made.text_of("id")), json(R"({"name": "traced"})"));
  hosted().call("DELETE", at(made.text_of("id")));
  ASSERT_TRUE(hosted().platform().audit().flush().has_value());
  std::vector<std::string> changes;
  std::string log;
  ASSERT_TRUE(hosted()
                  .platform()
                  .audit()
                  .export_lines([&](std::string_view line) {
                    log += line;
                    const Json entry = json(line);
                    if (entry.text_of("target") == made.text_of("id"))
                      changes.emplace_back(entry.text_of("what"));
                  })
                  .has_value());
  EXPECT_THAT(changes, ElementsAre("connector.created", "connector.updated", "connector.deleted"));
  EXPECT_THAT(log, HasSubstr("trace-1"));
  EXPECT_THAT(log, HasSubstr(hosted().set_up().client_id));
}

TEST_F(ConnectorRoutes, ChecksSettingsWithoutStoringThem) {
  const Answered good =
      hosted().call("POST", std::string(kConnectors) + "/check", hosted().create_body("checked"));
  EXPECT_EQ(good.text_of("status"), "succeeded") << good.text;
  EXPECT_FALSE(good.at("entity_check_results").as_array()->empty());
  Json body = hosted().create_body("checked");
  body.set("credentials", json(fmt::format(R"({{"access_token": "{}"}})", hosted().access().revoked_token)));
  const Answered bad = hosted().call("POST", std::string(kConnectors) + "/check", body);
  EXPECT_EQ(bad.status, 200);
  EXPECT_EQ(bad.text_of("status"), "failed");
  EXPECT_EQ(bad.at("failure_reason").text_of("failure_type"), "config_error");
  EXPECT_THAT(bad.text, Not(HasSubstr(hosted().access().revoked_token)));
  body.set("credentials", json(fmt::format(R"({{"access_token": "{}"}})", hosted().access().no_scope_token)));
  const Answered partly = hosted().call("POST", std::string(kConnectors) + "/check", body);
  EXPECT_EQ(partly.text_of("status"), "succeeded");
  std::vector<std::string> failed;
  for (const Json& each : *partly.at("entity_check_results").as_array()) {
    if (each.text_of("status") == "failed") failed.emplace_back(each.text_of("entity"));
  }
  EXPECT_THAT(failed, ElementsAre("creative_assets_images", "creative_assets_videos"));
  EXPECT_EQ(hosted().call("GET", fmt::format("{}?workspace_name=checked", kConnectors)).at("data").as_array(),
            nullptr);
}

TEST_F(ConnectorRoutes, ChecksWhatIsStored) {
  const std::string id = hosted().create("stored");
  const Answered good = hosted().call("POST", at(id, "/check"));
  EXPECT_EQ(good.text_of("status"), "succeeded") << good.text;
  EXPECT_EQ(good.text_of("id"), id);
  EXPECT_EQ(hosted().call("POST", at(id, "/check"), json(R"({"entities": []})")).status, 200);
  const Answered proposed =
      hosted().call("POST", at(id, "/check"), json(R"({"replication_config": {"advertiser_ids": ["7"]}})"));
  EXPECT_EQ(proposed.text_of("status"), "failed") << proposed.text;
  EXPECT_EQ(hosted().call("GET", at(id)).text_of("status"), "ok");
  EXPECT_EQ(hosted().call("POST", at(kNobody, "/check")).status, 404);
}

TEST_F(ConnectorRoutes, ShowsHowItIsSetUp) {
  const std::string id = hosted().create("inspected");
  const Answered shown = hosted().call("GET", at(id, "/inspect"));
  EXPECT_EQ(shown.text_of("docs_skill_id"), "connector-source:" + id);
  EXPECT_EQ(shown.at("warnings"), Json(Json::Array{}));
  const Json* readiness = shown.body.find("context_store_readiness");
  ASSERT_NE(readiness, nullptr);
  EXPECT_EQ(readiness->find("configured_cache_entities")->as_array()->size(),
            readiness->find("supported_context_store_entities")->as_array()->size());
}

TEST_F(ConnectorRoutes, ListsCredentialsWithTheStateOfTheirStore) {
  const std::string id = hosted().create("credentials");
  const std::string path =
      fmt::format("/api/v1/organizations/{}/credentials", hosted().set_up().organization_id);
  const Answered all = hosted().call("GET", path + "?limit=1000");
  const auto total = static_cast<std::size_t>(*all.at("total").as_int());
  EXPECT_EQ(all.at("data").as_array()->size(), total);
  EXPECT_THAT(all.text, HasSubstr(id));
  EXPECT_EQ(hosted().call("GET", fmt::format("{}?offset={}", path, total)).at("data"), Json(Json::Array{}));
  EXPECT_EQ(hosted().call("GET", fmt::format("/api/v1/organizations/{}/credentials", kNobody)).status, 403);
}

TEST_F(ConnectorRoutes, HidesConnectorsOfOtherTenants) {
  const std::string id = hosted().create("mine");
  const Answered mine = hosted().call("GET", at(id));
  const std::string elsewhere = hosted().token_elsewhere();
  for (const auto& [method, rest] : std::vector<std::pair<std::string, std::string>>{
           {"GET", ""}, {"DELETE", ""}, {"GET", "/inspect"}, {"POST", "/check"}, {"GET", "/syncs"}}) {
    EXPECT_EQ(hosted().call_as(elsewhere, method, at(id, rest)).error_code(), "connector_not_found") << rest;
  }
  EXPECT_EQ(hosted().call_as(elsewhere, "PUT", at(id), json(R"({"name": "stolen"})")).status, 404);
  EXPECT_EQ(hosted().execute(id, hosted().list_body("campaigns"), elsewhere).status, 404);
  EXPECT_EQ(hosted().call_as(elsewhere, "GET", kConnectors).at("data"), Json(Json::Array{}));
  EXPECT_EQ(hosted()
                .call_as(elsewhere, "PUT", "/api/v1/credentials/" + mine.text_of("credential_id"),
                         json(R"({"credentials": {"access_token": "x"}})"))
                .status,
            404);
  EXPECT_EQ(hosted().call_as(elsewhere, "GET", "/api/v1/workspaces/" + mine.text_of("workspace_id")).status,
            404);

  const std::string neighbour = hosted().scoped_token("neighbour");
  EXPECT_EQ(hosted().call_as(neighbour, "GET", at(id)).status, 403);
  EXPECT_EQ(hosted().execute(id, hosted().list_body("campaigns"), neighbour).status, 403);
  EXPECT_EQ(hosted().call_as(neighbour, "GET", std::string(kConnectors) + "?customer_name=mine").status, 403);
  EXPECT_EQ(hosted().call_as(neighbour, "POST", kConnectors, hosted().create_body("mine")).status, 403);
  EXPECT_EQ(hosted().call_as(neighbour, "GET", kConnectors).at("data"), Json(Json::Array{}));
  Json own = hosted().create_body("neighbour");
  own.erase("customer_name");
  EXPECT_EQ(hosted().call_as(neighbour, "POST", kConnectors, own).text_of("workspace_name"), "neighbour");
}

TEST(Connectors, WithoutAdvertisersTellTheWaysOut) {
  TestServer server({.with_tiktok_app = false});
  Json body = server.create_body("none");
  body.erase("replication_config");
  const Answered made = server.call("POST", kConnectors, body);
  ASSERT_EQ(made.status, 200) << made.text;
  EXPECT_EQ(made.text_of("status"), "needs_advertisers");
  EXPECT_FALSE(made.text_of("hint").empty());
  const Answered listed = server.execute(made.text_of("id"), server.list_body("campaigns"));
  EXPECT_EQ(listed.status, 200) << listed.text;
}

}  // namespace
}  // namespace tiktok_marketing::server
