#include "sandbox/report_query.hpp"

#include <fmt/format.h>
#include <algorithm>

#include "base/date.hpp"
#include "sandbox/slices.hpp"

namespace tiktok_marketing::sandbox {
namespace {

using Refusal = std::optional<ApiError>;

ApiError wrong(std::string message) {
  return {40002, std::move(message)};
}

constexpr std::string_view kIdOfLevel[] = {"advertiser_id", "campaign_id", "adgroup_id", "ad_id"};
constexpr std::string_view kBasicDimensions[] = {"advertiser_id",     "campaign_id",
                                                 "adgroup_id",        "ad_id",
                                                 "ad_id_v2",          "stat_time_day",
                                                 "stat_time_hour",    "country_code",
                                                 "ad_type",           "custom_event_type",
                                                 "event_source_id",   "page_id",
                                                 "component_name",    "room_id",
                                                 "post_id",           "image_id",
                                                 "video_material_id", "minis_id",
                                                 "search_terms",      "search_keyword",
                                                 "match_type",        "skan_postback_sequence"};
constexpr std::string_view kAudienceDimensions[] = {"advertiser_id",
                                                    "campaign_id",
                                                    "adgroup_id",
                                                    "ad_id",
                                                    "stat_time_day",
                                                    "gender",
                                                    "age",
                                                    "country_code",
                                                    "province_id",
                                                    "ac",
                                                    "language",
                                                    "platform",
                                                    "interest_category",
                                                    "interest_category_v2",
                                                    "placement",
                                                    "contextual_tag"};

bool is_id_dimension(std::string_view name) {
  return name.ends_with("_id") ? std::ranges::find(kIdOfLevel, name) != std::end(kIdOfLevel)
                               : name == "ad_id_v2";
}

Refusal read_level(const Params& params, ReportQuery& q) {
  const auto type = params.text("report_type");
  if (type != "BASIC" && type != "AUDIENCE") {
    return ApiError{
        40008,
        fmt::format("report_type {} is documented, but this virtual service does not simulate it.", type)};
  }
  q.audience = type == "AUDIENCE";
  const auto level = params.text("data_level");
  if (level.empty()) return wrong("data_level: Missing data for required field.");
  constexpr std::string_view kLevels[] = {"AUCTION_ADVERTISER", "AUCTION_CAMPAIGN", "AUCTION_ADGROUP",
                                          "AUCTION_AD"};
  const auto* found = std::ranges::find(kLevels, level);
  if (found == std::end(kLevels) || params.text("service_type") == "RESERVATION") {
    return wrong("data_level: reservation reports are retired, use an AUCTION data level.");
  }
  q.level = static_cast<Level>(found - kLevels);
  return std::nullopt;
}

Refusal read_dimension(const std::string& name, ReportQuery& q, int& ids, int& times) {
  const bool known = q.audience
                         ? std::ranges::find(kAudienceDimensions, name) != std::end(kAudienceDimensions)
                         : std::ranges::find(kBasicDimensions, name) != std::end(kBasicDimensions);
  if (!known) return wrong(fmt::format("dimensions: '{}' is not supported by this report_type.", name));
  if (name == "stat_time_day" || name == "stat_time_hour") {
    ++times;
    q.step = name == "stat_time_day" ? TimeStep::day : TimeStep::hour;
    return std::nullopt;
  }
  if (is_id_dimension(name)) {
    const bool own =
        name == kIdOfLevel[static_cast<std::size_t>(q.level)] || (name == "ad_id_v2" && q.level == Level::ad);
    if (q.several && name == "advertiser_id") return std::nullopt;
    if (!own) return wrong(fmt::format("dimensions: '{}' does not fit the data_level.", name));
    ++ids;
    return std::nullopt;
  }
  if (shares_of(Advertiser{}, name).empty()) {
    return ApiError{
        40008,
        fmt::format("dimension {} is documented, but this virtual service does not simulate it.", name)};
  }
  q.divisions.push_back(name);
  return std::nullopt;
}

Refusal read_dimensions(const Params& params, ReportQuery& q) {
  int ids = 0;
  int times = 0;
  for (const auto name : params.list("dimensions")) {
    if (std::ranges::find(q.dimensions, name) != q.dimensions.end()) {
      return wrong(fmt::format("dimensions: '{}' is given twice.", name));
    }
    q.dimensions.emplace_back(name);
    if (auto refusal = read_dimension(q.dimensions.back(), q, ids, times)) return refusal;
  }
  if (q.dimensions.empty()) return wrong("dimensions: at least 1 item is required.");
  if (ids > 1) return wrong("dimensions: only one ID dimension is allowed.");
  if (times > 1) return wrong("dimensions: only one time dimension is allowed.");
  const bool account_rows = q.several && q.level == Level::advertiser;
  q.by_id = ids == 1 && q.level != Level::advertiser;
  if (q.audience && ids == 0 && !account_rows)
    return wrong("dimensions: an ID dimension is required for AUDIENCE reports.");
  if (q.audience && q.divisions.empty())
    return wrong("dimensions: an audience dimension is required for AUDIENCE reports.");
  if (q.divisions.size() == 2) {
    auto pair = q.divisions;
    std::ranges::sort(pair);
    if (pair != std::vector<std::string>{"age", "gender"}) {
      return wrong("dimensions: only gender and age can be combined, other audience dimensions stand alone.");
    }
  }
  if (q.divisions.size() > 2) return wrong("dimensions: too many audience dimensions.");
  return std::nullopt;
}

Refusal read_dates(const Params& params, ReportQuery& q) {
  q.lifetime = params.flag("query_lifetime");
  if (q.lifetime) {
    if (q.audience) return wrong("query_lifetime: not supported for AUDIENCE reports.");
    if (q.step != TimeStep::none || !q.divisions.empty()) {
      return wrong("query_lifetime: time, country and audience dimensions are not supported.");
    }
    return std::nullopt;
  }
  for (const auto name : {"start_date", "end_date"}) {
    if (params.text(name).empty()) return wrong(fmt::format("{}: Missing data for required field.", name));
  }
  q.from = static_cast<Day>(parse_date(params.text("start_date"))->time_since_epoch().count());
  q.to = static_cast<Day>(parse_date(params.text("end_date"))->time_since_epoch().count());
  if (q.to < q.from) return wrong("end_date: must not be earlier than start_date.");
  const int days = q.to - q.from + 1;
  if (q.step == TimeStep::day && days > 30) return wrong("max time span is 30 days when use stat_time_day");
  if (q.step == TimeStep::hour && days > 1) return wrong("max time span is 1 day when use stat_time_hour");
  if (days > 365) return wrong("max time span is 365 days");
  return std::nullopt;
}

bool metric_fits(const MetricRow& metric, const ReportQuery& q) {
  const int bit = 1 << static_cast<int>(q.level);
  if ((metric.levels & bit) == 0) return false;
  if (q.audience && (metric.flags & kAudience) == 0) return false;
  if ((metric.flags & kDailyOnly) != 0 && (q.lifetime || q.step == TimeStep::hour || q.audience))
    return false;
  if ((metric.flags & kPlainIdOnly) != 0 && (!q.divisions.empty() || q.step == TimeStep::hour)) return false;
  // Without an id in the dimensions there is no object whose name could be shown.
  const bool of_object = metric.formula == Formula::attribute && (metric.levels & kAdvertiserLevel) == 0;
  return !of_object || q.by_id;
}

Refusal read_metrics(const Params& params, ReportQuery& q) {
  std::vector<std::string_view> names{"spend", "impressions"};
  if (params.find("metrics") != nullptr) names = params.list("metrics");
  std::string invalid;
  for (const auto name : names) {
    const MetricRow* metric = find_metric(name);
    const bool v2 = name == "ad_id_v2" && std::ranges::find(q.dimensions, "ad_id") != q.dimensions.end();
    if (metric == nullptr || v2 || !metric_fits(*metric, q)) {
      // The real service lists them the other way round.
      invalid = fmt::format("'{}'{}{}", name, invalid.empty() ? "" : ", ", invalid);
    } else if (std::ranges::find(q.metrics, metric) == q.metrics.end()) {
      q.metrics.push_back(metric);
    }
  }
  if (invalid.empty()) return std::nullopt;
  return wrong(fmt::format(
      "Please correct the information in invalid metric fields and try again. Invalid metric fields: [{}]. ",
      invalid));
}

Refusal read_order(const Params& params, ReportQuery& q) {
  const auto name = params.text("order_field");
  if (!name.empty()) {
    q.order = find_metric(name);
    if (q.order == nullptr || q.order->formula == Formula::attribute || !metric_fits(*q.order, q)) {
      return wrong(fmt::format("order_field: '{}' is not a metric that can be sorted by.", name));
    }
    q.ascending = params.text("order_type") == "ASC";
  }
  q.totals = params.flag("enable_total_metrics");
  if (q.totals &&
      (q.audience || !q.divisions.empty() || q.step == TimeStep::hour || q.dimensions.size() > 2)) {
    return wrong(
        "enable_total_metrics: only supported with one ID dimension, or one ID dimension and stat_time_day.");
  }
  return std::nullopt;
}

struct FilterItem {
  std::string_view field;
  std::string_view type;
  std::vector<std::string> values;
};

Refusal read_item(const Json& json, FilterItem& item) {
  item.field = json.text_of("field_name");
  item.type = json.text_of("filter_type");
  const auto text = json.text_of("filter_value");
  if (item.type == "MATCH") {
    item.values.emplace_back(text);
    return std::nullopt;
  }
  const auto parsed = Json::parse(text);
  if (!parsed || parsed->as_array() == nullptr) {
    return wrong(fmt::format("filtering: filter_value of {} must be a JSON array in a string.", item.field));
  }
  for (const Json& value : *parsed->as_array()) {
    if (value.as_string() == nullptr)
      return wrong(fmt::format("filtering: the values of {} must be strings.", item.field));
    item.values.push_back(*value.as_string());
  }
  if (item.values.size() > 100) {
    return ApiError{
        40011, fmt::format("filtering: {} has {} values, the limit is 100.", item.field, item.values.size())};
  }
  return std::nullopt;
}

Refusal apply_ids(const Advertiser& a, const FilterItem& item, Level of, ReportQuery& q) {
  for (const auto& id : item.values) {
    if (!is_id(id)) return wrong(fmt::format("filtering: '{}' is not a valid id.", id));
  }
  if (of > q.level)
    return wrong(fmt::format("filtering: {} is not supported at this data_level.", item.field));
  const Kind kind = of == Level::campaign ? Kind::campaign : of == Level::adgroup ? Kind::adgroup : Kind::ad;
  const std::vector<std::string_view> views(item.values.begin(), item.values.end());
  auto indexes = indexes_of(a, kind, views);
  if (item.type == "NOT_IN") {
    if (of != q.level)
      return wrong(fmt::format("filtering: NOT_IN is not supported for {} at this data_level.", item.field));
    q.filter.without = std::move(indexes);
    return std::nullopt;
  }
  auto& target = kind == Kind::campaign  ? q.filter.campaigns
                 : kind == Kind::adgroup ? q.filter.adgroups
                                         : q.filter.ads;
  target = std::move(indexes);
  return std::nullopt;
}

Refusal apply(const Advertiser& a, FilterItem item, ReportQuery& q) {
  if (item.field == "country_code") {
    q.countries = std::move(item.values);
    return std::nullopt;
  }
  if (q.level == Level::advertiser)
    return wrong(fmt::format("filtering: {} is not supported at this data_level.", item.field));
  if (item.field == "campaign_ids") return apply_ids(a, item, Level::campaign, q);
  if (item.field == "adgroup_ids") return apply_ids(a, item, Level::adgroup, q);
  if (item.field == "ad_ids" || item.field == "ad_ids_v2") return apply_ids(a, item, Level::ad, q);
  constexpr std::string_view kStatus[] = {"", "campaign_status", "adgroup_status", "ad_status"};
  constexpr std::string_view kName[] = {"", "campaign_name", "adgroup_name", "ad_name"};
  const auto level = static_cast<std::size_t>(q.level);
  if (item.field == kStatus[level]) {
    const auto known = report_status_values();
    for (const auto& value : item.values) {
      if (std::ranges::find(known, value) == known.end()) {
        return wrong(fmt::format("filtering: '{}' is not a value of {}.", value, item.field));
      }
    }
    q.filter.primary = std::move(item.values);
  } else if (item.field == kName[level] && item.type == "MATCH") {
    q.filter.name = item.values.front();
  } else if (item.field == "campaign_automation_type") {
    q.filter.automations = std::move(item.values);
  } else if (item.field == "buying_type") {
    q.filter.buying_types = std::move(item.values);
  } else if (item.field == "objective_type") {
    q.filter.objectives = std::move(item.values);
  } else if (item.field == "promotion_type") {
    q.filter.promotion_types = std::move(item.values);
  } else if (item.field == "optimization_goal" && q.level >= Level::adgroup) {
    q.filter.goals = std::move(item.values);
  } else {
    return wrong(
        fmt::format("filtering: {} with {} is not supported at this data_level.", item.field, item.type));
  }
  return std::nullopt;
}

}  // namespace

std::optional<ApiError> read_report(const Advertiser& a, const Params& params, ReportQuery& q) {
  q.several = params.find("advertiser_ids") != nullptr;
  if (auto refusal = read_level(params, q)) return refusal;
  if (auto refusal = read_dimensions(params, q)) return refusal;
  if (auto refusal = read_dates(params, q)) return refusal;
  if (auto refusal = read_metrics(params, q)) return refusal;
  if (auto refusal = read_order(params, q)) return refusal;
  if (params.flag("multi_adv_report_in_utc_time")) {
    return ApiError{
        40008, "multi_adv_report_in_utc_time is documented, but this virtual service does not simulate it."};
  }
  if (const Json* filtering = params.find("filtering")) {
    for (const Json& json : *filtering->as_array()) {
      FilterItem item;
      if (auto refusal = read_item(json, item)) return refusal;
      if (auto refusal = apply(a, std::move(item), q)) return refusal;
    }
  }
  q.page = params.integer("page", 1);
  q.page_size = params.integer("page_size", 10);
  return std::nullopt;
}

}  // namespace tiktok_marketing::sandbox
