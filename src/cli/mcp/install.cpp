#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "cli/commands.hpp"
#include "cli/file.hpp"
#include "cli/mcp/client_config.hpp"
#include "cli/output/error_view.hpp"
#include "cli/settings/setting_sources.hpp"

namespace tiktok_marketing::cli {
namespace {

namespace fs = std::filesystem;

/// Where this program lies: clients start it without the user's PATH.
std::string own_path() {
  std::error_code failed;
  const fs::path path = fs::read_symlink("/proc/self/exe", failed);
  return failed ? "tiktok-marketing" : path.string();
}

ServerEntry entry_for(const McpInstallCommand& command) {
  ServerEntry entry{.name = command.name, .command = own_path(), .arguments = {"mcp"}};
  auto& words = entry.arguments;
  const ConnectionArguments& connection = command.connection;
  if (connection.sandbox_seed) {
    const auto seed = *connection.sandbox_seed;
    words.push_back(seed == 1 ? "--sandbox" : fmt::format("--sandbox={}", seed));
  }
  for (const auto& [key, text] : connection.settings) {
    words.push_back(setting_option(key));
    words.push_back(text);
  }
  if (!connection.token_file.empty()) {
    words.emplace_back("--token-file");
    // A client starts it in some other folder.
    words.push_back(fs::absolute(connection.token_file).string());
  }
  if (connection.allow_plain_http) words.emplace_back("--allow-plain-http");
  return entry;
}

/// A name beside the file that nothing has yet.
fs::path backup_name(const fs::path& file) {
  for (int number = 1;; ++number) {
    const fs::path name = file.string() + (number == 1 ? ".bak" : fmt::format(".bak{}", number));
    std::error_code failed;
    if (!fs::exists(name, failed)) return name;
  }
}

Error cannot_write(const fs::path& file, const std::error_code& why) {
  return Error{.type = ErrorType::value_error,
               .message = fmt::format("{} cannot be written: {}.", file.string(), why.message()),
               .hint = "Check its owner and the free space, or use --print."};
}

struct Installed {
  fs::path file;
  fs::path backup;  ///< empty: there was nothing to lose
  bool changed = false;
};

Result<Installed> install(const McpClient& client, const ServerEntry& entry, const Terminal& terminal) {
  auto wanted = config_file_of(client, terminal.environment);
  if (!wanted) return std::move(wanted).error();
  Installed done{.file = *std::move(wanted)};
  std::error_code failed;
  // A link is kept, and what it points to changed.
  if (fs::is_symlink(done.file, failed)) done.file = fs::weakly_canonical(done.file, failed);
  auto text = read_whole_file(done.file);
  if (!text && text.error().type != ErrorType::not_found) return std::move(text).error();
  auto changed = with_server(client, text ? *text : "", entry);
  if (!changed) return std::move(changed).error();
  if (text && *changed == *text) return done;
  done.changed = true;
  fs::create_directories(done.file.parent_path(), failed);
  if (failed) return cannot_write(done.file, failed);
  const auto mode =
      text ? fs::status(done.file, failed).permissions() : fs::perms::owner_read | fs::perms::owner_write;
  if (text) {
    done.backup = backup_name(done.file);
    fs::copy_file(done.file, done.backup, failed);
    if (failed) return cannot_write(done.backup, failed);
  }
  if (auto written = replace_private_file(done.file, *changed); !written) return std::move(written).error();
  fs::permissions(done.file, mode, failed);
  return done;
}

std::string told(const McpClient& client, const ServerEntry& entry, const Installed& done, bool as_text) {
  if (!as_text) {
    Json json;
    json.set("client", client.name);
    json.set("server", entry.name);
    json.set("file", done.file.string());
    json.set("changed", done.changed);
    if (!done.backup.empty()) json.set("backup", done.backup.string());
    return json.dump() + "\n";
  }
  if (!done.changed) return fmt::format("{} has it already: {}\n", client.title, done.file.string());
  std::string text = fmt::format("{}: {}\n", client.title, done.file.string());
  if (!done.backup.empty()) text += fmt::format("before: {}\n", done.backup.string());
  return text + fmt::format("{}\n", client.after);
}

}  // namespace

int run_mcp_install(const McpInstallCommand& command, const Terminal& terminal) {
  const auto client = find_mcp_client(command.client);
  if (!client) return report(client.error(), terminal);
  const ServerEntry entry = entry_for(command);
  if (command.print) return write_out(config_snippet(*client, entry), terminal);
  const auto done = install(*client, entry, terminal);
  if (!done) return report(done.error(), terminal);
  const bool as_text = command.output.empty() ? terminal.out_is_terminal : command.output != "json";
  return write_out(told(*client, entry, *done, as_text), terminal);
}

}  // namespace tiktok_marketing::cli
