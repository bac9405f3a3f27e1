#pragma once

#include <string_view>

#include <tiktok_marketing/base/error.hpp>
#include <tiktok_marketing/http/transport.hpp>

/// The one place where answers of the hosted API become `Error`s. Pure.
namespace tiktok_marketing {

/// Error for any answer outside 200..299. Of the server's envelope {message, detail, errors: [{field,
/// message, error_code, details}]} everything is kept that `to_json(Error)` writes: the same call fails with
/// the same words in both modes. Unknown words and bodies that are no envelope (a proxy's page) are judged by
/// the HTTP status; `Retry-After` counts where `details` gives no time.
[[nodiscard]] Error error_of_hosted(const HttpResponse& response);

/// Error for a 2xx answer that cannot be what was asked for. `what` says what is wrong with it.
[[nodiscard]] Error unreadable_hosted(std::string_view what);

}  // namespace tiktok_marketing
