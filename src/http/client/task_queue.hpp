#pragma once

#include <deque>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include <tiktok_marketing/base/runtime.hpp>

namespace tiktok_marketing::http {

/// Tasks in the order they became due. Not locked: the owner does that.
class TaskQueue {
 public:
  using Task = Runtime::Task;
  using TimerId = Runtime::TimerId;

  void push(Task task) { ready_.push_back({0, std::move(task)}); }
  [[nodiscard]] TimerId push_at(SteadyTime due, Task task);
  /// The task taken out, so that it is destroyed where the caller likes.
  [[nodiscard]] Task cancel(TimerId id);

  /// Puts the timers due at `now` behind the waiting tasks.
  void collect_due(SteadyTime now);
  /// How many tasks wait, cancelled timers included.
  [[nodiscard]] std::size_t size() const { return ready_.size(); }
  /// The next task; empty when it was cancelled meanwhile.
  [[nodiscard]] Task pop();
  /// When the first timer is due, `SteadyTime::max()` without one.
  [[nodiscard]] SteadyTime next_due() const {
    return timers_.empty() ? SteadyTime::max() : timers_.begin()->first.first;
  }
  /// Everything left, for destruction.
  [[nodiscard]] TaskQueue take_all() { return std::exchange(*this, {}); }

 private:
  struct Ready {
    TimerId timer;  ///< 0 for a posted task
    Task task;
  };
  std::deque<Ready> ready_;
  std::map<std::pair<SteadyTime, TimerId>, Task> timers_;
  std::unordered_map<TimerId, SteadyTime> due_of_;
  TimerId last_id_ = 0;
};

}  // namespace tiktok_marketing::http
