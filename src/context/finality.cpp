#include "context/finality.hpp"

#include <algorithm>
#include <utility>

namespace tiktok_marketing::context {
namespace {

constexpr std::pair<std::string_view, int> kWindows[] = {
    {"OFF", 0},          {"ZERO_DAY", 0},         {"ONE_DAY", 1},
    {"SEVEN_DAYS", 7},   {"FOURTEEN_DAYS", 14},   {"TWENTY_EIGHT_DAYS", 28},
    {"THIRTY_DAYS", 30}, {"THIRTY_TWO_DAYS", 32},
};

}  // namespace

std::string_view name_of(Finality finality) {
  switch (finality) {
    case Finality::partial:
      return "partial";
    case Finality::moving:
      return "moving";
    case Finality::final:
      return "final";
  }
  return {};
}

std::optional<int> days_of_window(std::string_view window) {
  const auto* known = std::ranges::find(kWindows, window, &std::pair<std::string_view, int>::first);
  if (known == std::end(kWindows)) return std::nullopt;
  return std::min(known->second, kMostConversionDays);
}

int settling_days(catalog::Settling settling, int conversion_days) {
  switch (settling) {
    case catalog::Settling::delivery:
      return kDeliveryDays;
    case catalog::Settling::conversion:
      // Never sooner than delivery: a result may be an impression or a click.
      return std::max(kDeliveryDays, conversion_days < 1 ? kUnknownConversionDays
                                                         : std::min(conversion_days, kMostConversionDays));
    case catalog::Settling::never:
      return 0;
  }
  return kMostConversionDays;
}

Finality finality_of(catalog::Settling settling, Date day, Date read_on, int conversion_days) {
  if (settling == catalog::Settling::never) return Finality::final;
  if (read_on <= day) return Finality::partial;
  return day < first_unsettled(settling, read_on, conversion_days) ? Finality::final : Finality::moving;
}

Date first_unsettled(catalog::Settling settling, Date read_on, int conversion_days) {
  return read_on - std::chrono::days{settling_days(settling, conversion_days)};
}

}  // namespace tiktok_marketing::context
