#include <string>

#include "cli/admin/tasks.hpp"
#include "cli/output/error_view.hpp"
#include "cli/output/slice_writer.hpp"

namespace tiktok_marketing::cli::admin {

int run(const AuditExport&, const Desk& desk) {
  constexpr std::size_t kPieceBytes = 256 * 1024;
  SliceWriter writer(desk.terminal.out);
  std::string pending;
  const auto send = [&] {
    writer.add(pending);
    writer.flush();
    pending.clear();
  };
  const auto done = desk.platform.audit().export_lines([&](std::string_view line) {
    if (!writer.usable()) return;
    pending.append(line).push_back('\n');
    if (pending.size() >= kPieceBytes) send();
  });
  if (!done) return report(done.error(), desk.terminal);
  send();
  return writer.failure() ? report(*writer.failure(), desk.terminal) : 0;
}

}  // namespace tiktok_marketing::cli::admin
