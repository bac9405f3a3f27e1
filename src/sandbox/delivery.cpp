#include "sandbox/delivery.hpp"

#include <algorithm>

namespace tiktok_marketing::sandbox {
namespace {

// Thousandths of a day that have passed at the start of each hour of the account's day.
constexpr int kHourShare[25] = {0,   0,   0,   0,   0,   0,   0,   14,  41,  78,  120, 165,  215,
                                270, 325, 378, 430, 485, 545, 615, 700, 790, 875, 945, 1'000};
constexpr int kWeekShare[7] = {92, 95, 97, 100, 108, 118, 112};
// Thousandths of the conversions known so many days after the impression.
constexpr int kArrival[28] = {520, 640, 705, 750, 784, 812, 836, 858, 876, 892, 905, 916, 926, 935,
                              943, 950, 956, 962, 967, 972, 976, 980, 984, 987, 990, 993, 997, 1'000};
constexpr int kSettlingDays = 27;

/// Final numbers of an ad on a day.
struct DayNumbers {
  std::uint64_t hash;
  std::int64_t spend, impressions, clicks, plays, conversions;
};

DayNumbers numbers_of(const Advertiser& a, const Campaign& c, const Ad& ad, Day day) {
  DayNumbers n;
  n.hash = mix(ad.hash, static_cast<std::uint64_t>(day), 0xda);
  const auto profile = mix(ad.hash, 0x9f);
  const auto usual = static_cast<std::int64_t>(250 + (profile % 64) * ((profile >> 8) % 64) * 3);
  const auto swing = static_cast<std::int64_t>(50 + n.hash % 101);
  n.spend = usual * swing * kWeekShare[(day + 3) % 7] / 10'000 * a.money / 100;
  const auto cpm = static_cast<std::int64_t>(180 + (profile >> 16) % 700) * a.money / 100;
  n.impressions = n.spend * 1'000 / std::max<std::int64_t>(1, cpm);
  const auto click_rate = static_cast<std::int64_t>(40 + (profile >> 28) % 160 + (n.hash >> 8) % 40);
  n.clicks = n.impressions * click_rate / 10'000;
  n.plays = n.impressions * static_cast<std::int64_t>(900 + (n.hash >> 16) % 90) / 1'000;
  const bool converting = c.objective == 1 || c.objective == 4 || c.objective == 5 || c.objective == 6;
  n.conversions = n.clicks * static_cast<std::int64_t>(converting ? 40 + (n.hash >> 24) % 60 : 4) / 1'000;
  return n;
}

std::int64_t result_of(const AdGroup& g, const DayNumbers& n, std::int64_t conversions, std::int64_t reach) {
  switch (static_cast<Goal>(g.goal)) {
    case Goal::click:
      return n.clicks;
    case Goal::reach:
      return reach;
    case Goal::video_view:
      return n.plays * 7 / 100;
    case Goal::follow:
      return n.clicks / 6;
    default:
      return conversions;
  }
}

struct Event {
  std::int64_t count, total, value;
};

Event event_of(const Advertiser& a, const Ad& ad, const DayNumbers& n, int event, std::int64_t conversions) {
  const auto kind = mix(0xe7e, static_cast<std::uint64_t>(event));
  const auto share = static_cast<std::int64_t>(60 + kind % 900);
  const auto dice = static_cast<std::int64_t>(mix(n.hash, kind) % 1'000);
  const auto count = conversions == 0 ? 0 : (conversions * share + dice) / 1'000;
  const auto total = count + count * 2 / 5;
  const auto price = static_cast<std::int64_t>(400 + mix(ad.hash, kind) % 6'000) * a.money / 100;
  return {count, total, total * price};
}

std::int64_t value_of(const Advertiser& a, const AdGroup& g, const Ad& ad, const DayNumbers& n,
                      const ColumnRef& ref, int age, bool settled_bill) {
  const auto known = [&] { return arrived(n.conversions, age, n.hash); };
  const auto reach = [&] {
    return n.impressions * 100 / static_cast<std::int64_t>(104 + (ad.hash >> 40) % 60);
  };
  const auto voucher = [&] { return a.index % 3 == 1 ? n.spend / 20 : 0; };
  switch (ref.column) {
    case Column::none:
      return 0;
    case Column::spend:
      return n.spend;
    case Column::billed_cost:
      return settled_bill ? n.spend : 0;
    case Column::cash_spend:
      return age < 2 ? 0 : n.spend - voucher();
    case Column::voucher_spend:
      return age < 2 ? 0 : voucher();
    case Column::impressions:
      return n.impressions;
    case Column::gross_impressions:
      return n.impressions + n.impressions / 80;
    case Column::clicks:
      return n.clicks;
    case Column::reach:
      return reach();
    case Column::conversion:
      return known();
    case Column::real_time_conversion:
      return n.conversions * 93 / 100;
    case Column::result:
      return result_of(g, n, known(), reach());
    case Column::real_time_result:
      return result_of(g, n, n.conversions * 93 / 100, reach());
    case Column::skan_result:
    case Column::skan_conversion:
      return known() / 3;
    case Column::video_play_actions:
      return n.plays;
    case Column::video_watched_2s:
      return n.plays * 29 / 100;
    case Column::video_watched_6s:
      return n.plays * 7 / 100;
    case Column::video_views_p25:
      return n.plays * 26 / 100;
    case Column::video_views_p50:
      return n.plays * 11 / 100;
    case Column::video_views_p75:
      return n.plays * 6 / 100;
    case Column::video_views_p100:
      return n.plays * 33 / 1'000;
    case Column::engagements:
      return n.clicks + n.plays / 90;
    case Column::likes:
      return n.plays / 100;
    case Column::comments:
      return n.plays / 4'500;
    case Column::shares:
      return n.plays / 2'700;
    case Column::follows:
      return n.clicks / 60;
    case Column::profile_visits:
      return n.clicks / 15;
    case Column::clicks_on_music_disc:
      return n.clicks / 130;
    case Column::real_time_app_install:
      return static_cast<Goal>(g.goal) == Goal::install ? n.conversions * 93 / 100 : 0;
    case Column::app_install:
      return static_cast<Goal>(g.goal) == Goal::install ? known() : 0;
    case Column::secondary_goal:
      return g.secondary_goal ? known() / 4 : 0;
    case Column::watch_centiseconds:
      return n.plays * static_cast<std::int64_t>(240 + (ad.hash >> 48) % 400);
    case Column::event_count:
      return event_of(a, ad, n, ref.event, known()).count;
    case Column::event_total:
      return event_of(a, ad, n, ref.event, known()).total;
    case Column::event_value:
      return event_of(a, ad, n, ref.event, known()).value * ref.percent / 100;
  }
  return 0;
}

/// The part of `value` that falls into [from, to) of 1000; parts of a partition add up to `value` exactly.
std::int64_t part(std::int64_t value, int from, int to) {
  return value * to / 1'000 - value * from / 1'000;
}

}  // namespace

void Totals::add(const Totals& other) {
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += other.sums[i];
  reach_parts += other.reach_parts;
  largest_reach = std::max(largest_reach, other.largest_reach);
  secondary_goal |= other.secondary_goal;
}

std::int64_t arrived(std::int64_t final_count, int age, std::uint64_t hash) {
  if (final_count == 0 || age < 0) return 0;
  if (age >= kSettlingDays) return final_count;
  const auto luck = static_cast<std::int64_t>(hash >> 40) % 1'000;
  return (final_count * kArrival[age] + luck) / 1'000;
}

bool delivers_at(int hour) {
  return kHourShare[hour + 1] > kHourShare[hour];
}

bool delivers(const Ad& ad, Day day, const ReportClock& clock) {
  if (day < ad.first_day || day >= ad.end_day || day > clock.today) return false;
  if (day == clock.today && kHourShare[clock.hour + 1] == 0) return false;
  // An ad runs in flights: most weeks, most days of such a week; always in its first five days.
  if (day < ad.first_day + 5) return true;
  const auto week = mix(ad.hash, static_cast<std::uint64_t>(day / 7), 0x3e);
  return (week & 0xff) < 190 && ((week >> (8 + 2 * (day % 7))) & 3) != 0;
}

void add_day(const Advertiser& a, const Campaign& c, const AdGroup& g, const Ad& ad, Day day, int from_hour,
             int to_hour, const ReportClock& clock, std::span<const ColumnRef> columns,
             std::span<const Slice> slices, Totals* totals) {
  if (!delivers(ad, day, clock)) return;
  const bool today = day == clock.today;
  if (today) to_hour = std::min(to_hour, clock.hour + 1);
  if (to_hour <= from_hour) return;
  const DayNumbers n = numbers_of(a, c, ad, day);
  const int age = clock.today - day;
  const int from = kHourShare[from_hour];
  const int to = kHourShare[to_hour];
  for (std::size_t s = 0; s < slices.size(); ++s) totals[s].secondary_goal |= g.secondary_goal;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto value = part(value_of(a, g, ad, n, columns[i], age, !today), from, to);
    for (std::size_t s = 0; s < slices.size(); ++s) {
      const auto sliced = part(value, slices[s].from, slices[s].to);
      totals[s].sums[i] += sliced;
      if (columns[i].column == Column::reach) {
        totals[s].reach_parts += sliced;
        totals[s].largest_reach = std::max(totals[s].largest_reach, sliced);
      }
    }
  }
}

}  // namespace tiktok_marketing::sandbox
