#include "base/task.hpp"

#include <gtest/gtest.h>

#include <tiktok_marketing/base/fakes.hpp>

namespace tiktok_marketing {
namespace {

using std::chrono::milliseconds;

Task<int> after(Runtime& runtime, milliseconds delay, int value, std::stop_token stop = {}) {
  const SteadyTime due = runtime.now() + delay;
  const bool reached = co_await sleep_until(runtime, due, stop);
  co_return reached ? value : -1;
}

Task<int> sum_of_two(Runtime& runtime) {
  Pending<int> slow(after(runtime, milliseconds{500}, 1));
  Pending<int> fast(after(runtime, milliseconds{100}, 2));
  const int a = co_await slow;
  const int b = co_await fast;
  co_return a + b;
}

TEST(Task, PendingTasksRunSideBySide) {
  VirtualRuntime runtime;
  const auto begin = runtime.now();
  EXPECT_EQ(run_blocking(runtime, [&] { return sum_of_two(runtime); }), 3);
  EXPECT_EQ(runtime.now() - begin, milliseconds{500});
}

TEST(Task, StopWakesASleeper) {
  VirtualRuntime runtime;
  std::stop_source stop;
  runtime.post_at(runtime.now() + milliseconds{10}, [&] { stop.request_stop(); });
  EXPECT_EQ(run_blocking(runtime, [&] { return after(runtime, milliseconds{60'000}, 1, stop.get_token()); }),
            -1);
  EXPECT_EQ(runtime.now().time_since_epoch(), milliseconds{10});
}

TEST(VirtualRuntime, RunsTimersInOrderOfTimeThenOfPosting) {
  VirtualRuntime runtime;
  std::string order;
  runtime.post_at(runtime.now() + milliseconds{20}, [&] { order += 'c'; });
  runtime.post_at(runtime.now() + milliseconds{10}, [&] { order += 'a'; });
  runtime.post_at(runtime.now() + milliseconds{10}, [&] { order += 'b'; });
  const auto id = runtime.post_at(runtime.now() + milliseconds{15}, [&] { order += 'x'; });
  runtime.cancel(id);
  runtime.advance(milliseconds{15});
  EXPECT_EQ(order, "ab");
  runtime.advance(milliseconds{5});
  EXPECT_EQ(order, "abc");
}

}  // namespace
}  // namespace tiktok_marketing
