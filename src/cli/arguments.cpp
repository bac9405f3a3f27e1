#include "cli/arguments.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/argument_parts.hpp"

#ifndef TTM_VERSION
#error "TTM_VERSION must be defined by the build"
#endif

namespace tiktok_marketing::cli {
namespace {

void declare_execute(CLI::App& app, Command& chosen) {
  auto& execute = command_of<ExecuteCommand>(app, chosen);
  app.add_option("ENTITY", execute.entity, "what to ask for; `describe` lists them")->required();
  app.add_option("ACTION", execute.action, "list, check, describe, context_store_search …")->required();
  app.add_option("--params", execute.params, "parameters as a JSON object, @FILE, or - for standard input");
  app.add_option("-p,--param", execute.assignments, "one parameter, for example -p page_size=50; repeatable")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  app.add_option("--select", execute.select, "fields to deliver, for example campaign_id,campaign_name");
  app.add_flag("--all", execute.all, "every row, not only the first page");
  app.add_option("--limit", execute.limit, "at most this many rows")->check(CLI::PositiveNumber);
  add_row_output(app, execute.output);
  add_timeout(app, execute.timeout_s, "seconds for the call, with --all for each page");
  add_store_connection(app, execute.connection);
}

void declare_describe(CLI::App& app, Command& chosen) {
  auto& describe = command_of<DescribeCommand>(app, chosen);
  app.add_option("ENTITY", describe.entity, "one entity; all when left out");
  app.add_option("--output", describe.output,
                 "text, json or markdown; default text on a terminal, else json");
  add_timeout(app, describe.timeout_s, "seconds for the answer of a hosted server");
  add_sandbox(app, describe.connection.sandbox_seed);
  add_connection(app, describe.connection);
}

void declare_check(CLI::App& app, Command& chosen) {
  auto& check = command_of<CheckCommand>(app, chosen);
  add_listing_output(app, check.output);
  add_timeout(app, check.timeout_s, "seconds for the whole check");
  add_sandbox(app, check.connection.sandbox_seed);
  add_connection(app, check.connection);
}

void declare_login(CLI::App& app, Command& chosen) {
  auto& login = command_of<LoginCommand>(app, chosen);
  app.add_option("--port", login.port, "loopback port of the redirect URL registered for your app");
  app.add_flag("!--no-browser", login.open_browser, "only print the address of the consent page");
  add_timeout(app, login.timeout_s, "seconds to wait for the browser");
  add_settings(app, kForCalls, login.connection.settings);
  app.add_flag("--allow-plain-http", login.connection.allow_plain_http,
               "send the token over http:// to other hosts than this one")
      ->group("Settings");
}

void declare_sandbox(CLI::App& app, Command& chosen) {
  auto& sandbox = command_of<SandboxCommand>(app, chosen);
  app.add_option("--listen", sandbox.listen, "HOST:PORT; port 0 lets the system choose");
  app.add_option("--seed", sandbox.seed, "the same seed makes the same accounts");
  app.add_option("--size", sandbox.size, "small, medium or large");
  app.add_option("--now", sandbox.now, "its time of day at the start, for example 2026-09-14T08:00:00Z");
  app.add_flag("--frozen", sandbox.frozen, "its clock stands still until it is advanced");
  app.add_option("--qps", sandbox.qps, "requests a second an app may send")->check(CLI::PositiveNumber);
  app.add_option("--qpm", sandbox.qpm, "requests a minute an app may send")->check(CLI::PositiveNumber);
  app.add_flag("--unlimited", sandbox.unlimited, "no request limits");
  app.add_option("--latency", sandbox.latency_ms, "milliseconds before each answer")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{600'000}));
  app.add_option("--faults", sandbox.faults_file, "JSON file of faults to show");
  app.add_option("--threads", sandbox.threads, "server threads")->check(CLI::Range(1, 64));
  app.add_flag("--allow-remote", sandbox.allow_remote, "allow --listen on an address others can reach");
}

void declare_completion(CLI::App& app, Command& chosen) {
  auto& completion = command_of<CompletionCommand>(app, chosen);
  app.add_option("SHELL", completion.shell, "bash, zsh or fish")->required();
}

struct Declaration {
  const char* name;
  const char* description;
  void (*declare)(CLI::App&, Command&);
};

constexpr std::array kCommands{
    Declaration{"execute", "run an action of an entity, for example: campaigns list", declare_execute},
    Declaration{"describe", "what there is: entities, actions, parameters, fields", declare_describe},
    Declaration{"check", "prove the token and list the advertisers it can read", declare_check},
    Declaration{"sync", "bring the advertisers' data into the context store of this machine", declare_sync},
    Declaration{"search", "search the context store, for example: campaigns", declare_search},
    Declaration{"aggregate", "sums, rates and comparisons out of the context store", declare_aggregate},
    Declaration{"sql", "one SELECT on the tables of the context store", declare_sql},
    Declaration{"mcp", "serve agents: the Model Context Protocol, over a pipe or on loopback", declare_mcp},
    Declaration{"login", "get a token from TikTok in the browser and store it", declare_login},
    Declaration{"init", "make the data folder of a hosted server", declare_init},
    Declaration{"serve", "run a hosted server: the REST API for many customers", declare_serve},
    Declaration{"token", "print a bearer token of a hosted server, for curl", declare_token},
    Declaration{"connectors", "connectors of a hosted server", declare_connectors},
    Declaration{"oauth", "have a TikTok user grant access, through a hosted server", declare_oauth},
    Declaration{"status", "connectors in the data folder: state, age of the copy, last error, cure",
                declare_status},
    Declaration{"admin", "administer the data folder of a hosted server", declare_admin},
    Declaration{"sandbox", "run a virtual TikTok for development and tests", declare_sandbox},
    Declaration{"completion", "print the completion script of a shell", declare_completion},
};

std::vector<const CLI::App*> children_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

/// The parser and what it fills.
class Parser {
 public:
  /// `only` empty: every command with its options. Else the options of that one: describing them all takes
  /// longer than a short command.
  explicit Parser(std::string_view only = {})
      : app_(
            "Ask TikTok ads from the shell. Try it without an account: "
            "tiktok-marketing execute campaigns list --sandbox",
            std::string(kProgram)) {
    app_.set_version_flag("--version", fmt::format("{} {}", kProgram, TTM_VERSION), "print the version");
    app_.set_help_flag("-h,--help", "print this help");
    app_.require_subcommand(0, 1);
    app_.footer("Settings and their environment variables: docs/settings.md.");
    for (const auto& each : kCommands) {
      CLI::App* command = app_.add_subcommand(each.name, each.description);
      if (only.empty() || only == each.name) each.declare(*command, chosen_);
      allow_extras(*command);
    }
  }

  Result<Command> parse(std::vector<std::string> arguments) {
    if (const auto known = check_words(arguments); !known) return known.error();
    try {
      std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them last first
      app_.parse(std::move(arguments));
    } catch (const CLI::CallForHelp&) {
      return Command(ShowText{app_.help()});
    } catch (const CLI::CallForVersion& version) {
      return Command(ShowText{std::string(version.what()) + "\n"});
    } catch (const CLI::ParseError& error) {
      return usage_error(error.what());
    } catch (const std::invalid_argument&) {
      // CLI11 lets only the number of a flag's value escape like this, and one flag has a value.
      return usage_error("--sandbox=SEED takes a whole number.");
    }
    if (app_.get_subcommands().empty()) return Command(ShowText{app_.help()});
    if (!deepest().remaining().empty()) return usage_error("");
    return std::move(chosen_);
  }

  [[nodiscard]] std::vector<CommandInfo> list() const {
    std::vector<CommandInfo> commands;
    append_list(app_, "", commands);
    return commands;
  }

 private:
  static void allow_extras(CLI::App& app) {
    app.allow_extras();
    for (CLI::App* child : app.get_subcommands([](CLI::App*) { return true; })) allow_extras(*child);
  }

  void append_list(const CLI::App& parent, const std::string& prefix,
                   std::vector<CommandInfo>& commands) const {
    for (const CLI::App* command : children_of(parent)) {
      CommandInfo info{.name = prefix + command->get_name(), .description = command->get_description()};
      for (const CLI::App* child : children_of(*command)) info.subcommands.push_back(child->get_name());
      for (const CLI::Option* option : command->get_options()) {
        if (option->nonpositional()) info.options.push_back(option_info(*option, info.name));
      }
      const std::string next_prefix = info.name + " ";
      commands.push_back(std::move(info));
      append_list(*command, next_prefix, commands);
    }
  }

  [[nodiscard]] OptionInfo option_info(const CLI::Option& option, const std::string& command) const {
    OptionInfo entry{.description = option.get_description(),
                     .takes_value = option.get_items_expected_min() > 0};
    for (const auto& name : option.get_snames()) entry.names.push_back("-" + name);
    for (const auto& name : option.get_lnames()) entry.names.push_back("--" + name);
    const std::string& name = entry.names.back();
    if (const auto words = words_.find(name); words != words_.end()) entry.values = words->second;
    if (name != "--output") return entry;
    if (command == "execute" || command == "search" || command == "aggregate" || command == "sql") {
      entry.values = {"json", "jsonl", "csv", "table"};
    } else if (command == "describe") {
      entry.values = {"text", "json", "markdown"};
    } else {
      entry.values = {"json", "table"};
    }
    return entry;
  }

  [[nodiscard]] const CLI::App& deepest() const {
    const CLI::App* app = &app_;
    while (!app->get_subcommands().empty()) app = app->get_subcommands().front();
    return *app;
  }

  /// Follows the words at the front as long as they name commands.
  [[nodiscard]] Result<void> check_words(const std::vector<std::string>& arguments) const {
    const CLI::App* app = &app_;
    std::string path;
    for (const auto& word : arguments) {
      const auto children = children_of(*app);
      if (children.empty() || word.starts_with('-')) return {};
      const auto next =
          std::ranges::find(children, word, [](const CLI::App* child) { return child->get_name(); });
      if (next == children.end()) return unknown_word(word, path, children);
      app = *next;
      path += word + " ";
    }
    return {};
  }

  static Error unknown_word(const std::string& word, const std::string& path,
                            const std::vector<const CLI::App*>& children) {
    Error error{.type = ErrorType::value_error};
    for (const CLI::App* child : children) error.allowed.push_back(child->get_name());
    error.message = fmt::format("There is no command \"{}{}\".", path, shortened(word));
    const std::vector<std::string_view> views(error.allowed.begin(), error.allowed.end());
    const auto meant = nearest(word, views);
    error.hint = meant.empty() ? fmt::format("`{} {}--help` lists the commands.", kProgram, path)
                               : fmt::format("Did you mean {}{}?", path, meant);
    error.given = shortened(word);
    return error;
  }

  [[nodiscard]] std::string deepest_path() const {
    std::string path;
    const CLI::App* app = &app_;
    while (!app->get_subcommands().empty()) {
      app = app->get_subcommands().front();
      path += " " + app->get_name();
    }
    return path;
  }

  [[nodiscard]] Error usage_error(std::string_view what) const {
    Error error{.type = ErrorType::value_error};
    const CLI::App& command = deepest();
    error.message = what;
    error.hint = fmt::format("`{}{} --help` shows what can be given.", kProgram, deepest_path());
    const auto children = children_of(command);
    if (&command != &app_ && !children.empty() && command.get_require_subcommand_min() > 0) {
      for (const CLI::App* child : children) error.allowed.push_back(child->get_name());
      error.message = fmt::format("`{}{}` needs one more word.", kProgram, deepest_path());
    }
    const auto extras = command.remaining();
    if (!extras.empty()) explain_extra(extras.front(), command, error);
    return error;
  }

  static void explain_extra(const std::string& word, const CLI::App& command, Error& error) {
    error.given = shortened(word);
    if (is_secret_option(word)) {
      error.given.clear();
      error.message = "Secrets are not taken from the command line: everybody on this machine can list it.";
      error.hint =
          "Set the variable (TIKTOK_MARKETING_ACCESS_TOKEN, TIKTOK_MARKETING_APP_SECRET, "
          "AIRBYTE_CLIENT_SECRET), or name a file where an option like --token-file is offered.";
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

  static bool is_secret_option(std::string_view word) {
    constexpr std::array<std::string_view, 6> kSecrets{"--token",         "--access-token", "--app-secret",
                                                       "--client-secret", "--secret",       "--password"};
    return std::ranges::any_of(kSecrets, [&](std::string_view name) { return word.starts_with(name); });
  }

  CLI::App app_;
  Command chosen_;
  const std::map<std::string, std::vector<std::string>> words_{
      {"--size", {"small", "medium", "large"}},
      {"--log", {"off", "error", "warning", "info", "debug"}},
      {"--mode", {"local", "hosted"}},
      {"--answers", {"auto", "structured", "text"}},
      {"--role", {"reader", "operator", "admin"}},
      {"--oauth-callback", {"both", "connector_id", "secret_id"}}};
};

/// `admin backup DIR` is short for `admin backup create DIR`.
void complete_backup(std::vector<std::string>& arguments) {
  if (arguments.size() < 3 || arguments[0] != "admin" || arguments[1] != "backup") return;
  const std::string& word = arguments[2];
  if (word.starts_with('-') || word == "create" || word == "restore" || word == "verify") return;
  arguments.insert(arguments.begin() + 2, "create");
}

}  // namespace

Result<Command> parse_arguments(std::vector<std::string> arguments) {
  complete_backup(arguments);
  const bool names_command = !arguments.empty() && !arguments.front().starts_with('-');
  const std::string only = names_command ? arguments.front() : std::string(kProgram);
  return Parser(only).parse(std::move(arguments));
}

std::vector<CommandInfo> command_list() {
  return Parser().list();
}

}  // namespace tiktok_marketing::cli
