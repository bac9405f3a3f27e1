#include "cli/argument_parts.hpp"
#include "cli/mcp/client_config.hpp"
#include "mcp/ads_options.hpp"

namespace tiktok_marketing::cli {
namespace {

std::string client_names() {
  std::string names;
  for (const auto& client : mcp_clients()) {
    if (!names.empty()) names += ", ";
    names += client.name;
  }
  return names;
}

void declare_install(CLI::App& app, Command& chosen) {
  auto& install = command_of<McpInstallCommand>(app, chosen);
  app.add_option("CLIENT", install.client, "one of " + client_names())->required();
  app.add_option("--name", install.name, "what the client calls the server");
  app.add_flag("--print", install.print, "only show what would be written");
  add_listing_output(app, install.output);
  add_store_connection(app, install.connection);
}

}  // namespace

void declare_mcp(CLI::App& app, Command& chosen) {
  auto filled = std::make_shared<McpCommand>();
  app.callback([filled, &chosen, &app] {
    if (app.get_subcommands().empty()) chosen = *filled;
  });
  app.require_subcommand(0, 1);
  app.add_option("--listen", filled->listen,
                 "HOST:PORT of this machine, port 0 lets the system choose; without it: standard input");
  app.add_option("--answers", filled->answers,
                 "auto, structured or text: where rows stand, as the client reads them");
  app.add_option("--max-tokens", filled->max_tokens, "what an answer may have when the caller does not say")
      ->check(CLI::Range(mcp::kLeastTokens, mcp::kMostTokens));
  add_list(app, "--allow-origin", filled->allowed_origins, "further origins whose pages may call --listen");
  add_store_connection(app, filled->connection);
  declare_install(*app.add_subcommand("install", "write the configuration of an MCP client"), chosen);
}

}  // namespace tiktok_marketing::cli
