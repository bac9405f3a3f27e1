#include "sandbox/calendar.hpp"

#include "base/date.hpp"

namespace tiktok_marketing::sandbox {
namespace {

void append_two(std::string& out, unsigned value) {
  out.push_back(static_cast<char>('0' + value / 10 % 10));
  out.push_back(static_cast<char>('0' + value % 10));
}

}  // namespace

void append_day(std::string& out, Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
  append_two(out, year / 100);
  append_two(out, year % 100);
  out.push_back('-');
  append_two(out, static_cast<unsigned>(date.month()));
  out.push_back('-');
  append_two(out, static_cast<unsigned>(date.day()));
}

void append_time(std::string& out, Seconds time, bool t) {
  const Day day = day_of(time);
  const auto second = static_cast<unsigned>(time - Seconds{day} * kDay);
  append_day(out, day);
  out.push_back(t ? 'T' : ' ');
  append_two(out, second / 3600);
  out.push_back(':');
  append_two(out, second / 60 % 60);
  out.push_back(':');
  append_two(out, second % 60);
  if (t) out.push_back('Z');
}

Seconds zone_offset(std::string_view zone, Seconds time) {
  const SystemTime at{std::chrono::seconds{time}};
  return tiktok_marketing::zone_offset(at, zone).value_or(std::chrono::seconds{0}).count();
}

}  // namespace tiktok_marketing::sandbox
