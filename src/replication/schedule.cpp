#include "replication/schedule.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"

namespace tiktok_marketing::replication {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::string_view kMonths[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                        "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::string_view kWeekdays[] = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};
constexpr int kFirstYear = 1970;
constexpr int kYearsAhead = 10;

// One field: its name for messages, the numbers it may hold, and names for them from `first_name` on.
struct Field {
  std::string_view name;
  int min;
  int max;
  std::span<const std::string_view> names = {};
  int first_name = 0;
};

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto at = text.find(by);
    if (by != ' ' || at != 0) parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

Error bad(std::string_view what, std::string_view given) {
  return Error{.type = ErrorType::value_error,
               .message = fmt::format("{}: '{}'", what, shortened(given, 60)),
               .hint =
                   "Use an interval such as 1h or 30m, or a cron expression such as `15 * * * *` (minute "
                   "hour day month weekday, UTC).",
               .given = shortened(given)};
}

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size() || text.empty() || value < 0)
    return std::nullopt;
  return value;
}

std::optional<int> value_of(const Field& field, std::string_view text) {
  const auto named = std::ranges::find(field.names, upper(text));
  if (named != field.names.end()) return field.first_name + static_cast<int>(named - field.names.begin());
  const auto value = whole_number(text);
  if (!value || *value < field.min || *value > field.max) return std::nullopt;
  return value;
}

// The numbers of `a`, `a-b`, `*`, `a/n`, `a-b/n`, `*/n`.
Result<std::vector<int>> values_of_part(const Field& field, std::string_view part) {
  const Error error = bad(fmt::format("the {} of the cron expression cannot be read", field.name), part);
  const auto slash = part.find('/');
  const std::string_view range = part.substr(0, slash);
  int step = 1;
  if (slash != std::string_view::npos) {
    const auto given = whole_number(part.substr(slash + 1));
    if (!given || *given == 0) return error;
    step = *given;
  }
  std::optional<int> first = field.min;
  std::optional<int> last = field.max;
  if (range != "*" && range != "?") {
    const auto dash = range.find('-');
    first = value_of(field, range.substr(0, dash));
    last = dash == std::string_view::npos ? (slash == std::string_view::npos ? first : last)
                                          : value_of(field, range.substr(dash + 1));
    if (!first || !last || *first > *last) return error;
  }
  std::vector<int> values;
  for (int value = *first; value <= *last; value += step) values.push_back(value);
  return values;
}

template <std::size_t kSize>
Result<void> read(const Field& field, std::string_view text, std::bitset<kSize>& into, int offset = 0) {
  for (const auto part : split(text, ',')) {
    auto values = values_of_part(field, part);
    if (!values) return std::move(values).error();
    for (const int value : *values) into.set(static_cast<std::size_t>(value - offset));
  }
  return {};
}

bool is_any(std::string_view field) {
  return field == "*" || field == "?";
}

template <std::size_t kSize>
std::optional<std::size_t> next_set(const std::bitset<kSize>& bits, std::size_t from) {
  for (std::size_t i = from; i < kSize; ++i) {
    if (bits.test(i)) return i;
  }
  return std::nullopt;
}

std::optional<minutes> interval_of(std::string_view text) {
  if (text == "hourly") return hours{1};
  if (text == "daily") return hours{24};
  if (text.starts_with("every ")) text = trim(text.substr(6));
  const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto count = whole_number(text.substr(0, digits));
  const auto unit = trim(text.substr(digits));
  if (!count || *count > 100'000) return std::nullopt;
  if (unit.empty() || unit == "m" || unit == "min" || unit == "minute" || unit == "minutes")
    return minutes{*count};
  if (unit == "h" || unit == "hour" || unit == "hours") return hours{*count};
  if (unit == "d" || unit == "day" || unit == "days") return days{*count};
  return std::nullopt;
}

}  // namespace

Result<Cron> Cron::parse(std::string_view text) {
  const auto fields = split(trim(text), ' ');
  const bool quartz = fields.size() == 6 || fields.size() == 7;
  if (fields.size() != 5 && !quartz)
    return bad("a cron expression has five fields (or Quartz's six or seven)", text);
  const std::size_t first = quartz ? 1 : 0;
  const Field weekday = quartz ? Field{"weekday", 1, 7, kWeekdays, 1} : Field{"weekday", 0, 7, kWeekdays, 0};
  const Field day{"day", 1, 31};
  Cron cron;
  cron.any_day_ = is_any(fields[first + 2]);
  cron.any_weekday_ = is_any(fields[first + 4]);
  std::bitset<9> weekdays;
  const Result<void> outcomes[] = {
      quartz ? read({"second", 0, 59}, fields[0], cron.seconds_) : Result<void>(),
      read({"minute", 0, 59}, fields[first], cron.minutes_),
      read({"hour", 0, 23}, fields[first + 1], cron.hours_),
      read(day, fields[first + 2], cron.days_),
      read({"month", 1, 12, kMonths, 1}, fields[first + 3], cron.months_),
      read(weekday, fields[first + 4], weekdays),
      fields.size() == 7 ? read({"year", kFirstYear, kFirstYear + 199}, fields[6], cron.years_, kFirstYear)
                         : Result<void>(),
  };
  for (const auto& outcome : outcomes) {
    if (!outcome) return outcome.error();
  }
  if (!quartz) cron.seconds_.set(0);
  if (fields.size() != 7) cron.years_.set();
  for (std::size_t i = 0; i < weekdays.size(); ++i) {
    if (weekdays.test(i)) cron.weekdays_.set(quartz ? i - 1 : i % 7);
  }
  return cron;
}

// As cron has always had it: when both day and weekday are given, either is enough.
bool Cron::runs_on(std::chrono::sys_days day) const {
  const std::chrono::year_month_day date{day};
  const auto year = static_cast<int>(date.year()) - kFirstYear;
  if (year < 0 || static_cast<std::size_t>(year) >= years_.size()) return false;
  if (!years_.test(static_cast<std::size_t>(year))) return false;
  if (!months_.test(static_cast<unsigned>(date.month()))) return false;
  const bool by_day = days_.test(static_cast<unsigned>(date.day()));
  const bool by_weekday = weekdays_.test(std::chrono::weekday{day}.c_encoding());
  if (any_day_) return by_weekday;
  if (any_weekday_) return by_day;
  return by_day || by_weekday;
}

std::optional<seconds> Cron::time_of_day(seconds from) const {
  for (auto at = from; at < days{1};) {
    const auto hour = next_set(hours_, static_cast<std::size_t>(at / hours{1}));
    if (!hour) return std::nullopt;
    if (hours{*hour} > at) at = hours{*hour};
    const auto minute = next_set(minutes_, static_cast<std::size_t>(at % hours{1} / minutes{1}));
    if (!minute) {
      at = hours{*hour + 1};
      continue;
    }
    if (hours{*hour} + minutes{*minute} > at) at = hours{*hour} + minutes{*minute};
    const auto second = next_set(seconds_, static_cast<std::size_t>((at % minutes{1}).count()));
    if (second) return hours{*hour} + minutes{*minute} + seconds{*second};
    at = hours{*hour} + minutes{*minute + 1};
  }
  return std::nullopt;
}

std::optional<SystemTime> Cron::next_after(SystemTime time) const {
  const auto from = std::chrono::floor<seconds>(time) + seconds{1};
  const auto first_day = std::chrono::floor<days>(from);
  for (auto day = first_day; day < first_day + days{366 * kYearsAhead}; day += days{1}) {
    if (!runs_on(day)) continue;
    const auto at = time_of_day(day == first_day ? from - first_day : seconds{0});
    if (at) return day + *at;
  }
  return std::nullopt;
}

Result<Schedule> Schedule::parse(std::string_view text) {
  const std::string_view given = trim(text);
  Schedule schedule;
  schedule.text_ = given;
  if (const auto interval = interval_of(given)) {
    if (*interval < kShortest) return bad("the schedule comes more often than every five minutes", given);
    schedule.interval_ = *interval;
    return schedule;
  }
  if (given.find(' ') == std::string_view::npos) return bad("the schedule cannot be read", given);
  auto cron = Cron::parse(given);
  if (!cron) return std::move(cron).error();
  const auto begin = SystemTime{} + days{20'000};
  const auto first = cron->next_after(begin);
  const auto second = first ? cron->next_after(*first) : std::nullopt;
  if (first && second && *second - *first < kShortest)
    return bad("the schedule comes more often than every five minutes", given);
  schedule.cron_ = *cron;
  return schedule;
}

std::optional<SystemTime> Schedule::next_run(std::optional<SystemTime> last_start, SystemTime now) const {
  if (!last_start) return now;
  const auto next =
      cron_ ? cron_->next_after(*last_start) : std::optional<SystemTime>(*last_start + interval_);
  if (!next) return std::nullopt;
  return std::max(*next, now);
}

}  // namespace tiktok_marketing::replication
