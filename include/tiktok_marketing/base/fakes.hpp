#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include <tiktok_marketing/base/log.hpp>
#include <tiktok_marketing/base/runtime.hpp>

namespace tiktok_marketing {

/// A Runtime without a thread whose time stands still until something waits: `wait` runs the posted tasks
/// and, when there are none, jumps to the next timer. Five minutes of back-off take no time.
///
/// Thread-safety: one thread. Waiting for an event that nothing will set is a programming error and aborts.
class VirtualRuntime : public Runtime {
 public:
  explicit VirtualRuntime(SystemTime start = SystemTime{std::chrono::milliseconds{1'789'000'000'000}});

  [[nodiscard]] SteadyTime now() const override { return now_; }
  [[nodiscard]] SystemTime system_now() const override;
  void post(Task task) override;
  TimerId post_at(SteadyTime due, Task task) override;
  void cancel(TimerId id) override;
  void dispose(std::shared_ptr<void> what) override { what.reset(); }
  void wait(Event& event) override;

  /// Runs tasks and timers due up to `now() + by`, then stands at that time.
  void advance(std::chrono::milliseconds by);
  /// Runs posted tasks until there are none; time stands still.
  void run_ready();

 private:
  bool run_next_timer(SteadyTime limit);

  SystemTime start_;
  SteadyTime now_{};
  std::deque<Task> ready_;
  std::map<std::pair<SteadyTime, TimerId>, Task> timers_;
  TimerId last_id_ = 0;
};

/// Keeps log lines as `level event name=value …` for assertions.
class MemoryLog : public Log {
 public:
  void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) override;
  [[nodiscard]] std::vector<std::string> lines() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

}  // namespace tiktok_marketing
