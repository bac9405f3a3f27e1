#pragma once

#include <string>
#include <string_view>

#include <curl/curl.h>

#include <tiktok_marketing/base/error.hpp>

namespace tiktok_marketing::http {

/// What is known about a transfer that failed.
struct FailedTransfer {
  std::string where;        ///< host and path, never the query
  std::string_view detail;  ///< libcurl's words
  bool connected = false;   ///< false: it ran out of time while still connecting
};

[[nodiscard]] Error error_of(CURLcode code, const FailedTransfer& transfer);

[[nodiscard]] Error timeout_error(std::string_view where);
[[nodiscard]] Error cancelled_error(std::string_view where);
[[nodiscard]] Error too_large_error(std::string_view where, std::size_t max_body_bytes);
[[nodiscard]] Error bad_request_error(std::string message, std::string hint);

}  // namespace tiktok_marketing::http
