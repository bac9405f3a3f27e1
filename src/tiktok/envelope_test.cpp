#include "tiktok/envelope.hpp"

#include <gtest/gtest.h>

#include <tiktok_marketing/http/fakes.hpp>

#include "tiktok/error_mapping.hpp"

namespace tiktok_marketing::tiktok {
namespace {

Result<Envelope> open(std::string body, int status = 200) {
  return open_envelope(json_response(std::move(body), status), "list");
}

TEST(Envelope, CutsRecordsOutAsTheyStand) {
  auto page =
      open(R"({"code":0,"message":"OK","request_id":"R1","data":{"page_info":{"page":2,"page_size":2,)"
           R"("total_number":5,"total_page":3},"list":[{"budget":100.00, "n":"é"},{"a":[{}]}]}})");
  ASSERT_TRUE(page);
  ASSERT_EQ(page->records.size(), 2U);
  EXPECT_EQ(page->records[0], R"({"budget":100.00, "n":"é"})");
  EXPECT_EQ(page->records[1], R"({"a":[{}]})");
  EXPECT_EQ(page->page_info, (PageInfo{2, 2, 5, 3}));
  EXPECT_EQ(page->request_id, "R1");
  EXPECT_TRUE(page->has_records);
}

TEST(Envelope, BlanksBehindARecordAreNotPartOfIt) {
  auto page =
      open("{ \"code\" : 0 , \"data\" : { \"list\" : [ { \"a\" : 1 } \n, {} ] , \"total_metrics\" : { } } }");
  ASSERT_TRUE(page);
  ASSERT_EQ(page->records.size(), 2U);
  EXPECT_EQ(page->records[0], R"({ "a" : 1 })");
  EXPECT_EQ(page->records[1], "{}");
  EXPECT_EQ(page->total_metrics, "{ }");
}

TEST(Envelope, NestingDeeperThanOurParserReadsIsRefused) {
  const auto nested = [](int arrays) {
    return R"({"code":0,"data":{"list":[{"a":)" + std::string(arrays, '[') + "1" + std::string(arrays, ']') +
           "}]}}";
  };
  EXPECT_TRUE(open(nested(60)));
  EXPECT_FALSE(open(nested(61)));
}

TEST(Envelope, IntegersBeyond64BitsKeepTheirDigits) {
  const std::string body =
      R"({"code":0,"message":"OK","request_id":"R","data":{"list":[{"id":123456789012345678901234}],)"
      R"("total_metrics":{"spend":"1.00"},"page_info":{"page":1,"page_size":1,"total_number":1,"total_page":1}}})";
  auto page = open(body);
  ASSERT_TRUE(page);
  ASSERT_EQ(page->records.size(), 1U);
  EXPECT_EQ(page->records[0], R"({"id":123456789012345678901234})");
  EXPECT_EQ(page->total_metrics, R"({"spend":"1.00"})");
  EXPECT_EQ(page->page_info->total_number, 1);
}

TEST(Envelope, ErrorEnvelopesOpenWhateverTheirData) {
  for (const char* data : {"{}", "null", "[]", "\"x\"", "{\"list\":null}"}) {
    auto envelope =
        open(std::string(R"({"code":40105,"message":"no","request_id":"R","data":)") + data + "}");
    ASSERT_TRUE(envelope) << data;
    EXPECT_EQ(envelope->code, 40105);
    EXPECT_FALSE(envelope->has_records);
  }
  EXPECT_TRUE(open(R"({"code":50000,"message":"no"})"));
}

TEST(Envelope, TotalsAndTheCutAreSeen) {
  auto page = open(R"({"code":0,"message":"OK","data":{"total_metrics":{"spend":"5.00"},"list":[{"a":1}],)"
                   R"("extra_info":{"search_ads_throttle":true}}})");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->total_metrics, R"({"spend":"5.00"})");
  EXPECT_TRUE(page->ids_cut);
  auto response = json_response(R"({"code":0,"data":{"list":[]}})");
  response.headers.emplace_back("x-tt-ads-throttle", "more than 20k ids");
  auto by_header = open_envelope(response, "list");
  ASSERT_TRUE(by_header);
  EXPECT_TRUE(by_header->ids_cut);
}

TEST(Envelope, DataOfOtherEndpointsIsHandedOut) {
  auto page = open(R"({"code":0,"data":{"core_user_id":"7"}})");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->data, R"({"core_user_id":"7"})");
  EXPECT_FALSE(page->has_records);
}

class NoEnvelope : public testing::TestWithParam<const char*> {};
TEST_P(NoEnvelope, IsNeverAnEmptyList) {
  auto page = open(GetParam());
  ASSERT_FALSE(page) << GetParam();
  EXPECT_EQ(page.error().type, ErrorType::upstream_unreadable);
  EXPECT_TRUE(page.error().retryable);
  EXPECT_FALSE(page.error().hint.empty());
}
INSTANTIATE_TEST_SUITE_P(
    Bodies, NoEnvelope,
    testing::Values("", "   ", "<html>502</html>", "plain", "[]", "{}", "{\"code\":\"0\"}", "{\"code\":0",
                    R"({"code":0,"data":{"list":[{"a":tru}]}})",
                    R"({"code":0,"data":{"list":[{"a":1.2.3}]}})", R"({"code":0,"data":{"list":[{"a":1},]}})",
                    R"({"code":0,"data":{"list":[{"a":"\x"}]}})",
                    R"({"code":0,"data":{"list":[{"a":"\ud800"}]}})", R"({"code":0,"data":{"list":[1,2]}})",
                    "{\"code\":0,\"data\":{\"list\":[{\"a\":\"\xFF\"}]}}",
                    R"({"code":0,"data":{"list":[{"id":99999999999999999999999}, tru]}})"));

TEST(ErrorMapping, StatusDecidesWhenThereIsNoEnvelope) {
  EXPECT_EQ(open("<html>", 502).error().type, ErrorType::upstream_error);
  EXPECT_TRUE(open("<html>", 502).error().retryable);
  EXPECT_EQ(open("", 429).error().type, ErrorType::upstream_rate_limited);
  EXPECT_EQ(open("", 302).error().type, ErrorType::upstream_error);
  EXPECT_FALSE(open("", 302).error().retryable);
  EXPECT_EQ(open("x", 404).error().type, ErrorType::upstream_not_found);
  EXPECT_EQ(open("x", 403).error().type, ErrorType::upstream_permission_denied);
  EXPECT_EQ(open("x", 401).error().type, ErrorType::upstream_authentication_failed);
  EXPECT_EQ(open(R"({"code":40105,"message":"m"})", 502)->code, 40105) << "an envelope decides by its code";
}

TEST(ErrorMapping, EveryKnownCodeHasTypeMessageAndHint) {
  for (const auto& code : catalog::codes()) {
    if (is_success(code.code)) continue;
    const Error error = error_of_code(code.code, "text", "R", 200);
    EXPECT_FALSE(error.hint.empty()) << code.code;
    EXPECT_EQ(error.upstream->tiktok_code, code.code);
    EXPECT_EQ(error.upstream->request_id, "R");
    EXPECT_EQ(error.retryable, code.retryable) << code.code;
  }
}

TEST(ErrorMapping, TheCodesAClientMustHandle) {
  const auto type = [](std::int64_t code) { return error_of_code(code, "m", "R", 200).type; };
  EXPECT_EQ(type(40002), ErrorType::upstream_invalid_request);
  EXPECT_EQ(type(40001), ErrorType::upstream_permission_denied);
  EXPECT_EQ(type(40105), ErrorType::upstream_authentication_failed);
  EXPECT_EQ(type(40102), ErrorType::upstream_authentication_failed);
  EXPECT_EQ(type(40100), ErrorType::upstream_rate_limited);
  EXPECT_EQ(type(40133), ErrorType::upstream_rate_limited);
  EXPECT_EQ(type(40067), ErrorType::upstream_invalid_request);
  EXPECT_EQ(type(50000), ErrorType::upstream_error);
  EXPECT_EQ(type(60001), ErrorType::upstream_error);
  EXPECT_EQ(type(59876), ErrorType::upstream_error) << "undocumented server code";
  EXPECT_TRUE(error_of_code(59876, "", "", 200).retryable);
  EXPECT_FALSE(error_of_code(49999, "", "", 200).retryable);
}

}  // namespace
}  // namespace tiktok_marketing::tiktok
