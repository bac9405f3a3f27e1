#include "server/cors.hpp"

#include <algorithm>

namespace tiktok_marketing::server {
namespace {

bool is_allowed(std::string_view origin, const std::vector<std::string>& origins) {
  return !origin.empty() && std::ranges::any_of(origins, [origin](const std::string& each) {
    return each == "*" || each == origin;
  });
}

}  // namespace

std::optional<http::ServerResponse> preflight_answer(const http::ServerRequest& request,
                                                     const std::vector<std::string>& origins) {
  if (request.method != "OPTIONS" || request.header("access-control-request-method").empty() ||
      !is_allowed(request.header("origin"), origins))
    return std::nullopt;
  http::ServerResponse response;
  response.status = 204;
  response.headers.emplace_back("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
  response.headers.emplace_back(
      "Access-Control-Allow-Headers",
      "Authorization, Content-Type, Idempotency-Key, X-Organization-Id, X-Request-Id, "
      "X-Session-Id, X-ADP-Agent-SDK, X-ADP-Agent-CLI");
  response.headers.emplace_back("Access-Control-Max-Age", "600");
  return response;
}

void add_cors_headers(http::Headers& headers, std::string_view origin,
                      const std::vector<std::string>& origins) {
  if (origins.empty()) return;
  headers.emplace_back("Vary", "Origin");
  if (!is_allowed(origin, origins)) return;
  headers.emplace_back("Access-Control-Allow-Origin", std::string(origin));
  headers.emplace_back(
      "Access-Control-Expose-Headers",
      "X-Request-Id, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset");
}

}  // namespace tiktok_marketing::server
