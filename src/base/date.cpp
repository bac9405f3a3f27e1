#include "base/date.hpp"

#include <fstream>
#include <iterator>
#include <map>
#include <mutex>

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/zone.hpp"

namespace tiktok_marketing {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::string_view kZoneFolder = "/usr/share/zoneinfo/";
// The largest zone file has less than 4 kB; a table of another kind may lie in the same folder.
constexpr std::size_t kLongestZoneFile = 64 * 1024;

// Exactly `length` digits at `at`.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t length) {
  if (at + length > text.size()) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, length)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<seconds> parse_time_of_day(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hour = digits(text, 0, 2);
  const auto minute = digits(text, 3, 2);
  const auto second = digits(text, 6, 2);
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return hours{*hour} + minutes{*minute} + seconds{*second};
}

std::optional<Zone> load_zone(std::string_view name) {
  if (!is_zone_name(name)) return std::nullopt;
  std::ifstream file(std::string(kZoneFolder) + std::string(name), std::ios::binary);
  std::string bytes(kLongestZoneFile, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return Zone::parse(bytes);
}

// Zones never change while a process runs, so each file is read once. Only names that exist are kept: the
// list cannot grow beyond the system's few hundred zones.
const Zone* find_zone(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, Zone, std::less<>> zones;
  const std::lock_guard lock(mutex);
  if (const auto known = zones.find(name); known != zones.end()) return &known->second;
  std::optional<Zone> zone = load_zone(name);
  if (!zone) return nullptr;
  return &zones.emplace(name, *std::move(zone)).first->second;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  const auto day = digits(text, 8, 2);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return Date{date};
}

std::string format_date(Date date) {
  const std::chrono::year_month_day ymd{date};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                     static_cast<unsigned>(ymd.day()));
}

std::string format_datetime(SystemTime time) {
  const Date date = std::chrono::floor<days>(time);
  const auto second = std::chrono::floor<seconds>(time - date).count();
  return fmt::format("{} {:02}:{:02}:{:02}", format_date(date), second / 3600, second / 60 % 60, second % 60);
}

std::optional<SystemTime> parse_datetime(std::string_view text) {
  const std::optional<Date> date = parse_date(text.substr(0, 10));
  if (!date || text.size() == 10) return date;
  const char separator = text[10];
  std::string_view time = text.substr(11);
  if (separator == 'T') {
    if (!time.ends_with('Z')) return std::nullopt;
    time.remove_suffix(1);
  } else if (separator != ' ') {
    return std::nullopt;
  }
  const std::optional<seconds> of_day = parse_time_of_day(time);
  if (!of_day) return std::nullopt;
  return *date + *of_day;
}

Result<std::chrono::seconds> zone_offset(SystemTime time, std::string_view zone) {
  const Zone* found = find_zone(zone);
  if (found == nullptr) {
    Error error;
    error.type = ErrorType::value_error;
    error.message = fmt::format("The time zone `{}` is not known on this machine.", shortened(zone, 60));
    error.hint =
        "Zones are named like America/New_York, Etc/GMT+8 or UTC. If the name is right, install the system's "
        "time zone data (package tzdata).";
    error.given = shortened(zone);
    return error;
  }
  return found->offset_at(std::chrono::floor<seconds>(time));
}

Result<Date> local_date(SystemTime time, std::string_view zone) {
  return zone_offset(time, zone).transform([&](seconds offset) {
    return std::chrono::floor<days>(std::chrono::floor<seconds>(time) + offset);
  });
}

}  // namespace tiktok_marketing
