#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "platform/rate_limiter.hpp"
#include "platform/tokens.hpp"
#include "server/call.hpp"

/// What stands between a request and its handler, step by step. Nothing here touches the disk.
namespace tiktok_marketing::server {

/// Errors: `unsupported_media_type` when the operation reads a body and it is said not to be JSON in UTF-8.
[[nodiscard]] Result<void> check_content_type(const Operation& operation, const http::ServerRequest& request);

/// The text behind `Bearer`; empty when there is none.
[[nodiscard]] std::string_view bearer_of(const http::ServerRequest& request);

/// Fills `call.principal`. Errors: those of `Tokens::authenticate`; `forbidden` for the wrong kind of token
/// or too low a role.
[[nodiscard]] Result<void> authorize(Call& call, const platform::Tokens& tokens);

/// Takes one call of the application's budget and notes it in `call.rate`. Errors: `rate_limited`.
[[nodiscard]] Result<void> take_rate(Call& call, platform::RateLimiter& limits, SteadyTime now);

/// Checks parameters and body by the contract and fills `call.body`.
[[nodiscard]] std::vector<Violation> read_input(Call& call);

/// The caller's address: of the connection, or behind a proxy the last one in X-Forwarded-For.
[[nodiscard]] std::string caller_address(const http::ServerRequest& request, bool behind_proxy);
/// The caller's own id if it is safe to repeat, else a new one.
[[nodiscard]] std::string request_id_of(const http::ServerRequest& request);

/// `rate_limited` with the wait that `decision` names.
[[nodiscard]] Error rate_error(const platform::RateDecision& decision, std::string_view whose);

}  // namespace tiktok_marketing::server
