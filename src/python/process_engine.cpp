#include "python/process_engine.hpp"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include <pthread.h>

namespace tiktok_marketing::python {
namespace {

// The engine thread looks at its tasks between two bytes; a longer wait means that it is stuck.
constexpr std::chrono::seconds kLongestPause{5};

// Keeps the engine thread inside a task until it is let go.
class Pause {
 public:
  void hold() {
    std::unique_lock lock(mutex_);
    holds_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return let_go_; });
  }
  void await_hold() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kLongestPause, [this] { return holds_; });
  }
  void let_go() {
    const std::lock_guard lock(mutex_);
    let_go_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool holds_ = false;
  bool let_go_ = false;
};

struct State {
  EngineOptions options;
  std::optional<Engine> engine;
  std::shared_ptr<Pause> pause;
  std::uint64_t generation = 1;
  bool ended = false;
};

// Never destroyed: the engine thread and forked children may outlive the statics of the program.
State& state() {
  static State* const instance = new State;
  return *instance;
}

void pause_engine() {
  State& all = state();
  if (!all.engine) return;
  all.pause = std::make_shared<Pause>();
  all.engine->runtime->post([pause = all.pause] { pause->hold(); });
  all.pause->await_hold();
}

// Forgets without running a destructor.
template <typename T>
void leak(T&& value) {
  static_cast<void>(new std::remove_cvref_t<T>(std::forward<T>(value)));
}

void before_fork() {
  if (!state().ended) pause_engine();
}

void after_fork_in_parent() {
  State& all = state();
  if (all.ended || !all.pause) return;
  all.pause->let_go();
  all.pause.reset();
}

void after_fork_in_child() {
  State& all = state();
  leak(std::exchange(all.engine, std::nullopt));
  leak(std::exchange(all.pause, nullptr));
  ++all.generation;
}

}  // namespace

void ProcessEngine::configure(EngineOptions options) {
  state().options = std::move(options);
}

Engine ProcessEngine::get() {
  State& all = state();
  if (!all.engine) {
    // Also for forks that Python knows nothing of.
    static const int kRegistered = pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);
    static_cast<void>(kRegistered);
    all.engine = make_engine(all.options);
  }
  return *all.engine;
}

std::uint64_t ProcessEngine::generation() {
  return state().generation;
}

void ProcessEngine::end() {
  State& all = state();
  if (std::exchange(all.ended, true)) return;
  pause_engine();
  leak(std::exchange(all.engine, std::nullopt));
  ++all.generation;
}

bool ProcessEngine::ended() {
  return state().ended;
}

}  // namespace tiktok_marketing::python
