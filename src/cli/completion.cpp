#include "cli/completion.hpp"

#include <array>

#include <fmt/format.h>

#include "catalog/model.hpp"
#include "cli/commands.hpp"
#include "cli/error_view.hpp"

namespace tiktok_marketing::cli {
namespace {

constexpr std::array<std::string_view, 3> kActions{"list", "check", "describe"};
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
  const bool takes_entity = command == "execute" || command == "describe";
  if (takes_entity && position == 1) return entity_words();
  if (command == "execute" && position == 2) return action_words();
  if (command == "completion" && position == 1) return fmt::format("{}", fmt::join(kShells, " "));
  return {};
}

std::string command_words(const std::vector<CommandInfo>& commands) {
  std::string words;
  for (const auto& command : commands) {
    if (!words.empty()) words += ' ';
    words += command.name;
  }
  return words;
}

// zsh can run bash's script through bashcompinit, so one script serves both.
std::string bash_script(const std::vector<CommandInfo>& commands) {
  std::string valued;
  std::string cases;
  std::string listed;
  for (const auto& command : commands) {
    for (const auto& option : command.options) {
      if (!option.takes_value) continue;
      for (const auto& name : option.names) valued += fmt::format("{}|", name);
      if (option.values.empty()) continue;
      listed += fmt::format("    {}:{}) COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n",
                            command.name, option.names.back(), fmt::join(option.values, " "));
    }
    cases += fmt::format("    {}:1) words='{}' ;;\n", command.name, positional_words(command.name, 1));
    cases += fmt::format("    {}:2) words='{}' ;;\n", command.name, positional_words(command.name, 2));
  }
  if (!valued.empty()) valued.pop_back();
  std::string options;
  for (const auto& command : commands) {
    options += fmt::format("      {}) words='{}' ;;\n", command.name, option_words(command));
  }
  return fmt::format(R"(# Completion for tiktok-marketing.
_tiktok_marketing() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}
  local command=${{COMP_WORDS[1]}} words='' position=0 i
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '{0} --help --version' -- "$word"))
    return
  fi
  case "$command:$previous" in
{1}  esac
  case "$previous" in
    {2}) COMPREPLY=($(compgen -f -- "$word")); return ;;
  esac
  if [[ $word == -* ]]; then
    case "$command" in
{3}    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    return
  fi
  for ((i = 2; i <= COMP_CWORD; i++)); do
    case "${{COMP_WORDS[i-1]}}" in
      {2}) continue ;;
    esac
    [[ ${{COMP_WORDS[i]}} == -* ]] || ((++position))
  done
  case "$command:$position" in
{4}  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
)",
                     command_words(commands), listed, valued, options, cases);
}

std::string fish_script(const std::vector<CommandInfo>& commands) {
  const std::string program = "tiktok-marketing";
  std::string script = "# Completion for tiktok-marketing.\n";
  script += fmt::format(
      "function __{0}_position\n"
      "    # Words behind the command that are no options, the one being typed left out.\n"
      "    set -l words (commandline -opc)\n"
      "    test (count $words) -ge 2; and test $words[2] = $argv[1]; or return 1\n"
      "    set -l plain 0\n"
      "    for word in $words[3..-1]\n"
      "        string match -q -- '-*' $word; or set plain (math $plain + 1)\n"
      "    end\n"
      "    test $plain -eq $argv[2]\n"
      "end\n",
      "tiktok_marketing");
  script += fmt::format("complete -c {} -f\n", program);
  for (const auto& command : commands) {
    script += fmt::format("complete -c {} -n __fish_use_subcommand -a {} -d {}\n", program, command.name,
                          shell_quoted(command.description));
    for (int position = 1; position <= 2; ++position) {
      const std::string words = positional_words(command.name, position);
      if (words.empty()) continue;
      script += fmt::format("complete -c {} -n '__tiktok_marketing_position {} {}' -a '{}'\n", program,
                            command.name, position - 1, words);
    }
    for (const auto& option : command.options) {
      script += fmt::format("complete -c {} -n '__fish_seen_subcommand_from {}'", program, command.name);
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
