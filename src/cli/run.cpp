#include <utility>
#include <variant>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/output/error_view.hpp"
#include "cli/output/slice_writer.hpp"

namespace tiktok_marketing::cli {
namespace {

struct Runner {
  const Terminal& terminal;

  int operator()(const ExecuteCommand& command) const { return run_execute(command, terminal); }
  int operator()(const DescribeCommand& command) const { return run_describe(command, terminal); }
  int operator()(const CheckCommand& command) const { return run_check(command, terminal); }
  int operator()(const LoginCommand& command) const { return run_login(command, terminal); }
  int operator()(const SandboxCommand& command) const { return run_sandbox(command, terminal); }
  int operator()(const CompletionCommand& command) const { return run_completion(command, terminal); }
  int operator()(const InitCommand& command) const { return run_init(command, terminal); }
  int operator()(const ServeCommand& command) const { return run_serve(command, terminal); }
  int operator()(const StatusCommand& command) const { return run_status(command, terminal); }
  int operator()(const AdminCommand& command) const { return run_admin(command, terminal); }
  int operator()(const TokenCommand& command) const { return run_token(command, terminal); }
  int operator()(const ConnectorsCommand& command) const { return run_connectors(command, terminal); }
  int operator()(const OauthInitiate& command) const { return run_oauth(command, terminal); }
  int operator()(const SyncCommand& command) const { return run_sync(command, terminal); }
  int operator()(const QuestionCommand& command) const { return run_question(command, terminal); }
  int operator()(const McpCommand& command) const { return run_mcp(command, terminal); }
  int operator()(const McpInstallCommand& command) const { return run_mcp_install(command, terminal); }
  int operator()(const ShowText& command) const { return write_out(command.text, terminal); }
};

}  // namespace

int write_out(std::string_view text, const Terminal& terminal) {
  SliceWriter writer(terminal.out);
  writer.add(text);
  writer.flush();
  return writer.failure() ? report(*writer.failure(), terminal) : 0;
}

int run(std::vector<std::string> arguments, const Terminal& terminal) {
  const auto command = parse_arguments(std::move(arguments));
  if (!command) return report(command.error(), terminal);
  return std::visit(Runner{terminal}, *command);
}

}  // namespace tiktok_marketing::cli
