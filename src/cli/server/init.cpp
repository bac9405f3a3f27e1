#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/output/error_view.hpp"
#include "cli/server/data_folder.hpp"
#include "cli/server/first_set_up.hpp"

namespace tiktok_marketing::cli {

int run_init(const InitCommand& command, const Terminal& terminal) {
  const auto settings = load_server_settings(command.settings, terminal);
  if (!settings) return report(settings.error(), terminal);
  const auto file = make_first_set_up(*settings);
  if (!file) return report(file.error(), terminal);
  if (terminal.err_is_terminal) {
    terminal.say(fmt::format(
        "The server's data lies in {}. Keep a copy of {} apart from it: without the key nobody can "
        "read the stored credentials.\nClient id and secret of the first application:\n",
        settings->data_dir.string(), settings->master_key_file.string()));
  }
  return write_out(file->string() + "\n", terminal);
}

}  // namespace tiktok_marketing::cli
