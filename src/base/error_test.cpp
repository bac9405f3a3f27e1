#include <tiktok_marketing/base/error.hpp>
#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

#include <sstream>

#include <gtest/gtest.h>

namespace tiktok_marketing {
namespace {

TEST(Error, JsonShowsOnlyWhatApplies) {
  Error error{.type = ErrorType::unknown_entity, .message = "no entity 'campain'"};
  error.hint = "Use one of allowed.";
  error.given = "campain";
  error.allowed = {"campaigns"};
  error.example = R"({"entity":"campaigns"})";
  EXPECT_EQ(
      to_json(error),
      R"({"type":"unknown_entity","kind":"invalid","message":"no entity 'campain'","hint":"Use one of allowed.",)"
      R"("retryable":false,"given":"campain","allowed":["campaigns"],"example":{"entity":"campaigns"}})");
}

TEST(Error, UpstreamIsCarried) {
  Error error{
      .type = ErrorType::upstream_rate_limited, .message = "m", .retryable = true, .retry_after_s = 300};
  error.upstream =
      Upstream{.tiktok_code = 40100, .tiktok_message = "busy", .request_id = "r", .http_status = 200};
  EXPECT_EQ(
      to_json(error),
      R"({"type":"upstream_rate_limited","kind":"quota","message":"m","retryable":true,"retry_after_s":300,)"
      R"("upstream":{"tiktok_code":40100,"tiktok_message":"busy","request_id":"r","http_status":200}})");
}

TEST(Error, ExitCodesFollowTheContract) {
  EXPECT_EQ(exit_code_of(ErrorKind::authentication), 2);
  EXPECT_EQ(exit_code_of(ErrorKind::permission), 2);
  EXPECT_EQ(exit_code_of(ErrorKind::not_found), 3);
  EXPECT_EQ(exit_code_of(ErrorKind::invalid), 4);
  EXPECT_EQ(exit_code_of(ErrorKind::protocol), 5);
  EXPECT_EQ(exit_code_of(ErrorKind::internal), 1);
}

Result<int> half(int n) {
  if (n % 2 != 0) return Error{.type = ErrorType::value_error, .message = "odd"};
  return n / 2;
}

TEST(Result, ChainsAndStopsAtTheFirstError) {
  EXPECT_EQ(half(8).and_then(half).value(), 2);
  EXPECT_EQ(half(6).and_then(half).error().message, "odd");
  EXPECT_EQ(half(3).value_or(-1), -1);
  EXPECT_EQ(half(4).transform([](int n) { return n * 10; }).value(), 20);
}

TEST(Result, ReadingTheWrongSideEndsTheProgram) {
  EXPECT_DEATH((void)half(3).value(), "");
}

TEST(Secret, PrintsStars) {
  std::ostringstream out;
  out << Secret("very-secret");
  EXPECT_EQ(out.str(), "***");
}

}  // namespace
}  // namespace tiktok_marketing
