#include "platform/rate_limiter.hpp"

#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace tiktok_marketing::platform {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr SteadyTime kStart{};

TEST(RateLimiter, WithoutALimitEverythingIsAllowed) {
  RateLimiter limiter(0);
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(limiter.take("a", kStart).allowed);
  EXPECT_EQ(limiter.take("a", kStart).limit, 0);
  EXPECT_EQ(limiter.size(), 0U);
}

TEST(RateLimiter, GivesAMinutesWorthAndThenRefuses) {
  Counter refused;
  RateLimiter limiter(6, &refused);
  for (int i = 5; i >= 0; --i) {
    const auto decision = limiter.take("a", kStart);
    EXPECT_TRUE(decision.allowed);
    EXPECT_EQ(decision.limit, 6);
    EXPECT_EQ(decision.remaining, i);
    EXPECT_EQ(decision.reset_s, 10 * (6 - i));
    EXPECT_EQ(decision.retry_after_s, 0);
  }
  const auto refusal = limiter.take("a", kStart);
  EXPECT_FALSE(refusal.allowed);
  EXPECT_EQ(refusal.remaining, 0);
  EXPECT_EQ(refusal.retry_after_s, 10);
  EXPECT_EQ(refused.value(), 1U);
  EXPECT_TRUE(limiter.take("b", kStart).allowed) << "another key has its own bucket";
}

TEST(RateLimiter, WhatItSaysAboutWaitingIsTrue) {
  RateLimiter limiter(90);
  while (limiter.take("a", kStart).allowed) {
  }
  const auto refusal = limiter.take("a", kStart + milliseconds(100));
  ASSERT_FALSE(refusal.allowed);
  EXPECT_EQ(refusal.retry_after_s, 1);
  EXPECT_TRUE(limiter.take("a", kStart + milliseconds(100) + seconds(refusal.retry_after_s)).allowed);
}

TEST(RateLimiter, ALimitBelowOneAMinuteStillAllowsOne) {
  RateLimiter limiter(0.5);
  EXPECT_TRUE(limiter.take("a", kStart).allowed);
  const auto refusal = limiter.take("a", kStart);
  EXPECT_FALSE(refusal.allowed);
  EXPECT_EQ(refusal.retry_after_s, 120);
}

TEST(RateLimiter, TimeThatStandsOrGoesBackGivesNothing) {
  RateLimiter limiter(1);
  EXPECT_TRUE(limiter.take("a", kStart + seconds(60)).allowed);
  EXPECT_FALSE(limiter.take("a", kStart).allowed);
  EXPECT_FALSE(limiter.take("a", kStart + seconds(119)).allowed);
  EXPECT_TRUE(limiter.take("a", kStart + seconds(120)).allowed);
}

TEST(RateLimiter, ForgetsFullBuckets) {
  RateLimiter limiter(60);
  for (int i = 0; i < 100'000; ++i)
    (void)limiter.take(fmt::format("key {}", i), kStart + milliseconds(i * 10));
  EXPECT_LT(limiter.size(), 5'000U);
}

TEST(RateLimiter, GivesNoMoreToManyThreads) {
  RateLimiter limiter(1'000);
  std::atomic<int> allowed = 0;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) allowed += limiter.take("a", kStart).allowed ? 1 : 0;
    });
  }
  threads.clear();
  EXPECT_EQ(allowed, 1'000);
}

}  // namespace
}  // namespace tiktok_marketing::platform
