#pragma once

#include <filesystem>

#include <tiktok_marketing/base/result.hpp>

#include "cli/settings/server_settings.hpp"

namespace tiktok_marketing::cli {

/// Whether the data folder has neither key nor database.
[[nodiscard]] bool is_untouched(const ServerSettings& settings);

/// Makes what a server needs, and client.env for the first application with the address the settings name.
/// The path of client.env. Errors: `conflict` when there is something already; nothing is changed then.
[[nodiscard]] Result<std::filesystem::path> make_first_set_up(const ServerSettings& settings);

/// `http://127.0.0.1:8780`: where clients will find a server with these settings.
[[nodiscard]] std::string address_of(const ServerSettings& settings);

}  // namespace tiktok_marketing::cli
