#pragma once

#include <atomic>
#include <stop_token>
#include <thread>

namespace tiktok_marketing::cli {

/// Turns SIGINT and SIGTERM into a stop request; a second one ends the process at once.
///
/// Make one before any other thread starts: threads inherit that the signals are blocked, and only the
/// watching thread takes them. One at a time in a process.
class SignalWatch {
 public:
  SignalWatch();
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }
  /// 0, or 128 + the number of the signal that came, as shells count.
  [[nodiscard]] int exit_code() const { return exit_code_; }
  /// Blocks until a signal comes.
  void wait();

 private:
  void watch();

  std::stop_source stop_;
  std::atomic<int> exit_code_ = 0;
  int signal_fd_ = -1;
  int end_fd_ = -1;
  std::thread thread_;
};

}  // namespace tiktok_marketing::cli
