#pragma once

#include <functional>

namespace tiktok_marketing {

/// While one stands, what its thread puts off waits for its end: work that is worth doing once for many, such
/// as waking another thread. Keep the time short, somebody is waiting. Those inside another one do nothing.
class Batch {
 public:
  Batch();
  ~Batch();
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;

  /// Runs `task` when the batch of this thread ends, and at once when there is none. It must not throw.
  static void put_off(std::function<void()> task);

 private:
  bool is_outermost_;
};

}  // namespace tiktok_marketing
