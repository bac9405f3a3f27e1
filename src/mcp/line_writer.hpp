#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace tiktok_marketing::mcp {

/// Writes lines to a descriptor on a thread of its own, so that a client that does not read holds up nobody.
///
/// Thread-safety: all members from any thread. The destructor waits until what was put is written, or the
/// reader has gone.
class LineWriter {
 public:
  /// `broken` is called once, on the writer's thread, when the reader has gone or takes too little: more than
  /// `max_waiting_bytes` wait.
  LineWriter(int descriptor, std::size_t max_waiting_bytes, std::function<void()> broken);
  ~LineWriter();
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;

  void put(std::string line);

 private:
  void run();
  [[nodiscard]] bool write_all(const std::string& bytes) const;

  const int descriptor_;
  const std::size_t max_waiting_bytes_;
  const std::function<void()> broken_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string waiting_;
  bool ending_ = false;
  bool is_broken_ = false;
  std::thread thread_;
};

}  // namespace tiktok_marketing::mcp
