#pragma once

#include <coroutine>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

#include <tiktok_marketing/base/runtime.hpp>

namespace tiktok_marketing {

/// A lazy coroutine: starts when awaited, hands its value to the awaiter.
///
/// All tasks of a call run on the runtime's engine thread, so the state they share needs no lock. Rules for
/// GCC 12: parameters by value or referring to something that outlives the task, no temporaries or braces
/// inside a `co_await` expression, no capturing lambda coroutines.
template <typename T>
class [[nodiscard]] Task;

namespace detail {

struct PromiseBase {
  std::coroutine_handle<> awaiter = std::noop_coroutine();

  struct Final {
    bool await_ready() noexcept { return false; }
    template <typename P>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<P> done) noexcept {
      return done.promise().awaiter;
    }
    void await_resume() noexcept {}
  };
  std::suspend_always initial_suspend() noexcept { return {}; }
  Final final_suspend() noexcept { return {}; }
  // Expected failures are values; an exception here is a programming error.
  void unhandled_exception() noexcept { std::terminate(); }
};

}  // namespace detail

template <typename T>
class [[nodiscard]] Task {
 public:
  struct promise_type : detail::PromiseBase {
    std::optional<T> value;
    Task get_return_object() { return Task{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    template <typename U>
    void return_value(U&& result) {
      value.emplace(std::forward<U>(result));
    }
  };

  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task& operator=(Task&&) = delete;
  ~Task() {
    if (handle_) handle_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiter) noexcept {
    handle_.promise().awaiter = awaiter;
    return handle_;
  }
  T await_resume() { return std::move(*handle_.promise().value); }

 private:
  explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  std::coroutine_handle<promise_type> handle_;
};

template <>
class [[nodiscard]] Task<void> {
 public:
  struct promise_type : detail::PromiseBase {
    Task get_return_object() { return Task{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    void return_void() noexcept {}
  };

  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task& operator=(Task&&) = delete;
  ~Task() {
    if (handle_) handle_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiter) noexcept {
    handle_.promise().awaiter = awaiter;
    return handle_;
  }
  void await_resume() noexcept {}

 private:
  explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  std::coroutine_handle<promise_type> handle_;
};

namespace detail {

// The frame of a started task: destroys itself when it ends.
struct Detached {
  struct promise_type {
    Detached get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { std::terminate(); }
  };
};

template <typename T, typename Done>
Detached run_detached(Task<T> task, Done done) {
  if constexpr (std::is_void_v<T>) {
    co_await std::move(task);
    done();
  } else {
    T value = co_await std::move(task);
    done(std::move(value));
  }
}

}  // namespace detail

/// Starts `task` at once on this (the engine's) thread; `done(value)` is called when it ends.
template <typename T, typename Done>
void start(Task<T> task, Done done) {
  detail::run_detached<T, Done>(std::move(task), std::move(done));
}

/// Posts the making and starting of a task to the engine and blocks until its value is there.
/// `make` is called on the engine thread. Not to be called on the engine thread.
template <typename Make>
auto run_blocking(Runtime& runtime, Make make) {
  using T = decltype(make().await_resume());
  struct State {
    Event done;
    std::optional<T> value;
  };
  auto state = std::make_shared<State>();
  runtime.post([state, make = std::move(make)]() mutable {
    start(make(), [state](T value) {
      state->value.emplace(std::move(value));
      state->done.set();
    });
  });
  runtime.wait(state->done);
  return std::move(*state->value);
}

/// `co_await` for anything that reports by a callback on the engine thread: `begin(done)` is called on
/// suspension and must call `done(value)` once, later.
template <typename T>
class Callback {
 public:
  using Done = std::function<void(T)>;
  explicit Callback(std::function<void(Done)> begin) : begin_(std::move(begin)) {}

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> awaiter) {
    begin_([this, awaiter](T value) {
      value_.emplace(std::move(value));
      awaiter.resume();
    });
  }
  T await_resume() { return std::move(*value_); }

 private:
  std::function<void(Done)> begin_;
  std::optional<T> value_;
};

/// A task that was started and can be awaited once, later. Engine thread only.
template <typename T>
class Pending {
 public:
  Pending() = default;
  explicit Pending(Task<T> task) : state_(std::make_shared<State>()) {
    start(std::move(task), [state = state_](T value) {
      state->value.emplace(std::move(value));
      if (auto awaiter = std::exchange(state->awaiter, nullptr)) awaiter.resume();
    });
  }
  [[nodiscard]] bool valid() const { return state_ != nullptr; }
  [[nodiscard]] bool ready() const { return state_->value.has_value(); }

  bool await_ready() const noexcept { return ready(); }
  void await_suspend(std::coroutine_handle<> awaiter) noexcept { state_->awaiter = awaiter; }
  T await_resume() { return std::move(*state_->value); }

 private:
  struct State {
    std::optional<T> value;
    std::coroutine_handle<> awaiter;
  };
  std::shared_ptr<State> state_;
};

/// Waits until `due` or until `stop` is requested, whichever comes first; true when the time was reached.
[[nodiscard]] Task<bool> sleep_until(Runtime& runtime, SteadyTime due, std::stop_token stop);

}  // namespace tiktok_marketing
