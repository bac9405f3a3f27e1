#include "cli/output/progress.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "cli/output/text_width.hpp"

namespace tiktok_marketing::cli {
namespace {

constexpr std::size_t kBarWidth = 24;
constexpr std::chrono::milliseconds kRedraw{100};

}  // namespace

std::string bar_of(double share) {
  const auto full = static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * kBarWidth);
  std::string bar = "[";
  for (std::size_t i = 0; i < kBarWidth; ++i) bar += i < full ? "█" : "·";
  return bar + "] ";
}

std::string duration_text(std::int64_t seconds) {
  if (seconds < 60) return fmt::format("{} s", seconds);
  return fmt::format("{}:{:02} min", seconds / 60, seconds % 60);
}

std::string progress_line(const ProgressState& state, std::size_t width) {
  const double seconds = std::max(0.001, static_cast<double>(state.elapsed.count()) / 1000);
  const double rate = static_cast<double>(state.rows) / seconds;
  const bool known = state.total && *state.total >= state.rows && *state.total > 0;
  std::string line;
  if (known) {
    line += bar_of(static_cast<double>(state.rows) / static_cast<double>(*state.total));
    line += fmt::format("{} of {} rows", state.rows, *state.total);
  } else {
    line += fmt::format("{} rows", state.rows);
  }
  line += fmt::format("  {:.0f} rows/s", rate);
  if (known && rate > 0 && *state.total > state.rows) {
    const double left = static_cast<double>(*state.total - state.rows) / rate;
    line += fmt::format("  {} left", duration_text(static_cast<std::int64_t>(left + 0.5)));
  }
  line += fmt::format("  {} request{}", state.requests, state.requests == 1 ? "" : "s");
  return fitted(line, width);
}

Progress::Progress(const Terminal& terminal, SteadyTime started) : terminal_(terminal), started_(started) {}

Progress::~Progress() {
  clear();
}

void Progress::show(ProgressState state, SteadyTime now) {
  if (!terminal_.err_is_terminal) return;
  if (visible_ && now - drawn_ < kRedraw) return;
  drawn_ = now;
  state.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - started_);
  const auto width = static_cast<std::size_t>(std::max(terminal_.width - 1, 10));
  terminal_.say("\r\x1b[K" + progress_line(state, width));
  visible_ = true;
}

void Progress::clear() {
  if (visible_) terminal_.say("\r\x1b[K");
  visible_ = false;
}

}  // namespace tiktok_marketing::cli
