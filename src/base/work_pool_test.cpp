#include "base/work_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <set>

namespace tiktok_marketing {
namespace {

TEST(WorkPool, RunsAsMuchAtOnceAsItHasThreads) {
  std::latch together(3);
  std::latch done(3);
  WorkPool pool(3);
  for (int i = 0; i < 3; ++i) {
    pool.post([&] {
      together.arrive_and_wait();  // ends only when all three are inside
      done.count_down();
    });
  }
  done.wait();
}

TEST(WorkPool, HasNoMoreThreadsThanAllowedAndKeepsThem) {
  std::mutex mutex;
  std::set<std::thread::id> threads;
  std::deque<std::latch> rounds;
  WorkPool pool(2);
  for (int round = 0; round < 50; ++round) {
    std::latch& done = rounds.emplace_back(4);
    for (int i = 0; i < 4; ++i) {
      pool.post([&] {
        {
          std::lock_guard lock(mutex);
          threads.insert(std::this_thread::get_id());
        }
        done.count_down();
      });
    }
    done.wait();
  }
  EXPECT_GE(threads.size(), 1U);
  EXPECT_LE(threads.size(), 2U);
  EXPECT_FALSE(threads.contains(std::this_thread::get_id()));
}

TEST(WorkPool, OneThreadKeepsTheOrderAndCountsWhatWaits) {
  std::vector<int> order;
  std::promise<void> gate;
  std::promise<void> inside;
  std::promise<void> last;
  WorkPool pool(1);
  EXPECT_EQ(pool.waiting(), 0U);
  pool.post([&] {
    inside.set_value();
    gate.get_future().wait();
  });
  inside.get_future().wait();
  for (int i = 0; i < 5; ++i) pool.post([&order, i] { order.push_back(i); });
  EXPECT_EQ(pool.waiting(), 5U);
  gate.set_value();
  pool.post([&] { last.set_value(); });
  last.get_future().wait();
  EXPECT_EQ(order, (std::vector{0, 1, 2, 3, 4}));
}

TEST(WorkPool, DoesEverythingThatWasPostedBeforeItGoes) {
  std::atomic<int> done = 0;
  for (const std::size_t threads : {0U, 1U, 4U}) {
    done = 0;
    {
      WorkPool pool(threads);
      for (int i = 0; i < 100; ++i) {
        pool.post([&] {
          pool.post([&] { ++done; });  // also what work itself posts meanwhile
          ++done;
        });
      }
    }
    EXPECT_EQ(done, 200) << threads;
  }
  {
    const WorkPool unused(4);
  }
}

TEST(WorkPool, TakesWorkFromManyThreads) {
  std::atomic<int> done = 0;
  {
    WorkPool pool(3);
    std::vector<std::jthread> posters;
    for (int i = 0; i < 4; ++i) {
      posters.emplace_back([&] {
        for (int n = 0; n < 500; ++n) pool.post([&] { ++done; });
      });
    }
    posters.clear();
  }
  EXPECT_EQ(done, 2000);
}

TEST(WorkPool, LetsGoOfWorkOnceItIsDone) {
  int thing = 1;
  std::promise<void> gone;
  WorkPool pool(1);
  std::shared_ptr<int> watcher(&thing, [&gone](int*) { gone.set_value(); });
  pool.post([watcher = std::move(watcher)] {});
  gone.get_future().wait();
  EXPECT_EQ(pool.waiting(), 0U);
}

}  // namespace
}  // namespace tiktok_marketing
