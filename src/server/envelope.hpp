#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/error.hpp>

#include "base/json.hpp"
#include "http/server/server.hpp"
#include "server/json_schema.hpp"

/// Answers in the one form all clients can read:
/// `{"message", "detail", "errors": [{"field", "message", "error_code", "details"}]}`.
///
/// `message` is the bare message; `detail` and the entries' `message` add the hint, because they are what
/// clients show to people and models. `details` holds every other member of the error. Pure.
namespace tiktok_marketing::server {

/// The one table from error to status.
[[nodiscard]] int http_status_of(ErrorType type);

/// With `WWW-Authenticate` for 401 and `Retry-After` for 429 and known waits. `more` adds to `details`.
[[nodiscard]] http::ServerResponse error_response(const Error& error, const Json& more = {});
/// A 422 that names every field at fault; there is at least one.
[[nodiscard]] http::ServerResponse violations_response(const std::vector<Violation>& violations);
/// For what the HTTP server refuses by itself (400, 408, 413, 431, 500).
[[nodiscard]] http::ServerResponse refusal_response(int status, std::string_view why);

[[nodiscard]] http::ServerResponse json_response(const Json& body, int status = 200);
[[nodiscard]] http::ServerResponse text_response(std::string body, std::string content_type,
                                                 int status = 200);

}  // namespace tiktok_marketing::server
