#pragma once

#include <algorithm>
#include <array>

#include "catalog/metrics_table.hpp"
#include "catalog/shared_params.hpp"

/// What the four daily reports share: parameters, and fields that take their text from the metric table.
namespace tiktok_marketing::catalog {

inline constexpr std::string_view kServiceTypes[] = {"AUCTION", "RESERVATION"};
inline constexpr std::string_view kReportTypes[] = {"BASIC",   "AUDIENCE", "PLAYABLE_MATERIAL",
                                                    "CATALOG", "BC",       "TT_SHOP"};
inline constexpr std::string_view kDataLevels[] = {
    "AUCTION_ADVERTISER",     "AUCTION_CAMPAIGN",     "AUCTION_ADGROUP",     "AUCTION_AD",
    "RESERVATION_ADVERTISER", "RESERVATION_CAMPAIGN", "RESERVATION_ADGROUP", "RESERVATION_AD"};
inline constexpr std::string_view kOrderTypes[] = {"ASC", "DESC"};
inline constexpr std::string_view kDateRanges[] = {"today",        "yesterday",  "last_7_days",
                                                   "last_30_days", "this_month", "last_month"};
inline constexpr std::string_view kShapes[] = {"flat", "nested"};

inline constexpr std::string_view kReportDifferences[] = {
    "filtering, order_field, order_type, enable_total_metrics and query_lifetime are added from TikTok's own "
    "parameters.",
    "start_date and end_date have no fixed default (the original: 2024-01-01 and 2024-12-31); without dates "
    "the last 7 complete days in the account's zone are read.",
    "Parameters with a default are optional (the original marks them required and then does not apply the "
    "defaults).",
    "Rows are flat as the original documents them; TikTok nests them in dimensions and metrics, which shape "
    "\"nested\" keeps.",
    "Metrics keep TikTok's text; the original declares some as numbers. numbers: true turns them into JSON "
    "numbers.",
    "Ids are text; the original declares them as integers."};

constexpr bool is_id_name(std::string_view name) {
  return name.ends_with("_id") || name.ends_with("_ids");
}

/// A metric as a field of a report row. Does not compile for a name that is not in the metric table.
consteval Field metric_field(std::string_view name, Type declared) {
  const auto* metric = std::ranges::lower_bound(tables::kMetrics, name, {}, &Metric::name);
  if (metric == std::end(tables::kMetrics) || metric->name != name) throw "no such metric";
  return {.name = name,
          .type = declared,
          .description = metric->description,
          .is_id = is_id_name(name),
          .is_metric = true};
}

/// `{"a", "b"}` → `["a","b"]`, at compile time.
template <const auto& kNames>
struct JsonArrayText {
  static constexpr std::size_t size() {
    std::size_t size = 2;
    for (std::string_view name : kNames) size += name.size() + 3;
    return size - 1;
  }
  static constexpr std::array<char, size()> make() {
    std::array<char, size()> text{};
    std::size_t at = 0;
    text[at++] = '[';
    for (std::string_view name : kNames) {
      if (at > 1) text[at++] = ',';
      text[at++] = '"';
      at = static_cast<std::size_t>(std::ranges::copy(name, text.begin() + at).out - text.begin());
      text[at++] = '"';
    }
    text[at++] = ']';
    return text;
  }
  static constexpr std::array<char, size()> kText = make();
};
template <const auto& kNames>
inline constexpr std::string_view kJsonArray{JsonArrayText<kNames>::kText.data(),
                                             JsonArrayText<kNames>::kText.size()};

constexpr std::array<Param, 22> report_params(std::string_view data_level_json,
                                              std::string_view dimensions_json,
                                              std::string_view metrics_json) {
  return {{
      kAdvertiserId,
      {.name = "service_type",
       .type = Type::string,
       .default_json = "\"AUCTION\"",
       .allowed = kServiceTypes,
       .description = "Kind of buying; AUCTION also holds reservation ads, RESERVATION is deprecated.",
       .example_json = "\"AUCTION\""},
      {.name = "report_type",
       .type = Type::string,
       .default_json = "\"BASIC\"",
       .allowed = kReportTypes,
       .description = "BASIC for performance; AUDIENCE to break down by gender, age, country and the like.",
       .example_json = "\"BASIC\""},
      {.name = "data_level",
       .type = Type::string,
       .default_json = data_level_json,
       .allowed = kDataLevels,
       .description = "Level the numbers are about; must fit the id among the dimensions.",
       .example_json = data_level_json},
      {.name = "dimensions",
       .type = Type::array,
       .wire = Wire::json,
       .default_json = dimensions_json,
       .min = 1,
       .description =
           "What to break down by: one id, at most one time (stat_time_day or stat_time_hour), and others.",
       .example_json = dimensions_json},
      {.name = "metrics",
       .type = Type::array,
       .wire = Wire::json,
       .default_json = metrics_json,
       .min = 1,
       .description = "Numbers and attributes to read, by name; fewer make the answer smaller.",
       .example_json = "[\"spend\",\"impressions\",\"clicks\"]"},
      {.name = "start_date",
       .type = Type::string,
       .format = "date",
       .description =
           "First day, YYYY-MM-DD in the account's time zone; without dates the last 7 complete days.",
       .example_json = "\"2026-09-01\""},
      {.name = "end_date",
       .type = Type::string,
       .format = "date",
       .description = "Last day, included, YYYY-MM-DD in the account's time zone.",
       .example_json = "\"2026-09-30\""},
      kPage,
      page_size_param("1000", 1000),
      {.name = "filtering",
       .type = Type::array,
       .item_type = Type::object,
       .wire = Wire::json,
       .origin = Origin::tiktok,
       .min = 1,
       .description =
           "Conditions {field_name, filter_type, filter_value}; deleted objects need a status filter.",
       .example_json = "[{\"field_name\":\"campaign_ids\",\"filter_type\":\"IN\",\"filter_value\":\"["
                       "\\\"1790000000000101\\\"]\"}]"},
      {.name = "order_field",
       .type = Type::string,
       .origin = Origin::tiktok,
       .description = "Metric to sort rows by; unsorted when left out. Not across several date windows.",
       .example_json = "\"spend\""},
      {.name = "order_type",
       .type = Type::string,
       .origin = Origin::tiktok,
       .allowed = kOrderTypes,
       .description = "Direction of order_field; TikTok takes DESC when left out.",
       .example_json = "\"DESC\""},
      {.name = "enable_total_metrics",
       .type = Type::boolean,
       .origin = Origin::tiktok,
       .description =
           "Also answer the totals of all rows: only BASIC, one id dimension (with or without day), page 1.",
       .example_json = "true"},
      {.name = "query_lifetime",
       .type = Type::boolean,
       .origin = Origin::tiktok,
       .description =
           "Totals since the object was created; dates are ignored and no time dimension is allowed.",
       .example_json = "true"},
      {.name = "date_range",
       .type = Type::string,
       .wire = Wire::none,
       .origin = Origin::ours,
       .allowed = kDateRanges,
       .description =
           "Instead of start_date and end_date, resolved in the account's time zone and echoed in meta.",
       .example_json = "\"last_7_days\""},
      {.name = "numbers",
       .type = Type::boolean,
       .wire = Wire::none,
       .origin = Origin::ours,
       .default_json = "false",
       .description = "true gives metrics as JSON numbers with all their digits instead of TikTok's text.",
       .example_json = "true"},
      {.name = "shape",
       .type = Type::string,
       .wire = Wire::none,
       .origin = Origin::ours,
       .default_json = "\"flat\"",
       .allowed = kShapes,
       .description = "flat puts dimensions and metrics side by side; nested keeps TikTok's two objects.",
       .example_json = "\"nested\""},
      kAll,
      kLimit,
      kCursor,
      kLocalFields,
  }};
}

}  // namespace tiktok_marketing::catalog
