#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace tiktok_marketing {

using SteadyTime = std::chrono::steady_clock::time_point;
using SystemTime = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;

/// A one-shot flag a thread can wait for.
class Event {
 public:
  void set();
  [[nodiscard]] bool is_set() const;
  void wait();

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool set_ = false;
};

/// Time, timers and the one engine thread on which all connector state lives.
///
/// Tasks and timers run one after another on the engine thread, in the order they became due; they must
/// not block. `post` from any thread. The caller who owns a Runtime owns its thread; everything made with
/// it must be gone before it.
class Runtime {
 public:
  using Task = std::function<void()>;
  using TimerId = std::uint64_t;

  Runtime() = default;
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;
  virtual ~Runtime() = default;

  [[nodiscard]] virtual SteadyTime now() const = 0;
  [[nodiscard]] virtual SystemTime system_now() const = 0;

  /// Runs `task` on the engine thread soon. Thread-safe.
  virtual void post(Task task) = 0;
  /// Runs `task` on the engine thread at `due`, or soon if that has passed. Thread-safe.
  virtual TimerId post_at(SteadyTime due, Task task) = 0;
  /// Forgets a timer that has not run yet; unknown ids are ignored. Thread-safe.
  virtual void cancel(TimerId id) = 0;

  /// Lets go of something on the engine thread, for objects whose destructor touches engine state. May block
  /// until that has happened; at once when called on the engine thread.
  virtual void dispose(std::shared_ptr<void> what) {
    post([what = std::move(what)]() mutable { what.reset(); });
  }

  /// Blocks the calling thread until `event` is set. Must not be called on the engine thread.
  virtual void wait(Event& event) { event.wait(); }
};

}  // namespace tiktok_marketing
