#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tiktok_marketing::http {

/// What may be shown of a URL, and what decides about proxies.
struct UrlParts {
  std::string host;  ///< lower case, without port; IPv6 without brackets
  std::string path;  ///< without query; "/" when empty

  /// `host/path` for messages: the query may hold what should not be shown.
  [[nodiscard]] std::string shown() const { return host + path; }
};

/// Nothing unless it is `http://` or `https://` with a host, without user name, spaces or control characters.
[[nodiscard]] std::optional<UrlParts> parse_url(std::string_view url);

/// localhost, *.localhost, 127.x.x.x and ::1.
[[nodiscard]] bool is_loopback(std::string_view host);

}  // namespace tiktok_marketing::http
