#include "platform/flights.hpp"

#include <thread>

#include <gtest/gtest.h>
#include <tiktok_marketing/base/fakes.hpp>

namespace tiktok_marketing::platform {
namespace {

struct Caller {
  std::stop_source stop;
  std::vector<std::string> got;
  Flights::Deliver deliver() {
    return [this](Result<Answer> answer) {
      got.emplace_back(answer ? answer->document : std::string(name_of(answer.error().type)));
    };
  }
};

class FlightsTest : public testing::Test {
 protected:
  void board(const std::string& key, Caller& caller) {
    flights_->board(key, caller.stop.get_token(), caller.deliver(),
                    [this](std::stop_token stop, Flights::Deliver land) {
                      begun_.push_back({std::move(stop), std::move(land)});
                    });
  }
  static Answer answer(std::string text) {
    Answer answer;
    answer.document = std::move(text);
    return answer;
  }

  struct Begun {
    std::stop_token stop;
    Flights::Deliver land;
  };
  VirtualRuntime runtime_;
  std::shared_ptr<Flights> flights_ = std::make_shared<Flights>(runtime_);
  std::vector<Begun> begun_;
};

TEST_F(FlightsTest, JoinsEqualCallsAndKeepsOthersApart) {
  Caller a;
  Caller b;
  Caller other;
  board("x", a);
  board("x", b);
  board("y", other);
  ASSERT_EQ(begun_.size(), 2U);
  begun_[0].land(answer("rows"));
  EXPECT_EQ(a.got, (std::vector<std::string>{"rows"}));
  EXPECT_EQ(b.got, a.got);
  EXPECT_TRUE(other.got.empty());
  begun_[1].land(Error{.type = ErrorType::upstream_error});
  EXPECT_EQ(other.got, (std::vector<std::string>{"upstream_error"}));
}

TEST_F(FlightsTest, StartsAnewAfterLanding) {
  Caller a;
  Caller b;
  board("x", a);
  begun_[0].land(answer("old"));
  board("x", b);
  ASSERT_EQ(begun_.size(), 2U);
  begun_[1].land(answer("new"));
  EXPECT_EQ(b.got, (std::vector<std::string>{"new"}));
}

TEST_F(FlightsTest, WhoLeavesDoesNotDisturbTheOthers) {
  Caller a;
  Caller b;
  board("x", a);
  board("x", b);
  a.stop.request_stop();
  EXPECT_TRUE(a.got.empty()) << "told on the engine thread, not inside request_stop";
  runtime_.run_ready();
  EXPECT_EQ(a.got, (std::vector<std::string>{"cancelled"}));
  EXPECT_FALSE(begun_[0].stop.stop_requested());
  begun_[0].land(answer("rows"));
  EXPECT_EQ(a.got.size(), 1U);
  EXPECT_EQ(b.got, (std::vector<std::string>{"rows"}));
}

TEST_F(FlightsTest, IsGivenUpWhenTheLastOneLeaves) {
  Caller a;
  Caller b;
  Caller late;
  board("x", a);
  board("x", b);
  a.stop.request_stop();
  b.stop.request_stop();
  EXPECT_TRUE(begun_[0].stop.stop_requested());
  board("x", late);
  ASSERT_EQ(begun_.size(), 2U) << "nobody may board a call that is being given up";
  begun_[0].land(Error{.type = ErrorType::cancelled});
  runtime_.run_ready();
  EXPECT_TRUE(late.got.empty());
  begun_[1].land(answer("rows"));
  EXPECT_EQ(late.got, (std::vector<std::string>{"rows"}));
  EXPECT_EQ(a.got.size() + b.got.size(), 2U);
}

TEST_F(FlightsTest, DoesNotStartForACallerWhoHasGone) {
  Caller a;
  a.stop.request_stop();
  board("x", a);
  runtime_.run_ready();
  EXPECT_TRUE(begun_.empty());
  EXPECT_EQ(a.got, (std::vector<std::string>{"cancelled"}));
}

TEST_F(FlightsTest, LeavingAfterLandingIsNothing) {
  Caller a;
  board("x", a);
  begun_[0].land(answer("rows"));
  a.stop.request_stop();
  runtime_.run_ready();
  EXPECT_EQ(a.got.size(), 1U);
}

TEST(FlightsThreads, DeliverExactlyOnceWhateverComesFirst) {
  for (int round = 0; round < 300; ++round) {
    VirtualRuntime runtime;
    auto flights = std::make_shared<Flights>(runtime);
    std::stop_source stop;
    std::atomic<int> delivered{0};
    Flights::Deliver land;
    flights->board(
        "x", stop.get_token(), [&](Result<Answer>) { ++delivered; },
        [&](std::stop_token, Flights::Deliver given) { land = std::move(given); });
    std::thread leaving([&] { stop.request_stop(); });
    land(Answer{});
    leaving.join();
    runtime.run_ready();
    EXPECT_EQ(delivered, 1);
  }
}

}  // namespace
}  // namespace tiktok_marketing::platform
