#include "cli/output/notes.hpp"

#include <fmt/format.h>

#include "cli/output/text_width.hpp"

namespace tiktok_marketing::cli {
namespace {

std::string rows_text(std::int64_t rows) {
  return fmt::format("{} row{}", rows, rows == 1 ? "" : "s");
}

std::string count_sentence(const Meta& meta, std::int64_t rows) {
  if (!meta.has_more) return rows_text(rows);
  const bool total_known = meta.page_info && meta.page_info->total_number > rows;
  const std::string shown = total_known ? fmt::format("{} of {} rows", rows, meta.page_info->total_number)
                                        : fmt::format("the first {}", rows_text(rows));
  return shown + "; all of them: --all";
}

}  // namespace

std::string answer_notes(const Meta& meta, std::int64_t rows, CallNames call) {
  std::string notes = count_sentence(meta, rows);
  if (meta.simulated) notes += " (virtual TikTok)";
  notes += '\n';
  if (meta.has_more && !meta.next.empty()) {
    const std::string command = example_command(meta.next, call);
    if (!command.empty()) notes += fmt::format("next page: {}\n", command);
  }
  for (const auto& missing : meta.missing) {
    notes += printable(fmt::format("missing: {} {}: {}", missing.what, missing.id, missing.reason)) + '\n';
  }
  for (const auto& reason : meta.truncated) notes += "cut: " + printable(reason) + '\n';
  for (const auto& warning : meta.warnings) notes += "warning: " + printable(warning) + '\n';
  return notes;
}

}  // namespace tiktok_marketing::cli
