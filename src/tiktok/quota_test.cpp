#include "tiktok/quota.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <rapidcheck/gtest.h>

namespace tiktok_marketing::tiktok {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// The most events that any half-open window of `length` holds.
std::size_t busiest(const std::vector<SteadyTime>& sorted, nanoseconds length) {
  std::size_t most = 0;
  for (std::size_t first = 0, last = 0; last < sorted.size(); ++last) {
    while (sorted[last] - sorted[first] >= length) ++first;
    most = std::max(most, last - first + 1);
  }
  return most;
}

rc::Gen<std::vector<int>> gaps_ms() {
  return rc::gen::container<std::vector<int>>(
      200, rc::gen::weightedOneOf<int>(
               {{6, rc::gen::just(0)}, {3, rc::gen::inRange(0, 300)}, {1, rc::gen::inRange(0, 3000)}}));
}

// Requests wish to start after random gaps and start as early as the window lets them.
std::vector<SteadyTime> starts_under(RateWindow& window, const std::vector<int>& gaps) {
  std::vector<SteadyTime> starts;
  SteadyTime wish{};
  for (const int gap : gaps) {
    wish += milliseconds{gap};
    const SteadyTime start = window.earliest(wish);
    window.take(start);
    starts.push_back(start);
    wish = start;
  }
  return starts;
}

RC_GTEST_PROP(RateWindow, NoWindowExceedsTheLimitEvenWithJitter, ()) {
  const int limit = *rc::gen::inRange(1, 50);
  RateWindow window(limit, 1s);
  std::vector<SteadyTime> arrivals = starts_under(window, *gaps_ms());
  for (SteadyTime& arrival : arrivals) arrival += milliseconds{*rc::gen::inRange(0, 50)};
  std::ranges::sort(arrivals);
  RC_ASSERT(busiest(arrivals, 1s) <= static_cast<std::size_t>(limit));
}

RC_GTEST_PROP(RateWindow, AFractionalLimitHoldsOverTime, ()) {
  const double limit = *rc::gen::inRange(1, 300) / 10.0;
  RateWindow window(limit, 1s);
  const auto starts = starts_under(window, *gaps_ms());
  RC_ASSERT(busiest(starts, 1s) <= static_cast<std::size_t>(std::ceil(limit)));
  for (const auto span : {2s, 5s, 10s}) {
    const double allowed = limit * static_cast<double>(span.count()) + std::ceil(limit);
    RC_ASSERT(static_cast<double>(busiest(starts, span)) <= allowed);
  }
}

RC_GTEST_PROP(RateWindow, ForeseesTheStartOfEveryFollower, ()) {
  RateWindow window(*rc::gen::inRange(1, 12), 1s);
  const auto starts = starts_under(window, *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 400)));
  const SteadyTime last = starts.empty() ? SteadyTime{} : starts.back();
  const SteadyTime now = last + milliseconds{*rc::gen::inRange(0, 2'000)};
  RateWindow played = window;
  SteadyTime wish = now;
  for (std::size_t ahead = 0; ahead < 40; ++ahead) {
    wish = played.earliest(wish);
    RC_ASSERT(window.earliest_after(now, ahead) == wish);
    played.take(wish);
  }
}

TEST(RateWindow, LetsABurstStartAtOnceAndTheNextAfterTheGuard) {
  RateWindow window(3, 1s);
  const SteadyTime now{};
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(window.earliest(now), now);
    window.take(now);
  }
  EXPECT_EQ(window.earliest(now), now + 1050ms);
  EXPECT_EQ(window.used(now), 3u);
  EXPECT_EQ(window.used(now + 1050ms), 0u);
}

TEST(RateWindow, StretchesForAFractionAndSurvivesNonsense) {
  EXPECT_EQ(RateWindow(2.5, 1s).capacity(), 3u);
  EXPECT_EQ(RateWindow(2.5, 1s).length(), 1250ms);
  EXPECT_EQ(RateWindow(0.5, 1s).capacity(), 1u);
  EXPECT_EQ(RateWindow(0.5, 1s).length(), 2050ms);
  for (const double limit : {0.0, -3.0, std::nan("")}) {
    EXPECT_EQ(RateWindow(limit, 1s).capacity(), 1u);
    EXPECT_GE(RateWindow(limit, 1s).length(), 999s);
  }
}

TEST(RateWindow, RemembersTheNewestStartsInOrder) {
  RateWindow window(2, 1s);
  const SteadyTime t{};
  window.take(t + 1s);
  window.take(t);
  window.take(t + 3s);
  EXPECT_EQ(window.starts(), (std::vector<SteadyTime>{t + 1s, t + 3s}));
}

TEST(DayCounter, ForgetsAtMidnightUtc) {
  const SystemTime midnight = std::chrono::sys_days{std::chrono::year{2026} / 9 / 15};
  DayCounter day(10);
  day.take(midnight - 2h, 9);
  EXPECT_EQ(day.wait(midnight - 2h, 0), 0ms);
  EXPECT_EQ(day.wait(midnight - 2h, 1), 2h);
  day.take(midnight - 1h);
  EXPECT_EQ(day.wait(midnight - 1h, 0), 1h);
  EXPECT_EQ(day.wait(midnight, 0), 0ms);
  EXPECT_EQ(day.used(midnight), 0);
  day.take(midnight);
  EXPECT_EQ(day.used(midnight + 1h), 1);
}

TEST(ThrottlePause, GrowsToFiveMinutesAndEndsWithASuccess) {
  ThrottlePause pause;
  SteadyTime now{};
  for (const auto expected : {1s, 2s, 4s, 300s, 300s}) {
    pause.throttled(now, now);
    EXPECT_EQ(pause.until(now), now + expected);
    now += expected;
    EXPECT_EQ(pause.until(now), now);
  }
  pause.succeeded(now);
  pause.throttled(now, now);
  EXPECT_EQ(pause.until(now), now + 1s);
}

TEST(ThrottlePause, CountsRequestsInFlightTogetherAsOneFailure) {
  ThrottlePause pause;
  const SteadyTime sent{};
  for (const auto answered : {100ms, 150ms, 1500ms}) pause.throttled(sent, sent + answered);
  EXPECT_EQ(pause.failures_in_a_row(), 1);
  EXPECT_EQ(pause.until(sent + 200ms), sent + 1100ms);
  pause.succeeded(sent);
  EXPECT_EQ(pause.failures_in_a_row(), 1);
  pause.succeeded(sent + 1100ms);
  EXPECT_EQ(pause.failures_in_a_row(), 0);
}

TEST(QuotaLimits, StayTenPercentUnderEachLevel) {
  EXPECT_EQ(limits_for(QuotaLevel::basic), QuotaLimits{});
  const QuotaLimits ultimate = limits_for(QuotaLevel::ultimate);
  EXPECT_DOUBLE_EQ(ultimate.qps, 45);
  EXPECT_DOUBLE_EQ(ultimate.qpm, 2700);
  EXPECT_EQ(ultimate.qpd, 3'888'000);
  EXPECT_DOUBLE_EQ(ultimate.advertiser_path_qps, 18);
  EXPECT_DOUBLE_EQ(limits_for(QuotaLevel::advanced).qps, 18);
  EXPECT_DOUBLE_EQ(limits_for(QuotaLevel::premium).qpm, 1620);
  EXPECT_EQ(limits_for_qps(9), QuotaLimits{});
}

}  // namespace
}  // namespace tiktok_marketing::tiktok
