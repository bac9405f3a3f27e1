#include "sandbox/rows.hpp"

namespace tiktok_marketing::sandbox {
namespace {

template <typename Sink>
void write_campaign(Sink& s, const RowContext& context, const Campaign& c) {
  const Advertiser& a = context.advertiser;
  const Objective& objective = kObjectives[c.objective];
  const Status status = status_of(c, context.now);
  const bool off = status == Status::deleted || status == Status::disabled;
  const bool app = objective.type == "APP_PROMOTION";
  const bool shop = objective.type == "PRODUCT_SALES";
  const auto budget = budget_of(a, c);

  s.begin();
  s.text("advertiser_id", a.id_text);
  s.id("campaign_id", id_of(a, Kind::campaign, c.index));
  s.words("campaign_name", campaign_name(a, c));
  s.text("campaign_type", app && chance(c.hash, 81, 20) ? "IOS14_CAMPAIGN" : "REGULAR_CAMPAIGN");
  s.text("campaign_system_origin", c.promote ? "PROMOTE" : "TT_ADS_PLATFORM");
  s.text("objective", objective.objective);
  s.text("objective_type", objective.type);
  s.text("app_promotion_type", app ? "APP_INSTALL" : "UNSET");
  s.null("virtual_objective_type");
  s.text_or_null("sales_destination", shop, "WEBSITE");
  s.text_or_null("campaign_product_source", shop, "CATALOG");
  s.number("budget", budget);
  s.text("budget_mode", budget == 0              ? "BUDGET_MODE_INFINITE"
                        : chance(c.hash, 82, 15) ? "BUDGET_MODE_TOTAL"
                                                 : "BUDGET_MODE_DAY");
  if (c.own_budget) {
    s.boolean("budget_optimize_on", true);
    s.text("bid_type", "BID_TYPE_NO_BID");
    s.text("optimization_goal", kGoals[objective.goals[0]]);
  } else {
    s.absent("budget_optimize_on");
    s.absent("bid_type");
    s.absent("optimization_goal");
  }
  s.text("operation_status", off ? "DISABLE" : "ENABLE");
  s.text("secondary_status", secondary_status(Kind::campaign, status));
  s.boolean("is_smart_performance_campaign", c.automation == Automation::smart_plus);
  s.boolean("is_search_campaign", chance(c.hash, 83, 3));
  s.boolean("is_new_structure", true);
  s.boolean("is_advanced_dedicated_campaign", false);
  s.text("campaign_automation_type", automation_type(c.automation));
  s.text("rf_campaign_type", "STANDARD");
  s.null("deep_bid_type");
  s.number("roas_bid", 0);
  s.null("bid_align_type");
  s.text_or_null("app_id", app, "7042000000000000123");
  s.null("postback_window_mode");
  s.null("rta_id");
  s.boolean("rta_bid_enabled", false);
  s.boolean("rta_product_selection_enabled", false);
  s.null("disable_skan_campaign");
  s.text_or_null("campaign_app_profile_page_state", app, "OFF");
  s.json("special_industries", chance(c.hash, 84, 4) ? "[\"HOUSING\"]" : "[]");
  s.null("po_number");
  s.boolean("catalog_enabled", shop);
  s.text_or_null("split_test_variable", split_test(c), "TARGETING");
  s.time("create_time", c.created);
  s.time("modify_time", modified_at(c, context.now));
  s.end();
}

// A boosted post comes back with these six members only.
void write_promote(RowSink& s, const RowContext& context, const Campaign& c) {
  const Status status = status_of(c, context.now);
  s.begin();
  s.text("advertiser_id", context.advertiser.id_text);
  s.id("campaign_id", id_of(context.advertiser, Kind::campaign, c.index));
  s.time("create_time", c.created);
  s.words("campaign_name", campaign_name(context.advertiser, c));
  s.text("operation_status", status == Status::ok ? "ENABLE" : "DISABLE");
  s.text("secondary_status", secondary_status(Kind::campaign, status));
  s.end();
}

}  // namespace

void write_row(RowSink& sink, const RowContext& context, const Campaign& campaign) {
  if (campaign.promote) {
    sink.without_projection([&] { write_promote(sink, context, campaign); });
  } else {
    write_campaign(sink, context, campaign);
  }
}

std::span<const std::string_view> campaign_fields() {
  static const auto names = [] {
    NameSink sink;
    const Advertiser advertiser;
    write_campaign(sink, RowContext{advertiser, 0}, Campaign{});
    return sink.names;
  }();
  return names;
}

std::string_view buying_type(Buying buying) {
  return buying == Buying::auction       ? "AUCTION"
         : buying == Buying::reservation ? "RESERVATION_RF"
                                         : "RESERVATION_TOP_VIEW";
}

std::string_view automation_type(Automation automation) {
  return automation == Automation::manual       ? "MANUAL"
         : automation == Automation::smart_plus ? "SMART_PLUS"
                                                : "UPGRADED_SMART_PLUS";
}

bool split_test(const Campaign& c) {
  return chance(c.hash, 85, 5);
}

std::int64_t budget_of(const Advertiser& a, const Campaign& c) {
  if (!c.own_budget && !chance(c.hash, 86, 40)) return 0;
  return static_cast<std::int64_t>(50 + 50 * below(c.hash, 87, 12)) * a.money;
}

}  // namespace tiktok_marketing::sandbox
