#include "platform/redirect_url.hpp"

#include <gtest/gtest.h>

namespace tiktok_marketing::platform {
namespace {

bool permits(std::string_view url, const std::vector<std::string>& permitted = {}) {
  const auto outcome = check_redirect_url(url, permitted);
  if (!outcome) {
    EXPECT_EQ(outcome.error().type, ErrorType::value_error);
    EXPECT_EQ(outcome.error().param, "redirect_url");
    EXPECT_FALSE(outcome.error().hint.empty());
  }
  return outcome.has_value();
}

TEST(RedirectUrl, MayBeAnyHttpsPageWithoutAList) {
  for (const auto* url : {"https://app.example.com", "https://app.example.com/done?user_id=7#tab",
                          "HTTPS://app.example.com:8443/x", "http://localhost:3000/done",
                          "http://127.0.0.1/done", "http://[::1]:99/done"})
    EXPECT_TRUE(permits(url)) << url;
}

TEST(RedirectUrl, RefusesWhatABrowserMustNotBeSentTo) {
  for (const auto* url : {"",
                          "/done",
                          "app.example.com/done",
                          "http://app.example.com/done",
                          "javascript:alert(1)",
                          "data:text/html,x",
                          "//evil.example",
                          "https://",
                          "https:///done",
                          "https://user@evil.example/",
                          "https://good.example@evil.example/",
                          "https://good.example\\@evil.example/",
                          "https://a.example/\r\nX: y",
                          "https://a.example/ b",
                          "https://a.example/\"onload=",
                          "https://a.example/<script>",
                          "https://a.example/x/../y",
                          "https://a.example/x/%2e%2E/y",
                          "https://a.example/x%2f..%2fy",
                          "http://localhost.evil.example/",
                          "ftp://a.example/",
                          "https://ex\xC3\xA4mple.com/"})
    EXPECT_FALSE(permits(url)) << url;
  EXPECT_FALSE(permits("https://a.example/" + std::string(2'048, 'x')));
}

TEST(RedirectUrl, MustBeOnTheListIfThereIsOne) {
  const std::vector<std::string> list{"https://app.example.com/oauth/done", "https://two.example/oauth/*",
                                      "https://three.example/cb?tenant=1", "https://four.example*",
                                      "http://localhost:3000/"};
  for (const auto* url :
       {"https://app.example.com/oauth/done", "https://app.example.com/oauth/done?user_id=7#x",
        "https://APP.example.com/oauth/done", "https://two.example/oauth/",
        "https://two.example/oauth/a/b?c=d", "https://three.example/cb?tenant=1", "http://localhost:3000"})
    EXPECT_TRUE(permits(url, list)) << url;
  for (const auto* url :
       {"https://app.example.com/oauth/done/more", "https://app.example.com/oauth/don",
        "https://app.example.com/OAUTH/done", "https://app.example.com:444/oauth/done",
        "https://app.example.com.evil.example/oauth/done",
        "https://evil.example/?https://app.example.com/oauth/done",
        "https://evil.example/#https://app.example.com/oauth/done", "https://two.example/oauth",
        "https://two.example/oauth/../admin", "https://three.example/cb", "https://three.example/cb?tenant=2",
        "https://four.example.evil.example/", "https://four.example/", "http://localhost:3001/"})
    EXPECT_FALSE(permits(url, list)) << url;
}

TEST(RedirectUrl, KeepsThePagesOwnQueryAndFragment) {
  const QueryParameters outcome{{"connector_id", "c-1"}, {"secret_id", "a/b&c=d"}};
  EXPECT_EQ(with_outcome("https://a.example", outcome),
            "https://a.example?connector_id=c-1&secret_id=a%2Fb%26c%3Dd");
  EXPECT_EQ(with_outcome("https://a.example/p?user_id=7&x=%20y", outcome),
            "https://a.example/p?user_id=7&x=%20y&connector_id=c-1&secret_id=a%2Fb%26c%3Dd");
  EXPECT_EQ(with_outcome("https://a.example/p?q#frag?not=query", {{"error", "access_denied"}}),
            "https://a.example/p?q&error=access_denied#frag?not=query");
  EXPECT_EQ(with_outcome("https://a.example/p?", {{"error", "x\r\ny"}}),
            "https://a.example/p?error=x%0D%0Ay");
}

TEST(RedirectUrl, ReplacesTheOutcomeOfAnEarlierLogin) {
  EXPECT_EQ(
      with_outcome("https://a.example/p?connector_id=old&keep=1&secret_id=s&error=e&error_description=d",
                   {{"connector_id", "new"}}),
      "https://a.example/p?keep=1&connector_id=new");
}

}  // namespace
}  // namespace tiktok_marketing::platform
