#pragma once

#include <string_view>

#include <tiktok_marketing/base/error.hpp>

#include "http/server/server.hpp"

namespace tiktok_marketing::server {

/// A small page for people whose browser ended up here: status 400, no script, nothing loaded, every text
/// escaped, not to be framed.
[[nodiscard]] http::ServerResponse error_page(std::string_view title, const Error& error);
[[nodiscard]] std::string html_escaped(std::string_view text);

}  // namespace tiktok_marketing::server
