#include "tiktok/quota_broker.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <thread>

#include <rapidcheck/gtest.h>

#include <tiktok_marketing/base/fakes.hpp>

namespace tiktok_marketing::tiktok {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr std::string_view kRestricted =
    "Due to too many requests, requests from App 7123456789 are temporarily restricted.";

struct Ended {
  std::string caller;
  SteadyTime at;
  std::optional<Error> error;
};

class Harness {
 public:
  explicit Harness(QuotaLimits limits = {}) : broker(runtime, limits) {}

  void ask(QuotaRequest request) {
    std::string caller = request.caller;
    start(broker.acquire(std::move(request)), [this, caller](Result<void> result) {
      std::optional<Error> error;
      if (!result) error = std::move(result).error();
      ended.push_back({caller, runtime.now(), std::move(error)});
    });
  }
  void ask(int times, const QuotaRequest& request) {
    for (int i = 0; i < times; ++i) ask(request);
  }
  [[nodiscard]] std::string order() const {
    std::string text;
    for (const Ended& one : ended) text += one.caller;
    return text;
  }
  [[nodiscard]] SteadyTime now() const { return runtime.now(); }

  VirtualRuntime runtime;
  std::vector<Ended> ended;

 private:
  // Lets the waiters that the broker ended on its way out finish, or their coroutines would leak.
  struct Drain {
    VirtualRuntime& runtime;
    ~Drain() { runtime.run_ready(); }
  } drain_{runtime};

 public:
  QuotaBroker broker;
};

// A budget of `qps` whose other limits are out of the way.
QuotaLimits only_qps(double qps) {
  return {.qps = qps, .qpm = 1e6, .qpd = 1'000'000'000, .advertiser_path_qps = 1e6};
}

TEST(QuotaBroker, GrantsWithoutWaitingWhileTheBudgetLasts) {
  Harness t;
  t.ask(9, {.caller = "a"});
  EXPECT_EQ(t.ended.size(), 9u);
  t.ask({.caller = "a"});
  EXPECT_EQ(t.ended.size(), 9u);
  EXPECT_EQ(t.broker.snapshot("").waiting_interactive, 1u);
  t.runtime.advance(1049ms);
  EXPECT_EQ(t.ended.size(), 9u);
  t.runtime.advance(1ms);
  EXPECT_EQ(t.ended.size(), 10u);
  EXPECT_EQ(t.broker.snapshot("").used_second, 1);
  EXPECT_EQ(t.broker.snapshot("").used_minute, 10);
  EXPECT_EQ(t.broker.snapshot("").used_day, 10);
}

RC_GTEST_PROP(QuotaBroker, NeverExceedsTheRateUnderRandomArrival, ()) {
  const int qps = *rc::gen::inRange(1, 20);
  Harness t(only_qps(qps));
  for (int i = 0; i < 100; ++i) {
    const std::string caller(1, static_cast<char>('a' + *rc::gen::inRange(0, 3)));
    t.ask({.caller = caller, .background = *rc::gen::arbitrary<bool>()});
    if (*rc::gen::inRange(0, 3) == 0) t.runtime.advance(milliseconds{*rc::gen::inRange(0, 400)});
  }
  t.runtime.advance(200s);
  RC_ASSERT(t.ended.size() == 100u);
  const auto step = static_cast<std::size_t>(qps);
  for (std::size_t i = 0; i + step < t.ended.size(); ++i) {
    RC_ASSERT(t.ended[i + step].at - t.ended[i].at > 1s);
  }
}

// Real clocks move between two readings.
class TickingRuntime : public VirtualRuntime {
 public:
  [[nodiscard]] SteadyTime now() const override {
    ticks_ += std::chrono::microseconds{1};
    return VirtualRuntime::now() + ticks_;
  }

 private:
  mutable std::chrono::microseconds ticks_{0};
};

TEST(QuotaBroker, GrantsAtOnceUnderAClockThatMoves) {
  TickingRuntime runtime;
  QuotaBroker broker(runtime);
  QuotaRequest request{.path = "/campaign/get/", .deadline = runtime.now() + 55s};
  EXPECT_TRUE(run_blocking(runtime, [&] { return broker.acquire(request); }));
  EXPECT_LT(runtime.now().time_since_epoch(), 1ms) << "no timer had to run";
}

TEST(QuotaBroker, KeepsTheMinuteAndTheDay) {
  Harness minute({.qps = 1000, .qpm = 5, .qpd = 1000});
  minute.ask(6, {.caller = "a"});
  minute.runtime.advance(2min);
  EXPECT_EQ(minute.ended.back().at - minute.ended.front().at, 60s + kJitterGuard);

  Harness day({.qps = 1000, .qpm = 1000, .qpd = 5});
  const SystemTime begin = day.runtime.system_now();
  const auto to_midnight = std::chrono::ceil<std::chrono::days>(begin) - begin;
  day.ask(6, {.caller = "a"});
  day.runtime.advance(24h);
  ASSERT_EQ(day.ended.size(), 6u);
  EXPECT_EQ(day.ended.back().at - day.ended.front().at, to_midnight);
}

TEST(QuotaBroker, CallersTakeTurns) {
  Harness t(only_qps(1));
  t.ask(1, {.caller = "x"});
  t.ask(1000, {.caller = "a"});
  t.ask(3, {.caller = "b"});
  t.runtime.advance(8s);
  EXPECT_EQ(t.order(), "xabababa");
}

RC_GTEST_PROP(QuotaBroker, TwoBusyCallersAlternate, ()) {
  const int a = *rc::gen::inRange(1, 40);
  const int b = *rc::gen::inRange(1, 40);
  Harness t(only_qps(*rc::gen::inRange(1, 9)));
  t.ask(9, {.caller = "x"});
  t.ask(a, {.caller = "a"});
  t.ask(b, {.caller = "b"});
  t.runtime.advance(200s);
  std::string order = t.order();
  std::erase(order, 'x');
  RC_ASSERT(order.size() == static_cast<std::size_t>(a + b));
  const std::size_t both = 2 * static_cast<std::size_t>(std::min(a, b));
  for (std::size_t i = 1; i < both; ++i) RC_ASSERT(order[i] != order[i - 1]);
}

TEST(QuotaBroker, InteractiveGoesFirst) {
  Harness t(only_qps(1));
  t.ask({.caller = "x"});
  t.ask(2, {.caller = "b", .background = true});
  t.ask(2, {.caller = "i"});
  t.runtime.advance(5s);
  EXPECT_EQ(t.order(), "xiibb");
}

TEST(QuotaBroker, AWaitBeyondTheDeadlineFailsAtOnceWithTheWait) {
  Harness t(only_qps(1));
  t.ask(4, {.caller = "a"});
  t.ask({.caller = "a", .deadline = t.now() + 4s});
  ASSERT_EQ(t.ended.size(), 2u);
  const Error& error = t.ended.back().error.value();
  EXPECT_EQ(error.type, ErrorType::upstream_rate_limited);
  EXPECT_TRUE(error.retryable);
  EXPECT_DOUBLE_EQ(error.retry_after_s.value(), 4.2);
  EXPECT_NE(error.hint.find("TIKTOK_MARKETING_QPS"), std::string::npos);

  t.ask({.caller = "b", .deadline = t.now() + 4s});
  EXPECT_EQ(t.ended.size(), 2u) << "another caller is next but one, not fifth";
  t.runtime.advance(4s);
  EXPECT_EQ(t.order(), "aaaba");
}

TEST(QuotaBroker, ABackgroundWaitCountsTheInteractiveOnes) {
  Harness t(only_qps(1));
  t.ask(4, {.caller = "i"});
  t.ask({.caller = "b", .background = true, .deadline = t.now() + 4s});
  ASSERT_EQ(t.order(), "ib");
  EXPECT_DOUBLE_EQ(t.ended.back().error.value().retry_after_s.value(), 4.2);
}

TEST(QuotaBroker, WhoIsOvertakenFailsByItsDeadline) {
  Harness t(only_qps(1));
  t.ask({.caller = "x"});
  t.ask({.caller = "b", .background = true, .deadline = t.now() + 1500ms});
  t.ask(5, {.caller = "i"});
  t.runtime.advance(1500ms);
  ASSERT_EQ(t.order(), "xib");
  EXPECT_EQ(t.ended[2].error.value().type, ErrorType::upstream_rate_limited);
  EXPECT_LE(t.ended[2].at, SteadyTime{} + 1500ms);
}

TEST(QuotaBroker, AStopTakesTheWaiterOut) {
  Harness t(only_qps(1));
  std::stop_source stop;
  t.ask({.caller = "x"});
  t.ask({.caller = "s", .stop = stop.get_token()});
  t.ask({.caller = "a"});
  stop.request_stop();
  t.runtime.run_ready();
  ASSERT_EQ(t.order(), "xs");
  EXPECT_EQ(t.ended.back().error.value().type, ErrorType::cancelled);
  t.runtime.advance(1050ms);
  EXPECT_EQ(t.order(), "xsa");
  t.ask({.caller = "z", .stop = stop.get_token()});
  EXPECT_EQ(t.ended.back().error.value().type, ErrorType::cancelled);
}

TEST(QuotaBroker, AStopFromAnotherThreadOnlyPosts) {
  // A runtime whose post is safe from other threads, as the interface asks; time is still virtual.
  class SharedRuntime : public VirtualRuntime {
   public:
    void post(Task task) override {
      const std::lock_guard lock(mutex);
      VirtualRuntime::post(std::move(task));
    }
    std::mutex mutex;
  } runtime;
  QuotaBroker broker(runtime, only_qps(1));
  std::stop_source stop;
  std::optional<Error> error;
  start(broker.acquire({.caller = "a"}), [](Result<void>) {});
  start(broker.acquire({.caller = "a", .stop = stop.get_token()}),
        [&](Result<void> result) { error = std::move(result).error(); });
  std::thread([&] { stop.request_stop(); }).join();
  EXPECT_FALSE(error) << "the waiter ends on the engine thread";
  runtime.run_ready();
  EXPECT_EQ(error.value().type, ErrorType::cancelled);
}

TEST(QuotaBroker, EndsItsWaitersWhenItGoes) {
  VirtualRuntime runtime;
  std::optional<Error> error;
  {
    QuotaBroker broker(runtime, only_qps(1));
    start(broker.acquire({.caller = "a"}), [](Result<void>) {});
    start(broker.acquire({.caller = "a"}), [&](Result<void> result) { error = std::move(result).error(); });
  }
  runtime.run_ready();
  EXPECT_EQ(error.value().type, ErrorType::cancelled);
  runtime.advance(10s);
}

TEST(QuotaBroker, ThrottlingSilencesTheAppForEveryone) {
  Harness t;
  const QuotaRequest a{.app_key = "7", .caller = "a", .deadline = t.now() + 55s};
  SteadyTime sent = t.now();
  for (const auto pause : {1s, 2s, 4s, 300s}) {
    t.broker.report_throttled(a, 40100, "App reaches the QPS limit.", sent);
    EXPECT_EQ(t.broker.snapshot("7").paused_until, t.now() + pause);
    if (pause == 300s) break;
    t.runtime.advance(pause);
    sent = t.now();
  }
  t.ask({.app_key = "7", .caller = "b", .deadline = t.now() + 55s});
  ASSERT_EQ(t.ended.size(), 1u);
  EXPECT_DOUBLE_EQ(t.ended[0].error.value().retry_after_s.value(), 300);
  EXPECT_NE(t.ended[0].error->message.find("restricted this app"), std::string::npos);
  t.ask({.app_key = "8", .caller = "c"});
  EXPECT_FALSE(t.ended.back().error) << "another app is not concerned";
}

TEST(QuotaBroker, APauseRefusesThoseWhoCannotOutlastIt) {
  Harness t(only_qps(1));
  const QuotaRequest patient{.caller = "p"};
  t.ask({.caller = "x"});
  t.broker.report_throttled(patient, 61000, "", t.now());
  t.runtime.advance(1s);
  t.ask({.caller = "h", .deadline = t.now() + 1500ms});
  t.ask(patient);
  EXPECT_EQ(t.order(), "x");
  t.broker.report_throttled(patient, 61000, "", t.now());
  t.runtime.run_ready();
  ASSERT_EQ(t.order(), "xh");
  EXPECT_DOUBLE_EQ(t.ended.back().error.value().retry_after_s.value(), 2);
  t.runtime.advance(2s);
  EXPECT_EQ(t.order(), "xhp");
}

TEST(QuotaBroker, ASuccessSentAfterThePauseEndsTheSeries) {
  Harness t;
  const QuotaRequest a{.caller = "a"};
  t.broker.report_throttled(a, 40100, "", t.now());
  t.runtime.advance(1s);
  t.broker.report_success(a, t.now());
  t.broker.report_throttled(a, 40100, "", t.now());
  EXPECT_EQ(t.broker.snapshot("").paused_until, t.now() + 1s);
}

TEST(QuotaBroker, AnAdvertisersLimitHoldsUpOnlyItsPath) {
  Harness t;
  const QuotaRequest busy{.advertiser_id = "1", .path = "/ad/get/", .caller = "a"};
  t.broker.report_throttled(busy, 40133, "Advertiser (1)'s QPS (21) reaches QPS limit 20", t.now());
  EXPECT_FALSE(t.broker.snapshot("").paused_until);
  t.ask(busy);
  t.ask({.advertiser_id = "1", .path = "/campaign/get/", .caller = "b"});
  t.ask({.advertiser_id = "2", .path = "/ad/get/", .caller = "c"});
  t.ask({.caller = "d"});
  t.runtime.run_ready();
  EXPECT_EQ(t.order(), "bcd");
  t.runtime.advance(1s);
  EXPECT_EQ(t.order(), "bcda");
}

TEST(QuotaBroker, LimitsOneAdvertiserOnOnePath) {
  Harness t({.qps = 1000, .qpm = 1e6, .advertiser_path_qps = 2});
  t.ask(5, {.advertiser_id = "1", .path = "/ad/get/", .caller = "a"});
  t.ask(2, {.advertiser_id = "2", .path = "/ad/get/", .caller = "b"});
  t.runtime.run_ready();
  EXPECT_EQ(t.order(), "aabb");
  t.runtime.advance(1050ms);
  EXPECT_EQ(t.order(), "aabbaa");
}

TEST(QuotaBroker, UnlimitedStillObeysAPause) {
  Harness t({.unlimited = true});
  t.ask(5000, {.advertiser_id = "1", .path = "/ad/get/", .caller = "a"});
  EXPECT_EQ(t.ended.size(), 5000u);
  t.broker.report_throttled({.caller = "a"}, 40100, "", t.now());
  t.ask({.caller = "b"});
  EXPECT_EQ(t.ended.size(), 5000u);
  t.runtime.advance(1s);
  EXPECT_EQ(t.ended.size(), 5001u);
}

TEST(QuotaBroker, LearnsTheAppFromTheMessage) {
  EXPECT_EQ(app_id_in(kRestricted), "7123456789");
  EXPECT_EQ(app_id_in("App reaches the QPS limit."), std::nullopt);
  EXPECT_EQ(app_id_in("App, App 12"), "12");
  EXPECT_EQ(app_id_in("App "), std::nullopt);

  Harness t(only_qps(2));
  const QuotaRequest first{.token = "t1", .caller = "a"};
  t.ask(2, first);
  t.ask(first);
  t.ask({.token = "t2", .caller = "b"});
  EXPECT_EQ(t.broker.key_for("t1"), "");
  t.broker.report_throttled(first, 40100, kRestricted, t.now());
  EXPECT_EQ(t.broker.key_for("t1"), "7123456789");
  EXPECT_EQ(t.broker.key_for("t2"), "");
  EXPECT_EQ(t.broker.snapshot("7123456789").waiting_interactive, 1u);
  EXPECT_EQ(t.broker.snapshot("").waiting_interactive, 1u);
  EXPECT_TRUE(t.broker.snapshot("7123456789").paused_until);
  EXPECT_FALSE(t.broker.snapshot("").paused_until);
  EXPECT_EQ(t.broker.snapshot("7123456789").used_second, 2) << "recent starts count for the app";
  t.runtime.advance(2s);
  EXPECT_EQ(t.ended.size(), 4u);
}

TEST(QuotaBroker, TheDaysCountIsNeverAddedTwice) {
  Harness t;
  t.ask(4, {.token = "t1", .caller = "a"});
  t.ask(4, {.token = "t2", .caller = "a"});
  t.broker.learn_app("t1", "7");
  t.broker.learn_app("t2", "7");
  EXPECT_EQ(t.broker.snapshot("7").used_day, 8);
}

TEST(QuotaBroker, MergedKeysAreOneBudget) {
  Harness t(only_qps(1));
  t.ask({.app_key = "old", .caller = "a"});
  t.ask({.app_key = "old", .caller = "b"});
  t.ask({.app_key = "new", .caller = "c"});
  t.broker.merge("old", "new");
  t.ask({.app_key = "old", .caller = "d"});
  EXPECT_EQ(t.broker.snapshot("old").waiting_interactive, 2u);
  EXPECT_EQ(t.broker.snapshot("new").waiting_interactive, 2u);
  t.runtime.advance(2100ms);
  EXPECT_EQ(t.order(), "acbd");
  t.broker.merge("new", "old");
  EXPECT_EQ(t.broker.snapshot("old").used_day, 4);
}

TEST(QuotaBroker, NewLimitsHoldForThoseWhoWait) {
  Harness t(only_qps(1));
  t.ask(5, {.caller = "a"});
  t.broker.set_limits("", only_qps(4));
  t.runtime.run_ready();
  EXPECT_EQ(t.ended.size(), 4u);
}

// One timer a bucket, whatever happens: a runtime that counts them.
class CountingRuntime : public VirtualRuntime {
 public:
  TimerId post_at(SteadyTime due, Task task) override {
    auto own = std::make_shared<TimerId>();
    *own = VirtualRuntime::post_at(due, [this, own, task = std::move(task)] {
      open.erase(*own);
      task();
    });
    open[*own] = due;
    most = std::max(most, open.size());
    return *own;
  }
  void cancel(TimerId id) override {
    open.erase(id);
    VirtualRuntime::cancel(id);
  }
  std::map<TimerId, SteadyTime> open;
  std::size_t most = 0;
};

TEST(QuotaBroker, KeepsOneTimer) {
  CountingRuntime runtime;
  QuotaBroker broker(runtime, only_qps(3));
  int ended = 0;
  for (int i = 0; i < 200; ++i) {
    const QuotaRequest request{.advertiser_id = std::to_string(i % 3), .path = "/ad/get/", .caller = "c"};
    start(broker.acquire(request), [&](Result<void>) { ++ended; });
    if (i % 50 == 0) broker.report_throttled(request, i % 100 == 0 ? 40133 : 40100, "", runtime.now());
    if (i % 7 == 0) runtime.advance(100ms);
  }
  runtime.advance(std::chrono::hours{1});
  EXPECT_EQ(ended, 200);
  EXPECT_EQ(runtime.most, 1u);
  EXPECT_TRUE(runtime.open.empty());
}

}  // namespace
}  // namespace tiktok_marketing::tiktok
