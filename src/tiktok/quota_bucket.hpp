#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/task.hpp"
#include "tiktok/quota.hpp"
#include "tiktok/quota_broker.hpp"

/// The pieces the quota broker is made of; nobody else includes this. No timers, no runtime.
namespace tiktok_marketing::tiktok {

/// One advertiser on one path.
struct QuotaLane {
  RateWindow second;
  ThrottlePause pause;
  std::size_t waiting = 0;

  [[nodiscard]] SteadyTime earliest_after(SteadyTime now, std::size_t ahead, bool unlimited) const;
};

/// A request that may not start yet.
struct QuotaWaiter {
  QuotaRequest request;
  Callback<Result<void>>::Done done;  ///< empty once it was called
  std::shared_ptr<QuotaLane> lane;    ///< null: no limit of its own
  std::optional<std::stop_callback<std::function<void()>>> on_stop;
};
using WaiterPtr = std::shared_ptr<QuotaWaiter>;

/// The waiting requests of one class. Callers take turns: the front one has waited longest for its turn.
class WaitingLine {
 public:
  using Matches = std::function<bool(const WaiterPtr&)>;

  void push(WaiterPtr waiter);
  /// Takes the next one that `may_start`, null if none; its caller goes to the end of the turns.
  [[nodiscard]] WaiterPtr pop(const Matches& may_start);
  /// Takes out all that match, in order.
  [[nodiscard]] std::vector<WaiterPtr> take_if(const Matches& matches);
  /// How many go before a new request of `caller`: its own, and as many of each other caller's as get a
  /// turn before that.
  [[nodiscard]] std::size_t ahead_of(std::string_view caller) const;
  void for_each(const std::function<void(const WaiterPtr&)>& visit) const;
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Turn {
    std::string caller;
    std::deque<WaiterPtr> waiters;
  };
  std::list<Turn> turns_;
  std::size_t size_ = 0;
};

/// The budget of one app and who waits for it.
struct QuotaBucket {
  QuotaBucket(std::string its_key, QuotaLimits its_limits);

  std::string key;
  QuotaLimits limits;
  RateWindow second;
  RateWindow minute;
  DayCounter day;
  ThrottlePause pause;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<QuotaLane>> lanes;
  WaitingLine interactive;
  WaitingLine background;
  std::optional<Runtime::TimerId> timer;
  SteadyTime timer_due{};

  [[nodiscard]] WaitingLine& line_of(const QuotaRequest& request) {
    return request.background ? background : interactive;
  }
  [[nodiscard]] std::size_t waiting() const { return interactive.size() + background.size(); }
  /// Null for a request without advertiser.
  [[nodiscard]] std::shared_ptr<QuotaLane> lane_of(const QuotaRequest& request, SteadyTime now);

  /// When the app may start one more with `ahead` others before it.
  [[nodiscard]] SteadyTime earliest_after(SteadyTime now, SystemTime today, std::size_t ahead) const;
  /// When the lane alone would let one more start; `now` without a lane.
  [[nodiscard]] SteadyTime lane_earliest(const std::shared_ptr<QuotaLane>& lane, SteadyTime now,
                                         std::size_t ahead = 0) const;
  void count_start(const QuotaRequest& request, SteadyTime now, SystemTime today);

  /// The same usage under other limits.
  void refit(QuotaLimits new_limits);
  /// Adds the usage and pauses of `other`. The day's count moves, so that it is never added twice; recent
  /// starts are copied.
  void absorb(QuotaBucket& other, SystemTime today);
  void move_waiters_from(QuotaBucket& other, const WaitingLine::Matches& which, SteadyTime now);

 private:
  void drop_idle_lanes(SteadyTime now);
};

}  // namespace tiktok_marketing::tiktok
