#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cli/admin/commands.hpp"
#include "cli/connection_arguments.hpp"
#include "cli/hosted/commands.hpp"
#include "cli/output/terminal.hpp"
#include "cli/settings/settings.hpp"
#include "cli/store/commands.hpp"

/// The commands: plain structs out of the arguments, and the functions that run them. Each function returns
/// the exit code; it has then written its data to `out` and everything else, errors included, to `err`.
namespace tiktok_marketing::cli {

struct McpCommand {
  std::string listen;  ///< HOST:PORT; empty: standard input and output
  std::string answers = "auto";
  std::int64_t max_tokens = 8'000;
  std::vector<std::string> allowed_origins;
  ConnectionArguments connection;
};

struct McpInstallCommand {
  std::string client;
  std::string name = "tiktok-marketing";
  bool print = false;
  std::string output;  ///< empty: text on a terminal, else json
  ConnectionArguments connection;
};

struct ExecuteCommand {
  std::string entity;
  std::string action;
  std::string params;                    ///< JSON, `@file` or `-`
  std::vector<std::string> assignments;  ///< `key=value`
  std::string select;                    ///< `a,b.c`
  bool all = false;
  std::optional<std::int64_t> limit;
  std::string output;  ///< empty: table on a terminal, else json
  double timeout_s = 55;
  ConnectionArguments connection;
};

struct DescribeCommand {
  std::string entity;
  std::string output;  ///< empty: text on a terminal, else json
  double timeout_s = 55;
  ConnectionArguments connection;  ///< looked at with `--mode hosted` only
};

struct CheckCommand {
  std::string output;  ///< empty: table on a terminal, else json
  double timeout_s = 55;
  ConnectionArguments connection;
};

struct LoginCommand {
  std::uint16_t port = 8734;
  bool open_browser = true;
  double timeout_s = 600;
  ConnectionArguments connection;
};

struct SandboxCommand {
  std::string listen = "127.0.0.1:0";
  std::uint64_t seed = 1;
  std::string size = "small";
  std::string now;
  bool frozen = false;
  double qps = 10;
  double qpm = 600;
  bool unlimited = false;
  std::int64_t latency_ms = 0;
  std::string faults_file;
  int threads = 1;
  bool allow_remote = false;
};

struct CompletionCommand {
  std::string shell;
};

struct InitCommand {
  SettingTexts settings;
};

struct ServeCommand {
  SettingTexts settings;
  bool allow_plain_http = false;
  std::optional<std::uint64_t> sandbox_seed;  ///< set: run the virtual TikTok in this process
};

struct StatusCommand {
  std::string output;  ///< empty: table on a terminal, else json
  SettingTexts settings;
};

struct AdminCommand {
  admin::AdminTask task;
  SettingTexts settings;
};

/// `--help` and `--version`: the text to print.
struct ShowText {
  std::string text;
};

using Command = std::variant<ExecuteCommand, DescribeCommand, CheckCommand, LoginCommand, SandboxCommand,
                             CompletionCommand, InitCommand, ServeCommand, StatusCommand, AdminCommand,
                             TokenCommand, ConnectorsCommand, OauthInitiate, SyncCommand, QuestionCommand,
                             McpCommand, McpInstallCommand, ShowText>;

int run_execute(const ExecuteCommand& command, const Terminal& terminal);
int run_describe(const DescribeCommand& command, const Terminal& terminal);
int run_check(const CheckCommand& command, const Terminal& terminal);
int run_login(const LoginCommand& command, const Terminal& terminal);
int run_sandbox(const SandboxCommand& command, const Terminal& terminal);
int run_completion(const CompletionCommand& command, const Terminal& terminal);
int run_init(const InitCommand& command, const Terminal& terminal);
int run_serve(const ServeCommand& command, const Terminal& terminal);
int run_status(const StatusCommand& command, const Terminal& terminal);
int run_admin(const AdminCommand& command, const Terminal& terminal);
int run_token(const TokenCommand& command, const Terminal& terminal);
int run_connectors(const ConnectorsCommand& command, const Terminal& terminal);
int run_oauth(const OauthInitiate& command, const Terminal& terminal);
int run_sync(const SyncCommand& command, const Terminal& terminal);
int run_question(const QuestionCommand& command, const Terminal& terminal);
int run_mcp(const McpCommand& command, const Terminal& terminal);
int run_mcp_install(const McpInstallCommand& command, const Terminal& terminal);

/// Writes `text` to `out`. 0, also when the reader has gone; otherwise the error is shown and its code
/// returned.
int write_out(std::string_view text, const Terminal& terminal);

/// The whole program: parses `arguments` (without the program's name) and runs what they ask for.
int run(std::vector<std::string> arguments, const Terminal& terminal);

}  // namespace tiktok_marketing::cli
