#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/runtime.hpp>

namespace tiktok_marketing::sandbox {

/// Days since 1970-01-01 in whatever zone the context says.
using Day = std::int32_t;
/// Seconds since 1970-01-01T00:00:00Z.
using Seconds = std::int64_t;

constexpr Seconds kHour = 3'600;
constexpr Seconds kDay = 86'400;

[[nodiscard]] constexpr Seconds seconds_of(SystemTime time) {
  return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

[[nodiscard]] constexpr Day day_number(int year, unsigned month, unsigned day) {
  using namespace std::chrono;
  const sys_days date = std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day};
  return static_cast<Day>(date.time_since_epoch().count());
}

/// Floor division, right for times before 1970 too.
[[nodiscard]] constexpr Day day_of(Seconds time) {
  return static_cast<Day>(time >= 0 ? time / kDay : -((-time + kDay - 1) / kDay));
}

/// Appends `2026-09-14`.
void append_day(std::string& out, Day day);
/// Appends `2026-09-14 08:00:00`; with `t` `2026-09-14T08:00:00Z`.
void append_time(std::string& out, Seconds time, bool t = false);

/// Offset of an IANA or Etc zone from UTC at a moment; 0 for an unknown zone.
[[nodiscard]] Seconds zone_offset(std::string_view zone, Seconds time);

}  // namespace tiktok_marketing::sandbox
