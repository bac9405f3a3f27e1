#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace tiktok_marketing::sandbox {

/// Quantities that add up over ads, days, hours and audience slices. Money in hundredths.
enum class Column : std::uint8_t {
  none,
  spend,
  billed_cost,
  cash_spend,
  voucher_spend,
  impressions,
  gross_impressions,
  clicks,
  reach,  ///< the only one that does not add up: people are counted once
  conversion,
  real_time_conversion,
  result,
  real_time_result,
  skan_result,
  skan_conversion,
  video_play_actions,
  video_watched_2s,
  video_watched_6s,
  video_views_p25,
  video_views_p50,
  video_views_p75,
  video_views_p100,
  engagements,
  likes,
  comments,
  shares,
  follows,
  profile_visits,
  clicks_on_music_disc,
  real_time_app_install,
  app_install,
  secondary_goal,
  watch_centiseconds,
  event_count,  ///< these three belong to an event
  event_total,
  event_value,
};

/// How a metric is made from columns.
enum class Formula : std::uint8_t {
  count,        ///< "186"
  money,        ///< "48.21"
  ratio,        ///< money by count, or money by money
  percent,      ///< count by count, in percent
  plain_ratio,  ///< quotient of two like quantities (frequency, roas, seconds)
  goal_count,   ///< as count, "-" where there is no secondary goal
  goal_ratio,
  goal_percent,
  attribute,
};

enum MetricFlag : std::uint8_t {
  kAudience = 1,     ///< allowed in AUDIENCE reports
  kDailyOnly = 2,    ///< not hourly, not lifetime
  kElsewhere = 4,    ///< documented, but for other endpoints or dimensions only
  kPlainIdOnly = 8,  ///< dimensions must be one id, or one id and stat_time_day
};

enum LevelBit : std::uint8_t { kAdvertiserLevel = 1, kCampaignLevel = 2, kAdGroupLevel = 4, kAdLevel = 8 };

struct MetricRow {
  std::string_view name;
  Formula formula;
  Column numerator;
  Column denominator;
  int scale;
  int decimals;
  int event;    ///< -1: none
  int percent;  ///< share of the event's value that counts (value within n days)
  int levels;
  int flags;
};

/// nullptr for a name TikTok does not document.
[[nodiscard]] const MetricRow* find_metric(std::string_view name);
[[nodiscard]] std::span<const MetricRow> all_metrics();

}  // namespace tiktok_marketing::sandbox
