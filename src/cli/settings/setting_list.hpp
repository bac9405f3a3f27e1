#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tiktok_marketing::cli {

/// Which commands take a setting as an argument; a set of bits.
using SettingUse = std::uint8_t;
inline constexpr SettingUse kForCalls = 1;    ///< execute, check, login: what talks to TikTok
inline constexpr SettingUse kForHosted = 2;   ///< what talks to a hosted server
inline constexpr SettingUse kForStorage = 4;  ///< what opens the data folder: init, serve, status, admin
inline constexpr SettingUse kForServer = 8;   ///< serve
inline constexpr SettingUse kForInit = 16;    ///< init, for what client.env says
inline constexpr SettingUse kForStore = 32;   ///< what may answer from the context store of the data folder
inline constexpr SettingUse kForSync = 64;    ///< sync

/// One setting as people see it; docs/settings.md has a row for each.
struct SettingInfo {
  std::string_view key;          ///< in config.toml; the argument is `--key-with-dashes`
  std::string_view environment;  ///< empty: no variable
  std::string_view default_text;
  std::string_view range;
  std::string_view meaning;
  SettingUse arguments_of = 0;  ///< none for secrets: the process list shows arguments to everybody
  bool is_switch = false;       ///< the argument takes no value and means true
  bool in_file = true;
};

[[nodiscard]] std::span<const SettingInfo> all_settings();
/// `key` must be one of them.
[[nodiscard]] const SettingInfo& setting_info(std::string_view key);
/// `data_dir` → `--data-dir`.
[[nodiscard]] std::string setting_option(std::string_view key);

}  // namespace tiktok_marketing::cli
