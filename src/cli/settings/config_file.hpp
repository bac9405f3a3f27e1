#pragma once

#include <filesystem>
#include <string>

#include <tiktok_marketing/base/result.hpp>

#include "cli/settings/settings.hpp"

namespace tiktok_marketing::cli {

/// `DATA_DIR/config.toml` as texts by key (nested keys joined with a point); empty when there is no such
/// file. Errors: `value_error` for a file that cannot be read or is no TOML (with line and column), and for
/// keys it may not have.
[[nodiscard]] Result<SettingTexts> read_config_file(const std::filesystem::path& data_dir);

/// Sets keys in `DATA_DIR/config.toml` and keeps the others; makes the folder (0700) and the file (0600)
/// where they are missing. The old file stays whole until the new one replaces it. An empty text removes its
/// key; text that is a JSON array of strings is written as a TOML array. Comments of the old file are not
/// kept.
[[nodiscard]] Result<void> update_config_file(const std::filesystem::path& data_dir,
                                              const SettingTexts& changes);

}  // namespace tiktok_marketing::cli
