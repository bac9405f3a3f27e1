#include "replication/refusals.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tiktok/error_mapping.hpp"

namespace tiktok_marketing::replication {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<std::string> kAsked{"spend", "cash_spend", "complete_payment"};

Judgement of(std::int64_t code, std::string_view message, bool large_pages = false) {
  return judge(tiktok::error_of_code(code, message, "R", 200), kAsked, large_pages);
}

TEST(Refusals, MissingPermissionConcernsTheAdvertiserAlone) {
  EXPECT_EQ(of(40001, "advertiser does not grant you /file/video/ad/search/:GET permission").refusal,
            Refusal::not_granted);
  EXPECT_EQ(of(40300, "").refusal, Refusal::not_granted);
}

TEST(Refusals, AParameterErrorIsLoudUnlessTheObjectIsNotAccessible) {
  EXPECT_EQ(of(40002, "max time span is 30 days when use stat_time_day").refusal, Refusal::none);
  EXPECT_EQ(of(40002, "Advertiser 7 does not exist.").refusal, Refusal::not_granted);
  EXPECT_EQ(of(40002, "The resource is not accessible").refusal, Refusal::not_granted);
}

TEST(Refusals, RefusedMetricsAreNamed) {
  const auto judged =
      of(40002,
         "Please correct the information in invalid metric fields and try again. Invalid metric "
         "fields: ['cash_spend', 'complete_payment']. ");
  EXPECT_EQ(judged.refusal, Refusal::metrics);
  EXPECT_THAT(judged.metrics, ElementsAre("cash_spend", "complete_payment"));
  EXPECT_EQ(of(40002, "Invalid metric fields: ['other']").refusal, Refusal::none)
      << "what was not asked for cannot be left out";
  EXPECT_THAT(quoted_names("a 'b' c 'd"), ElementsAre("b"));
  EXPECT_THAT(quoted_names(""), IsEmpty());
}

TEST(Refusals, LargePagesAreTriedSmaller) {
  EXPECT_EQ(of(40002, "page_size: must be between 1 and 100.", true).refusal, Refusal::page_size);
  EXPECT_EQ(of(40002, "page_size: must be between 1 and 100.", false).refusal, Refusal::none);
}

TEST(Refusals, OthersByTheirKind) {
  EXPECT_EQ(of(40067, "").refusal, Refusal::too_large);
  EXPECT_EQ(of(40105, "").refusal, Refusal::token);
  EXPECT_EQ(of(50000, "").refusal, Refusal::none);
  EXPECT_EQ(judge({.type = ErrorType::storage_unavailable}, {}, false).refusal, Refusal::storage);
  EXPECT_EQ(judge({.type = ErrorType::cancelled}, {}, false).refusal, Refusal::cancelled);
  const HttpResponse forbidden{.status = 403, .headers = {}, .body = nullptr};
  EXPECT_EQ(judge(tiktok::not_an_envelope(forbidden), {}, false).refusal, Refusal::none)
      << "a proxy says nothing about what was granted";
}

}  // namespace
}  // namespace tiktok_marketing::replication
