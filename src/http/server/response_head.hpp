#pragma once

#include <string>

#include "http/server/server.hpp"

namespace tiktok_marketing::http {

/// False for statuses that HTTP defines to have no body (1xx, 204, 304).
[[nodiscard]] bool status_has_body(int status);

/// True when no header could break out of its line and the status has three digits.
[[nodiscard]] bool is_sendable(const ServerResponse& response);

/// Status line and headers up to the empty line. Framing headers (`Content-Length`, `Transfer-Encoding`,
/// `Connection`) are the server's own: those of the handler are dropped.
/// `keep_alive_line`: say `Connection: keep-alive`, which only HTTP/1.0 peers need.
[[nodiscard]] std::string response_head(const ServerResponse& response, bool close, bool keep_alive_line);

}  // namespace tiktok_marketing::http
