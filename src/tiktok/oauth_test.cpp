#include "tiktok/oauth.hpp"

#include <gtest/gtest.h>

#include "tiktok/client_fixture.hpp"

namespace tiktok_marketing::tiktok {
namespace {

FakeTransport::Answer data_answer(std::string data) {
  return [data = std::move(data)](const HttpRequest&) -> Result<HttpResponse> {
    return json_response(R"({"code":0,"message":"OK","request_id":"R","data":)" + data + "}");
  };
}

Result<TokenGrant> exchange(ClientFixture& tiktok) {
  return run_blocking(*tiktok.runtime, [&] {
    return exchange_code(tiktok.client, "7123", Secret("app-secret"), Secret("the \"code\""),
                         tiktok.within());
  });
}

TEST(OAuth, TheConsentPageCarriesEverythingEncoded) {
  EXPECT_EQ(consent_page("https://business-api.tiktok.com/portal/auth", "7123",
                         "http://localhost:8787/cb?a=b&c=d", "x+y/z="),
            "https://business-api.tiktok.com/portal/"
            "auth?app_id=7123&redirect_uri=http%3A%2F%2Flocalhost%3A8787%2Fcb%3Fa%3Db%26c%3Dd"
            "&state=x%2By%2Fz%3D");
}

TEST(OAuth, TheConsentUrlIsOnTheApisHost) {
  EXPECT_EQ(consent_url_of("https://business-api.tiktok.com/open_api/v1.3"),
            "https://business-api.tiktok.com/portal/auth");
  EXPECT_EQ(consent_url_of("http://127.0.0.1:4000/open_api/v1.3"), "http://127.0.0.1:4000/portal/auth");
  EXPECT_EQ(consent_url_of("http://127.0.0.1:4000"), "http://127.0.0.1:4000/portal/auth");
}

TEST(OAuth, ExchangeSendsTheCodeWithoutAToken) {
  ClientFixture tiktok(data_answer(
      R"({"access_token":"new-token","advertiser_ids":["7312000000000000101",7312000000000000102],"scope":[1,2,400]})"));
  const auto grant = exchange(tiktok);
  ASSERT_TRUE(grant) << grant.error().message;
  EXPECT_EQ(grant->access_token.reveal(), "new-token");
  EXPECT_EQ(grant->advertiser_ids, (std::vector<std::string>{"7312000000000000101", "7312000000000000102"}));
  EXPECT_EQ(grant->scopes, (std::vector<std::string>{"1", "2", "400"}));
  const HttpRequest& sent = tiktok.transport->seen.front();
  EXPECT_EQ(sent.method, "POST");
  EXPECT_EQ(sent.url, "https://business-api.tiktok.com/open_api/v1.3/oauth2/access_token/");
  EXPECT_EQ(sent.body, R"({"app_id":"7123","secret":"app-secret","auth_code":"the \"code\""})");
  EXPECT_TRUE(sent.secret_headers.empty());
}

TEST(OAuth, AGrantMayNameNoAdvertiser) {
  ClientFixture tiktok(data_answer(R"({"access_token":"t","advertiser_ids":[]})"));
  const auto grant = exchange(tiktok);
  ASSERT_TRUE(grant);
  EXPECT_TRUE(grant->advertiser_ids.empty());
}

TEST(OAuth, AnAnswerWithoutATokenIsAnError) {
  for (const char* data : {"{}", "null", R"({"access_token":""})", R"({"access_token":5})"}) {
    ClientFixture tiktok(data_answer(data));
    const auto grant = exchange(tiktok);
    ASSERT_FALSE(grant) << data;
    EXPECT_EQ(grant.error().type, ErrorType::upstream_unreadable) << data;
  }
}

TEST(OAuth, AUsedCodeIsRefusedOnce) {
  ClientFixture tiktok(
      [](const HttpRequest&) -> Result<HttpResponse> { return code_response(40110, "auth_code is used"); });
  const auto grant = exchange(tiktok);
  ASSERT_FALSE(grant);
  EXPECT_EQ(grant.error().kind(), ErrorKind::authentication) << name_of(grant.error().type);
  EXPECT_EQ(tiktok.sent(), 1U);
}

TEST(OAuth, ListsGrantedAdvertisers) {
  ClientFixture tiktok(data_answer(
      R"({"list":[{"advertiser_id":"7312000000000000101","advertiser_name":"Ö"},{"advertiser_id":22,"advertiser_name":"B"}]})"));
  const auto granted = run_blocking(*tiktok.runtime, [&] {
    return granted_advertisers(tiktok.client, "7123", Secret("app secret"), tiktok.within());
  });
  ASSERT_TRUE(granted);
  ASSERT_EQ(granted->size(), 2U);
  EXPECT_EQ((*granted)[0].id, "7312000000000000101");
  EXPECT_EQ((*granted)[0].name, "Ö");
  EXPECT_EQ((*granted)[1].id, "22");
  const HttpRequest& sent = tiktok.transport->seen.front();
  EXPECT_EQ(
      sent.url,
      "https://business-api.tiktok.com/open_api/v1.3/oauth2/advertiser/get/?app_id=7123&secret=app%20secret");
  ASSERT_EQ(sent.secret_headers.size(), 1U);
  for (const auto& line : tiktok.log->lines()) EXPECT_EQ(line.find("app secret"), std::string::npos) << line;
}

TEST(OAuth, AGrantedAdvertiserWithoutIdIsAnErrorNotASkippedOne) {
  ClientFixture tiktok(data_answer(R"({"list":[{"advertiser_name":"B"}]})"));
  const auto granted = run_blocking(*tiktok.runtime, [&] {
    return granted_advertisers(tiktok.client, "7123", Secret("s"), tiktok.within());
  });
  ASSERT_FALSE(granted);
  EXPECT_EQ(granted.error().type, ErrorType::upstream_unreadable);
}

TEST(OAuth, RevokingSendsTheTokenInTheBody) {
  ClientFixture tiktok(data_answer("{}"));
  const auto revoked = run_blocking(
      *tiktok.runtime, [&] { return revoke_token(tiktok.client, "7123", Secret("s"), tiktok.within()); });
  ASSERT_TRUE(revoked);
  const HttpRequest& sent = tiktok.transport->seen.front();
  EXPECT_EQ(sent.url, "https://business-api.tiktok.com/open_api/v1.3/oauth2/revoke_token/");
  EXPECT_EQ(sent.body, fmt::format(R"({{"app_id":"7123","secret":"s","access_token":"{}"}})", kTestToken));
}

}  // namespace
}  // namespace tiktok_marketing::tiktok
