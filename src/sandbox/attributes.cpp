#include "sandbox/attributes.hpp"

#include <fmt/format.h>

namespace tiktok_marketing::sandbox {
namespace {

std::string money(std::int64_t hundredths) {
  return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

bool app_campaign(const Campaign& c) {
  return kObjectives[c.objective].type == "APP_PROMOTION";
}

std::string_view promotion_text(const Campaign& c) {
  const auto filter = promotion_filter(c);
  return filter == "APP" ? "App" : filter == "INSTANT_FORM" ? "Instant form" : "Website";
}

std::string_view billing_text(const AdGroup& g) {
  const auto event = billing_event(g);
  return event == "CPC" ? "Clicks" : event == "CPV" ? "Video views" : event == "CPM" ? "Impressions" : "oCPM";
}

std::string_view status_text(const Subject& s) {
  const Status status = s.ad != nullptr ? status_of(*s.campaign, *s.adgroup, *s.ad, s.now)
                                        : status_of(*s.campaign, *s.adgroup, s.now);
  return status == Status::deleted ? "Deleted" : status == Status::disabled ? "Inactive" : "Active";
}

std::string of_campaign(std::string_view name, const Subject& s) {
  const Campaign& c = *s.campaign;
  if (name == "campaign_name") return campaign_name(s.advertiser, c);
  if (name == "campaign_id") return std::to_string(id_of(s.advertiser, Kind::campaign, c.index));
  if (name == "campaign_automation_type") return std::string(automation_type(c.automation));
  if (name == "objective_type") return std::string(kObjectives[c.objective].text);
  if (name == "split_test") return split_test(c) ? "Yes" : "No";
  if (name == "campaign_budget") return money(budget_of(s.advertiser, c));
  if (name == "campaign_dedicate_type") return "Regular campaign";
  if (name == "app_promotion_type") return app_campaign(c) ? "App install" : "-";
  if (name == "rf_campaign_type") return "Standard";
  return "-";
}

std::string of_adgroup(std::string_view name, const Subject& s) {
  const AdGroup& g = *s.adgroup;
  if (name == "adgroup_name") return adgroup_name(s.advertiser, g);
  if (name == "adgroup_id") return std::to_string(id_of(s.advertiser, Kind::adgroup, g.index));
  if (name == "placement_type") return automatic_placement(g) ? "Automatic Placement" : "Select Placement";
  if (name == "promotion_type") return std::string(promotion_text(*s.campaign));
  if (name == "opt_status" || name == "operation_status") return std::string(status_text(s));
  if (name == "budget") return money(budget_of(s.advertiser, *s.campaign, g));
  if (name == "billing_event" || name == "pricing_category") return std::string(billing_text(g));
  if (name == "bid_strategy") return bid_of(s.advertiser, g) == 0 ? "Lowest Cost" : "Cost Cap";
  if (name == "bid") return money(bid_of(s.advertiser, g));
  if (name == "bid_secondary_goal") return "0.00";
  if (name == "smart_target") return "-";
  if (name == "adgroup_download_url")
    return app_campaign(*s.campaign) ? "https://apps.example.com/android/1" : "";
  if (name == "is_aco") return creative_mode(g) == "CUSTOM" ? "false" : "true";
  if (name == "tt_app_id" || name == "tt_app_name" || name == "mobile_app_id") return "0";
  return of_campaign(name, s);
}

std::string of_ad(std::string_view name, const Subject& s) {
  const Ad& ad = *s.ad;
  const auto id = id_of(s.advertiser, Kind::ad, ad.index);
  if (name == "ad_name") return ad_name(s.advertiser, ad);
  if (name == "ad_id") return std::to_string(id);
  if (name == "ad_id_v2") {
    return std::to_string(s.campaign->automation == Automation::upgraded_smart_plus ? id - id % 7 : id);
  }
  if (name == "ad_text") return ad_text(s.advertiser, ad);
  if (name == "call_to_action") return "Learn more";
  if (name == "ad_profile_image" || name == "profile_image") {
    return fmt::format("https://images.example.com/p/{}.png", s.advertiser.index);
  }
  if (name == "ad_url")
    return fmt::format("https://shop.example.com/{}/{}", s.advertiser.index, below(ad.hash, 129, 40));
  if (name == "image_mode") return chance(ad.hash, 121, 75) ? "Video" : "Image";
  if (name == "is_smart_creative") return creative_mode(*s.adgroup) == "SMART_CREATIVE" ? "true" : "false";
  return of_adgroup(name, s);
}

}  // namespace

std::string attribute_text(std::string_view name, const Subject& s) {
  if (name == "advertiser_id") return s.advertiser.id_text;
  if (name == "advertiser_name") return s.advertiser.name;
  if (name == "currency") return std::string(s.advertiser.currency);
  if (name == "timezone") return std::string(s.advertiser.display_zone);
  if (s.ad != nullptr) return of_ad(name, s);
  if (s.adgroup != nullptr) return of_adgroup(name, s);
  if (s.campaign != nullptr) return of_campaign(name, s);
  return "-";
}

}  // namespace tiktok_marketing::sandbox
