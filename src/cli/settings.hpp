#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/log.hpp>
#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

#include "cli/terminal.hpp"

namespace tiktok_marketing::cli {

/// One setting as people see it; docs/settings.md has a row for each.
struct SettingInfo {
  std::string_view key;          ///< in config.toml; the argument is `--key-with-dashes`
  std::string_view environment;  ///< empty: no variable
  std::string_view default_text;
  std::string_view range;
  std::string_view meaning;
  bool is_argument = true;  ///< secrets are none: the process list shows arguments to everybody
  bool in_file = true;
};
[[nodiscard]] std::span<const SettingInfo> all_settings();

enum class Mode { local, hosted };

/// Raw texts by key, from the command line or from config.toml (lists as JSON text).
using SettingTexts = std::map<std::string, std::string, std::less<>>;

/// Settings after precedence and checks. Plain and owning.
struct Settings {
  Mode mode = Mode::local;
  Secret access_token;
  std::vector<std::string> advertiser_ids;
  std::string api_url;      ///< never empty
  std::string consent_url;  ///< never empty
  std::string app_id;
  Secret app_secret;
  std::filesystem::path data_dir;
  std::optional<double> qps;  ///< requests a second; < 0: no limit; nullopt: the library's default
  std::size_t max_body_bytes = 0;
  std::optional<LogLevel> log;  ///< nullopt: off
};

/// Where config.toml lies: argument > TIKTOK_MARKETING_DATA_DIR > XDG_DATA_HOME > ~/.local/share.
/// Empty when there is neither a home folder nor any of them.
[[nodiscard]] std::filesystem::path data_dir_of(const SettingTexts& arguments,
                                                const Environment& environment);

/// Precedence argument > environment > file > default; a variable set to nothing counts as not set.
///
/// Pure: reads no file and no real environment. `use_credentials` off (the in-process virtual TikTok brings
/// its own) leaves out token, advertisers, addresses and app of environment and file, and does not ask for a
/// mode. Errors: `value_error` naming the setting, where it came from, and the range; `not_implemented` for
/// hosted mode.
[[nodiscard]] Result<Settings> resolve_settings(const SettingTexts& arguments, const Environment& environment,
                                                const SettingTexts& file, bool use_credentials = true);

/// Refuses keys config.toml may not have: other credential shapes with the sentence every face uses, unknown
/// ones with the nearest valid key.
[[nodiscard]] Result<void> check_file_keys(const SettingTexts& file);

/// `731…,732…` or `["731…"]` as ids.
[[nodiscard]] Result<std::vector<std::string>> parse_advertiser_ids(std::string_view text);

}  // namespace tiktok_marketing::cli
