#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/test_server.hpp"

namespace tiktok_marketing::server {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class OauthRoutes : public Hosted {
 protected:
  static constexpr std::string_view kConnectors = "/api/v1/integrations/connectors";

  static Answered initiate(std::string_view workspace, std::string_view more = "{}",
                           std::string_view token = {}) {
    Json body = json(more);
    body.set("customer_name", workspace);
    if (body.find("connector_type") == nullptr) body.set("connector_type", "Tiktok-Marketing");
    if (body.find("redirect_url") == nullptr)
      body.set("redirect_url", "https://app.example.com/done?user_id=7");
    return hosted().call_as(token.empty() ? std::string_view(hosted().token()) : token, "POST",
                            "/api/v1/integrations/connectors/oauth/initiate", body);
  }
  /// What TikTok's page does when the user decides: the address of our callback, with code and state.
  static std::string decide(const std::string& consent_url, std::string_view decision) {
    const auto question = consent_url.find('?');
    std::string form = consent_url.substr(question + 1) + "&decision=" + std::string(decision);
    for (const std::string& id : hosted().access().advertiser_ids) form += "&advertiser_id=" + id;
    const Answered answer = hosted().send("POST", consent_url.substr(0, question), form,
                                          {{"Content-Type", "application/x-www-form-urlencoded"}});
    EXPECT_EQ(answer.status, 302) << answer.text;
    return answer.header("location");
  }
  static std::string decide(const Answered& started, std::string_view decision) {
    EXPECT_EQ(started.status, 200) << started.text;
    return decide(started.text_of("consent_url"), decision);
  }
  /// Goes back to our callback as a browser does, and returns where it is sent then.
  static Answered come_back(const std::string& callback) {
    EXPECT_THAT(callback, StartsWith(hosted().server().url() + "/api/v1/oauth/callback?"));
    return hosted().call_as("", "GET", callback.substr(hosted().server().url().size()));
  }
  static std::string query_of(const Answered& redirect, std::string_view name) {
    const std::string location = redirect.header("location");
    for (const auto& [key, value] : http::parse_query(location.substr(location.find('?') + 1))) {
      if (key == name) return value;
    }
    return {};
  }
};

TEST_F(OauthRoutes, LeadsFromInitiateToAConnectorThatWorks) {
  const Answered back = come_back(decide(initiate("oauth flow"), "authorize"));
  ASSERT_EQ(back.status, 303) << back.text;
  EXPECT_THAT(back.header("location"), StartsWith("https://app.example.com/done?user_id=7&"));
  EXPECT_EQ(back.header("cache-control"), "no-store");
  const std::string id = query_of(back, "connector_id");
  const std::string secret = query_of(back, "secret_id");
  ASSERT_FALSE(id.empty());
  ASSERT_FALSE(secret.empty());
  EXPECT_EQ(hosted().call("GET", fmt::format("{}/{}", kConnectors, id)).text_of("status"), "pending");

  Json body =
      json(R"({"customer_name": "oauth flow", "connector_type": "Tiktok-Marketing", "name": "by oauth",
                       "replication_config": {"start_date": "2026-02-01"}})");
  body.set("server_side_oauth_secret_id", secret);
  const Answered made = hosted().call("POST", kConnectors, body);
  ASSERT_EQ(made.status, 200) << made.text;
  EXPECT_EQ(made.text_of("id"), id);
  EXPECT_EQ(made.text_of("name"), "by oauth");
  EXPECT_EQ(made.text_of("status"), "ok");
  EXPECT_EQ(hosted().call("POST", kConnectors, body).text_of("id"), id);
  EXPECT_EQ(hosted().execute(id, hosted().list_body("campaigns")).status, 200);
  body.set("customer_name", "oauth elsewhere");
  const Answered stolen = hosted().call("POST", kConnectors, body);
  EXPECT_EQ(stolen.status, 400);
  EXPECT_EQ(stolen.error_code(), "invalid_secret_id");
}

TEST_F(OauthRoutes, TellsTheApplicationThatTheUserRefused) {
  const Answered back = come_back(decide(initiate("refusing"), "cancel"));
  ASSERT_EQ(back.status, 303);
  EXPECT_EQ(query_of(back, "error"), "access_denied");
  EXPECT_FALSE(query_of(back, "error_description").empty());
}

TEST_F(OauthRoutes, FinishesALoginOnce) {
  const std::string callback = decide(initiate("replayed"), "authorize");
  EXPECT_FALSE(query_of(come_back(callback), "connector_id").empty());
  const Answered again = come_back(callback);
  EXPECT_EQ(query_of(again, "error"), "invalid_state");
  EXPECT_EQ(query_of(again, "connector_id") + query_of(again, "secret_id"), "");
}

TEST_F(OauthRoutes, ShowsAPageWhenTheStateIsUnknown) {
  for (const std::string& path :
       {std::string("/api/v1/oauth/callback"),
        std::string("/v1/oauth/callback?state=%3Cscript%3Ealert(1)%3C/script%3E&auth_code=x")}) {
    const Answered page = hosted().call_as("", "GET", path);
    EXPECT_EQ(page.status, 400) << path;
    EXPECT_THAT(page.header("content-type"), StartsWith("text/html"));
    EXPECT_THAT(page.header("content-security-policy"), HasSubstr("default-src 'none'"));
    EXPECT_EQ(page.header("location"), "");
    EXPECT_THAT(page.text, Not(HasSubstr("<script")));
  }
}

TEST_F(OauthRoutes, GoesToPermittedPagesOnly) {
  for (const std::string_view url : {"app.example.com", "javascript:alert(1)", "http://app.example.com/",
                                     "https://", "https://a.example/\\r\\nX-Evil: 1"}) {
    Json more;
    more.set("redirect_url", url);
    const Answered refused = initiate("redirects", more.dump());
    EXPECT_EQ(refused.status, 422) << url;
    EXPECT_EQ(refused.field(), "redirect_url") << url;
  }
  EXPECT_EQ(initiate("redirects", R"({"redirect_url": "http://127.0.0.1:9000/back"})").status, 200);
  EXPECT_EQ(initiate("redirects", R"({"connector_type": "github"})").status, 404);
}

TEST_F(OauthRoutes, AuthorizesAConnectorAnew) {
  Json body = hosted().create_body("anew");
  body.set("credentials", json(fmt::format(R"({{"access_token": "{}"}})", hosted().access().revoked_token)));
  const std::string id =
      hosted().call("POST", std::string(kConnectors) + "?validate=false", body).text_of("id");
  EXPECT_EQ(hosted().execute(id, hosted().list_body("campaigns")).status, 424);
  const Answered back =
      come_back(decide(initiate("anew", fmt::format(R"({{"connector_id": "{}"}})", id)), "authorize"));
  ASSERT_EQ(back.status, 303);
  EXPECT_EQ(query_of(back, "connector_id"), id);
  EXPECT_EQ(hosted().execute(id, hosted().list_body("campaigns")).status, 200);
  EXPECT_EQ(
      initiate("anew", fmt::format(R"({{"connector_id": "{}"}})", id), hosted().token_elsewhere()).status,
      404);
}

TEST_F(OauthRoutes, KeepsOwnAppsOfAnOrganization) {
  const std::string token = hosted().token_elsewhere();
  constexpr std::string_view kPath = "/api/v1/oauth/credentials";
  const Answered put = hosted().call_as(token, "PUT", kPath, json(R"({"connector_type": "tiktok-marketing",
      "configuration": {"client_id": "7000000000000000001", "client_secret": "app-secret-of-ours"}})"));
  ASSERT_EQ(put.status, 200) << put.text;
  EXPECT_EQ(put.text_of("scope_type"), "organization");
  EXPECT_EQ(put.text_of("connector_type"), "source");
  EXPECT_THAT(put.text, Not(HasSubstr("app-secret-of-ours")));
  EXPECT_THAT(initiate("own app", "{}", token).text_of("consent_url"), HasSubstr("7000000000000000001"));
  EXPECT_EQ(hosted()
                .call_as(token, "PUT", kPath,
                         json(R"({"connector_type": "tiktok-marketing", "configuration": {}, "extra": 1})"))
                .error_code(),
            "value_error.extra");
  EXPECT_EQ(hosted()
                .call_as(token, "PUT", kPath,
                         json(R"({"connector_type": "tiktok-marketing", "configuration": {"app_id": "1"}})"))
                .field(),
            "configuration.secret");
  EXPECT_EQ(hosted()
                .call_as(token, "PUT", kPath, json(R"({"configuration": {"app_id": "1", "secret": "s"}})"))
                .status,
            422);
  const Answered specification =
      hosted().call_as(token, "GET", "/api/v1/oauth/credentials/spec?connector_type=TikTok%20Marketing");
  EXPECT_EQ(specification.text_of("redirect_uri"), hosted().server().url() + "/api/v1/oauth/callback");
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(
        hosted().call_as(token, "DELETE", "/api/v1/oauth/credentials/connector_type/tiktok-marketing").status,
        204);
  EXPECT_THAT(initiate("own app", "{}", token).text_of("consent_url"), Not(HasSubstr("7000000000000000001")));
  EXPECT_EQ(hosted().call_as(token, "DELETE", "/api/v1/oauth/credentials/connector_type/github").status, 404);
}

TEST(Oauth, NeedsATikTokApp) {
  TestServer server({.with_tiktok_app = false});
  const Answered answer = server.call("POST", "/api/v1/integrations/connectors/oauth/initiate",
                                      json(R"({"customer_name": "x", "connector_type": "Tiktok-Marketing",
                                               "redirect_url": "https://app.example.com/"})"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.error_code(), "no_source_template");
  EXPECT_THAT(answer.text_of("message"),
              HasSubstr("No organization-specific source template configured for this connector type."));
}

}  // namespace
}  // namespace tiktok_marketing::server
