#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace tiktok_marketing::mcp {

/// Revisions of the protocol that are spoken, the newest first.
inline constexpr std::array<std::string_view, 2> kProtocolVersions{"2025-11-25", "2025-06-18"};

[[nodiscard]] constexpr bool is_spoken(std::string_view version) {
  for (const std::string_view each : kProtocolVersions) {
    if (each == version) return true;
  }
  return false;
}

/// A version that a request of an open session may name in its header. Without one the protocol has servers
/// assume 2025-03-26, so whoever names just that says no more.
[[nodiscard]] constexpr bool is_header_version(std::string_view version) {
  return is_spoken(version) || version == "2025-03-26";
}

/// What is answered to a client that proposes `version`: the same when it is spoken, else the newest.
[[nodiscard]] constexpr std::string_view negotiated(std::string_view version) {
  return is_spoken(version) ? version : kProtocolVersions.front();
}

/// Severities of `notifications/message`, as syslog has them.
enum class Severity { debug, info, notice, warning, error, critical, alert, emergency };
inline constexpr std::array<std::string_view, 8> kSeverities{"debug", "info",     "notice", "warning",
                                                             "error", "critical", "alert",  "emergency"};
[[nodiscard]] constexpr std::optional<Severity> severity_of(std::string_view name) {
  for (std::size_t i = 0; i < kSeverities.size(); ++i) {
    if (kSeverities[i] == name) return static_cast<Severity>(i);
  }
  return std::nullopt;
}
[[nodiscard]] constexpr std::string_view name_of(Severity severity) {
  return kSeverities[static_cast<std::size_t>(severity)];
}

}  // namespace tiktok_marketing::mcp
