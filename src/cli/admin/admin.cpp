#include <utility>

#include "cli/admin/tasks.hpp"
#include "cli/commands.hpp"
#include "cli/output/error_view.hpp"

namespace tiktok_marketing::cli {
namespace admin {

int answer(const Result<Json>& result, const Terminal& terminal) {
  return result ? show_object(*result, terminal) : report(result.error(), terminal);
}

int show(const Result<Listing>& listing, std::string_view output, const Terminal& terminal) {
  return listing ? show_listing(*listing, output, terminal) : report(listing.error(), terminal);
}

Json list_json(const std::vector<std::string>& texts) {
  return Json::Array(texts.begin(), texts.end());
}

namespace {

struct Runner {
  const AdminCommand& command;
  const Terminal& terminal;

  int operator()(const BackupRestore& task) const { return without_platform(task); }
  int operator()(const BackupVerify& task) const { return without_platform(task); }
  int operator()(const auto& task) const {
    auto folder = open_data_folder(command.settings, terminal);
    if (!folder) return report(folder.error(), terminal);
    const int code =
        run(task, Desk{.settings = folder->settings, .platform = *folder->platform, .terminal = terminal});
    folder->platform->stop();
    return code;
  }

 private:
  int without_platform(const auto& task) const {
    const auto settings = load_server_settings(command.settings, terminal);
    return settings ? run(task, *settings, terminal) : report(settings.error(), terminal);
  }
};

}  // namespace
}  // namespace admin

int run_admin(const AdminCommand& command, const Terminal& terminal) {
  return std::visit(admin::Runner{command, terminal}, command.task);
}

}  // namespace tiktok_marketing::cli
