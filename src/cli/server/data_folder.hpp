#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "cli/output/terminal.hpp"
#include "cli/settings/server_settings.hpp"
#include "platform/platform.hpp"

/// The data folder of a hosted server, for commands that work on it directly.
namespace tiktok_marketing::cli {

/// Settings from arguments, environment and config.toml. `use_credentials` off: TikTok's address and app are
/// those of a virtual TikTok and come later.
[[nodiscard]] Result<ServerSettings> load_server_settings(const SettingTexts& arguments,
                                                          const Terminal& terminal,
                                                          bool use_credentials = true);

/// `log` may be null.
[[nodiscard]] platform::PlatformOptions platform_options(const ServerSettings& settings,
                                                         std::shared_ptr<Log> log);

struct DataFolder {
  ServerSettings settings;
  std::shared_ptr<platform::Platform> platform;
};
/// Errors: those of the settings and of `Platform::open`.
[[nodiscard]] Result<DataFolder> open_data_folder(const SettingTexts& arguments, const Terminal& terminal);

/// By id, or by a name that only one has; empty: the only one there is. Errors: `not_found`, `missing`,
/// `value_error` (several have the name), with the choices.
[[nodiscard]] Result<platform::Organization> find_organization(platform::Platform& platform,
                                                               std::string_view wanted);
/// In the same way; never empty.
[[nodiscard]] Result<platform::Application> find_application(platform::Platform& platform,
                                                             std::string_view wanted);
/// In whatever organization it is. Errors: `connector_not_found`.
[[nodiscard]] Result<platform::Connector> find_connector(platform::Platform& platform, std::string_view id);

/// The person at the command line, acting in that organization.
[[nodiscard]] platform::Principal administrator_of(const std::string& organization_id);

/// Writes one line of the audit log and waits until it is stored. Errors: `storage_unavailable`.
[[nodiscard]] Result<void> note_in_audit_log(platform::Platform& platform, std::string_view organization_id,
                                             std::string_view what, std::string_view target);

}  // namespace tiktok_marketing::cli
