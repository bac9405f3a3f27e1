#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace tiktok_marketing::platform {

/// Somebody who wants to know of changes. Thread-safe: once it was set to nothing, no call is under way.
class ChangeHook {
 public:
  void set(std::function<void()> call) {
    std::lock_guard lock(mutex_);
    call_ = std::move(call);
  }
  void operator()() {
    std::lock_guard lock(mutex_);
    if (call_) call_();
  }

 private:
  std::mutex mutex_;
  std::function<void()> call_;
};

/// Several who want to know. Thread-safe; a listener must not add or end one.
template <typename... Args>
class Listeners {
 public:
  using Call = std::function<void(Args...)>;
  /// Called until the returned handle goes; no call is under way any more then.
  [[nodiscard]] std::shared_ptr<void> add(Call call) {
    std::lock_guard lock(list_->mutex);
    const std::uint64_t id = ++list_->last;
    list_->calls.emplace(id, std::move(call));
    return {nullptr, [list = list_, id](void*) {
              std::lock_guard inner(list->mutex);
              list->calls.erase(id);
            }};
  }
  void operator()(Args... args) const {
    std::lock_guard lock(list_->mutex);
    for (const auto& [id, call] : list_->calls) call(args...);
  }

 private:
  struct List {
    std::mutex mutex;
    std::uint64_t last = 0;
    std::map<std::uint64_t, Call> calls;
  };
  std::shared_ptr<List> list_ = std::make_shared<List>();
};

}  // namespace tiktok_marketing::platform
