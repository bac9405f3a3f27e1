#include "base/work_pool.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace tiktok_marketing {

WorkPool::~WorkPool() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;  // from here on no thread is started, so `threads_` stands still
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void WorkPool::post(std::function<void()> work) {
  std::lock_guard lock(mutex_);
  queue_.push_back(std::move(work));
  const bool may_start = !stopping_ && threads_.size() < std::max<std::size_t>(max_threads_, 1);
  if (may_start && idle_ < queue_.size()) {
    try {
      threads_.emplace_back([this] { run(); });
    } catch (const std::system_error&) {
      if (threads_.empty()) throw;  // the others will come to it
    }
  }
  changed_.notify_one();
}

std::size_t WorkPool::waiting() const {
  std::lock_guard lock(mutex_);
  return queue_.size();
}

void WorkPool::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    --idle_;
    if (queue_.empty()) return;
    std::function<void()> work = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    work();
    work = nullptr;  // what it holds may take its time to go, or post more
    lock.lock();
  }
}

}  // namespace tiktok_marketing
