#include "server/envelope.hpp"

#include <gtest/gtest.h>

namespace tiktok_marketing::server {
namespace {

Json body_of(const http::ServerResponse& response) {
  return Json::parse(*response.body).value();
}
std::string header(const http::ServerResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}
const Json& first(const Json& body) {
  return body.find("errors")->as_array()->front();
}

TEST(Envelope, HoldsEveryMemberOfTheError) {
  Error error{.type = ErrorType::invalid_parameter, .message = "page_size is 5000", .hint = "At most 1000."};
  error.param = "page_size";
  error.given = "5000";
  error.allowed = {"1", "1000"};
  error.example = R"({"page_size": 1000})";
  error.upstream =
      Upstream{.tiktok_code = 40002, .tiktok_message = "no", .request_id = "r1", .http_status = 200};
  const auto response = error_response(error);
  EXPECT_EQ(response.status, 400);
  const Json body = body_of(response);
  EXPECT_EQ(body.text_of("message"), "page_size is 5000");
  EXPECT_EQ(body.text_of("detail"), "page_size is 5000. At most 1000.");
  EXPECT_EQ(first(body).text_of("message"), "page_size is 5000. At most 1000.");
  EXPECT_EQ(first(body).text_of("field"), "page_size");
  EXPECT_EQ(first(body).text_of("error_code"), "invalid_parameter");
  const Json& details = *first(body).find("details");
  EXPECT_EQ(details.find("type"), nullptr);
  EXPECT_EQ(details.find("message"), nullptr);
  EXPECT_EQ(details.text_of("kind"), "invalid");
  EXPECT_EQ(details.text_of("given"), "5000");
  EXPECT_EQ(details.find("allowed")->as_array()->size(), 2U);
  EXPECT_EQ(details.find("example")->int_of("page_size"), 1000);
  EXPECT_EQ(details.find("upstream")->int_of("tiktok_code"), 40002);
  EXPECT_EQ(details.int_of("upstream_code"), 40002);
  EXPECT_EQ(details.text_of("upstream_message"), "no");
  EXPECT_EQ(details.text_of("request_id"), "r1");
}

TEST(Envelope, ReadsAsSentences) {
  const auto detail = [](std::string message) {
    const Error error{.type = ErrorType::value_error, .message = std::move(message), .hint = "Do this."};
    return std::string(body_of(error_response(error)).text_of("detail"));
  };
  EXPECT_EQ(detail("this is wrong"), "this is wrong. Do this.");
  EXPECT_EQ(detail("This is wrong."), "This is wrong. Do this.");
  EXPECT_EQ(detail("wrong (It says: no.)"), "wrong (It says: no.) Do this.");
  EXPECT_EQ(detail("wrong (as ever)"), "wrong (as ever). Do this.");
}

TEST(Envelope, GivesEachErrorAStatus) {
  for (int i = 0; i <= static_cast<int>(ErrorType::internal_error); ++i) {
    const auto type = static_cast<ErrorType>(i);
    const int status = http_status_of(type);
    EXPECT_GE(status, 400) << name_of(type);
    EXPECT_LT(status, 600) << name_of(type);
    // 401 and 403 are about this server's own tokens; TikTok's refusals must not look like them.
    const bool about_us = !name_of(type).starts_with("upstream_");
    EXPECT_TRUE(about_us || (status != 401 && status != 403 && status != 404)) << name_of(type);
    EXPECT_EQ(status >= 500 && status != 501,
              type == ErrorType::internal_error || type == ErrorType::cancelled ||
                  type == ErrorType::storage_unavailable || type == ErrorType::upstream_error ||
                  type == ErrorType::upstream_unreadable || type == ErrorType::upstream_timeout)
        << name_of(type);
  }
  EXPECT_EQ(http_status_of(ErrorType::upstream_authentication_failed), 424);
  EXPECT_EQ(http_status_of(ErrorType::context_store_not_ready), 409);
}

TEST(Envelope, SaysHowLongToWaitInWholeSeconds) {
  Error error{.type = ErrorType::upstream_rate_limited, .message = "slow down"};
  EXPECT_EQ(header(error_response(error), "Retry-After"), "1");
  error.retry_after_s = 299.2;
  EXPECT_EQ(header(error_response(error), "Retry-After"), "300");
  error.retry_after_s = 0;
  EXPECT_EQ(header(error_response(error), "Retry-After"), "1");
}

TEST(Envelope, ChallengesOn401) {
  const Error error{.type = ErrorType::token_expired, .message = "the token has expired"};
  EXPECT_EQ(header(error_response(error), "WWW-Authenticate"), R"(Bearer error="invalid_token")");
}

TEST(Envelope, NamesEveryFieldAtFault) {
  const auto response = violations_response(
      {{"entity", "required property 'entity' not found", "missing", "", {}},
       {"params", "params must be an object, not an array", "value_error.type", "[]", {}}});
  EXPECT_EQ(response.status, 422);
  const Json body = body_of(response);
  EXPECT_EQ(body.find("errors")->as_array()->size(), 2U);
  EXPECT_EQ(first(body).text_of("error_code"), "missing");
  EXPECT_EQ(body.text_of("message"),
            "required property 'entity' not found; params must be an object, not an array");
}

TEST(Envelope, WordsTheServersOwnRefusals) {
  const auto response = refusal_response(413, "the body is larger than 1048576 bytes");
  EXPECT_EQ(response.status, 413);
  EXPECT_EQ(first(body_of(response)).text_of("error_code"), "payload_too_large");
  EXPECT_EQ(refusal_response(408, "too slow").status, 408);
  EXPECT_EQ(first(body_of(refusal_response(500, "broken"))).text_of("error_code"), "internal_error");
}

}  // namespace
}  // namespace tiktok_marketing::server
