#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace tiktok_marketing::platform {

/// An immutable value that is replaced as a whole while others read it. Thread-safe; the lock is held for a
/// copy of the pointer. (`std::atomic<std::shared_ptr>` of libstdc++ 12 lets a reader and a writer race.)
template <typename T>
class Published {
 public:
  Published() = default;
  explicit Published(std::shared_ptr<T> value) : value_(std::move(value)) {}

  [[nodiscard]] std::shared_ptr<T> load() const {
    std::lock_guard lock(mutex_);
    return value_;
  }
  /// What was there before is destroyed after the lock is free again.
  void store(std::shared_ptr<T> value) {
    const std::lock_guard lock(mutex_);
    value_.swap(value);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<T> value_;
};

}  // namespace tiktok_marketing::platform
