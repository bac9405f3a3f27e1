#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/calendar.hpp"
#include "sandbox/pure.hpp"

namespace tiktok_marketing::sandbox {

enum class Size { small, medium, large };

constexpr Seconds kNever = std::numeric_limits<Seconds>::max();

/// How many children each parent has, repeating every four parents. Makes the way between the index of a
/// parent and the indexes of its children plain arithmetic, so no list of objects is ever kept.
struct Pattern {
  std::array<std::uint32_t, 4> sizes{1, 1, 1, 1};

  [[nodiscard]] constexpr std::uint32_t total() const { return sizes[0] + sizes[1] + sizes[2] + sizes[3]; }
  [[nodiscard]] constexpr std::uint64_t first(std::uint64_t parent) const {
    std::uint64_t index = parent / 4 * total();
    for (std::uint64_t i = 0; i < parent % 4; ++i) index += sizes[i];
    return index;
  }
  [[nodiscard]] constexpr std::uint64_t parent_of(std::uint64_t child) const {
    std::uint64_t parent = child / total() * 4;
    for (std::uint64_t rest = child % total(); rest >= sizes[parent % 4]; ++parent) rest -= sizes[parent % 4];
    return parent;
  }
};

/// One ad account. `zone` is what `timezone` says, `display_zone` the real calendar of its reports.
struct Advertiser {
  std::uint32_t index = 0;
  std::uint64_t id = 0;
  std::uint64_t hash = 0;
  std::string id_text;
  std::string name;
  std::string brand;
  std::string_view country;
  std::string_view currency;
  std::string_view language;
  std::string_view zone;
  std::string_view display_zone;
  Seconds opened = 0;     ///< first campaign at the earliest
  Seconds settled = 0;    ///< the base population exists from here on
  Seconds new_every = 0;  ///< afterwards one new campaign every so many seconds; 0: none
  std::uint32_t campaigns = 0;
  Pattern adgroups;  ///< per campaign
  Pattern ads;       ///< per ad group
  std::uint32_t audiences = 0;
  std::uint32_t images = 0;
  std::uint32_t videos = 0;
  std::uint32_t money = 100;  ///< hundredths of the currency that buy what a US dollar cent × 100 buys
  bool long_ids = false;      ///< 19 digits instead of 16
  bool gmv_max = false;       ///< runs GMV Max, whose spend is not in ordinary reports
};

enum class Kind : std::uint8_t { campaign, adgroup, ad };
enum class Stop : std::uint8_t { none, disabled, deleted };
enum class Automation : std::uint8_t { manual, smart_plus, upgraded_smart_plus };
enum class Buying : std::uint8_t { auction, reservation, top_view };

/// Where an object stands at a moment, its parents included.
enum class Status : std::uint8_t {
  ok,
  deleted,
  campaign_deleted,
  adgroup_deleted,
  disabled,
  campaign_disabled,
  adgroup_disabled,
  done,
  audit,
  audit_denied,
  budget_exceeded,
  gmv_max,
};

/// Life of an object; the same at every moment, so history is never rewritten.
struct Node {
  std::uint64_t index = 0;
  std::uint64_t hash = 0;
  Seconds created = 0;
  Seconds stopped = kNever;
  Stop stop = Stop::none;

  [[nodiscard]] bool stopped_as(Stop kind, Seconds now) const { return stop == kind && now >= stopped; }
};

struct Campaign : Node {
  Automation automation = Automation::manual;
  Buying buying = Buying::auction;
  std::uint8_t objective = 0;  ///< index into `kObjectives`
  bool promote = false;
  bool own_budget = false;  ///< campaign budget optimisation
  bool over_budget = false;
  bool gmv_max = false;
  [[nodiscard]] bool delivers() const { return !promote && buying != Buying::top_view && !gmv_max; }
};

struct AdGroup : Node {
  Seconds ends = kNever;  ///< end of its schedule
  std::uint8_t goal = 0;  ///< index into `kGoals`
  bool secondary_goal = false;
};

struct Ad : Node {
  bool denied = false;
  bool in_audit = false;
  Day first_day = 0;  ///< delivery happens on days in [first_day, end_day) only
  Day end_day = 0;
};

struct Objective {
  std::string_view type;
  std::string_view objective;
  std::string_view promotion;
  std::string_view text;  ///< as reports show it
  std::array<std::uint8_t, 2> goals;
};
enum class Goal : std::uint8_t { click, convert, install, reach, video_view, lead, value, follow };
inline constexpr std::string_view kGoals[] = {"CLICK",      "CONVERT",         "INSTALL", "REACH",
                                              "VIDEO_VIEW", "LEAD_GENERATION", "VALUE",   "FOLLOWERS"};
inline constexpr Objective kObjectives[] = {
    {"TRAFFIC", "LANDING_PAGE", "WEBSITE", "Traffic", {0, 0}},
    {"WEB_CONVERSIONS", "LANDING_PAGE", "WEBSITE", "Website conversions", {1, 6}},
    {"REACH", "LANDING_PAGE", "WEBSITE", "Reach", {3, 3}},
    {"VIDEO_VIEWS", "LANDING_PAGE", "WEBSITE", "Video views", {4, 4}},
    {"APP_PROMOTION", "APP", "APP_ANDROID", "App promotion", {2, 1}},
    {"LEAD_GENERATION", "LANDING_PAGE", "LEAD_GENERATION", "Lead generation", {5, 5}},
    {"PRODUCT_SALES", "LANDING_PAGE", "WEBSITE", "Product sales", {1, 6}},
    {"ENGAGEMENT", "LANDING_PAGE", "WEBSITE", "Community interaction", {7, 7}},
};

/// The whole account landscape of one seed and size. Immutable; every function is pure, so any thread may
/// call any of them. Memory is a few kilobytes whatever the size.
class World {
 public:
  World(std::uint64_t seed, Size size);

  [[nodiscard]] std::uint64_t seed() const { return seed_; }
  [[nodiscard]] const std::vector<Advertiser>& advertisers() const { return advertisers_; }
  [[nodiscard]] const Advertiser* find(std::string_view id) const;

 private:
  std::uint64_t seed_;
  std::vector<Advertiser> advertisers_;
};

[[nodiscard]] Campaign campaign_at(const Advertiser& advertiser, std::uint64_t index);
[[nodiscard]] AdGroup adgroup_at(const Advertiser& advertiser, const Campaign& campaign, std::uint64_t index);
[[nodiscard]] Ad ad_at(const Advertiser& advertiser, const Campaign& campaign, const AdGroup& adgroup,
                       std::uint64_t index);

/// Number of objects that exist at `now`; their indexes are [0, count).
[[nodiscard]] std::uint64_t campaigns_by(const Advertiser& advertiser, Seconds now);
[[nodiscard]] std::uint64_t count_of(const Advertiser& advertiser, Kind kind, Seconds now);

[[nodiscard]] Status status_of(const Campaign& campaign, Seconds now);
[[nodiscard]] Status status_of(const Campaign& campaign, const AdGroup& adgroup, Seconds now);
[[nodiscard]] Status status_of(const Campaign& campaign, const AdGroup& adgroup, const Ad& ad, Seconds now);
[[nodiscard]] std::string_view secondary_status(Kind kind, Status status);
[[nodiscard]] std::string_view primary_status(Status status);
/// The last change of an object at or before `now`.
[[nodiscard]] Seconds modified_at(const Node& node, Seconds now);

/// Ids grow with the index, so "newest first" is "greatest id first".
[[nodiscard]] std::uint64_t id_of(const Advertiser& advertiser, Kind kind, std::uint64_t index);
[[nodiscard]] std::optional<std::uint64_t> index_of(const Advertiser& advertiser, Kind kind,
                                                    std::string_view id);

[[nodiscard]] std::string campaign_name(const Advertiser& advertiser, const Campaign& campaign);
[[nodiscard]] std::string adgroup_name(const Advertiser& advertiser, const AdGroup& adgroup);
[[nodiscard]] std::string ad_name(const Advertiser& advertiser, const Ad& ad);
[[nodiscard]] std::string ad_text(const Advertiser& advertiser, const Ad& ad);

}  // namespace tiktok_marketing::sandbox
