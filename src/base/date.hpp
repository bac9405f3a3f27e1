#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/runtime.hpp>

namespace tiktok_marketing {

/// A calendar day without a zone.
using Date = std::chrono::sys_days;

/// `2026-09-14`; nullopt for anything else, impossible days included.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);
[[nodiscard]] std::string format_date(Date date);
/// `2026-09-14 08:00:00` in UTC.
[[nodiscard]] std::string format_datetime(SystemTime time);
/// Accepts `2026-09-14`, `2026-09-14T08:00:00Z` and `2026-09-14 08:00:00` (UTC).
[[nodiscard]] std::optional<SystemTime> parse_datetime(std::string_view text);

/// How far the zone is east of UTC at `time`. Errors: as `local_date`.
[[nodiscard]] Result<std::chrono::seconds> zone_offset(SystemTime time, std::string_view zone);

/// The calendar day it is at `time` in an IANA or `Etc/…` zone, from the system's zone data (loaded on
/// first use). Errors: `value_error` for an unknown zone.
[[nodiscard]] Result<Date> local_date(SystemTime time, std::string_view zone);

}  // namespace tiktok_marketing
