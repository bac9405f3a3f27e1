#include <tiktok_marketing/base/runtime.hpp>

namespace tiktok_marketing {

void Event::set() {
  std::lock_guard lock(mutex_);
  set_ = true;
  // Under the lock: the waiter may destroy the event as soon as it sees the flag.
  changed_.notify_all();
}

bool Event::is_set() const {
  std::lock_guard lock(mutex_);
  return set_;
}

void Event::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return set_; });
}

}  // namespace tiktok_marketing
