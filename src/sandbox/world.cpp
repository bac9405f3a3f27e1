#include "sandbox/world.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>

namespace tiktok_marketing::sandbox {
namespace {

struct Account {
  std::string_view brand;
  std::string_view suffix;
  std::string_view country;
  std::string_view currency;
  std::string_view language;
  std::string_view zone;
  std::string_view display_zone;
  std::uint32_t money;
};

// `Etc/GMT+8` has the POSIX sign and means eight hours behind UTC.
constexpr Account kAccounts[] = {
    {"Harbor & Pine Coffee", "EU", "ES", "EUR", "es", "Etc/GMT-1", "Europe/Madrid", 100},
    {"Northlight Outdoor", "US", "US", "USD", "en", "Etc/GMT+8", "America/Los_Angeles", 110},
    {"空色デザイン工房", "JP", "JP", "JPY", "ja", "Etc/GMT-9", "Asia/Tokyo", 15'000},
    {"Padaria Três Marés", "BR", "BR", "BRL", "pt", "Etc/GMT+3", "America/Sao_Paulo", 550},
};
constexpr Account kMarkets[] = {
    {"", "UK", "GB", "GBP", "en", "Etc/GMT", "Europe/London", 85},
    {"", "DE", "DE", "EUR", "de", "Etc/GMT-1", "Europe/Berlin", 100},
    {"", "US", "US", "USD", "en", "Etc/GMT+5", "America/New_York", 110},
    {"", "AU", "AU", "AUD", "en", "Etc/GMT-10", "Australia/Sydney", 165},
    {"", "KR", "KR", "KRW", "ko", "Etc/GMT-9", "Asia/Seoul", 145'000},
    {"", "MX", "MX", "MXN", "es", "Etc/GMT+6", "America/Mexico_City", 1'900},
    {"", "IN", "IN", "INR", "en", "Asia/Kolkata", "Asia/Kolkata", 9'000},
    {"", "FR", "FR", "EUR", "fr", "Etc/GMT-1", "Europe/Paris", 100},
};
constexpr std::string_view kBrandA[] = {"Löwenzahn", "Marrow & Mint", "Quill",   "Tidewater",
                                        "Ember",     "Fjordly",       "Saffron", "Otter",
                                        "Velvet",    "Châtaigne",     "Kumo",    "Papaya"};
constexpr std::string_view kBrandB[] = {"Bikes",  "Skincare", "Books",   "Kitchen", "Games",
                                        "Travel", "Pets",     "Fitness", "Studio",  "Audio"};

constexpr Seconds kPopulationEnd = Seconds{day_number(2026, 9, 1)} * kDay;
constexpr Seconds kAdGroupStep = 1'800;
constexpr Seconds kAdStep = 60;

void give_objects(Advertiser& a, Size size) {
  a.settled = kPopulationEnd;
  a.opened = kPopulationEnd - (size == Size::small ? 365 : 1'096) * kDay;
  a.new_every = 45 * kDay;
  a.adgroups = {{2, 1, 3, 2}};
  a.ads = {{3, 2, 4, 1}};
  a.audiences = 4 + a.index % 5;
  a.images = 14 + a.index % 9;
  a.videos = 11 + a.index % 7;
  if (size == Size::small) {
    constexpr std::uint32_t kSmall[] = {12, 9, 6, 5};
    a.campaigns = kSmall[a.index % 4];
  } else if (size == Size::medium) {
    a.campaigns = 20 + static_cast<std::uint32_t>(below(a.hash, 41, 40));
    a.images = 120 + 10 * a.index;
    a.videos = 80 + 5 * a.index;
    a.audiences = 12 + a.index;
  } else if (a.index == 0) {
    a.campaigns = 1'500;
    a.adgroups = {{4, 4, 4, 4}};
    a.ads = {{5, 6, 4, 5}};
    a.images = 12'500;
    a.videos = 6'000;
    a.audiences = 400;
    a.new_every = 0;
  } else {
    const bool last = a.index == 49;
    a.campaigns = last ? 52 : 34;
    a.adgroups = last ? Pattern{{4, 4, 4, 4}} : Pattern{{6, 6, 6, 6}};
    a.ads = {{7, 7, 7, 7}};
    a.images = 300;
    a.videos = 200;
    a.audiences = 40;
    a.new_every = 0;
  }
}

Advertiser make_advertiser(std::uint64_t seed, Size size, std::uint32_t index) {
  Advertiser a;
  a.index = index;
  a.hash = mix(seed, 0xad, index);
  a.id = 7'310'000'000'000'000'000ULL + std::uint64_t{index} * 20'000'000'000'000ULL +
         below(a.hash, 1, 19'000'000'000'000ULL);
  a.id_text = fmt::format("{}", a.id);
  const bool named = index < std::size(kAccounts);
  const Account& account =
      named ? kAccounts[index] : kMarkets[(index - std::size(kAccounts)) % std::size(kMarkets)];
  a.brand = named ? std::string(account.brand)
                  : fmt::format("{} {}", pick(a.hash, 2, kBrandA), pick(a.hash, 3, kBrandB));
  a.name = fmt::format("{} {}", a.brand, account.suffix);
  a.country = account.country;
  a.currency = account.currency;
  a.language = account.language;
  a.zone = account.zone;
  a.display_zone = account.display_zone;
  a.money = account.money;
  a.long_ids = index % 2 == 1;
  a.gmv_max = index == 3;
  give_objects(a, size);
  return a;
}

Seconds campaign_created(const Advertiser& a, std::uint64_t index) {
  if (index >= a.campaigns) {
    if (a.new_every == 0) return kNever;
    return a.settled + static_cast<Seconds>(index - a.campaigns + 1) * a.new_every +
           static_cast<Seconds>(below(a.hash, index, 20 * 3'600));
  }
  const Seconds step = (a.settled - a.opened) / a.campaigns;
  return a.opened + static_cast<Seconds>(index) * step +
         static_cast<Seconds>(below(a.hash, index, static_cast<std::uint64_t>(step / 2)));
}

void give_end(Node& node, std::uint64_t deleted_percent, std::uint64_t disabled_percent) {
  const auto fate = below(node.hash, 11, 100);
  if (fate >= deleted_percent + disabled_percent) return;
  node.stop = fate < deleted_percent ? Stop::deleted : Stop::disabled;
  node.stopped = node.created + 5 * kDay + static_cast<Seconds>(below(node.hash, 12, 200 * 86'400));
}

/// Smallest index whose object does not exist yet, given a lower bound that does.
template <typename Created>
std::uint64_t partition(std::uint64_t low, std::uint64_t high, Seconds now, Created created) {
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    if (created(middle) <= now) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

struct IdLayout {
  std::uint64_t base;
  std::uint64_t stride;
};

IdLayout id_layout(const Advertiser& a, Kind kind) {
  const std::uint64_t slot = static_cast<std::uint64_t>(kind);
  if (a.long_ids) {
    return {1'790'000'000'000'000'000ULL + a.index * 100'000'000'000'000ULL + slot * 30'000'000'000'000ULL,
            100'000'000};
  }
  return {1'790'000'000'000'000ULL + a.index * 100'000'000'000ULL + slot * 30'000'000'000ULL, 100'000};
}

}  // namespace

World::World(std::uint64_t seed, Size size) : seed_(seed) {
  const std::uint32_t count = size == Size::small ? 4 : size == Size::medium ? 20 : 50;
  for (std::uint32_t i = 0; i < count; ++i) advertisers_.push_back(make_advertiser(seed, size, i));
}

const Advertiser* World::find(std::string_view id) const {
  const auto it =
      std::find_if(advertisers_.begin(), advertisers_.end(), [&](const auto& a) { return a.id_text == id; });
  return it == advertisers_.end() ? nullptr : &*it;
}

Campaign campaign_at(const Advertiser& a, std::uint64_t index) {
  Campaign c;
  c.index = index;
  c.hash = mix(a.hash, 0xca, index);
  c.created = campaign_created(a, index);
  give_end(c, 8, 14);
  const auto kind = below(c.hash, 21, 100);
  // The newest campaign is an ordinary one, so that every account has something plain to show.
  const bool plain = index + 1 == a.campaigns || index == 0;
  if (plain) c.stopped = kNever, c.stop = Stop::none;
  if (!plain) {
    c.automation = kind < 14   ? Automation::upgraded_smart_plus
                   : kind < 18 ? Automation::smart_plus
                               : Automation::manual;
    const auto buying = below(c.hash, 22, 100);
    c.buying = buying < 3 ? Buying::reservation : buying < 4 ? Buying::top_view : Buying::auction;
    c.promote = buying >= 4 && buying < 7;
    c.gmv_max = a.gmv_max && index % 4 == 2;
    c.over_budget = chance(c.hash, 23, 3);
  }
  constexpr std::uint8_t kWeighted[] = {0, 0, 0, 1, 1, 1, 1, 2, 3, 4, 4, 5, 6, 7};
  c.objective = plain ? 0 : pick(c.hash, 24, kWeighted);
  if (c.automation == Automation::upgraded_smart_plus) c.objective = 1;
  c.own_budget = c.automation != Automation::manual || chance(c.hash, 25, 25);
  return c;
}

AdGroup adgroup_at(const Advertiser& a, const Campaign& campaign, std::uint64_t index) {
  AdGroup g;
  g.index = index;
  g.hash = mix(a.hash, 0x96, index);
  g.created =
      campaign.created + 120 + static_cast<Seconds>(index - a.adgroups.first(campaign.index)) * kAdGroupStep;
  give_end(g, 5, 9);
  g.goal = kObjectives[campaign.objective].goals[g.hash % 2];
  g.secondary_goal = static_cast<Goal>(g.goal) == Goal::install && chance(g.hash, 31, 60);
  if (chance(g.hash, 32, 40)) g.ends = g.created + static_cast<Seconds>(30 + below(g.hash, 33, 100)) * kDay;
  return g;
}

Ad ad_at(const Advertiser& a, const Campaign& campaign, const AdGroup& group, std::uint64_t index) {
  Ad ad;
  ad.index = index;
  ad.hash = mix(a.hash, 0xadad, index);
  ad.created = group.created + 60 + static_cast<Seconds>(index - a.ads.first(group.index)) * kAdStep;
  give_end(ad, 5, 8);
  const auto fate = below(ad.hash, 51, 100);
  ad.denied = fate < 4;
  ad.in_audit = fate >= 4 && fate < 6;
  ad.first_day = day_of(ad.created) + 1;
  const auto runs = chance(ad.hash, 52, 14) ? 4'000 : 20 + static_cast<Day>(below(ad.hash, 53, 130));
  Seconds end = ad.created + Seconds{runs} * kDay;
  end = std::min({end, ad.stopped, group.stopped, group.ends, campaign.stopped});
  ad.end_day = day_of(end);
  // 3 % never got an impression although nothing is wrong with them.
  if (ad.denied || ad.in_audit || fate >= 97 || !campaign.delivers()) ad.end_day = ad.first_day;
  return ad;
}

std::uint64_t campaigns_by(const Advertiser& a, Seconds now) {
  std::uint64_t high = a.campaigns;
  if (a.new_every > 0 && now > a.settled)
    high += static_cast<std::uint64_t>((now - a.settled) / a.new_every) + 1;
  return partition(0, high, now, [&](std::uint64_t i) { return campaign_created(a, i); });
}

std::uint64_t count_of(const Advertiser& a, Kind kind, Seconds now) {
  const auto campaigns = campaigns_by(a, now);
  if (kind == Kind::campaign || campaigns == 0) return campaigns;
  const Campaign newest = campaign_at(a, campaigns - 1);
  const auto groups = partition(a.adgroups.first(campaigns - 1), a.adgroups.first(campaigns), now,
                                [&](std::uint64_t i) { return adgroup_at(a, newest, i).created; });
  if (kind == Kind::adgroup || groups == 0) return groups;
  const auto last = groups - 1;
  const Campaign parent = campaign_at(a, a.adgroups.parent_of(last));
  const AdGroup group = adgroup_at(a, parent, last);
  return partition(a.ads.first(last), a.ads.first(groups), now,
                   [&](std::uint64_t i) { return ad_at(a, parent, group, i).created; });
}

Status status_of(const Campaign& c, Seconds now) {
  if (c.stopped_as(Stop::deleted, now)) return Status::deleted;
  if (c.stopped_as(Stop::disabled, now)) return Status::disabled;
  if (c.gmv_max) return Status::gmv_max;
  return c.over_budget ? Status::budget_exceeded : Status::ok;
}

Status status_of(const Campaign& c, const AdGroup& g, Seconds now) {
  if (g.stopped_as(Stop::deleted, now)) return Status::deleted;
  if (c.stopped_as(Stop::deleted, now)) return Status::campaign_deleted;
  if (c.stopped_as(Stop::disabled, now)) return Status::campaign_disabled;
  if (g.stopped_as(Stop::disabled, now)) return Status::disabled;
  if (now >= g.ends) return Status::done;
  if (c.gmv_max) return Status::gmv_max;
  return c.over_budget ? Status::budget_exceeded : Status::ok;
}

Status status_of(const Campaign& c, const AdGroup& g, const Ad& ad, Seconds now) {
  if (ad.stopped_as(Stop::deleted, now)) return Status::deleted;
  if (c.stopped_as(Stop::deleted, now)) return Status::campaign_deleted;
  if (g.stopped_as(Stop::deleted, now)) return Status::adgroup_deleted;
  if (c.stopped_as(Stop::disabled, now)) return Status::campaign_disabled;
  if (g.stopped_as(Stop::disabled, now)) return Status::adgroup_disabled;
  if (ad.stopped_as(Stop::disabled, now)) return Status::disabled;
  if (ad.denied) return Status::audit_denied;
  if (now >= g.ends) return Status::done;
  if (ad.in_audit) return Status::audit;
  if (c.gmv_max) return Status::gmv_max;
  return c.over_budget ? Status::budget_exceeded : Status::ok;
}

std::string_view secondary_status(Kind kind, Status status) {
  struct Names {
    std::string_view campaign, adgroup, ad;
  };
  static constexpr Names kNames[] = {
      {"CAMPAIGN_STATUS_ENABLE", "ADGROUP_STATUS_DELIVERY_OK", "AD_STATUS_DELIVERY_OK"},
      {"CAMPAIGN_STATUS_DELETE", "ADGROUP_STATUS_DELETE", "AD_STATUS_DELETE"},
      {"", "ADGROUP_STATUS_CAMPAIGN_DELETE", "AD_STATUS_CAMPAIGN_DELETE"},
      {"", "", "AD_STATUS_ADGROUP_DELETE"},
      {"CAMPAIGN_STATUS_DISABLE", "ADGROUP_STATUS_DISABLE", "AD_STATUS_DISABLE"},
      {"", "ADGROUP_STATUS_CAMPAIGN_DISABLE", "AD_STATUS_CAMPAIGN_DISABLE"},
      {"", "", "AD_STATUS_ADGROUP_DISABLE"},
      {"", "ADGROUP_STATUS_TIME_DONE", "AD_STATUS_DONE"},
      {"", "ADGROUP_STATUS_AUDIT", "AD_STATUS_AUDIT"},
      {"", "ADGROUP_STATUS_AUDIT_DENY", "AD_STATUS_AUDIT_DENY"},
      {"CAMPAIGN_STATUS_BUDGET_EXCEED", "ADGROUP_STATUS_CAMPAIGN_EXCEED", "AD_STATUS_CAMPAIGN_EXCEED"},
      {"CAMPAIGN_STATUS_IDENTITY_USED_BY_GMV_MAX_AD", "ADGROUP_STATUS_IDENTITY_USED_BY_GMV_MAX_AD",
       "CREATIVE_PAUSED_USED_IN_GMV_MAX"},
  };
  const Names& names = kNames[static_cast<std::size_t>(status)];
  return kind == Kind::campaign ? names.campaign : kind == Kind::adgroup ? names.adgroup : names.ad;
}

std::string_view primary_status(Status status) {
  switch (status) {
    case Status::ok:
      return "STATUS_DELIVERY_OK";
    case Status::deleted:
    case Status::campaign_deleted:
    case Status::adgroup_deleted:
      return "STATUS_DELETE";
    case Status::disabled:
    case Status::campaign_disabled:
    case Status::adgroup_disabled:
      return "STATUS_DISABLE";
    case Status::done:
      return "STATUS_TIME_DONE";
    default:
      return "STATUS_NOT_DELIVERY";
  }
}

Seconds modified_at(const Node& node, Seconds now) {
  if (now >= node.stopped) return node.stopped;
  if (chance(node.hash, 61, 30)) return node.created;
  const Seconds period = static_cast<Seconds>(3 + below(node.hash, 62, 40)) * kDay + 7'777;
  return node.created + std::max<Seconds>(0, now - node.created) / period * period;
}

std::uint64_t id_of(const Advertiser& a, Kind kind, std::uint64_t index) {
  const IdLayout layout = id_layout(a, kind);
  return layout.base + index * layout.stride +
         below(a.hash, index + (static_cast<std::uint64_t>(kind) << 56), layout.stride);
}

std::optional<std::uint64_t> index_of(const Advertiser& a, Kind kind, std::string_view text) {
  std::uint64_t id = 0;
  const auto end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, id);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  const IdLayout layout = id_layout(a, kind);
  if (id < layout.base) return std::nullopt;
  const auto index = (id - layout.base) / layout.stride;
  if (index * layout.stride >= 30'000'000'000ULL * (layout.stride / 100'000) || id_of(a, kind, index) != id) {
    return std::nullopt;
  }
  return index;
}

}  // namespace tiktok_marketing::sandbox
