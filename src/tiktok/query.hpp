#pragma once

#include <span>
#include <string>
#include <utility>

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"

namespace tiktok_marketing::tiktok {

/// Parameters in the order they are sent.
using QueryParam = std::pair<std::string, Json>;

/// `page=1&advertiser_ids=%5B%2273%22%5D` without a leading `?`. Scalars go plain (booleans as `true` and
/// `false`, numbers as their text), arrays and objects as one compact JSON text; all percent-encoded. Null
/// is left out.
[[nodiscard]] std::string encode_query(std::span<const QueryParam> params);

/// The value of an id parameter as TikTok wants it: a number becomes its text, digit for digit; so do the
/// numbers of an array. Text stays, and null stands for a parameter that is not sent. Errors:
/// `invalid_parameter` for `1.0`, `1e3`, a negative number, null inside an array, and anything that is
/// neither text nor number (`param` is left to the caller).
[[nodiscard]] Result<Json> ids_as_strings(Json value);

}  // namespace tiktok_marketing::tiktok
