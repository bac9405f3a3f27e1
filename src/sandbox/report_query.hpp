#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sandbox/metrics.hpp"
#include "sandbox/params.hpp"
#include "sandbox/selection.hpp"

namespace tiktok_marketing::sandbox {

enum class Level : std::uint8_t { advertiser, campaign, adgroup, ad };
enum class TimeStep : std::uint8_t { none, day, hour };

constexpr std::size_t kReportedIds = 20'000;
/// Above this many ids × days × slices a report is "too heavy" (40067).
constexpr std::size_t kHeaviestReport = 1'000'000;

/// A report call that passed every rule of the documentation.
struct ReportQuery {
  bool audience = false;
  Level level = Level::advertiser;
  bool by_id = false;  ///< one row per object of the level; else one for the whole account
  TimeStep step = TimeStep::none;
  bool lifetime = false;
  Day from = 0;  ///< inclusive, in the account's calendar; unused with lifetime
  Day to = 0;
  std::vector<std::string> dimensions;  ///< as asked for
  std::vector<std::string> divisions;   ///< those that divide people
  std::vector<const MetricRow*> metrics;
  bool totals = false;
  const MetricRow* order = nullptr;
  bool ascending = false;
  bool several = false;  ///< asked with advertiser_ids
  ObjectFilter filter;
  std::optional<std::vector<std::string>> countries;
  std::int64_t page = 1;
  std::int64_t page_size = 10;
};

/// Applies the rules of the synchronous report. Ids in filters are looked up in `advertiser`.
[[nodiscard]] std::optional<ApiError> read_report(const Advertiser& advertiser, const Params& params,
                                                  ReportQuery& query);

}  // namespace tiktok_marketing::sandbox
