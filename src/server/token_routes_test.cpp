#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/test_server.hpp"

namespace tiktok_marketing::server {
namespace {

using testing::HasSubstr;

using TokenRoutes = Hosted;

Json client(const std::string& id, std::string_view secret) {
  Json out;
  out.set("client_id", id);
  out.set("client_secret", secret);
  return out;
}

std::string unbase64(std::string_view text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  EXPECT_EQ(text.size() % 4, 0U);
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text.substr(0, text.find('='))) {
    bits = bits << 6 | static_cast<unsigned>(kAlphabet.find(c));
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xFF);
  }
  return out;
}

TEST_F(TokenRoutes, ExchangesASecretForATokenUnderEveryPath) {
  Json body = client(hosted().set_up().client_id, hosted().set_up().client_secret.reveal());
  body.set("grant-type", "client_credentials");
  for (const std::string_view path :
       {"/api/v1/account/applications/token", "/api/v1/applications/token", "/v1/applications/token",
        "/api/public/v1/applications/token", "/v1/account/applications/token"}) {
    const Answered answer = hosted().call_as("", "POST", path, body);
    ASSERT_EQ(answer.status, 200) << path << answer.text;
    EXPECT_EQ(answer.text_of("token_type"), "bearer");
    EXPECT_EQ(answer.at("expires_in"), Json(900));
    EXPECT_EQ(answer.text_of("organization_id"), hosted().set_up().organization_id);
    EXPECT_EQ(answer.header("cache-control"), "no-store");
    EXPECT_EQ(hosted().call_as(answer.text_of("access_token"), "GET", "/api/v1/workspaces").status, 200);
  }
}

TEST_F(TokenRoutes, RefusesWrongSecrets) {
  const Answered wrong = hosted().call_as("", "POST", "/api/v1/account/applications/token",
                                          client(hosted().set_up().client_id, "wrong"));
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.error_code(), "invalid_client");
  EXPECT_EQ(wrong.text.find("wrong\""), std::string::npos);
  EXPECT_EQ(hosted().call_as("", "POST", "/api/v1/account/applications/token", client("nobody", "x")).status,
            401);
  EXPECT_EQ(hosted()
                .call_as("", "POST", "/api/v1/account/applications/token", json(R"({"client_id": "x"})"))
                .field(),
            "client_secret");
}

TEST_F(TokenRoutes, BindsTheTokenToTheOrganizationAskedFor) {
  const Json body = client(hosted().set_up().client_id, hosted().set_up().client_secret.reveal());
  const auto other = hosted().platform().directory().create_organization("elsewhere").value();
  EXPECT_EQ(hosted()
                .call_as("", "POST", "/api/v1/account/applications/token", body,
                         {{"X-Organization-Id", hosted().set_up().organization_id}})
                .status,
            200);
  EXPECT_EQ(
      hosted()
          .call_as("", "POST", "/api/v1/account/applications/token", body, {{"X-Organization-Id", other.id}})
          .status,
      403);
}

TEST_F(TokenRoutes, AsksWhichOrganizationIsMeant) {
  auto& directory = hosted().platform().directory();
  const auto one = directory.create_organization("one").value();
  const auto two = directory.create_organization("two").value();
  const auto made =
      directory
          .create_application("both", {{one.id, platform::Role::reader}, {two.id, platform::Role::reader}})
          .value();
  const std::string token = hosted().token_of(made.client_id, std::string(made.client_secret.reveal()));
  const Answered ambiguous = hosted().call_as(token, "GET", "/api/v1/workspaces");
  EXPECT_EQ(ambiguous.status, 400);
  EXPECT_EQ(ambiguous.error_code(), "organization_ambiguous");
  EXPECT_THAT(ambiguous.text_of("message"), HasSubstr("specify target organization"));
  EXPECT_EQ(hosted().call_as(token, "GET", "/api/v1/workspaces", {}, {{"X-Organization-Id", two.id}}).status,
            200);
  EXPECT_EQ(hosted()
                .call_as(token, "GET", "/api/v1/workspaces", {},
                         {{"X-Organization-Id", hosted().set_up().organization_id}})
                .status,
            403);
}

TEST_F(TokenRoutes, MakesScopedTokensUnderEveryNameOfTheTenant) {
  int count = 0;
  for (const std::string_view path : {"/api/v1/account/applications/scoped-token",
                                      "/api/v1/embedded/scoped-token", "/v1/embedded/scoped-token"}) {
    for (const std::string_view name : {"workspace_name", "customer_name", "external_user_id"}) {
      Json body;
      const std::string tenant = fmt::format("scoped {}", ++count);
      body.set(name, tenant);
      body.set("region_id", nullptr);
      const Answered answer = hosted().call("POST", path, body);
      ASSERT_EQ(answer.status, 200) << answer.text;
      const Answered info =
          hosted().call_as(answer.text_of("token"), "GET", "/api/v1/account/applications/scoped-token/info");
      EXPECT_EQ(info.text_of("workspace_name"), tenant);
      EXPECT_EQ(info.text_of("customer_name"), tenant);
      EXPECT_EQ(info.text_of("external_user_id"), tenant);
      EXPECT_EQ(info.text_of("organization_id"), hosted().set_up().organization_id);
    }
  }
  EXPECT_EQ(hosted().call("POST", "/api/v1/account/applications/scoped-token", json("{}")).status, 422);
}

TEST_F(TokenRoutes, RefusesTwoTenantsAtOnce) {
  const Answered answer = hosted().call("POST", "/api/v1/account/applications/scoped-token",
                                        json(R"({"workspace_name": "one", "customer_name": "two"})"));
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.field(), "customer_name");
  EXPECT_EQ(hosted()
                .call("POST", "/api/v1/account/applications/scoped-token",
                      json(R"({"workspace_name": "one", "customer_name": "One"})"))
                .status,
            200);
}

TEST_F(TokenRoutes, MakesWidgetTokensThatOldReadersUnderstand) {
  for (const std::string_view body :
       {R"({"workspace_name": "widget", "allowed_origin": "https://app.example.com"})",
        R"({"externalUserId": "widget", "allowedOrigin": "https://app.example.com"})"}) {
    const Answered answer = hosted().call("POST", "/api/v1/account/applications/widget-token", json(body));
    ASSERT_EQ(answer.status, 200) << answer.text;
    const Json widget = json(unbase64(answer.text_of("token")));
    const std::string url(widget.text_of("widgetUrl"));
    EXPECT_THAT(url, HasSubstr("workspaceId="));
    EXPECT_THAT(url, HasSubstr("allowedOrigin=https%3A%2F%2Fapp.example.com"));
    const Answered info =
        hosted().call_as(widget.text_of("token"), "GET", "/api/v1/account/applications/scoped-token/info");
    EXPECT_THAT(url, HasSubstr(info.text_of("workspace_id")));
  }
  for (const std::string_view origin : {"https://app.example.com/", "https://*.example.com",
                                        "app.example.com", "javascript://x", "https://a.example\\n"}) {
    Json body = json(R"({"workspace_name": "widget"})");
    body.set("allowed_origin", origin);
    EXPECT_EQ(hosted().call("POST", "/api/v1/embedded/widget-token", body).field(), "allowed_origin")
        << origin;
  }
}

TEST_F(TokenRoutes, ForgetsTokensOfARevokedApplication) {
  auto& directory = hosted().platform().directory();
  const auto made =
      directory.create_application("gone", {{hosted().set_up().organization_id, platform::Role::admin}})
          .value();
  const std::string token = hosted().token_of(made.client_id, std::string(made.client_secret.reveal()));
  Json body = json(R"({"workspace_name": "gone"})");
  const std::string scoped =
      hosted().call_as(token, "POST", "/api/v1/account/applications/scoped-token", body).text_of("token");
  EXPECT_EQ(hosted().call_as(scoped, "GET", "/api/v1/account/applications/scoped-token/info").status, 200);
  ASSERT_TRUE(directory.revoke_application(made.client_id).has_value());
  EXPECT_EQ(hosted().call_as(token, "GET", "/api/v1/workspaces").status, 401);
  EXPECT_EQ(hosted().call_as(scoped, "GET", "/api/v1/account/applications/scoped-token/info").status, 401);
  EXPECT_EQ(hosted()
                .call_as("", "POST", "/api/v1/account/applications/token",
                         client(made.client_id, made.client_secret.reveal()))
                .status,
            401);
}

}  // namespace
}  // namespace tiktok_marketing::server
