#pragma once

#include <span>
#include <string>
#include <string_view>

/// Who may call a server that listens on loopback. Pure.
namespace tiktok_marketing::mcp {

/// `host` of a Host header, with or without a port: localhost, 127.0.0.0/8, `[::1]`, or one of `allowed`.
[[nodiscard]] bool is_known_host(std::string_view host, std::span<const std::string> allowed);

/// An Origin header: an http or https page of such a host, or exactly one of `allowed`.
[[nodiscard]] bool is_known_origin(std::string_view origin, std::span<const std::string> allowed);

}  // namespace tiktok_marketing::mcp
