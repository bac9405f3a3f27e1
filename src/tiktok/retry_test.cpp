#include "tiktok/retry.hpp"

#include <gtest/gtest.h>

#include <limits>

#include <rapidcheck/gtest.h>

namespace tiktok_marketing::tiktok {
namespace {

using namespace std::chrono_literals;
using catalog::Code;
using catalog::CodeClass;
using std::chrono::milliseconds;

Error tiktok_error(std::int64_t code) {
  Error error;
  error.type = ErrorType::upstream_error;
  error.message = "TikTok failed.";
  error.upstream.emplace();
  error.upstream->tiktok_code = code;
  error.upstream->http_status = 200;
  return error;
}

Error transport_error(int http_status, bool retryable) {
  Error error;
  error.type = ErrorType::upstream_error;
  error.retryable = retryable;
  error.upstream.emplace();
  error.upstream->http_status = http_status;
  return error;
}

Code entry(std::int64_t code, CodeClass code_class, bool retryable) {
  return {
      .code = code, .name = "X", .code_class = code_class, .retryable = retryable, .meaning = "", .hint = ""};
}

// Attempts that are made when the same error comes every time.
int attempts(const Error& error, const Code* code, bool repeatable = true) {
  RetryPolicy policy(repeatable);
  while (policy.after(error, code).again) {
  }
  return policy.failures();
}

TEST(RetryPolicy, CountsAttemptsByKindOfFailure) {
  const Code server = entry(50000, CodeClass::server, true);
  const Code inner = entry(51010, CodeClass::server, true);
  const Code maintenance = entry(60001, CodeClass::maintenance, true);
  const Code conflict = entry(40202, CodeClass::conflict, true);
  const Code advertiser = entry(51008, CodeClass::server, true);
  const Code validation = entry(40700, CodeClass::server, true);
  const Code parameter = entry(40002, CodeClass::parameter, false);
  for (const Code* code : {&server, &inner, &maintenance, &conflict}) {
    EXPECT_EQ(attempts(tiktok_error(code->code), code), 5) << code->code;
  }
  EXPECT_EQ(attempts(tiktok_error(51008), &advertiser), 3);
  EXPECT_EQ(attempts(tiktok_error(40700), &validation), 3);
  EXPECT_EQ(attempts(tiktok_error(40002), &parameter), 1);
  EXPECT_EQ(attempts(tiktok_error(59123), nullptr), 5);
  EXPECT_EQ(attempts(tiktok_error(47123), nullptr), 1);
}

TEST(RetryPolicy, ThrottlingWaitsInTheBrokerEvenForWrites) {
  for (const std::int64_t code : {40016, 40100, 40132, 40133, 61000}) {
    const Code known = entry(code, CodeClass::quota, true);
    for (const bool repeatable : {true, false}) {
      RetryPolicy policy(repeatable);
      const RetryDecision decision = policy.after(tiktok_error(code), &known);
      EXPECT_TRUE(decision.again) << code;
      EXPECT_EQ(decision.wait, RetryWait::broker) << code;
    }
  }
}

TEST(RetryPolicy, RepeatsReadsOnly) {
  const Code server = entry(50000, CodeClass::server, true);
  RetryPolicy write(false);
  EXPECT_EQ(write.after(tiktok_error(50000), &server).reason, GiveUpReason::not_repeatable);
  RetryPolicy lost_write(false);
  EXPECT_EQ(lost_write.after(transport_error(0, true), nullptr).reason, GiveUpReason::not_repeatable);
}

TEST(RetryPolicy, TransportFailuresStartWithAShorterWait) {
  RetryPolicy policy(true);
  const RetryDecision lost = policy.after(transport_error(0, true), nullptr);
  EXPECT_TRUE(lost.again);
  EXPECT_EQ(lost.wait, RetryWait::transport);
  const RetryDecision bad_gateway = policy.after(transport_error(502, true), nullptr);
  EXPECT_TRUE(bad_gateway.again);
  EXPECT_EQ(bad_gateway.wait, RetryWait::backoff);
  EXPECT_TRUE(policy.after(transport_error(429, false), nullptr).again);
  EXPECT_FALSE(RetryPolicy(true).after(transport_error(404, false), nullptr).again);
}

TEST(RetryPolicy, AStopIsFinal) {
  Error stopped;
  stopped.type = ErrorType::cancelled;
  stopped.retryable = true;
  EXPECT_EQ(RetryPolicy(true).after(stopped, nullptr).reason, GiveUpReason::cancelled);
}

TEST(Backoff, DoublesUpToAMinute) {
  Backoff longest([] { return 1.0; });
  std::vector<milliseconds> waits;
  for (int i = 0; i < 8; ++i) waits.push_back(longest.next_delay(RetryWait::backoff));
  EXPECT_EQ(waits, (std::vector<milliseconds>{1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}));
  EXPECT_EQ(Backoff::step(RetryWait::transport, 0), 250ms);
  EXPECT_EQ(Backoff::step(RetryWait::transport, 3), 2s);
  EXPECT_EQ(Backoff::step(RetryWait::backoff, std::numeric_limits<int>::max()), 60s);
}

TEST(Backoff, SpreadsOverTheWholeStep) {
  EXPECT_EQ(Backoff([] { return 0.0; }).next_delay(RetryWait::backoff), 0ms);
  EXPECT_EQ(Backoff([] { return 0.5; }).next_delay(RetryWait::backoff), 500ms);
  EXPECT_EQ(Backoff([] { return 7.0; }).next_delay(RetryWait::backoff), 1s);
}

RC_GTEST_PROP(NextAttempt, IsNeverAtOrBeyondTheDeadline, ()) {
  const SteadyTime now{std::chrono::nanoseconds{*rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000)}};
  const SteadyTime deadline = now + std::chrono::milliseconds{*rc::gen::inRange(-1'000, 100'000)};
  const milliseconds delay{*rc::gen::inRange(0, 70'000)};
  const auto hint =
      *rc::gen::maybe(rc::gen::map(rc::gen::inRange(0, 100'000'000), [](int ms) { return ms / 1e3; }));
  const auto when = next_attempt(now, deadline, delay, hint ? std::optional<double>(*hint) : std::nullopt);
  const auto wait = hint ? std::chrono::duration<double>(std::min(*hint, 3.2e7)) : delay;
  if (when) {
    RC_ASSERT(*when < deadline);
    RC_ASSERT(*when >= now);
    RC_ASSERT(*when - now >= wait - 1us);
  } else {
    RC_ASSERT(now + std::chrono::milliseconds{1} +
                  std::chrono::duration_cast<std::chrono::nanoseconds>(wait) >=
              deadline);
  }
}

TEST(NextAttempt, TheServersHintBeatsOurBackoff) {
  const SteadyTime now{};
  EXPECT_EQ(next_attempt(now, now + 60s, 1s, 7.5), now + 7500ms);
  EXPECT_EQ(next_attempt(now, now + 60s, 30s, 0.0), now);
  EXPECT_EQ(next_attempt(now, now + 60s, 1s, 61.0), std::nullopt);
  EXPECT_EQ(next_attempt(now, now + 60s, 1s, 60.0), std::nullopt);
  EXPECT_EQ(next_attempt(now, SteadyTime::max(), 1s, 1e300), now + std::chrono::hours{24 * 365});
}

TEST(RetryBudget, IsRefilledBySuccessesOnly) {
  RetryBudget budget(3, 0.5);
  EXPECT_TRUE(budget.take());
  EXPECT_TRUE(budget.take());
  EXPECT_TRUE(budget.take());
  EXPECT_FALSE(budget.take());
  budget.succeeded();
  EXPECT_FALSE(budget.take());
  budget.succeeded();
  EXPECT_TRUE(budget.take());
  for (int i = 0; i < 100; ++i) budget.succeeded();
  EXPECT_DOUBLE_EQ(budget.tokens(), 3);
}

TEST(GivingUp, TellsTheStory) {
  const Error told = explain_giving_up(tiktok_error(50000), 5, 12'340ms, GiveUpReason::attempts_used);
  EXPECT_EQ(told.message,
            "TikTok failed. (gave up after 5 attempts and 12.3 s of waiting: all attempts are used)");
  EXPECT_EQ(told.upstream->tiktok_code, 50000);
  EXPECT_EQ(explain_giving_up(tiktok_error(40002), 1, 0ms, GiveUpReason::permanent).message,
            "TikTok failed.");
  EXPECT_NE(explain_giving_up(tiktok_error(50000), 1, 0ms, GiveUpReason::deadline).message.find("1 attempt "),
            std::string::npos);
}

}  // namespace
}  // namespace tiktok_marketing::tiktok
