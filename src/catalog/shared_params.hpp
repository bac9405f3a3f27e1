#pragma once

#include "catalog/model.hpp"

/// Parameters and strict value lists that several entities share.
namespace tiktok_marketing::catalog {

inline constexpr std::string_view kCampaignPrimaryStatus[] = {"STATUS_ALL",     "STATUS_NOT_DELETE",
                                                              "STATUS_DELETE",  "STATUS_DELIVERY_OK",
                                                              "STATUS_DISABLE", "STATUS_NOT_DELIVERY"};
inline constexpr std::string_view kPrimaryStatus[] = {
    "STATUS_ALL",     "STATUS_NOT_DELETE",       "STATUS_DELETE",          "STATUS_DELIVERY_OK",
    "STATUS_DISABLE", "STATUS_NOT_DELIVERY",     "STATUS_TIME_DONE",       "STATUS_RF_CLOSED",
    "STATUS_FROZEN",  "STATUS_DELIVERY_PARTIAL", "STATUS_DELIVERY_CATALOG"};
inline constexpr std::string_view kCampaignTypes[] = {"REGULAR_CAMPAIGN", "IOS14_CAMPAIGN"};
inline constexpr std::string_view kBuyingTypes[] = {"AUCTION", "RESERVATION_RF", "RESERVATION_TOP_VIEW"};
inline constexpr std::string_view kSystemOrigins[] = {"PROMOTE", "TT_ADS_PLATFORM"};
inline constexpr std::string_view kAutomationTypes[] = {"MANUAL", "SMART_PLUS", "UPGRADED_SMART_PLUS"};
inline constexpr std::string_view kProductSources[] = {"CATALOG", "STORE"};
inline constexpr std::string_view kSalesDestinations[] = {"TIKTOK_SHOP", "WEBSITE", "APP", "WEB_AND_APP"};
inline constexpr std::string_view kCreativeCampaignTypes[] = {"SPC", "SEARCH_CAMPAIGN", "OTHER"};
inline constexpr std::string_view kPromotionTypeFilters[] = {"APP",
                                                             "WEBSITE",
                                                             "INSTANT_FORM",
                                                             "LEAD_GEN_CLICK_TO_TT_DIRECT_MESSAGE",
                                                             "LEAD_GEN_CLICK_TO_SOCIAL_MEDIA_APP_MESSAGE",
                                                             "LEAD_GEN_CLICK_TO_CALL",
                                                             "OTHERS"};
inline constexpr std::string_view kBidStrategies[] = {"BID_STRATEGY_COST_CAP", "BID_STRATEGY_BID_CAP",
                                                      "BID_STRATEGY_MAX_CONVERSION",
                                                      "BID_STRATEGY_LOWEST_COST"};
inline constexpr std::string_view kAdGroupMaterialModes[] = {"CUSTOM", "SMART_CREATIVE"};
inline constexpr std::string_view kAdMaterialModes[] = {"CUSTOM", "DYNAMIC", "SMART_CREATIVE"};
inline constexpr std::string_view kBillingEvents[] = {"CPC", "CPM", "CPV", "OCPC", "GD", "OCPM"};
inline constexpr std::string_view kDestinations[] = {"APP", "TIKTOK_INSTANT_PAGE", "WEBSITE",
                                                     "SOCIAL_MEDIA_APP", "PHONE_CALL"};
inline constexpr std::string_view kVideoSortFields[] = {"CREATE_TIME", "MODIFY_TIME"};

inline constexpr Param kAdvertiserId{
    .name = "advertiser_id",
    .type = Type::string,
    .required = true,
    .is_id = true,
    .description = "Id of the ad account to read; may be left out when exactly one account is known.",
    .example_json = "\"7312000000000000101\""};

inline constexpr Param kAdvertiserIds{
    .name = "advertiser_ids",
    .type = Type::array,
    .wire = Wire::json,
    .is_id = true,
    .min = 1,
    .description =
        "Ids of the ad accounts to read; left out, every account that is known or can be discovered.",
    .example_json = "[\"7312000000000000101\"]"};

inline constexpr Param kPage{.name = "page",
                             .type = Type::integer,
                             .default_json = "1",
                             .min = 1,
                             .description = "Page to read, counted from 1.",
                             .example_json = "1"};

inline constexpr Param kIgnoredPage{
    .name = "page",
    .type = Type::integer,
    .wire = Wire::none,
    .default_json = "1",
    .min = 1,
    .description = "Accepted and without effect: TikTok answers all asked-for accounts at once.",
    .example_json = "1"};

inline constexpr Param kIgnoredPageSize{
    .name = "page_size",
    .type = Type::integer,
    .wire = Wire::none,
    .default_json = "100",
    .min = 1,
    .max = 100,
    .description = "Accepted and without effect: ids are sent in batches of 100.",
    .example_json = "100"};

inline constexpr Param kAll{
    .name = "all",
    .type = Type::boolean,
    .wire = Wire::none,
    .origin = Origin::ours,
    .default_json = "false",
    .description = "true reads every page (and every date window of a report) instead of one page.",
    .example_json = "true"};

inline constexpr Param kLimit{
    .name = "limit",
    .type = Type::integer,
    .wire = Wire::none,
    .origin = Origin::ours,
    .min = 1,
    .description = "Stop after this many records, reading as many pages as that takes.",
    .example_json = "50"};

inline constexpr Param kCursor{
    .name = "cursor",
    .type = Type::string,
    .wire = Wire::none,
    .origin = Origin::ours,
    .description = "Where to continue: the cursor in meta.next of an earlier answer, unchanged.",
    .example_json = "\"eyJwYWdlIjoyfQ\""};

inline constexpr Param kLocalFields{
    .name = "fields",
    .type = Type::array,
    .wire = Wire::none,
    .origin = Origin::ours,
    .min = 1,
    .description = "Names of the record fields to keep, which makes answers smaller; all when left out.",
    .example_json = "[\"name\"]"};

inline constexpr Param kTikTokFields{
    .name = "fields",
    .type = Type::array,
    .wire = Wire::json,
    .origin = Origin::tiktok,
    .min = 1,
    .description = "Names of the record fields to read, which makes answers smaller; all when left out.",
    .example_json = "[\"advertiser_id\"]"};

constexpr Param page_size_param(std::string_view default_json, std::int64_t max) {
  return {.name = "page_size",
          .type = Type::integer,
          .default_json = default_json,
          .min = 1,
          .max = max,
          .description = "Records per page.",
          .example_json = default_json};
}

constexpr Param filtering_param(std::string_view example_json) {
  return {.name = "filtering",
          .type = Type::object,
          .wire = Wire::json,
          .origin = Origin::tiktok,
          .description = "Only records that match every key given; the keys are listed with the entity.",
          .example_json = example_json};
}

}  // namespace tiktok_marketing::catalog
