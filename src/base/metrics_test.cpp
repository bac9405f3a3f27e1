#include "base/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <limits>
#include <thread>

namespace tiktok_marketing {
namespace {

/// Some of everything.
void fill(MetricsRegistry& registry) {
  registry.counter("ttm_requests_total", "Requests answered.", {{"status", "200"}, {"route", "execute"}})
      .add(3);
  registry.counter("ttm_requests_total", "Requests answered.", {{"route", "check"}, {"status", "404"}}).add();
  registry.gauge("ttm_connections", "Open connections.").set(2.5);
  auto& seconds =
      registry.histogram("ttm_duration_seconds", "Time of an answer.", {0.005, 0.1, 1}, {{"route", "a"}});
  for (const double value : {0.001, 0.005, 0.05, 3.0}) seconds.observe(value);
  registry.histogram("ttm_body_bytes", "Size of an answer.", {1000}).observe(1e16);
  registry.gauge_family("ttm_connectors", "Connectors by state.", [] {
    return MetricsRegistry::Samples{{{{"state", "paused"}}, 1}, {{{"state", "ok"}}, 7}};
  });
  registry.gauge_family("ttm_lag_seconds", "None yet.", [] { return MetricsRegistry::Samples{}; });
}

constexpr const char* kText = R"(# HELP ttm_body_bytes Size of an answer.
# TYPE ttm_body_bytes histogram
ttm_body_bytes_bucket{le="1000"} 0
ttm_body_bytes_bucket{le="+Inf"} 1
ttm_body_bytes_sum 1e+16
ttm_body_bytes_count 1
# HELP ttm_connections Open connections.
# TYPE ttm_connections gauge
ttm_connections 2.5
# HELP ttm_connectors Connectors by state.
# TYPE ttm_connectors gauge
ttm_connectors{state="ok"} 7
ttm_connectors{state="paused"} 1
# HELP ttm_duration_seconds Time of an answer.
# TYPE ttm_duration_seconds histogram
ttm_duration_seconds_bucket{route="a",le="0.005"} 2
ttm_duration_seconds_bucket{route="a",le="0.1"} 3
ttm_duration_seconds_bucket{route="a",le="1"} 3
ttm_duration_seconds_bucket{route="a",le="+Inf"} 4
ttm_duration_seconds_sum{route="a"} 3.056
ttm_duration_seconds_count{route="a"} 4
# HELP ttm_requests_total Requests answered.
# TYPE ttm_requests_total counter
ttm_requests_total{route="check",status="404"} 1
ttm_requests_total{route="execute",status="200"} 3
)";

TEST(Metrics, MakesTheTextPrometheusReads) {
  MetricsRegistry registry;
  EXPECT_EQ(registry.text(), "");
  fill(registry);
  EXPECT_EQ(registry.text(), kText);
}

TEST(Metrics, PromtoolFindsNothingToSay) {
  if (::access("/usr/bin/promtool", X_OK) != 0) GTEST_SKIP() << "promtool is not installed";
  MetricsRegistry registry;
  fill(registry);
  registry.gauge("ttm_odd", "Odd \\ \"help\"\nin two lines.", {{"id", "a\\b\"c\nd"}})
      .set(-std::numeric_limits<double>::infinity());
  std::string file = testing::TempDir() + "ttm-metrics-XXXXXX";
  const int fd = ::mkstemp(file.data());
  ASSERT_GE(fd, 0);
  const std::string text = registry.text();
  ASSERT_EQ(::write(fd, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  ::close(fd);

  FILE* promtool = ::popen(("/usr/bin/promtool check metrics < " + file + " 2>&1").c_str(), "r");
  ASSERT_NE(promtool, nullptr);
  std::string said;
  for (char buffer[512]; std::fgets(buffer, sizeof buffer, promtool) != nullptr;) said += buffer;
  const int status = ::pclose(promtool);
  ::unlink(file.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_EQ(said, "");
}

TEST(Metrics, EscapesHelpAndLabels) {
  MetricsRegistry registry;
  registry.gauge("odd", "a\\b \"c\"\nd", {{"id", "a\\b\"c\nd"}})
      .set(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(registry.text(),
            "# HELP odd a\\\\b \"c\"\\nd\n# TYPE odd gauge\nodd{id=\"a\\\\b\\\"c\\nd\"} NaN\n");
}

TEST(Metrics, TheSameNameAndLabelsAreTheSameObject) {
  MetricsRegistry registry;
  auto& first = registry.counter("a_total", "First.", {{"x", "1"}, {"y", "2"}});
  EXPECT_EQ(&first, &registry.counter("a_total", "Second.", {{"y", "2"}, {"x", "1"}}));
  EXPECT_NE(&first, &registry.counter("a_total", "First.", {{"x", "1"}}));
  EXPECT_EQ(&registry.histogram("h", "H.", {1}), &registry.histogram("h", "H.", {1, 2}));
  EXPECT_THAT(registry.text(), testing::HasSubstr("# HELP a_total First.\n"));
}

TEST(Metrics, OneNameHasOneType) {
  MetricsRegistry registry;
  registry.counter("a_total", "A.");
  EXPECT_DEATH(registry.gauge("a_total", "A."), "metric a_total is a counter and a gauge");
}

TEST(Metrics, HistogramsSortBoundsAndTakeAnyValue) {
  Histogram histogram({10, 1, 10, std::numeric_limits<double>::infinity()});
  EXPECT_THAT(histogram.upper_bounds(), testing::ElementsAre(1, 10));
  for (const double value : {1.0, 1.5, 10.0, 10.5, -4.0}) histogram.observe(value);
  histogram.observe(std::numeric_limits<double>::quiet_NaN());
  EXPECT_THAT(histogram.counts(), testing::ElementsAre(2, 2, 1));
  EXPECT_EQ(histogram.sum(), 19.0);
}

TEST(Metrics, SamplesMayBeReadThroughTheRegistryItself) {
  MetricsRegistry registry;
  registry.gauge_family("a", "A.", [&] {
    return MetricsRegistry::Samples{{{}, static_cast<double>(registry.counter("b_total", "B.").value())}};
  });
  registry.gauge_family("c", "C.", [] { return MetricsRegistry::Samples{{{}, 1}}; });
  registry.gauge_family("c", "C.", [] { return MetricsRegistry::Samples{{{}, 2}}; });
  EXPECT_THAT(registry.text(), testing::AllOf(testing::HasSubstr("\na 0\n"), testing::HasSubstr("\nc 2\n")));
}

TEST(Metrics, ManyThreadsCountExactly) {
  MetricsRegistry registry;
  auto& histogram = registry.histogram("h", "H.", {1, 2});
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&registry, &histogram, t] {
        for (int i = 0; i < 1000; ++i) {
          registry.counter("n_total", "N.", {{"i", std::to_string(i % 10)}}).add();
          histogram.observe(t);
          if (i % 100 == 0) {
            EXPECT_FALSE(registry.text().empty());
          }
        }
      });
    }
  }
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(registry.counter("n_total", "N.", {{"i", std::to_string(i)}}).value(), 400U);
  }
  EXPECT_THAT(histogram.counts(), testing::ElementsAre(2000, 1000, 1000));
  EXPECT_EQ(histogram.sum(), 6000.0);
}

}  // namespace
}  // namespace tiktok_marketing
