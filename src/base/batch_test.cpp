#include "base/batch.hpp"

#include <string>
#include <thread>

#include <gtest/gtest.h>

namespace tiktok_marketing {
namespace {

TEST(BatchTest, RunsAtOnceWithoutABatch) {
  std::string order;
  Batch::put_off([&] { order += 'a'; });
  EXPECT_EQ(order, "a");
}

TEST(BatchTest, RunsAtTheEndInOrderAndOnlyOnce) {
  std::string order;
  {
    const Batch batch;
    Batch::put_off([&] { order += 'a'; });
    {
      const Batch inner;
      Batch::put_off([&] { order += 'b'; });
    }
    EXPECT_EQ(order, "");
  }
  EXPECT_EQ(order, "ab");
  {
    const Batch next;
  }
  EXPECT_EQ(order, "ab");
}

TEST(BatchTest, WhatIsPutOffWhileABatchEndsRunsToo) {
  std::string order;
  {
    const Batch batch;
    Batch::put_off([&] { Batch::put_off([&] { order += 'a'; }); });
  }
  EXPECT_EQ(order, "a");
}

TEST(BatchTest, IsOfItsThreadAlone) {
  const Batch batch;
  bool ran = false;
  std::thread([&] { Batch::put_off([&] { ran = true; }); }).join();
  EXPECT_TRUE(ran);
}

}  // namespace
}  // namespace tiktok_marketing
