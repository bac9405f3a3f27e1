#pragma once

#include <functional>
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

}  // namespace tiktok_marketing::platform
