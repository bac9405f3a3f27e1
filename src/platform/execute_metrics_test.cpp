#include "platform/execute_metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiktok_marketing::platform {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ExecuteMetrics, CountByKindAndOutcome) {
  MetricsRegistry registry;
  ExecuteMetrics metrics(registry);
  metrics.count("campaigns", "list", std::nullopt, std::chrono::milliseconds{20});
  metrics.count("campaigns", "list", std::nullopt, std::chrono::milliseconds{20});
  metrics.count("campaigns", "list", ErrorType::upstream_rate_limited, std::chrono::milliseconds{1});
  metrics.count("*", "check", std::nullopt, std::chrono::seconds{1});
  metrics.count_requests(3);
  const std::string text = registry.text();
  EXPECT_THAT(
      text, HasSubstr(R"(tiktok_marketing_executes_total{action="list",entity="campaigns",outcome="ok"} 2)"));
  EXPECT_THAT(text, HasSubstr(R"(outcome="upstream_rate_limited"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"({action="check",entity="all",outcome="ok"} 1)"));
  EXPECT_THAT(text, HasSubstr("tiktok_marketing_execute_seconds_count 4"));
  EXPECT_THAT(text, HasSubstr("tiktok_marketing_upstream_requests_total 3"));
}

TEST(ExecuteMetrics, DoNotLetCallersInventSeries) {
  MetricsRegistry registry;
  ExecuteMetrics metrics(registry);
  metrics.count("evil\"} 1", "drop", ErrorType::unknown_entity, {});
  metrics.count("another", "drop2", ErrorType::unknown_entity, {});
  const std::string text = registry.text();
  EXPECT_THAT(text, Not(HasSubstr("evil")));
  EXPECT_THAT(text, HasSubstr(R"({action="other",entity="other",outcome="unknown_entity"} 2)"));
}

}  // namespace
}  // namespace tiktok_marketing::platform
