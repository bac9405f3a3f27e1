#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>

#include "base/date.hpp"
#include "base/json.hpp"
#include "context/coverage.hpp"

/// The days a question is about. Pure.
namespace tiktok_marketing::context {

/// A word, or two dates. Empty: every day there is.
struct Period {
  std::string word;  ///< `yesterday`; resolved in each account's zone
  std::optional<Days> dates;
  [[nodiscard]] bool is_everything() const { return word.empty() && !dates; }
};

/// What a question says about its days; nullptr for what it does not say.
struct PeriodParams {
  const Json* date_range = nullptr;
  const Json* start_date = nullptr;
  const Json* end_date = nullptr;
};
/// `date_range` is a word or {start_date, end_date}; or the two dates stand by themselves. `prefix` is the
/// JSON pointer of what holds them. Errors: `invalid_query`.
[[nodiscard]] Result<Period> parse_period(const PeriodParams& params, std::string_view prefix);

/// nullopt: every day there is. `today` is the account's.
[[nodiscard]] std::optional<Days> resolve(const Period& period, Date today);
/// As many days, ending the day before.
[[nodiscard]] Days previous_of(Days days);

/// How days are put together: each by itself, from Monday on, by calendar month.
enum class Bucket : std::uint8_t { none, day, week, month };

}  // namespace tiktok_marketing::context
