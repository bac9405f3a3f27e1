#include "sandbox/rows.hpp"

namespace tiktok_marketing::sandbox {
namespace {

constexpr std::string_view kAllDay =
    "11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111"
    "1111"
    "11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111"
    "1111"
    "11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111"
    "1111"
    "111111111111";
static_assert(kAllDay.size() == 336);

struct Home {
  std::string_view country, location, language;
};
constexpr Home kHomes[] = {{"ES", "[\"2510769\"]", "[\"es\"]"}, {"US", "[\"6252001\"]", "[\"en\"]"},
                           {"JP", "[\"1861060\"]", "[\"ja\"]"}, {"BR", "[\"3469034\"]", "[\"pt\"]"},
                           {"GB", "[\"2635167\"]", "[\"en\"]"}, {"DE", "[\"2921044\"]", "[\"de\"]"},
                           {"AU", "[\"2077456\"]", "[\"en\"]"}, {"KR", "[\"1835841\"]", "[\"ko\"]"},
                           {"MX", "[\"3996063\"]", "[\"es\"]"}, {"IN", "[\"1269750\"]", "[\"en\"]"},
                           {"FR", "[\"3017382\"]", "[\"fr\"]"}};

const Home& home_of(const Advertiser& a) {
  for (const Home& home : kHomes) {
    if (home.country == a.country) return home;
  }
  return kHomes[1];
}

template <typename Sink>
void write_targeting(Sink& s, const Advertiser& a, const AdGroup& g) {
  constexpr std::string_view kAges[] = {"[\"AGE_18_24\",\"AGE_25_34\"]", "[\"AGE_18_24\"]",
                                        "[\"AGE_25_34\",\"AGE_35_44\",\"AGE_45_54\"]", "[]"};
  constexpr std::string_view kGenders[] = {"GENDER_UNLIMITED", "GENDER_FEMALE", "GENDER_MALE",
                                           "GENDER_UNLIMITED"};
  s.text("audience_type", "NORMAL");
  s.null("audience_rule");
  s.boolean("auto_targeting_enabled", false);
  s.null("shopping_ads_retargeting_type");
  s.null("shopping_ads_retargeting_actions_days");
  s.json("included_custom_actions", "[]");
  s.json("excluded_custom_actions", "[]");
  s.null("shopping_ads_retargeting_custom_audience_relation");
  s.json("location_ids", home_of(a).location);
  s.json("zipcode_ids", "[]");
  s.json("languages", chance(g.hash, 91, 70) ? home_of(a).language : "[]");
  s.text("gender", pick(g.hash, 92, kGenders));
  s.json("age_groups", pick(g.hash, 93, kAges));
  s.boolean("exclude_age_under_eighteen", true);
  s.text("spending_power", chance(g.hash, 94, 10) ? "HIGH" : "ALL");
  s.json("household_income", "[]");
  if (a.audiences > 0 && chance(g.hash, 95, 35)) {
    std::string list = "[\"";
    list += std::to_string(audience_id(a, below(g.hash, 96, a.audiences)));
    s.json("audience_ids", list + "\"]");
  } else {
    s.json("audience_ids", "[]");
  }
  s.boolean("smart_audience_enabled", false);
  s.json("excluded_audience_ids", "[]");
  s.json("interest_category_ids", chance(g.hash, 97, 30) ? "[\"15\",\"17102\"]" : "[]");
  s.json("interest_keyword_ids", "[]");
  s.json("purchase_intention_keyword_ids", "[]");
  s.json("actions",
         chance(g.hash, 98, 12)
             ? "[{\"action_scene\":\"VIDEO_RELATED\",\"action_period\":7,\"video_user_actions\":[\"LIKED\"],"
               "\"action_category_ids\":[\"13100\"]}]"
             : "[]");
  s.boolean("smart_interest_behavior_enabled", false);
  s.json("included_pangle_audience_package_ids", "[]");
  s.json("excluded_pangle_audience_package_ids", "[]");
}

template <typename Sink>
void write_devices(Sink& s, const AdGroup& g) {
  s.json("operating_systems", chance(g.hash, 99, 20) ? "[\"IOS\"]" : "[]");
  s.null("min_android_version");
  s.text("ios14_targeting", "UNSET");
  s.null("min_ios_version");
  s.text("ios14_quota_type", "UNOCCUPIED");
  s.json("device_model_ids", "[]");
  s.json("network_types", "[]");
  s.json("carrier_ids", "[]");
  s.json("isp_ids", "[]");
  s.json("device_price_ranges", chance(g.hash, 100, 10) ? "[250,10000]" : "[]");
  s.null("saved_audience_id");
  s.json("contextual_tag_ids", "[]");
  s.text("brand_safety_type", chance(g.hash, 101, 15) ? "STANDARD_INVENTORY" : "NO_BRAND_SAFETY");
  s.null("brand_safety_partner");
  s.boolean("inventory_filter_enabled", false);
  s.json("category_exclusion_ids", "[]");
  s.null("vertical_sensitivity_id");
}

template <typename Sink>
void write_budget(Sink& s, const RowContext& context, const Campaign& c, const AdGroup& g) {
  const auto budget = budget_of(context.advertiser, c, g);
  s.text("budget_mode", budget == 0 ? "BUDGET_MODE_INFINITE" : "BUDGET_MODE_DAY");
  s.number("budget", budget);
  s.number("scheduled_budget", 0);
  s.text("schedule_type", g.ends == kNever ? "SCHEDULE_FROM_NOW" : "SCHEDULE_START_END");
  const Seconds start = (g.created / kDay + 1) * kDay;
  s.time("schedule_start_time", start);
  s.time("schedule_end_time", g.ends == kNever ? start + 3'653 * kDay : g.ends);
  s.null("predict_impression");
  s.null("topview_reach_range");
  s.null("pre_discount_cpm");
  s.null("cpm");
  s.null("discount_type");
  s.null("discount_amount");
  s.null("discount_percentage");
  s.null("pre_discount_budget");
  s.null("schedule_infos");
  s.null("delivery_mode");
  s.text("dayparting", kAllDay);
}

template <typename Sink>
void write_bidding(Sink& s, const RowContext& context, const Campaign& c, const AdGroup& g) {
  const auto goal = static_cast<Goal>(g.goal);
  const bool converts =
      goal == Goal::convert || goal == Goal::install || goal == Goal::lead || goal == Goal::value;
  const auto bid = bid_of(context.advertiser, g);
  s.text("optimization_goal", kGoals[g.goal]);
  s.text_or_null("optimization_event", goal == Goal::convert || goal == Goal::value,
                 chance(g.hash, 102, 50) ? "SHOPPING" : "ON_WEB_ORDER");
  s.text_or_null("secondary_optimization_event", g.secondary_goal, "PURCHASE");
  s.null("message_event_set_id");
  s.null("frequency");
  s.null("frequency_schedule");
  s.text("bid_type", bid == 0 ? "BID_TYPE_NO_BID" : "BID_TYPE_CUSTOM");
  s.number("bid_price", converts ? 0 : bid);
  s.number("conversion_bid_price", converts ? bid : 0);
  s.null("deep_bid_type");
  s.number("roas_bid", 0);
  s.null("vbo_window");
  s.text("bid_display_mode", goal == Goal::video_view ? "CPV" : "CPMV");
  s.number("deep_cpa_bid", 0);
  s.null("cpv_video_duration");
  s.null("next_day_retention");
  // As long as conversions go on arriving, or the account would contradict itself.
  s.text_or_null("click_attribution_window", converts, "TWENTY_EIGHT_DAYS");
  s.text_or_null("engaged_view_attribution_window", converts, "ONE_DAY");
  s.text_or_null("view_attribution_window", converts, "ONE_DAY");
  s.text_or_null("attribution_event_count", converts, "EVERY");
  s.text("billing_event", billing_event(g));
  s.text("pacing", "PACING_MODE_SMOOTH");
  const Status status = status_of(c, g, context.now);
  const bool off = status == Status::deleted || status == Status::disabled;
  s.text("operation_status", off ? "DISABLE" : "ENABLE");
  s.text("secondary_status", secondary_status(Kind::adgroup, status));
}

template <typename Sink>
void write_destination(Sink& s, const Campaign& c, const AdGroup& g) {
  const bool app = kObjectives[c.objective].type == "APP_PROMOTION";
  const bool ios = app && chance(g.hash, 103, 40);
  const bool shop = kObjectives[c.objective].type == "PRODUCT_SALES";
  const bool pixel = kObjectives[c.objective].type == "WEB_CONVERSIONS" || shop;
  s.text("promotion_type", ios ? std::string_view("APP_IOS") : kObjectives[c.objective].promotion);
  s.text_or_null("shopping_ads_type", shop, "VIDEO");
  s.null("identity_id");
  s.null("identity_type");
  s.null("identity_authorized_bc_id");
  s.text_or_null("product_source", shop, "CATALOG");
  s.text_or_null("catalog_id", shop, "7042000000000000777");
  s.null("catalog_authorized_bc_id");
  s.null("store_id");
  s.null("store_authorized_bc_id");
  s.text_or_null("promotion_target_type", kObjectives[c.objective].type == "LEAD_GENERATION", "INSTANT_PAGE");
  s.null("messaging_app_type");
  s.null("messaging_app_account_id");
  s.null("phone_region_code");
  s.null("phone_region_calling_code");
  s.null("phone_number");
  s.null("promotion_website_type");
  s.text_or_null("app_id", app, "7042000000000000123");
  s.text_or_null("app_type", app, ios ? "APP_IOS" : "APP_ANDROID");
  s.text_or_null("app_download_url", app,
                 ios ? "https://apps.example.com/ios/1" : "https://apps.example.com/android/1");
  s.text_or_null("pixel_id", pixel, "7042000000000000555");
  s.null("app_config");
  s.null("deep_funnel_optimization_status");
  s.null("deep_funnel_event_source");
  s.null("deep_funnel_event_source_id");
  s.null("deep_funnel_optimization_event");
}

template <typename Sink>
void write_placement(Sink& s, const AdGroup& g) {
  const bool automatic = automatic_placement(g);
  s.text("placement_type", automatic ? "PLACEMENT_TYPE_AUTOMATIC" : "PLACEMENT_TYPE_NORMAL");
  s.json("placements", automatic ? "[\"PLACEMENT_TIKTOK\",\"PLACEMENT_PANGLE\"]" : "[\"PLACEMENT_TIKTOK\"]");
  s.json("tiktok_subplacements", "[]");
  s.boolean("search_result_enabled", true);
  s.boolean("comment_disabled", chance(g.hash, 104, 20));
  s.boolean("video_download_disabled", false);
  s.boolean("share_disabled", false);
  s.json("blocked_pangle_app_ids", "[]");
}

template <typename Sink>
void write_adgroup(Sink& s, const RowContext& context, const Campaign& c, const AdGroup& g) {
  const Advertiser& a = context.advertiser;
  s.begin();
  s.text("advertiser_id", a.id_text);
  s.id("campaign_id", id_of(a, Kind::campaign, c.index));
  s.words("campaign_name", campaign_name(a, c));
  s.text("campaign_system_origin", c.promote ? "PROMOTE" : "TT_ADS_PLATFORM");
  s.text("campaign_automation_type", automation_type(c.automation));
  s.boolean("is_smart_performance_campaign", c.automation == Automation::smart_plus);
  s.id("adgroup_id", id_of(a, Kind::adgroup, g.index));
  s.words("adgroup_name", adgroup_name(a, g));
  write_destination(s, c, g);
  write_placement(s, g);
  write_targeting(s, a, g);
  write_devices(s, g);
  write_budget(s, context, c, g);
  write_bidding(s, context, c, g);
  s.null("statistic_type");
  s.boolean("is_hfss", false);
  s.boolean("is_lhf_compliance", false);
  s.text("creative_material_mode", creative_mode(g));
  s.null("adgroup_app_profile_page_state");
  s.null("feed_type");
  s.null("rf_purchased_type");
  s.null("purchased_impression");
  s.null("purchased_reach");
  s.null("rf_estimated_cpr");
  s.null("rf_estimated_frequency");
  s.null("split_test_group_id");
  s.null("split_test_status");
  s.boolean("is_new_structure", true);
  s.boolean("skip_learning_phase", false);
  s.null("conversion_window");
  s.null("keywords");
  s.text("category_id", "0");
  s.boolean("automated_keywords_enabled", false);
  s.null("custom_conversion_id");
  s.time("create_time", g.created);
  s.time("modify_time", modified_at(g, context.now));
  s.end();
}

}  // namespace

void write_row(RowSink& sink, const RowContext& context, const Campaign& campaign, const AdGroup& adgroup) {
  write_adgroup(sink, context, campaign, adgroup);
}

std::span<const std::string_view> adgroup_fields() {
  static const auto names = [] {
    NameSink sink;
    const Advertiser advertiser;
    write_adgroup(sink, RowContext{advertiser, 0}, Campaign{}, AdGroup{});
    return sink.names;
  }();
  return names;
}

std::string_view creative_mode(const AdGroup& g) {
  return chance(g.hash, 105, 8) ? "SMART_CREATIVE" : "CUSTOM";
}

std::string_view billing_event(const AdGroup& g) {
  switch (static_cast<Goal>(g.goal)) {
    case Goal::click:
      return "CPC";
    case Goal::reach:
      return "CPM";
    case Goal::video_view:
      return "CPV";
    default:
      return "OCPM";
  }
}

std::int64_t bid_of(const Advertiser& a, const AdGroup& g) {
  return chance(g.hash, 106, 60) ? 0
                                 : static_cast<std::int64_t>(20 + below(g.hash, 107, 900)) * a.money / 100;
}

std::string_view bid_strategy(const AdGroup& g) {
  if (chance(g.hash, 106, 60)) return "BID_STRATEGY_LOWEST_COST";
  return chance(g.hash, 108, 70) ? "BID_STRATEGY_COST_CAP" : "BID_STRATEGY_BID_CAP";
}

std::string_view promotion_filter(const Campaign& c) {
  const std::string_view type = kObjectives[c.objective].type;
  if (type == "APP_PROMOTION") return "APP";
  return type == "LEAD_GENERATION" ? "INSTANT_FORM" : "WEBSITE";
}

std::string_view destination(const Campaign& c) {
  const std::string_view type = kObjectives[c.objective].type;
  if (type == "APP_PROMOTION") return "APP";
  return type == "LEAD_GENERATION" ? "TIKTOK_INSTANT_PAGE" : "WEBSITE";
}

bool automatic_placement(const AdGroup& g) {
  return chance(g.hash, 109, 55);
}

std::int64_t budget_of(const Advertiser& a, const Campaign& c, const AdGroup& g) {
  if (c.own_budget) return 0;
  return static_cast<std::int64_t>(20 + 10 * below(g.hash, 110, 18)) * a.money;
}

}  // namespace tiktok_marketing::sandbox
