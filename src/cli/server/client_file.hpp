#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

#include "cli/settings/setting_sources.hpp"

/// Files of `KEY=VALUE` lines with what a client of a hosted server needs, mode 0600; a shell can source
/// them. `client.env` in the data folder is the first application's.
namespace tiktok_marketing::cli {

struct ClientAccess {
  std::string api_host;  ///< may be empty: the line is left out
  std::string client_id;
  Secret client_secret;
  std::string organization_id;  ///< may be empty
};

[[nodiscard]] std::filesystem::path client_file_of(const std::filesystem::path& data_dir);

/// By the keys of the settings: `api_host`, `client_id`, …; empty when there is no such file. Errors:
/// `value_error` when it cannot be read.
[[nodiscard]] Result<SettingTexts> read_client_file(const std::filesystem::path& file);

[[nodiscard]] std::string client_file_text(const ClientAccess& access);

/// Sets the value of one line and keeps the others. Errors: `value_error`.
[[nodiscard]] Result<void> change_client_file(const std::filesystem::path& file, std::string_view key,
                                              const Secret& value);

/// After the server took an address: client.env follows it, unless its own names something else than this
/// machine.
[[nodiscard]] Result<void> follow_address(const std::filesystem::path& file, const std::string& url);

}  // namespace tiktok_marketing::cli
