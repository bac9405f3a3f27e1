#pragma once

#include <string>
#include <string_view>

#include <tiktok_marketing/base/error.hpp>
#include <tiktok_marketing/http/transport.hpp>

#include "catalog/model.hpp"

/// The one place where TikTok's answers become `Error`s. Pure.
namespace tiktok_marketing::tiktok {

/// Whether a code means that the data can be used: 0, and 20001 (part of a batch failed).
[[nodiscard]] bool is_success(std::int64_t code);

/// TikTok's code of an error; 0 when it has none.
[[nodiscard]] std::int64_t code_of(const Error& error);

/// Error for a non-zero code. Codes TikTok has not documented are judged by their range: 5xxxx is the
/// server's fault and retryable, everything else is not.
[[nodiscard]] Error error_of_code(std::int64_t code, std::string_view message, std::string_view request_id,
                                  int http_status);

/// Error for a body that is no envelope, by its HTTP status: 429 quota; 5xx transient; a redirect, 401, 403,
/// 404, 405 are final and say what to check; anything else is unreadable and worth another try.
[[nodiscard]] Error not_an_envelope(const HttpResponse& response);

/// Error for an envelope that says success but lacks the records array.
[[nodiscard]] Error records_missing(std::string_view path, std::string_view records_key,
                                    std::string_view request_id);

}  // namespace tiktok_marketing::tiktok
