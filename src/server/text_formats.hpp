#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/runtime.hpp>

/// Texts with a form of their own. Pure.
namespace tiktok_marketing::server {

[[nodiscard]] bool is_uuid(std::string_view text);
/// A random (version 4) UUID, for ids that guard nothing.
[[nodiscard]] std::string new_uuid();
[[nodiscard]] bool is_day(std::string_view text);
/// RFC 3339 with `Z` or an offset, or without (UTC), fractions to the millisecond, or a day alone.
[[nodiscard]] std::optional<SystemTime> parse_rfc3339(std::string_view text);
/// `scheme://host…` without blanks or control characters.
[[nodiscard]] bool is_absolute_url(std::string_view text);
/// At most 128 letters, digits and `._:-`: fit for headers and logs as it stands.
[[nodiscard]] bool is_safe_id(std::string_view text);
[[nodiscard]] std::string lower(std::string_view text);

}  // namespace tiktok_marketing::server
