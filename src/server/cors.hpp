#pragma once

#include <optional>
#include <string>
#include <vector>

#include "http/server/server.hpp"

/// Lets pages of other origins call, where the operator allowed them. Pure.
namespace tiktok_marketing::server {

/// The answer to a browser's question before a call; nullopt when this request is none or the origin is not
/// allowed.
[[nodiscard]] std::optional<http::ServerResponse> preflight_answer(const http::ServerRequest& request,
                                                                   const std::vector<std::string>& origins);
/// Adds what the browser wants to see on an answer.
void add_cors_headers(http::Headers& headers, std::string_view origin,
                      const std::vector<std::string>& origins);

}  // namespace tiktok_marketing::server
