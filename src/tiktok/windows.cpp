#include "tiktok/windows.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"

namespace tiktok_marketing::tiktok {
namespace {

using std::chrono::days;

constexpr std::string_view kToday = "today";
constexpr std::string_view kYesterday = "yesterday";
constexpr std::string_view kLast7Days = "last_7_days";
constexpr std::string_view kLast30Days = "last_30_days";
constexpr std::string_view kThisMonth = "this_month";
constexpr std::string_view kLastMonth = "last_month";
constexpr std::array kWords{kToday, kYesterday, kLast7Days, kLast30Days, kThisMonth, kLastMonth};

DateRange complete_days(Date today, int count) {
  return {today - days{count}, today - days{1}};
}

Date first_of_month(Date date) {
  const std::chrono::year_month_day ymd{date};
  return ymd.year() / ymd.month() / 1;
}

Error reversed(DateRange range) {
  Error error;
  error.type = ErrorType::invalid_parameter;
  error.message = fmt::format("The report ends on {}, before it starts on {}.", format_date(range.end),
                              format_date(range.start));
  error.hint = "Give an end_date that is the start_date or later; both days are included.";
  error.param = "end_date";
  error.given = format_date(range.end);
  return error;
}

Error too_long(DateRange range) {
  Error error;
  error.type = ErrorType::invalid_parameter;
  error.message =
      fmt::format("A report without a time dimension covers at most {} days; {} to {} are {} days.",
                  kMaxDaysUntimed, format_date(range.start), format_date(range.end), range.days());
  error.hint = "Shorten the range, or add stat_time_day to the dimensions and add the days up.";
  error.param = "start_date";
  error.given = format_date(range.start);
  return error;
}

}  // namespace

int max_days_for(std::span<const std::string> dimensions) {
  const auto has = [&](std::string_view name) {
    return std::ranges::find(dimensions, name) != dimensions.end();
  };
  if (has("stat_time_hour")) return kMaxDaysHourly;
  return has("stat_time_day") ? kMaxDaysDaily : kMaxDaysUntimed;
}

std::vector<DateRange> split(DateRange range, int max_days) {
  const days step{std::max(max_days, 1)};
  std::vector<DateRange> windows;
  for (Date start = range.start; start <= range.end; start += step) {
    windows.push_back({start, std::min(start + step - days{1}, range.end)});
  }
  return windows;
}

Result<std::vector<DateRange>> windows_for(DateRange range, std::span<const std::string> dimensions) {
  if (range.end < range.start) return reversed(range);
  const int max_days = max_days_for(dimensions);
  if (max_days == kMaxDaysUntimed && range.days() > kMaxDaysUntimed) return too_long(range);
  return split(range, max_days);
}

std::optional<std::pair<DateRange, DateRange>> halve(DateRange range) {
  if (range.days() < 2) return std::nullopt;
  const Date last_of_older = range.start + days{(range.days() + 1) / 2 - 1};
  return std::pair{DateRange{range.start, last_of_older}, DateRange{last_of_older + days{1}, range.end}};
}

std::span<const std::string_view> range_words() {
  return kWords;
}

Result<DateRange> resolve_word(std::string_view word, Date today) {
  if (word == kToday) return DateRange{today, today};
  if (word == kYesterday) return complete_days(today, 1);
  if (word == kLast7Days) return complete_days(today, 7);
  if (word == kLast30Days) return complete_days(today, 30);
  const Date month = first_of_month(today);
  if (word == kThisMonth) return DateRange{month, today};
  if (word == kLastMonth) return DateRange{first_of_month(month - days{1}), month - days{1}};

  Error error;
  error.type = ErrorType::invalid_parameter;
  error.message = fmt::format("`{}` is not a date range this connector knows.", shortened(word, 60));
  const std::string_view near = nearest(word, kWords);
  error.hint = near.empty() ? "Use one of the allowed words, or start_date and end_date as YYYY-MM-DD."
                            : fmt::format("Did you mean `{}`?", near);
  error.param = "date_range";
  error.given = shortened(word);
  error.allowed.assign(kWords.begin(), kWords.end());
  error.example = R"({"date_range":"last_7_days"})";
  return error;
}

DateRange default_range(Date today) {
  return complete_days(today, 7);
}

}  // namespace tiktok_marketing::tiktok
