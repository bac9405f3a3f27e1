#include <algorithm>
#include <array>
#include <iterator>

#include "catalog/model.hpp"

namespace tiktok_marketing::catalog {
namespace {

using enum DimensionKind;

constexpr Dimension kDimensions[] = {
    {"advertiser_id", id, true, true, "One row per ad account."},
    {"campaign_id", id, true, true, "One row per campaign."},
    {"adgroup_id", id, true, true, "One row per ad group."},
    {"ad_id", id, true, true, "One row per ad; for upgraded Smart+ per creative of an ad."},
    {"ad_id_v2", id, true, false, "One row per ad, upgraded Smart+ included; not together with ad_id."},
    {"stat_time_day", time, true, true, "One row per day; at most 30 days per request."},
    {"stat_time_hour", time, true, false, "One row per hour; one day per request."},
    {"country_code", audience, true, true, "Two-letter country code."},
    {"gender", audience, false, true, "FEMALE, MALE or NONE."},
    {"age", audience, false, true, "Age band, for example AGE_25_34, or NONE."},
    {"province_id", audience, false, true, "Province or state."},
    {"ac", audience, false, true, "Network, for example WIFI or 4G."},
    {"language", audience, false, true, "Language of the viewer's device."},
    {"platform", audience, false, true, "Operating system, for example ANDROID."},
    {"interest_category", audience, false, true, "Interest category, older tree."},
    {"interest_category_v2", audience, false, true, "Interest category, current tree."},
    {"placement", audience, false, true, "Placement the ad was shown on."},
    {"contextual_tag", audience, false, true, "Content tag the ad was shown next to."},
    {"ad_type", other, true, false, "Type of ad."},
    {"custom_event_type", other, true, false, "Type of custom event."},
    {"event_source_id", other, true, false, "Source that measured the event, for example a pixel."},
    {"page_id", other, true, false, "Instant page."},
    {"component_name", other, true, false, "Component of an instant page."},
    {"room_id", other, true, false, "LIVE room."},
    {"post_id", other, true, false, "TikTok post."},
    {"image_id", other, true, false, "Image of a carousel."},
    {"video_material_id", other, true, false, "Video material."},
    {"minis_id", other, true, false, "TikTok Minis app."},
    {"search_terms", other, true, false, "What people searched for."},
    {"search_keyword", other, true, false, "Keyword that matched a search."},
    {"match_type", other, true, false, "How the keyword matched."},
    {"skan_postback_sequence", other, true, false, "Order of SKAdNetwork postbacks."},
};

constexpr auto kNames = [] {
  std::array<std::string_view, std::size(kDimensions)> names{};
  std::ranges::transform(kDimensions, names.begin(), &Dimension::name);
  return names;
}();

constexpr std::string_view kFilterTypes[] = {
    "IN",           "NOT_IN",      "MATCH",      "CONTAIN_ANY_OF", "GREATER_EQUAL",
    "GREATER_THAN", "LOWER_EQUAL", "LOWER_THAN", "BETWEEN",        "RANGE"};

constexpr std::string_view kFilterFields[] = {
    "campaign_ids",    "adgroup_ids",    "ad_ids",         "ad_ids_v2",
    "campaign_status", "adgroup_status", "ad_status",      "campaign_automation_type",
    "buying_type",     "objective_type", "promotion_type", "country_code"};

}  // namespace

std::span<const Dimension> dimensions() {
  return kDimensions;
}

const Dimension* find_dimension(std::string_view name) {
  const auto* found = std::ranges::find(kDimensions, name, &Dimension::name);
  return found == std::end(kDimensions) ? nullptr : found;
}

std::span<const std::string_view> report_dimensions() {
  return kNames;
}
std::span<const std::string_view> report_filter_types() {
  return kFilterTypes;
}
std::span<const std::string_view> report_filter_fields() {
  return kFilterFields;
}

std::string_view name_of(DimensionKind kind) {
  switch (kind) {
    case id:
      return "id";
    case time:
      return "time";
    case audience:
      return "audience";
    case other:
      return "other";
  }
  return {};
}

}  // namespace tiktok_marketing::catalog
