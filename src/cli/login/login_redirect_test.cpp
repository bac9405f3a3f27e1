#include "cli/login/login_redirect.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/settings/listen_address.hpp"

namespace tiktok_marketing::cli {
namespace {

TEST(LoginRedirect, StatesAreLongAndDiffer) {
  const auto one = random_state();
  const auto two = random_state();
  ASSERT_TRUE(one.has_value() && two.has_value());
  EXPECT_EQ(one->size(), 64U);
  EXPECT_NE(*one, *two);
}

TEST(LoginRedirect, ConstantTimeCompareIsExact) {
  EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
  EXPECT_TRUE(equal_in_constant_time("", ""));
  EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_in_constant_time("abc", ""));
  EXPECT_FALSE(equal_in_constant_time("ab", "abab"));
  EXPECT_FALSE(equal_in_constant_time("", "a"));
}

TEST(LoginRedirect, TakesTheCodeOfItsOwnState) {
  const auto code = code_of({{"auth_code", "c1"}, {"code", "c1"}, {"state", "s"}}, "s");
  ASSERT_TRUE(code.has_value());
  EXPECT_EQ(*code, Secret("c1"));
  EXPECT_EQ(*code_of({{"code", "c2"}, {"state", "s"}}, "s"), Secret("c2"));
}

TEST(LoginRedirect, RefusesAnotherState) {
  const auto code = code_of({{"auth_code", "c1"}, {"state", "other"}}, "s");
  ASSERT_FALSE(code.has_value());
  EXPECT_EQ(code.error().type, ErrorType::value_error);
  EXPECT_FALSE(code_of({{"auth_code", "c1"}}, "s").has_value());
}

TEST(LoginRedirect, ARefusalIsAnAuthenticationError) {
  const auto code = code_of({{"error", "access_denied"}, {"state", "s"}}, "s");
  ASSERT_FALSE(code.has_value());
  EXPECT_EQ(code.error().type, ErrorType::upstream_authentication_failed);
}

TEST(LoginRedirect, ReadsAPastedAddress) {
  EXPECT_EQ(*code_of_url("  http://127.0.0.1:8734/callback?auth_code=a%2Bb&state=s#x\r\n", "s"),
            Secret("a+b"));
  EXPECT_FALSE(code_of_url("http://127.0.0.1:8734/callback", "s").has_value());
  EXPECT_FALSE(code_of_url("", "s").has_value());
}

TEST(ListenAddress, TakesHostAndPort) {
  EXPECT_EQ(parse_listen_address("127.0.0.1:80")->port, 80);
  EXPECT_EQ(parse_listen_address("[::1]:0")->host, "::1");
  EXPECT_EQ(parse_listen_address(":8080")->host, "127.0.0.1");
  for (const char* wrong : {"", "8080", "host:", "host:70000", "host:x"}) {
    EXPECT_FALSE(parse_listen_address(wrong).has_value()) << wrong;
  }
}

TEST(ListenAddress, KnowsLoopback) {
  for (const char* host : {"127.0.0.1", "127.9.9.9", "localhost", "::1"})
    EXPECT_TRUE(is_loopback(host)) << host;
  for (const char* host : {"0.0.0.0", "::", "192.168.1.2", "example.org", ""}) {
    EXPECT_FALSE(is_loopback(host)) << host;
  }
}

}  // namespace
}  // namespace tiktok_marketing::cli
