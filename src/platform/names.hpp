#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>

/// Names and ids as callers give them. Pure functions.
namespace tiktok_marketing::platform {

/// A name is 1 to 255 characters of UTF-8, not blanks alone, without control characters. Errors:
/// `value_error` with that `param`.
[[nodiscard]] Result<void> check_name(std::string_view param, std::string_view name);

/// What names that count as the same have in common: no blanks around, letters of the Latin, Greek and
/// Cyrillic alphabets in lower case. Bytes that are no UTF-8 stay as they are.
[[nodiscard]] std::string folded(std::string_view name);

/// A UUID in lower case, or nullopt.
[[nodiscard]] std::optional<std::string> canonical_id(std::string_view text);
/// The given id in lower case, or a new one when it is empty. Errors: `value_error` when it is no UUID.
[[nodiscard]] Result<std::string> given_or_new_id(std::string_view text);

}  // namespace tiktok_marketing::platform
