#include "cli/completion.hpp"

#include <array>

#include <fmt/format.h>

#include "catalog/model.hpp"
#include "cli/commands.hpp"
#include "cli/output/error_view.hpp"

namespace tiktok_marketing::cli {
namespace {

constexpr std::array<std::string_view, 6> kActions{"list",
                                                   "check",
                                                   "describe",
                                                   "context_store_search",
                                                   "context_store_aggregate",
                                                   "context_store_sql_query"};
constexpr std::array<std::string_view, 3> kShells{"bash", "zsh", "fish"};

std::string entity_words() {
  std::string words;
  for (const catalog::Entity* entity : catalog::entities()) {
    if (!words.empty()) words += ' ';
    words += entity->name;
  }
  return words;
}

std::string action_words() {
  return fmt::format("{}", fmt::join(kActions, " "));
}

std::string option_words(const CommandInfo& command) {
  std::string words;
  for (const auto& option : command.options) {
    for (const auto& name : option.names) {
      if (!words.empty()) words += ' ';
      words += name;
    }
  }
  return words;
}

// What stands behind a command's name: nothing, one word or two.
std::string positional_words(const std::string& command, int position) {
  const bool takes_entity =
      command == "execute" || command == "describe" || command == "search" || command == "aggregate";
  if (takes_entity && position == 1) return entity_words();
  if (command == "execute" && position == 2) return action_words();
  if (command == "completion" && position == 1) return fmt::format("{}", fmt::join(kShells, " "));
  return {};
}

bool is_top(const CommandInfo& command) {
  return command.name.find(' ') == std::string::npos;
}

std::string top_words(const std::vector<CommandInfo>& commands) {
  std::string words;
  for (const auto& command : commands) {
    if (!is_top(command)) continue;
    if (!words.empty()) words += ' ';
    words += command.name;
  }
  return words;
}

/// The parts of the bash script that are made of the commands.
struct BashParts {
  std::string names;        ///< patterns of all command paths
  std::string groups;       ///< cases: the next words of commands that have commands
  std::string listed;       ///< cases: options with a list of words
  std::string valued;       ///< patterns of options that take a value
  std::string options;      ///< cases: options of each command
  std::string positionals;  ///< cases: words at each position
};

BashParts bash_parts(const std::vector<CommandInfo>& commands) {
  BashParts parts;
  for (const auto& command : commands) {
    parts.names += fmt::format("{}'{}'", parts.names.empty() ? "" : "|", command.name);
    if (!command.subcommands.empty()) {
      parts.groups +=
          fmt::format("    '{}') words='{}' ;;\n", command.name, fmt::join(command.subcommands, " "));
    }
    for (const auto& option : command.options) {
      if (!option.takes_value) continue;
      for (const auto& name : option.names) {
        if (("|" + parts.valued + "|").find("|" + name + "|") != std::string::npos) continue;
        parts.valued += fmt::format("{}{}", parts.valued.empty() ? "" : "|", name);
      }
      if (option.values.empty()) continue;
      parts.listed += fmt::format("    '{}:{}') COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n",
                                  command.name, option.names.back(), fmt::join(option.values, " "));
    }
    parts.options += fmt::format("      '{}') words='{}' ;;\n", command.name, option_words(command));
    for (int position = 1; position <= 2; ++position) {
      const std::string words = positional_words(command.name, position);
      if (words.empty()) continue;
      parts.positionals += fmt::format("    '{}:{}') words='{}' ;;\n", command.name, position, words);
    }
  }
  return parts;
}

// zsh can run bash's script through bashcompinit, so one script serves both.
std::string bash_script(const std::vector<CommandInfo>& commands) {
  const BashParts parts = bash_parts(commands);
  return fmt::format(R"(# Completion for tiktok-marketing.
_tiktok_marketing() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}
  local command='' next='' words='' position=0 first=1 i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="${{command:+$command }}${{COMP_WORDS[i]}}"
    case "$next" in
      {0}) command=$next; first=$((i + 1)) ;;
      *) break ;;
    esac
  done
  case "$command" in
    '') words='{1} --help --version' ;;
{2}  esac
  if [[ -n $words && ( -z $command || $word != -* ) ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    return
  fi
  case "$command:$previous" in
{3}  esac
  case "$previous" in
    {4}) COMPREPLY=($(compgen -f -- "$word")); return ;;
  esac
  if [[ $word == -* ]]; then
    case "$command" in
{5}    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    return
  fi
  for ((i = first; i <= COMP_CWORD; i++)); do
    case "${{COMP_WORDS[i-1]}}" in
      {4}) continue ;;
    esac
    [[ ${{COMP_WORDS[i]}} == -* ]] || ((++position))
  done
  case "$command:$position" in
{6}  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
)",
                     parts.names, top_words(commands), parts.groups, parts.listed, parts.valued,
                     parts.options, parts.positionals);
}

constexpr std::string_view kFishFunctions = R"(# Completion for tiktok-marketing.
function __tiktok_marketing_in
    # Whether the line begins with these command words.
    set -l words (commandline -opc)
    test (count $words) -gt (count $argv); or return 1
    for i in (seq (count $argv))
        test $words[(math $i + 1)] = $argv[$i]; or return 1
    end
end
function __tiktok_marketing_position
    # The same, with that many more words which are no options, the one being typed left out.
    set -l path $argv[2..-1]
    __tiktok_marketing_in $path; or return 1
    set -l words (commandline -opc)
    set -l plain 0
    for word in $words[(math (count $path) + 2)..-1]
        string match -q -- '-*' $word; or set plain (math $plain + 1)
    end
    test $plain -eq $argv[1]
end
complete -c tiktok-marketing -f
)";

void append_fish_option(std::string& script, const CommandInfo& command, const OptionInfo& option) {
  script += fmt::format("complete -c tiktok-marketing -n '__tiktok_marketing_in {}'", command.name);
  for (const auto& name : option.names) {
    script += name.starts_with("--") ? fmt::format(" -l {}", name.substr(2))
                                     : fmt::format(" -s {}", name.substr(1));
  }
  if (!option.values.empty()) {
    script += fmt::format(" -x -a '{}'", fmt::join(option.values, " "));
  } else if (option.takes_value) {
    script += " -r";
  }
  script += fmt::format(" -d {}\n", shell_quoted(option.description));
}

std::string fish_script(const std::vector<CommandInfo>& commands) {
  std::string script(kFishFunctions);
  for (const auto& command : commands) {
    const auto space = command.name.rfind(' ');
    const std::string condition =
        is_top(command) ? "__fish_use_subcommand"
                        : fmt::format("'__tiktok_marketing_position 0 {}'", command.name.substr(0, space));
    script += fmt::format("complete -c tiktok-marketing -n {} -a {} -d {}\n", condition,
                          is_top(command) ? command.name : command.name.substr(space + 1),
                          shell_quoted(command.description));
    for (int position = 1; position <= 2; ++position) {
      const std::string words = positional_words(command.name, position);
      if (words.empty()) continue;
      script += fmt::format("complete -c tiktok-marketing -n '__tiktok_marketing_position {} {}' -a '{}'\n",
                            position - 1, command.name, words);
    }
    for (const auto& option : command.options) append_fish_option(script, command, option);
  }
  return script;
}

}  // namespace

Result<std::string> completion_script(std::string_view shell, const std::vector<CommandInfo>& commands) {
  if (shell == "bash") return bash_script(commands) + "complete -F _tiktok_marketing tiktok-marketing\n";
  if (shell == "zsh") {
    return "#compdef tiktok-marketing\nautoload -Uz compinit bashcompinit\n"
           "(( $+functions[compdef] )) || compinit\nbashcompinit\n" +
           bash_script(commands) + "complete -F _tiktok_marketing tiktok-marketing\n";
  }
  if (shell == "fish") return fish_script(commands);
  Error error{.type = ErrorType::value_error};
  error.message = fmt::format("There is no completion for \"{}\".", shell);
  error.hint = "Give bash, zsh or fish, for example: source <(tiktok-marketing completion bash)";
  error.given = shell;
  error.allowed.assign(kShells.begin(), kShells.end());
  return error;
}

int run_completion(const CompletionCommand& command, const Terminal& terminal) {
  const auto script = completion_script(command.shell, command_list());
  return script ? write_out(*script, terminal) : report(script.error(), terminal);
}

}  // namespace tiktok_marketing::cli
