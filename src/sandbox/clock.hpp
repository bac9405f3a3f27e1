#pragma once

#include <atomic>
#include <optional>

#include <tiktok_marketing/base/runtime.hpp>

namespace tiktok_marketing::sandbox {

/// The time it is in the virtual TikTok. Thread-safe.
class Clock {
 public:
  Clock(std::optional<SystemTime> start, bool runs)
      : start_(start.value_or(real())), runs_(runs), began_(std::chrono::steady_clock::now()) {}

  [[nodiscard]] SystemTime now() const {
    const auto passed =
        runs_ ? std::chrono::steady_clock::now() - began_ : std::chrono::steady_clock::duration{};
    return start_ + std::chrono::duration_cast<std::chrono::milliseconds>(passed) +
           std::chrono::milliseconds{moved_.load()};
  }
  void advance(std::chrono::milliseconds by) { moved_ += by.count(); }
  void set(SystemTime time) { moved_ += (time - now()).count(); }
  [[nodiscard]] bool runs() const { return runs_; }

 private:
  static SystemTime real() {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }

  SystemTime start_;
  bool runs_;
  std::chrono::steady_clock::time_point began_;
  std::atomic<std::int64_t> moved_{0};
};

}  // namespace tiktok_marketing::sandbox
