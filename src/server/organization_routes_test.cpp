#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/test_server.hpp"

namespace tiktok_marketing::server {
namespace {

using testing::HasSubstr;
using testing::Not;

using OrganizationRoutes = Hosted;

TEST_F(OrganizationRoutes, ListWhereTheCallerMayAct) {
  (void)hosted().platform().directory().create_organization("not mine").value();
  const Answered own = hosted().call("GET", "/api/v1/organizations");
  ASSERT_EQ(own.at("data").as_array()->size(), 1U);
  EXPECT_EQ(own.at("data").as_array()->front().text_of("id"), hosted().set_up().organization_id);
  EXPECT_EQ(own.at("data").as_array()->front().text_of("role"), "admin");
  const Answered account = hosted().call("GET", "/api/v1/internal/account/organizations");
  const Json& item = account.at("organizations").as_array()->front();
  EXPECT_EQ(item.text_of("id"), hosted().set_up().organization_id);
  EXPECT_FALSE(item.text_of("first_workspace_id").empty());
}

TEST_F(OrganizationRoutes, SetAWebhookAndShowItsSecretOnce) {
  const std::string path = fmt::format("/api/v1/organizations/{}/webhook", hosted().set_up().organization_id);
  const Answered set = hosted().call("PUT", path, json(R"({"url": "http://127.0.0.1:9/hook"})"));
  ASSERT_EQ(set.status, 200) << set.text;
  EXPECT_FALSE(set.text_of("signing_secret").empty());
  EXPECT_EQ(set.header("cache-control"), "no-store");
  EXPECT_THAT(hosted().call("GET", "/api/v1/organizations").text,
              Not(HasSubstr(set.text_of("signing_secret"))));
  EXPECT_EQ(hosted().call("PUT", path, json(R"({"url": "ftp://example.com"})")).status, 422);
  const Answered off = hosted().call("PUT", path, json(R"({"url": null})"));
  EXPECT_TRUE(off.at("url").is_null());
  EXPECT_TRUE(off.at("signing_secret").is_null());
  EXPECT_EQ(hosted().call("PUT", path, json("{}")).error_code(), "missing");
  EXPECT_EQ(hosted().call_as(hosted().token_elsewhere(), "PUT", path, json(R"({"url": null})")).status, 403);
}

TEST_F(OrganizationRoutes, NarrowWhatAnApplicationMayDo) {
  const std::string& organization = hosted().set_up().organization_id;
  const auto made = hosted()
                        .platform()
                        .directory()
                        .create_application("narrow", {{organization, platform::Role::operator_}})
                        .value();
  const std::string token = hosted().token_of(made.client_id, std::string(made.client_secret.reveal()));
  const std::string path = "/api/v1/applications/" + made.client_id;
  const std::string connector = hosted().create("narrowed");
  const Answered changed = hosted().call(
      "PATCH", path,
      json(R"({"allowed_entities": ["ads"], "allowed_actions": ["list"], "oauth_callback": "secret_id"})"));
  ASSERT_EQ(changed.status, 200) << changed.text;
  EXPECT_EQ(changed.text_of("oauth_callback"), "secret_id");
  EXPECT_EQ(changed.text_of("role"), "operator");
  EXPECT_EQ(hosted().call("GET", path).body, changed.body);
  EXPECT_EQ(hosted().execute(connector, hosted().list_body("ads"), token).status, 200);
  EXPECT_EQ(hosted().execute(connector, hosted().list_body("campaigns"), token).status, 403);
  EXPECT_EQ(hosted().execute(connector, hosted().list_body("campaigns")).status, 200);
  EXPECT_EQ(hosted().call("PATCH", path, json(R"({"ip_allow": ["10.0.0.0/99"]})")).status, 422);
  EXPECT_EQ(hosted().call("PATCH", path, json(R"({"ip_allow": ["10.0.0.0/8"]})")).status, 200);
  EXPECT_EQ(hosted().call_as(token, "GET", "/api/v1/workspaces").error_code(), "ip_not_allowed");
  EXPECT_THAT(hosted().call("GET", "/api/v1/applications").text, HasSubstr(made.client_id));
  EXPECT_EQ(hosted().call_as(hosted().token_elsewhere(), "GET", path).status, 404);
  EXPECT_EQ(hosted().call("GET", "/api/v1/applications/nobody").status, 404);
}

TEST_F(OrganizationRoutes, LeaveApplicationsOfSeveralOrganizationsToTheOperator) {
  auto& directory = hosted().platform().directory();
  const auto other = directory.create_organization("second home").value();
  const auto made =
      directory
          .create_application("both", {{hosted().set_up().organization_id, platform::Role::reader},
                                       {other.id, platform::Role::admin}})
          .value();
  EXPECT_EQ(
      hosted().call("PATCH", "/api/v1/applications/" + made.client_id, json(R"({"name": "mine"})")).status,
      403);
}

}  // namespace
}  // namespace tiktok_marketing::server
