#include "cli/argument_parts.hpp"

namespace tiktok_marketing::cli {

void declare_init(CLI::App& app, Command& chosen) {
  auto& init = command_of<InitCommand>(app, chosen);
  add_settings(app, kForStorage | kForInit, init.settings);
}

void declare_serve(CLI::App& app, Command& chosen) {
  auto& serve = command_of<ServeCommand>(app, chosen);
  add_sandbox(app, serve.sandbox_seed);
  add_settings(app, kForStorage | kForServer, serve.settings);
  app.add_flag("--allow-plain-http", serve.allow_plain_http,
               "send tokens to TikTok over http:// to other hosts than this one")
      ->group("Settings");
}

void declare_status(CLI::App& app, Command& chosen) {
  auto& status = command_of<StatusCommand>(app, chosen);
  add_listing_output(app, status.output);
  add_settings(app, kForStorage, status.settings);
}

}  // namespace tiktok_marketing::cli
