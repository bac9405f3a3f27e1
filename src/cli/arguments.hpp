#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "cli/commands.hpp"

namespace tiktok_marketing::cli {

/// Arguments (without the program's name) as a command. Errors: `value_error` with the nearest valid word.
[[nodiscard]] Result<Command> parse_arguments(std::vector<std::string> arguments);

/// One option as a completion script needs it.
struct OptionInfo {
  std::vector<std::string> names;  ///< `-p`, `--param`
  std::string description;
  bool takes_value = false;
  std::vector<std::string> values;  ///< the words it takes, if they are a list
};
struct CommandInfo {
  std::string name;  ///< all words: `admin organization create`
  std::string description;
  std::vector<std::string> subcommands;  ///< next words; such a command does nothing by itself
  std::vector<OptionInfo> options;
};
/// Every command there is, from the same description the parser works with; a group stands before its own.
[[nodiscard]] std::vector<CommandInfo> command_list();

}  // namespace tiktok_marketing::cli
