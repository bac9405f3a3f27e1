#include "cli/arguments.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/text.hpp"

#ifndef TTM_VERSION
#error "TTM_VERSION must be defined by the build"
#endif

namespace tiktok_marketing::cli {
namespace {

constexpr std::string_view kProgram = "tiktok-marketing";

/// The parser and what it fills.
class Parser {
 public:
  Parser()
      : app_(
            "Ask TikTok ads from the shell. Try it without an account: "
            "tiktok-marketing execute campaigns list --sandbox",
            std::string(kProgram)) {
    app_.set_version_flag("--version", fmt::format("{} {}", kProgram, TTM_VERSION), "print the version");
    app_.set_help_flag("-h,--help", "print this help");
    app_.require_subcommand(0, 1);
    app_.footer("Settings and their environment variables: docs/settings.md.");
    add_execute();
    add_describe();
    add_check();
    add_login();
    add_sandbox();
    add_completion();
    for (CLI::App* command : app_.get_subcommands({})) command->allow_extras();
  }

  Result<Command> parse(std::vector<std::string> arguments) {
    if (const auto known = check_command_word(arguments); !known) return known.error();
    try {
      std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them last first
      app_.parse(std::move(arguments));
    } catch (const CLI::CallForHelp&) {
      const auto chosen = app_.get_subcommands();
      return Command(ShowText{chosen.empty() ? app_.help() : chosen.front()->help()});
    } catch (const CLI::CallForVersion& version) {
      return Command(ShowText{std::string(version.what()) + "\n"});
    } catch (const CLI::ParseError& error) {
      return usage_error(error.what());
    } catch (const std::invalid_argument&) {
      // CLI11 lets only the number of a flag's value escape like this, and one flag has a value.
      return usage_error("--sandbox=SEED takes a whole number.");
    }
    if (app_.get_subcommands().empty()) return Command(ShowText{app_.help()});
    if (!app_.get_subcommands().front()->remaining().empty()) return usage_error("");
    return chosen_command();
  }

  [[nodiscard]] std::vector<CommandInfo> list() const {
    std::vector<CommandInfo> commands;
    for (const CLI::App* command : app_.get_subcommands([](const CLI::App*) { return true; })) {
      CommandInfo info{.name = command->get_name(), .description = command->get_description()};
      for (const CLI::Option* option : command->get_options()) {
        if (!option->nonpositional()) continue;
        OptionInfo entry{.description = option->get_description(),
                         .takes_value = option->get_items_expected_min() > 0};
        for (const auto& name : option->get_snames()) entry.names.push_back("-" + name);
        for (const auto& name : option->get_lnames()) entry.names.push_back("--" + name);
        if (const auto words = words_.find(entry.names.back()); words != words_.end()) {
          entry.values = command->get_name() == "describe" && words->first == "--output"
                             ? std::vector<std::string>{"text", "json", "markdown"}
                             : words->second;
        }
        info.options.push_back(std::move(entry));
      }
      commands.push_back(std::move(info));
    }
    return commands;
  }

 private:
  void add_execute() {
    CLI::App* command =
        app_.add_subcommand("execute", "run an action of an entity, for example: campaigns list");
    command->add_option("ENTITY", execute_.entity, "what to ask for; `describe` lists them")->required();
    command->add_option("ACTION", execute_.action, "list, check, describe, context_store_search …")
        ->required();
    command->add_option("--params", execute_.params,
                        "parameters as a JSON object, @FILE, or - for standard input");
    command
        ->add_option("-p,--param", execute_.assignments,
                     "one parameter, for example -p page_size=50; repeatable")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    command->add_option("--select", execute_.select,
                        "fields to deliver, for example campaign_id,campaign_name");
    command->add_flag("--all", execute_.all, "every row, not only the first page");
    command->add_option("--limit", execute_.limit, "at most this many rows")->check(CLI::PositiveNumber);
    command->add_option("--output", execute_.output,
                        "json, jsonl, csv or table; default table on a terminal, else json");
    add_timeout(*command, execute_.timeout_s, "seconds for the call, with --all for each page");
    add_sandbox_flag(*command, execute_.connection);
    add_connection(*command, execute_.connection);
  }

  void add_describe() {
    CLI::App* command =
        app_.add_subcommand("describe", "what there is: entities, actions, parameters, fields");
    command->add_option("ENTITY", describe_.entity, "one entity; all when left out");
    command->add_option("--output", describe_.output,
                        "text, json or markdown; default text on a terminal, else json");
    add_sandbox_flag(*command, unused_);
  }

  void add_check() {
    CLI::App* command = app_.add_subcommand("check", "prove the token and list the advertisers it can read");
    command->add_option("--output", check_.output, "json or table; default table on a terminal, else json");
    add_timeout(*command, check_.timeout_s, "seconds for the whole check");
    add_sandbox_flag(*command, check_.connection);
    add_connection(*command, check_.connection);
  }

  void add_login() {
    CLI::App* command = app_.add_subcommand("login", "get a token from TikTok in the browser and store it");
    command->add_option("--port", login_.port, "loopback port of the redirect URL registered for your app");
    command->add_flag("!--no-browser", login_.open_browser, "only print the address of the consent page");
    add_timeout(*command, login_.timeout_s, "seconds to wait for the browser");
    add_connection(*command, login_.connection);
  }

  void add_sandbox() {
    CLI::App* command = app_.add_subcommand("sandbox", "run a virtual TikTok for development and tests");
    command->add_option("--listen", sandbox_.listen, "HOST:PORT; port 0 lets the system choose");
    command->add_option("--seed", sandbox_.seed, "the same seed makes the same accounts");
    command->add_option("--size", sandbox_.size, "small, medium or large");
    command->add_option("--now", sandbox_.now,
                        "its time of day at the start, for example 2026-09-14T08:00:00Z");
    command->add_option("--qps", sandbox_.qps, "requests a second an app may send")
        ->check(CLI::PositiveNumber);
    command->add_option("--qpm", sandbox_.qpm, "requests a minute an app may send")
        ->check(CLI::PositiveNumber);
    command->add_flag("--unlimited", sandbox_.unlimited, "no request limits");
    command->add_option("--latency", sandbox_.latency_ms, "milliseconds before each answer")
        ->check(CLI::Range(std::int64_t{0}, std::int64_t{600'000}));
    command->add_option("--faults", sandbox_.faults_file, "JSON file of faults to show");
    command->add_option("--threads", sandbox_.threads, "server threads")->check(CLI::Range(1, 64));
    command->add_flag("--allow-remote", sandbox_.allow_remote,
                      "allow --listen on an address others can reach");
  }

  void add_completion() {
    CLI::App* command = app_.add_subcommand("completion", "print the completion script of a shell");
    command->add_option("SHELL", completion_.shell, "bash, zsh or fish")->required();
  }

  static void add_timeout(CLI::App& command, double& seconds, const std::string& description) {
    command.add_option("--timeout", seconds, description)->check(CLI::Range(0.001, 86'400.0));
  }

  void add_sandbox_flag(CLI::App& command, ConnectionArguments& connection) {
    // The braces give the value of the bare flag, so that it never takes the next word.
    command.add_flag_function(
        "--sandbox{1}",
        [&connection](std::int64_t seed) { connection.sandbox_seed = static_cast<std::uint64_t>(seed); },
        "answer from a virtual TikTok in this process; --sandbox=SEED for other accounts");
  }

  void add_connection(CLI::App& command, ConnectionArguments& connection) {
    constexpr const char* kGroup = "Connection";
    for (const auto& setting : all_settings()) {
      if (!setting.is_argument) continue;
      std::string name = "--" + std::string(setting.key);
      std::replace(name.begin(), name.end(), '_', '-');
      command
          .add_option_function<std::string>(
              name,
              [&connection, key = std::string(setting.key)](const std::string& text) {
                connection.settings[key] = text;
              },
              std::string(setting.meaning))
          ->group(kGroup);
    }
    command
        .add_option("--token-file", connection.token_file,
                    "file that holds the access token, - for standard input")
        ->group(kGroup);
    command
        .add_flag("--allow-plain-http", connection.allow_plain_http,
                  "send the token over http:// to other hosts than this one")
        ->group(kGroup);
  }

  [[nodiscard]] Result<void> check_command_word(const std::vector<std::string>& arguments) const {
    if (arguments.empty() || arguments.front().starts_with('-')) return {};
    std::vector<std::string> names;
    for (const auto* command : app_.get_subcommands([](const CLI::App*) { return true; })) {
      names.push_back(command->get_name());
    }
    if (std::find(names.begin(), names.end(), arguments.front()) != names.end()) return {};
    Error error{.type = ErrorType::value_error};
    error.message = fmt::format("There is no command \"{}\".", shortened(arguments.front()));
    const std::vector<std::string_view> views(names.begin(), names.end());
    const auto meant = nearest(arguments.front(), views);
    error.hint = meant.empty() ? std::string("`tiktok-marketing --help` lists the commands.")
                               : fmt::format("Did you mean {}?", meant);
    error.given = shortened(arguments.front());
    error.allowed = std::move(names);
    return error;
  }

  [[nodiscard]] Error usage_error(std::string_view what) const {
    Error error{.type = ErrorType::value_error};
    const auto chosen = app_.get_subcommands();
    const CLI::App& command = chosen.empty() ? app_ : *chosen.front();
    const std::string help = chosen.empty() ? fmt::format("{} --help", kProgram)
                                            : fmt::format("{} {} --help", kProgram, command.get_name());
    error.message = what;
    error.hint = fmt::format("`{}` shows what can be given.", help);
    const auto extras = command.remaining();
    if (!extras.empty()) explain_extra(extras.front(), command, error);
    return error;
  }

  static void explain_extra(const std::string& word, const CLI::App& command, Error& error) {
    error.given = shortened(word);
    if (word.starts_with("--token") || word.starts_with("--access-token") ||
        word.starts_with("--app-secret")) {
      error.given.clear();
      error.message = "Secrets are not taken from the command line: everybody on this machine can list it.";
      error.hint = "Set TIKTOK_MARKETING_ACCESS_TOKEN or TIKTOK_MARKETING_APP_SECRET, or use --token-file.";
      return;
    }
    if (!word.starts_with('-')) {
      error.message = fmt::format("\"{}\" is one word too many.", error.given);
      if (word.find('=') != std::string::npos) error.hint = fmt::format("Did you mean -p {}?", error.given);
      return;
    }
    const std::string name = word.substr(0, word.find('='));
    error.given = shortened(name);
    std::vector<std::string> names;
    for (const CLI::Option* option : command.get_options()) {
      for (const auto& known : option->get_lnames()) names.push_back("--" + known);
    }
    const std::vector<std::string_view> views(names.begin(), names.end());
    error.message = fmt::format("`{}` has no option \"{}\".", command.get_name(), error.given);
    if (const auto meant = nearest(name, views); !meant.empty()) {
      error.hint = fmt::format("Did you mean {}?", meant);
    }
  }

  [[nodiscard]] Command chosen_command() {
    const std::string name = app_.get_subcommands().front()->get_name();
    if (name == "execute") return std::move(execute_);
    if (name == "describe") return std::move(describe_);
    if (name == "check") return std::move(check_);
    if (name == "login") return std::move(login_);
    if (name == "sandbox") return std::move(sandbox_);
    return std::move(completion_);
  }

  CLI::App app_;
  ExecuteCommand execute_;
  DescribeCommand describe_;
  CheckCommand check_;
  LoginCommand login_;
  SandboxCommand sandbox_;
  CompletionCommand completion_;
  ConnectionArguments unused_;
  const std::map<std::string, std::vector<std::string>> words_{
      {"--output", {"json", "jsonl", "csv", "table"}},
      {"--size", {"small", "medium", "large"}},
      {"--log", {"off", "error", "warning", "info", "debug"}},
      {"--mode", {"local", "hosted"}}};
};

}  // namespace

Result<Command> parse_arguments(std::vector<std::string> arguments) {
  return Parser().parse(std::move(arguments));
}

std::vector<CommandInfo> command_list() {
  return Parser().list();
}

}  // namespace tiktok_marketing::cli
