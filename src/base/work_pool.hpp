#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tiktok_marketing {

/// Threads for work that blocks (the database, a check that waits for TikTok). Threads start when needed and
/// stay. Work that was posted before the pool goes is still done; the destructor waits for it.
/// Thread-safety: `post` from any thread.
class WorkPool {
 public:
  explicit WorkPool(std::size_t max_threads) : max_threads_(max_threads) {}
  ~WorkPool();
  WorkPool(const WorkPool&) = delete;
  WorkPool& operator=(const WorkPool&) = delete;

  void post(std::function<void()> work);
  /// Work that has not begun.
  [[nodiscard]] std::size_t waiting() const;

 private:
  void run();

  std::size_t max_threads_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool stopping_ = false;
};

}  // namespace tiktok_marketing
