#pragma once

#include <string>

#include <tiktok_marketing/base/result.hpp>

#include "cli/hosted/commands.hpp"
#include "cli/output/terminal.hpp"
#include "cli/settings/settings.hpp"
#include "connector/hosted_management.hpp"

namespace tiktok_marketing::cli {

/// The server of a command that needs one, and what was said about it.
struct HostedServerAccess {
  HostedSettings settings;
  bool workspace_was_named = false;  ///< by an argument, the environment or config.toml
  HostedManagement api;
};

/// Settings from arguments, environment and config.toml, else from client.env in the data folder. Errors:
/// those of `resolve_hosted` and of `HostedManagement::open`.
[[nodiscard]] Result<HostedServerAccess> open_management(const HostedArguments& arguments,
                                                         const Terminal& terminal);

/// What a connector of hosted mode is made of.
[[nodiscard]] HostedOptions hosted_options(const HostedSettings& settings, bool allow_plain_http,
                                           std::size_t max_body_bytes, std::optional<LogLevel> log);

}  // namespace tiktok_marketing::cli
