#include "sandbox/rows.hpp"

namespace tiktok_marketing::sandbox {
namespace {

template <typename Sink>
void write_creative(Sink& s, const Advertiser& a, const Ad& ad) {
  const bool video = a.videos > 0 && chance(ad.hash, 121, 75);
  const bool spark = video && chance(ad.hash, 122, 18);
  s.text("identity_type", spark ? "TT_USER" : "CUSTOMIZED_USER");
  s.id("identity_id", 7'042'000'000'000'000'000ULL + a.index * 1'000 + (spark ? 1 : 0));
  s.null("identity_authorized_bc_id");
  s.null("catalog_id");
  s.null("product_specific_type");
  s.null("item_group_ids");
  s.null("product_set_id");
  s.null("sku_ids");
  s.null("showcase_products");
  s.text("ad_format", video ? "SINGLE_VIDEO" : "SINGLE_IMAGE");
  s.null("vertical_video_strategy");
  s.null("dynamic_format");
  if (video && !spark) {
    s.text("video_id", video_id(a, below(ad.hash, 123, a.videos)));
  } else {
    s.null("video_id");
  }
  s.json("image_ids", spark || a.images == 0 ? std::string("[]")
                                             : "[\"" + image_id(a, below(ad.hash, 124, a.images)) + "\"]");
  s.null("carousel_image_index");
  s.null("carousel_image_labels");
  s.null("music_id");
  if (spark) {
    s.id("tiktok_item_id", 7'200'000'000'000'000'000ULL + below(ad.hash, 125, 99'000'000'000'000ULL));
  } else {
    s.null("tiktok_item_id");
  }
  s.boolean("promotional_music_disabled", false);
  s.text_or_null("item_duet_status", spark, "DISABLE");
  s.text_or_null("item_stitch_status", spark, "DISABLE");
  s.text("dark_post_status", "ON");
  s.boolean("branded_content_disabled", false);
  s.null("shopping_ads_video_package_id");
  s.words("ad_text", ad_text(a, ad));
  s.null("ad_texts");
  if (chance(ad.hash, 126, 60)) {
    s.absent("call_to_action");
    s.id("call_to_action_id", 7'042'000'000'000'900'000ULL + below(ad.hash, 127, 9));
  } else {
    constexpr std::string_view kCalls[] = {"LEARN_MORE", "SHOP_NOW", "SIGN_UP", "ORDER_NOW", "VIEW_NOW"};
    s.text("call_to_action", pick(ad.hash, 128, kCalls));
    s.null("call_to_action_id");
  }
  s.null("card_id");
}

template <typename Sink>
void write_page(Sink& s, const Advertiser& a, const Campaign& c, const Ad& ad) {
  const bool app = kObjectives[c.objective].type == "APP_PROMOTION";
  if (app) {
    s.text("landing_page_url", "");
  } else {
    s.text("landing_page_url", "https://shop.example.com/" + std::to_string(a.index) + "/" +
                                   std::to_string(below(ad.hash, 129, 40)));
  }
  s.null("landing_page_urls");
  s.json("utm_params", chance(ad.hash, 130, 25)
                           ? "[{\"key\":\"utm_source\",\"value\":\"tiktok\"},"
                             "{\"key\":\"utm_campaign\",\"value\":\"__CAMPAIGN_NAME__\"}]"
                           : "[]");
  s.null("page_id");
  s.null("cpp_url");
  s.null("tiktok_page_category");
  s.null("phone_region_code");
  s.null("phone_region_calling_code");
  s.null("phone_number");
  s.text("deeplink", app ? "demoapp://open" : "");
  s.text("deeplink_type", "NORMAL");
  s.null("deeplink_format_type");
  s.null("shopping_ads_deeplink_type");
  s.json("deeplink_utm_params", "[]");
  s.null("shopping_ads_fallback_type");
  s.text("fallback_type", "UNSET");
  s.text("dynamic_destination", "UNSET");
  s.null("auto_message_id");
  s.text("aigc_disclosure_type", chance(ad.hash, 131, 8) ? "SELF_DISCLOSURE" : "NOT_DECLARED");
  s.null("disclaimer_type");
  s.null("disclaimer_text");
  s.null("disclaimer_clickable_texts");
  s.null("auto_disclaimer_types");
  s.null("end_card_cta");
  s.null("product_display_field_list");
  s.null("vehicle_ids");
}

template <typename Sink>
void write_tracking(Sink& s, const Ad& ad) {
  s.integer("tracking_pixel_id", chance(ad.hash, 132, 30) ? 7'042'000'000'000'000'555 : 0);
  s.null("tracking_app_id");
  s.json("tracking_offline_event_set_ids", "[]");
  s.null("tracking_message_event_set_id");
  s.boolean("vast_moat_enabled", false);
  s.text("viewability_postbid_partner", "UNSET");
  s.null("viewability_vast_url");
  s.text("brand_safety_postbid_partner", "UNSET");
  s.null("brand_safety_vast_url");
  s.null("impression_tracking_url");
  s.null("click_tracking_url");
  s.text("playable_url", "");
  s.null("video_view_tracking_url");
}

template <typename Sink>
void write_ad(Sink& s, const RowContext& context, const Campaign& c, const AdGroup& g, const Ad& ad) {
  const Advertiser& a = context.advertiser;
  const bool upgraded = c.automation == Automation::upgraded_smart_plus;
  const Status status = status_of(c, g, ad, context.now);
  const bool off = status == Status::deleted || status == Status::disabled;
  const auto id = id_of(a, Kind::ad, ad.index);

  s.begin();
  s.text("advertiser_id", a.id_text);
  s.id("campaign_id", id_of(a, Kind::campaign, c.index));
  s.words("campaign_name", campaign_name(a, c));
  s.text("campaign_system_origin", c.promote ? "PROMOTE" : "TT_ADS_PLATFORM");
  s.text("campaign_automation_type", automation_type(c.automation));
  s.id("adgroup_id", id_of(a, Kind::adgroup, g.index));
  s.words("adgroup_name", adgroup_name(a, g));
  s.id("ad_id", id);
  s.words("ad_name", ad_name(a, ad));
  if (upgraded) {
    s.id("smart_plus_ad_id", id - id % 7);
  } else {
    s.absent("smart_plus_ad_id");
  }
  write_creative(s, a, ad);
  write_page(s, a, c, ad);
  write_tracking(s, ad);
  s.text("operation_status", off ? "DISABLE" : "ENABLE");
  s.text("secondary_status", secondary_status(Kind::ad, status));
  s.null("creative_type");
  s.text("app_name", kObjectives[c.objective].type == "APP_PROMOTION" ? "Demo App" : "");
  s.words("display_name", a.brand);
  s.text("avatar_icon_web_uri", "ad-site-i18n-sg/avatar" + std::to_string(a.index));
  s.text("profile_image_url", "https://images.example.com/p/" + std::to_string(a.index) + ".png");
  s.boolean("creative_authorized", false);
  s.boolean("is_aco", creative_mode(g) != "CUSTOM");
  s.boolean("is_new_structure", true);
  s.null("optimization_event");
  s.null("image_mode");
  s.time("create_time", ad.created);
  if (upgraded) {
    s.absent("modify_time");
  } else {
    s.time("modify_time", modified_at(ad, context.now));
  }
  s.end();
}

}  // namespace

void write_row(RowSink& sink, const RowContext& context, const Campaign& campaign, const AdGroup& adgroup,
               const Ad& ad) {
  write_ad(sink, context, campaign, adgroup, ad);
}

std::span<const std::string_view> ad_fields() {
  static const auto names = [] {
    NameSink sink;
    Advertiser advertiser;
    advertiser.videos = advertiser.images = 1;
    Campaign campaign;
    write_ad(sink, RowContext{advertiser, 0}, campaign, AdGroup{}, Ad{});
    return sink.names;
  }();
  return names;
}

}  // namespace tiktok_marketing::sandbox
