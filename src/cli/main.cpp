#include <csignal>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/commands.hpp"
#include "cli/terminal.hpp"

int main(int argc, char** argv, char** environment) {
  // A reader that goes away is an ordinary end (`… | head`), seen as a failed write.
  std::signal(SIGPIPE, SIG_IGN);
  tiktok_marketing::cli::Environment variables;
  for (char** entry = environment; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  const auto terminal = tiktok_marketing::cli::make_terminal(std::move(variables));
  return tiktok_marketing::cli::run(std::vector<std::string>(argv + 1, argv + argc), terminal);
}
