#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <tiktok_marketing/base/runtime.hpp>

#include "cli/output/terminal.hpp"

namespace tiktok_marketing::cli {

struct ProgressState {
  std::int64_t rows = 0;
  std::optional<std::int64_t> total;  ///< rows in all, as TikTok counts them
  std::int64_t requests = 0;
  std::chrono::milliseconds elapsed{0};
};

/// `[███·····] `. Pure.
[[nodiscard]] std::string bar_of(double share);
/// `42 s`, `2:10 min`. Pure.
[[nodiscard]] std::string duration_text(std::int64_t seconds);

/// One line of at most `width` cells: bar, rows, rows a second, time left, requests. Pure.
[[nodiscard]] std::string progress_line(const ProgressState& state, std::size_t width);

/// Keeps that line at the bottom of a terminal; does nothing when `err` is none. Clear it before anything
/// else is written there. Thread-safety: one thread.
class Progress {
 public:
  /// `terminal` is borrowed.
  Progress(const Terminal& terminal, SteadyTime started);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Draws at most ten times a second.
  void show(ProgressState state, SteadyTime now);
  void clear();

 private:
  const Terminal& terminal_;
  SteadyTime started_;
  SteadyTime drawn_ = SteadyTime::min();
  bool visible_ = false;
};

}  // namespace tiktok_marketing::cli
