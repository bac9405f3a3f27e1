#include "sandbox/selection.hpp"

#include <algorithm>

#include "base/date.hpp"
#include "sandbox/rows.hpp"

namespace tiktok_marketing::sandbox {
namespace {

bool holds(const std::vector<std::string>& wanted, std::string_view value) {
  return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
}

bool holds(const std::optional<std::vector<std::uint64_t>>& wanted, std::uint64_t index) {
  return !wanted || std::ranges::binary_search(*wanted, index);
}

bool same(const std::string& wanted, std::string_view value) {
  return wanted.empty() || wanted == value;
}

bool status_matches(const ObjectFilter& f, Kind kind, Status status) {
  if (f.any_status) return true;
  const std::string_view primary = primary_status(status);
  if (!f.secondary.empty()) {
    if (f.secondary.ends_with("_STATUS_ALL")) return true;
    if (f.secondary.ends_with("_NOT_DELETE")) return primary != "STATUS_DELETE";
    return secondary_status(kind, status) == f.secondary;
  }
  if (f.primary.empty()) return primary != "STATUS_DELETE";
  return std::ranges::any_of(f.primary, [&](const std::string& wanted) {
    return wanted == "STATUS_ALL" || wanted == primary ||
           (wanted == "STATUS_NOT_DELETE" && primary != "STATUS_DELETE");
  });
}

bool campaign_matches(const Advertiser& a, const ObjectFilter& f, const Campaign& c) {
  const Objective& objective = kObjectives[c.objective];
  const bool app = objective.type == "APP_PROMOTION";
  const bool shop = objective.type == "PRODUCT_SALES";
  const auto search = chance(c.hash, 83, 3);
  const std::string_view creative = c.automation == Automation::smart_plus ? "SPC"
                                    : search                               ? "SEARCH_CAMPAIGN"
                                                                           : "OTHER";
  const std::string_view type = app && chance(c.hash, 81, 20) ? "IOS14_CAMPAIGN" : "REGULAR_CAMPAIGN";
  // WEB_CONVERSIONS and its old name CONVERSIONS mean the same.
  const bool renamed = objective.type == "WEB_CONVERSIONS" && holds(f.objectives, "CONVERSIONS");
  return holds(f.campaigns, c.index) && (renamed || holds(f.objectives, objective.type)) &&
         holds(f.buying_types, buying_type(c.buying)) &&
         holds(f.origins, c.promote ? "PROMOTE" : "TT_ADS_PLATFORM") &&
         holds(f.automations, automation_type(c.automation)) &&
         holds(f.promotion_types, promotion_filter(c)) && holds(f.creative_types, creative) &&
         same(f.campaign_type, type) && same(f.destination, destination(c)) &&
         same(f.product_source, shop ? "CATALOG" : "") && same(f.sales_destination, shop ? "WEBSITE" : "") &&
         (!f.smart_performance || *f.smart_performance == (c.automation == Automation::smart_plus)) &&
         (!f.split_test || *f.split_test == split_test(c)) && a.campaigns > 0;
}

bool adgroup_matches(const ObjectFilter& f, const AdGroup& g) {
  return holds(f.adgroups, g.index) && same(f.bid_strategy, bid_strategy(g)) &&
         same(f.creative_mode, creative_mode(g)) && holds(f.billing_events, billing_event(g)) &&
         holds(f.goals, kGoals[g.goal]);
}

bool own_matches(const ObjectFilter& f, const Node& node, Seconds now, bool has_modify_time) {
  if (f.without && std::ranges::binary_search(*f.without, node.index)) return false;
  if (f.created_from && node.created < *f.created_from) return false;
  if (f.created_to && node.created > *f.created_to) return false;
  // An upgraded Smart+ ad shows no modify_time; its creation decides then.
  return !f.modified_after || (has_modify_time ? modified_at(node, now) : node.created) > *f.modified_after;
}

class Selector {
 public:
  Selector(const Advertiser& advertiser, Kind kind, const ObjectFilter& filter, Seconds now)
      : a_(advertiser), kind_(kind), f_(filter), now_(now) {}

  std::vector<std::uint32_t> run() {
    adgroups_ = kind_ == Kind::campaign ? 0 : count_of(a_, Kind::adgroup, now_);
    ads_ = kind_ == Kind::ad ? count_of(a_, Kind::ad, now_) : 0;
    for (auto i = campaigns_by(a_, now_); i-- > 0;) {
      if (!holds(f_.campaigns, i)) continue;
      const Campaign c = campaign_at(a_, i);
      if (!campaign_matches(a_, f_, c)) continue;
      kind_ == Kind::campaign ? take_campaign(c) : take_adgroups(c);
    }
    return std::move(found_);
  }

 private:
  void take_campaign(const Campaign& c) {
    if (!status_matches(f_, kind_, status_of(c, now_)) || !own_matches(f_, c, now_, true)) return;
    if (!f_.goals.empty() && !(c.own_budget && holds(f_.goals, kGoals[kObjectives[c.objective].goals[0]])))
      return;
    if (!f_.name.empty() && !campaign_name(a_, c).contains(f_.name)) return;
    found_.push_back(static_cast<std::uint32_t>(c.index));
  }

  void take_adgroups(const Campaign& c) {
    const auto first = a_.adgroups.first(c.index);
    for (auto i = std::min(a_.adgroups.first(c.index + 1), adgroups_); i-- > first;) {
      const AdGroup g = adgroup_at(a_, c, i);
      if (!adgroup_matches(f_, g)) continue;
      if (kind_ == Kind::ad) {
        take_ads(c, g);
      } else if (status_matches(f_, kind_, status_of(c, g, now_)) && own_matches(f_, g, now_, true) &&
                 (f_.name.empty() || adgroup_name(a_, g).contains(f_.name))) {
        found_.push_back(static_cast<std::uint32_t>(i));
      }
    }
  }

  void take_ads(const Campaign& c, const AdGroup& g) {
    const auto first = a_.ads.first(g.index);
    for (auto i = std::min(a_.ads.first(g.index + 1), ads_); i-- > first;) {
      const Ad ad = ad_at(a_, c, g, i);
      if (!holds(f_.ads, i) || !status_matches(f_, kind_, status_of(c, g, ad, now_)) ||
          !own_matches(f_, ad, now_, c.automation != Automation::upgraded_smart_plus)) {
        continue;
      }
      if (f_.name.empty() || ad_name(a_, ad).contains(f_.name))
        found_.push_back(static_cast<std::uint32_t>(i));
    }
  }

  const Advertiser& a_;
  Kind kind_;
  const ObjectFilter& f_;
  Seconds now_;
  std::uint64_t adgroups_ = 0;
  std::uint64_t ads_ = 0;
  std::vector<std::uint32_t> found_;
};

void read_text(const Params& params, std::string_view name, std::string& into) {
  if (const Json* value = params.filter(name)) into = *value->as_string();
}

void read_texts(const Params& params, std::string_view name, std::vector<std::string>& into) {
  const Json* value = params.filter(name);
  if (value == nullptr) return;
  into.clear();
  if (value->as_string()) into.push_back(*value->as_string());
  for (const auto text : texts_of(value)) into.emplace_back(text);
}

void read_flag(const Params& params, std::string_view name, std::optional<bool>& into) {
  if (const Json* value = params.filter(name)) into = *value->as_bool();
}

void read_time(const Params& params, std::string_view name, std::optional<Seconds>& into) {
  if (const Json* value = params.filter(name)) into = seconds_of(*parse_datetime(*value->as_string()));
}

void read_ids(const Advertiser& a, const Params& params, std::string_view name, Kind kind,
              std::optional<std::vector<std::uint64_t>>& into) {
  if (const Json* value = params.filter(name)) into = indexes_of(a, kind, texts_of(value));
}

}  // namespace

std::vector<std::uint64_t> indexes_of(const Advertiser& a, Kind kind,
                                      const std::vector<std::string_view>& ids) {
  std::vector<std::uint64_t> indexes;
  for (const auto id : ids) {
    if (const auto index = index_of(a, kind, id)) indexes.push_back(*index);
  }
  std::ranges::sort(indexes);
  return indexes;
}

std::optional<ApiError> read_filter(const Advertiser& a, const Params& params, ObjectFilter& f) {
  read_ids(a, params, "campaign_ids", Kind::campaign, f.campaigns);
  read_ids(a, params, "adgroup_ids", Kind::adgroup, f.adgroups);
  read_ids(a, params, "ad_ids", Kind::ad, f.ads);
  for (const auto name : {"campaign_name", "adgroup_name", "ad_name"}) read_text(params, name, f.name);
  read_texts(params, "primary_status", f.primary);
  read_text(params, "secondary_status", f.secondary);
  read_texts(params, "objective_type", f.objectives);
  read_texts(params, "buying_types", f.buying_types);
  read_texts(params, "campaign_system_origins", f.origins);
  read_texts(params, "campaign_automation_type", f.automations);
  read_texts(params, "optimization_goal", f.goals);
  read_texts(params, "promotion_type", f.promotion_types);
  read_texts(params, "billing_events", f.billing_events);
  read_texts(params, "creative_campaign_type", f.creative_types);
  read_text(params, "campaign_type", f.campaign_type);
  read_text(params, "bid_strategy", f.bid_strategy);
  read_text(params, "creative_material_mode", f.creative_mode);
  read_text(params, "destination", f.destination);
  read_text(params, "campaign_product_source", f.product_source);
  read_text(params, "sales_destination", f.sales_destination);
  read_flag(params, "is_smart_performance_campaign", f.smart_performance);
  read_flag(params, "split_test_enabled", f.split_test);
  read_time(params, "creation_filter_start_time", f.created_from);
  read_time(params, "creation_filter_end_time", f.created_to);
  read_time(params, "modified_after", f.modified_after);

  const bool top_view = std::ranges::find(f.buying_types, "RESERVATION_TOP_VIEW") != f.buying_types.end();
  if (top_view && f.buying_types.size() > 1) {
    return ApiError{
        40002, "filtering.buying_types: RESERVATION_TOP_VIEW cannot be combined with other buying types."};
  }
  return std::nullopt;
}

std::vector<std::uint32_t> select(const Advertiser& advertiser, Kind kind, const ObjectFilter& filter,
                                  Seconds now) {
  return Selector(advertiser, kind, filter, now).run();
}

}  // namespace tiktok_marketing::sandbox
