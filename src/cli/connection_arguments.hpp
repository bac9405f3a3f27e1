#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/settings/settings.hpp"

namespace tiktok_marketing::cli {

/// Arguments of every command that talks to TikTok, itself or through a hosted server.
struct ConnectionArguments {
  SettingTexts settings;   ///< by key; only what was given
  std::string token_file;  ///< `-` reads standard input; empty: not given
  bool allow_plain_http = false;
  std::optional<std::uint64_t> sandbox_seed;  ///< set: run the virtual TikTok in this process
};

}  // namespace tiktok_marketing::cli
