#include "server/error_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiktok_marketing::server {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ErrorPage, ShowsTextsAsTexts) {
  const Error error{
      .type = ErrorType::value_error, .message = "<script>alert('x')</script>", .hint = "a & \"b\""};
  const auto response = error_page("No <b>title</b>", error);
  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(*response.body, Not(HasSubstr("<script")));
  EXPECT_THAT(*response.body, HasSubstr("&lt;script&gt;alert(&#39;x&#39;)"));
  EXPECT_THAT(*response.body, HasSubstr("a &amp; &quot;b&quot;"));
  EXPECT_THAT(*response.body, Not(HasSubstr("<b>title")));
  EXPECT_THAT(response.headers, testing::Contains(testing::Pair("Content-Security-Policy",
                                                                HasSubstr("frame-ancestors 'none'"))));
}

}  // namespace
}  // namespace tiktok_marketing::server
