#include "platform/redirect_pattern.hpp"

#include <gtest/gtest.h>

namespace tiktok_marketing::platform {
namespace {

TEST(CheckRedirectPattern, AcceptsUrlsAndBeginnings) {
  for (const auto* good : {"https://app.example.com/oauth/done", "https://app.example.com",
                           "https://app.example.com/*", "https://app.example.com:8443/a?b=c",
                           "http://localhost:3000/*", "http://127.0.0.1/cb", "http://[::1]:8080/cb"}) {
    EXPECT_TRUE(check_redirect_pattern(good)) << good;
  }
}

TEST(CheckRedirectPattern, RefusesWhatWouldPermitOtherHosts) {
  for (const auto* bad :
       {"", "*", "https://*", "https://app.example.com*", "https://*.example.com/", "https:///path",
        "https://user@evil.example/", "https://app.example.com?*", "https://app.example.com/*/x",
        "http://app.example.com/", "http://localhost.evil.example/", "http://localhost*",
        "javascript:alert(1)", "https://app.example.com/a b", "https://evil.example\\@app.example.com/",
        "//app.example.com/", "https://app.example.com/\r\nSet-Cookie: a=b"}) {
    const auto checked = check_redirect_pattern(bad);
    ASSERT_FALSE(checked) << bad;
    EXPECT_EQ(checked.error().type, ErrorType::value_error);
    EXPECT_EQ(checked.error().param, "redirect_urls");
  }
}

}  // namespace
}  // namespace tiktok_marketing::platform
