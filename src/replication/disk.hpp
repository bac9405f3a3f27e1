#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/task.hpp"

namespace tiktok_marketing::replication {

/// Takes work that blocks away from the engine thread and brings its result back. Engine thread only.
class Disk {
 public:
  using Blocking = std::function<void(std::function<void()>)>;
  Disk(std::shared_ptr<Runtime> runtime, Blocking blocking)
      : runtime_(std::move(runtime)), blocking_(std::move(blocking)) {}

  /// Ends when `work()` has run on another thread, with what it returned.
  template <typename Work>
  [[nodiscard]] Task<std::invoke_result_t<Work&>> run(Work work) const {
    return perform(runtime_, blocking_, std::move(work));
  }

 private:
  template <typename Work, typename T = std::invoke_result_t<Work&>>
  static Task<T> perform(std::shared_ptr<Runtime> runtime, Blocking blocking, Work work) {
    // Shared, because a std::function copies what it holds.
    auto job = std::make_shared<Work>(std::move(work));
    Callback<std::shared_ptr<T>> working([&](typename Callback<std::shared_ptr<T>>::Done done) {
      blocking([runtime, job, done = std::move(done)] {
        auto result = std::make_shared<T>((*job)());
        runtime->post([done, result] { done(result); });
      });
    });
    std::shared_ptr<T> result = co_await working;
    co_return std::move(*result);
  }

  std::shared_ptr<Runtime> runtime_;
  Blocking blocking_;
};

}  // namespace tiktok_marketing::replication
