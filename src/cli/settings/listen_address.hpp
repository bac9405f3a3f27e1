#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>

namespace tiktok_marketing::cli {

struct ListenAddress {
  std::string host;  ///< without the brackets of an IPv6 address
  std::uint16_t port = 0;
};

/// `HOST:PORT`, `[::1]:8080` or `:PORT` (loopback). Errors: `value_error`.
[[nodiscard]] Result<ListenAddress> parse_listen_address(std::string_view text);

/// True for 127.0.0.0/8, `::1` and `localhost`.
[[nodiscard]] bool is_loopback(std::string_view host);

}  // namespace tiktok_marketing::cli
