#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "replication/schedule.hpp"

// Cron: what an expression says, in words.
namespace tiktok_marketing::replication {
namespace {

using Name = std::string (*)(int);

constexpr std::size_t kMostTimes = 6;  // that are written one by one

constexpr std::string_view kMonths[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
constexpr std::string_view kWeekdays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                          "Thursday", "Friday", "Saturday"};

template <std::size_t kSize>
std::vector<int> numbers_in(const std::bitset<kSize>& bits, std::size_t first = 0) {
  std::vector<int> numbers;
  for (std::size_t i = first; i < kSize; ++i) {
    if (bits.test(i)) numbers.push_back(static_cast<int>(i));
  }
  return numbers;
}

std::string number(int value) {
  return fmt::to_string(value);
}
std::string month(int value) {
  return std::string(kMonths[value - 1]);
}
std::string weekday(int value) {
  return std::string(kWeekdays[value]);
}
std::string year(int value) {
  return fmt::to_string(1970 + value);
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " and " : ", ";
    out += words[i];
  }
  return out;
}

/// `1, 3 and 5 to 9`.
std::string listed(const std::vector<int>& values, Name name) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < values.size();) {
    std::size_t last = i;
    while (last + 1 < values.size() && values[last + 1] == values[last] + 1) ++last;
    if (last - i >= 2) {
      words.push_back(fmt::format("{} to {}", name(values[i]), name(values[last])));
      i = last + 1;
    } else {
      words.push_back(name(values[i++]));
    }
  }
  return joined(words);
}

/// What the values are multiples of, when they are all multiples of it below `end`; otherwise 0.
int step_of(const std::vector<int>& values, int end) {
  const int step = values.size() > 1 && values[0] == 0 ? values[1] : 0;
  if (step == 0 || end % step != 0 || static_cast<int>(values.size()) != end / step) return 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] != static_cast<int>(i) * step) return 0;
  }
  return step;
}

std::string plural(std::string_view what, const std::vector<int>& values) {
  return fmt::format("{}{} {}", what, values.size() > 1 ? "s" : "", listed(values, number));
}

std::string times(const std::vector<int>& hours, int minute) {
  std::vector<std::string> words;
  for (const int hour : hours) words.push_back(fmt::format("{:02}:{:02}", hour, minute));
  return "At " + joined(words);
}

std::string words_of_time(const std::vector<int>& seconds, const std::vector<int>& minutes,
                          const std::vector<int>& hours) {
  const bool whole_minutes = seconds == std::vector<int>{0};
  const bool all_hours = hours.size() == 24;
  if (whole_minutes && minutes.size() == 1 && hours.size() <= kMostTimes) return times(hours, minutes[0]);
  std::string out;
  if (seconds.size() == 60) out = "Every second";
  if (!whole_minutes && seconds.size() < 60) out = "At " + plural("second", seconds);
  const int step = step_of(minutes, 60);
  if (step == 0) {
    out += (out.empty() ? "At " : " of ") + plural("minute", minutes);
  } else if (out.empty() || seconds.size() < 60 || step > 1) {
    const auto every = step == 1 ? std::string("every minute") : fmt::format("every {} minutes", step);
    out += out.empty() ? "E" + every.substr(1) : " of " + every;
  }
  if (!all_hours) return fmt::format("{} of the {}", out, plural("hour", hours));
  return step == 0 ? out + " of every hour" : out;
}

}  // namespace

std::string Cron::words() const {
  std::string out = words_of_time(numbers_in(seconds_), numbers_in(minutes_), numbers_in(hours_));
  const std::string by_day = plural("day", numbers_in(days_, 1)) + " of the month";
  const std::string by_weekday = listed(numbers_in(weekdays_), weekday);
  if (!any_day_) out += ", on " + by_day;
  if (!any_weekday_) out += (any_day_ ? ", on " : " or on ") + by_weekday;
  if (const auto months = numbers_in(months_, 1); months.size() < 12) out += ", in " + listed(months, month);
  if (!years_.all()) out += ", in " + listed(numbers_in(years_), year);
  return out + ", UTC";
}

}  // namespace tiktok_marketing::replication
