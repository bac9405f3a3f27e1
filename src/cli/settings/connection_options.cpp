#include "cli/settings/connection_options.hpp"

#include <fmt/format.h>

#include "cli/output/error_view.hpp"

namespace tiktok_marketing::cli {

std::string repeated_options(const ConnectionArguments& connection) {
  std::string options;
  if (connection.sandbox_seed) {
    options +=
        *connection.sandbox_seed == 1 ? " --sandbox" : fmt::format(" --sandbox={}", *connection.sandbox_seed);
  }
  for (const auto& [key, text] : connection.settings) {
    options += fmt::format(" {} {}", setting_option(key), shell_quoted(text));
  }
  if (!connection.token_file.empty()) {
    options += fmt::format(" --token-file {}", shell_quoted(connection.token_file));
  }
  if (connection.allow_plain_http) options += " --allow-plain-http";
  return options;
}

}  // namespace tiktok_marketing::cli
