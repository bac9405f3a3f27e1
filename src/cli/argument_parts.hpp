#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/commands.hpp"
#include "cli/settings/setting_sources.hpp"

/// What the descriptions of several commands for CLI11 share. Everything bound must outlive the parser.
namespace tiktok_marketing::cli {

inline constexpr std::string_view kProgram = "tiktok-marketing";

/// The struct behind a command: its options write into it, and it becomes `chosen` when the command was
/// given.
template <typename C>
C& command_of(CLI::App& app, Command& chosen) {
  auto filled = std::make_shared<C>();
  app.callback([filled, &chosen] { chosen = std::move(*filled); });
  return *filled;
}

/// The settings that commands of that use take, as `--key-with-dashes`.
void add_settings(CLI::App& app, SettingUse use, SettingTexts& settings);
void add_connection(CLI::App& app, ConnectionArguments& connection);
/// The same, and which context store.
void add_store_connection(CLI::App& app, ConnectionArguments& connection);
void add_hosted(CLI::App& app, HostedArguments& hosted);
void add_sandbox(CLI::App& app, std::optional<std::uint64_t>& seed);
void add_timeout(CLI::App& app, double& seconds, const std::string& description);
/// `json, jsonl, csv or table`.
void add_row_output(CLI::App& app, std::string& output);
/// `json or table`.
void add_listing_output(CLI::App& app, std::string& output);
/// An option whose value is a comma list; given as nothing, an empty one.
void add_list(CLI::App& app, const std::string& name, std::optional<std::vector<std::string>>& list,
              const std::string& description);
void add_list(CLI::App& app, const std::string& name, std::vector<std::string>& list,
              const std::string& description);

/// The commands of other files.
void declare_serve(CLI::App& app, Command& chosen);
void declare_init(CLI::App& app, Command& chosen);
void declare_status(CLI::App& app, Command& chosen);
void declare_token(CLI::App& app, Command& chosen);
void declare_connectors(CLI::App& app, Command& chosen);
void declare_oauth(CLI::App& app, Command& chosen);
void declare_admin(CLI::App& app, Command& chosen);
void declare_sync(CLI::App& app, Command& chosen);
void declare_search(CLI::App& app, Command& chosen);
void declare_aggregate(CLI::App& app, Command& chosen);
void declare_sql(CLI::App& app, Command& chosen);
void declare_mcp(CLI::App& app, Command& chosen);

}  // namespace tiktok_marketing::cli
