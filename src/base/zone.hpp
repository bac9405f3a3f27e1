#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tiktok_marketing {

/// A yearly change of clocks: on a day of the year at a local time.
struct ZoneRule {
  enum class Kind { month_week_day, julian_without_leap_day, day_of_year };
  Kind kind = Kind::month_week_day;
  int month = 1;                    ///< 1-12
  int week = 1;                     ///< 1-5; 5 is the last one of the month
  int day = 0;                      ///< weekday 0-6 from Sunday, or the day's number
  std::chrono::seconds time{7200};  ///< after local midnight; may be negative or beyond 24 h
};

/// The rule for times after the last change a zone file lists: `EST5EDT,M3.2.0,M11.1.0`.
struct ZoneFooter {
  std::chrono::seconds standard{};  ///< east of UTC
  std::optional<std::chrono::seconds> summer;
  ZoneRule summer_begins;
  ZoneRule summer_ends;

  /// POSIX `TZ` text with the extensions of RFC 8536; nullopt when it cannot be read.
  [[nodiscard]] static std::optional<ZoneFooter> parse(std::string_view text);
  [[nodiscard]] std::chrono::seconds offset_at(std::chrono::sys_seconds time) const;
};

/// Offsets from UTC of one time zone, read from one TZif file (RFC 8536). A plain value.
class Zone {
 public:
  /// nullopt for bytes that are no well-formed zone file.
  [[nodiscard]] static std::optional<Zone> parse(std::string_view file);
  /// East of UTC positive.
  [[nodiscard]] std::chrono::seconds offset_at(std::chrono::sys_seconds time) const;

 private:
  std::vector<std::chrono::sys_seconds> changes_;  // ascending
  std::vector<std::chrono::seconds> offsets_;      // offsets_[i] holds from changes_[i] on
  std::chrono::seconds before_first_{};
  std::optional<ZoneFooter> footer_;
};

/// `America/New_York`, `Etc/GMT+8`, `UTC`: letters, digits, `_`, `+`, `-`, at most three parts; nothing that
/// could leave the folder of zone files.
[[nodiscard]] bool is_zone_name(std::string_view name);

}  // namespace tiktok_marketing
