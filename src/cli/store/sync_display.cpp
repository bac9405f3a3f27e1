#include "cli/store/sync_display.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "cli/store/sync_view.hpp"

namespace tiktok_marketing::cli {
namespace {

constexpr std::chrono::seconds kLogEvery{30};
constexpr int kNarrowest = 10;

}  // namespace

void SyncDisplay::show(const replication::Progress& progress) {
  if (terminal_.err_is_terminal) {
    draw(progress);
  } else {
    log(progress);
  }
}

void SyncDisplay::draw(const replication::Progress& progress) {
  const auto width = static_cast<std::size_t>(std::max(terminal_.width - 1, kNarrowest));
  const auto lines = progress_lines(progress, width);
  std::string text = lines_ > 0 ? fmt::format("\x1b[{}A", lines_) : std::string{};
  for (const auto& line : lines) text += "\r\x1b[K" + line + "\n";
  terminal_.say(text);
  lines_ = lines.size();
}

void SyncDisplay::clear() {
  if (lines_ > 0) terminal_.say(fmt::format("\x1b[{}A\r\x1b[J", lines_));
  lines_ = 0;
}

void SyncDisplay::log(const replication::Progress& progress) {
  if (progress.stage == "done") return;
  if (progress.stage == stage_ && progress.elapsed - logged_ < kLogEvery) return;
  stage_ = progress.stage;
  logged_ = progress.elapsed;
  terminal_.say(progress_json(progress).dump() + "\n");
}

}  // namespace tiktok_marketing::cli
