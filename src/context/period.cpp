#include "context/period.hpp"

#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "tiktok/windows.hpp"

namespace tiktok_marketing::context {
namespace {

Error refused(std::string param, std::string message, std::string hint) {
  Error error{.type = ErrorType::invalid_query, .message = std::move(message), .hint = std::move(hint)};
  error.param = std::move(param);
  error.example = R"({"date_range":"last_7_days"})";
  return error;
}

Error no_word(std::string param, const Json& given) {
  const std::string text = given.as_string() != nullptr ? *given.as_string() : given.dump();
  const auto near = nearest(text, tiktok::range_words());
  Error error = refused(std::move(param), fmt::format("{} is no date range.", shortened(text, 60)),
                        near.empty() ? "Use one of the allowed words, or start_date and end_date."
                                     : fmt::format("Did you mean {}?", near));
  error.given = shortened(text);
  error.allowed.assign(tiktok::range_words().begin(), tiktok::range_words().end());
  return error;
}

Result<Date> parse_day(const Json& given, std::string param) {
  const auto* text = given.as_string();
  const auto date = text != nullptr ? parse_date(*text) : std::nullopt;
  if (date) return *date;
  Error error = refused(std::move(param), fmt::format("{} is no day.", shortened(given.dump(), 60)),
                        "Write days as YYYY-MM-DD, or use a word in date_range.");
  error.given = shortened(given.dump());
  return error;
}

Result<Period> parse_dates(const Json* start, const Json* end, std::string_view prefix) {
  if (start == nullptr || end == nullptr) {
    return refused(fmt::format("{}/{}", prefix, start == nullptr ? "start_date" : "end_date"),
                   "A range needs its first and its last day.",
                   "Give start_date and end_date, both included, or a word in date_range.");
  }
  const auto first = parse_day(*start, fmt::format("{}/start_date", prefix));
  if (!first) return first.error();
  const auto last = parse_day(*end, fmt::format("{}/end_date", prefix));
  if (!last) return last.error();
  if (*last < *first) {
    return refused(fmt::format("{}/end_date", prefix), "The range ends before it starts.",
                   "Give an end_date that is the start_date or later; both days are included.");
  }
  return Period{.dates = Days{*first, *last}};
}

Result<Period> parse_range(const Json& given, std::string_view prefix) {
  const std::string param = fmt::format("{}/date_range", prefix);
  if (given.as_object() != nullptr) {
    for (const auto& [name, ignored] : *given.as_object()) {
      if (name == "start_date" || name == "end_date") continue;
      Error error = refused(fmt::format("{}/{}", param, name), fmt::format("{} is unknown here.", name),
                            "A date_range is a word or {start_date, end_date}.");
      error.allowed = {"start_date", "end_date"};
      return error;
    }
    return parse_dates(given.find("start_date"), given.find("end_date"), param);
  }
  if (given.as_string() == nullptr) return no_word(param, given);
  if (!tiktok::resolve_word(*given.as_string(), Date{})) return no_word(param, given);
  return Period{.word = *given.as_string()};
}

}  // namespace

Result<Period> parse_period(const PeriodParams& params, std::string_view prefix) {
  const bool dates = params.start_date != nullptr || params.end_date != nullptr;
  if (params.date_range != nullptr && dates) {
    return refused(fmt::format("{}/date_range", prefix), "The days are given twice.",
                   "Give either date_range or start_date and end_date.");
  }
  if (params.date_range != nullptr) return parse_range(*params.date_range, prefix);
  if (!dates) return Period{};
  return parse_dates(params.start_date, params.end_date, prefix);
}

std::optional<Days> resolve(const Period& period, Date today) {
  if (period.dates) return period.dates;
  if (period.word.empty()) return std::nullopt;
  const auto range = tiktok::resolve_word(period.word, today);
  if (!range) return std::nullopt;
  return Days{range->start, range->end};
}

Days previous_of(Days days) {
  const auto length = days.last - days.first + std::chrono::days{1};
  return {days.first - length, days.first - std::chrono::days{1}};
}

}  // namespace tiktok_marketing::context
