#include "sandbox/report.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <bit>
#include <numeric>

#include "sandbox/attributes.hpp"
#include "sandbox/slices.hpp"

namespace tiktok_marketing::sandbox {
namespace {

constexpr std::string_view kThrottle =
    "More than 20,000 ids match this report. Only the 20,000 newest by creation time are returned.";

struct Account {
  const Advertiser* advertiser;
  ReportClock clock;
  std::uint64_t ads;
  Division division;
  std::vector<std::uint32_t> slices;  ///< numbers of the slices that pass the country filter
};

/// The columns a set of metrics needs and where each metric finds its own.
struct Plan {
  struct Cell {
    const MetricRow* metric;
    int numerator = -1;
    int denominator = -1;
  };
  std::vector<ColumnRef> columns;
  std::vector<Cell> cells;

  explicit Plan(const std::vector<const MetricRow*>& metrics) {
    for (const MetricRow* metric : metrics)
      cells.push_back({metric, add(*metric, metric->numerator), add(*metric, metric->denominator)});
  }

 private:
  int add(const MetricRow& metric, Column column) {
    if (column == Column::none) return -1;
    const bool event = column >= Column::event_count;
    const ColumnRef ref{column, event ? metric.event : -1,
                        column == Column::event_value ? metric.percent : 100};
    const auto found = std::ranges::find(columns, ref);
    if (found != columns.end()) return static_cast<int>(found - columns.begin());
    columns.push_back(ref);
    return static_cast<int>(columns.size()) - 1;
  }
};

/// Computes and writes the rows of one call.
class Runner {
 public:
  Runner(const ReportQuery& query, const std::vector<const Advertiser*>& advertisers, Seconds now)
      : q_(query), now_(now), plan_(query.metrics) {
    for (const Advertiser* advertiser : advertisers) {
      const Seconds local = now + zone_offset(advertiser->display_zone, now);
      Account account;
      account.advertiser = advertiser;
      account.clock.today = day_of(local);
      account.clock.hour = static_cast<int>((local - Seconds{account.clock.today} * kDay) / kHour);
      account.ads = count_of(*advertiser, Kind::ad, now);
      account.division = divide(*advertiser, query.divisions);
      const auto country = std::ranges::find(query.divisions, "country_code") - query.divisions.begin();
      for (std::uint32_t s = 0; s < account.division.slices.size(); ++s) {
        if (query.countries && static_cast<std::size_t>(country) < query.divisions.size() &&
            std::ranges::find(*query.countries,
                              account.division.values[s][static_cast<std::size_t>(country)]) ==
                query.countries->end()) {
          continue;
        }
        account.slices.push_back(s);
      }
      accounts_.push_back(std::move(account));
    }
  }

  std::optional<ApiError> build(ReportIndex& index) {
    for (std::uint32_t i = 0; i < accounts_.size(); ++i) {
      std::vector<std::uint32_t> objects{0};
      if (q_.by_id) objects = select(*accounts_[i].advertiser, kind(), q_.filter, now_);
      const auto days = q_.step == TimeStep::none ? 1 : static_cast<std::size_t>(q_.to - q_.from + 1);
      if (objects.size() * days * accounts_[i].division.slices.size() > kHeaviestReport) {
        return ApiError{40067,
                        "The query covers too much data. Please shorten the date range and try again."};
      }
      if (objects.size() > kReportedIds) {
        objects.resize(kReportedIds);
        index.cut = true;
      }
      for (const auto object : objects) add_unit(index, i, object);
    }
    if (q_.order != nullptr) sort(index);
    if (q_.totals) index.total_metrics = totals(index);
    return std::nullopt;
  }

  void write_page(const ReportIndex& index, std::size_t removed, Appender& out) {
    const auto rows = index.rows - std::min(index.rows, removed);
    const auto size = static_cast<std::size_t>(q_.page_size);
    const auto begin = std::min(static_cast<std::size_t>(q_.page - 1) * size, rows);
    const auto end = std::min(begin + size, rows);
    out.reserve((end - begin) * (120 + 28 * q_.metrics.size()) + 256);
    out.raw("{\"list\":[");
    for (auto i = begin; i < end; ++i) {
      if (i != begin) out.raw(',');
      const auto row = i + removed;
      write_row(index, index.order.empty() ? static_cast<std::uint32_t>(row) : index.order[row], out);
    }
    out.raw("],");
    if (!index.total_metrics.empty()) {
      out.raw("\"total_metrics\":");
      out.raw(index.total_metrics);
      out.raw(',');
    }
    if (index.cut) out.raw("\"extra_info\":{\"search_ads_throttle\":true,\"uv_invalid\":false},");
    append_page_info(out, q_.page, q_.page_size, rows);
    out.raw('}');
  }

 private:
  struct Place {
    const ReportIndex::Unit* unit;
    int step;             ///< day of the window or hour of the day
    std::uint32_t slice;  ///< position in Account::slices
  };

  [[nodiscard]] Kind kind() const {
    return q_.level == Level::campaign  ? Kind::campaign
           : q_.level == Level::adgroup ? Kind::adgroup
                                        : Kind::ad;
  }

  [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> ads_of(const Account& account,
                                                               std::uint32_t object) const {
    const Advertiser& a = *account.advertiser;
    std::uint64_t first = 0;
    std::uint64_t last = account.ads;
    if (q_.by_id) {
      if (q_.level == Level::ad) {
        first = object, last = object + 1;
      } else if (q_.level == Level::adgroup) {
        first = a.ads.first(object), last = a.ads.first(object + 1);
      } else {
        first = a.ads.first(a.adgroups.first(object)), last = a.ads.first(a.adgroups.first(object + 1));
      }
    }
    return {first, std::min(last, account.ads)};
  }

  template <typename Use>
  void for_each_ad(const Account& account, std::uint32_t object, Use use) const {
    const Advertiser& a = *account.advertiser;
    auto [i, end] = ads_of(account, object);
    while (i < end) {
      const auto group = a.ads.parent_of(i);
      const Campaign c = campaign_at(a, a.adgroups.parent_of(group));
      const AdGroup g = adgroup_at(a, c, group);
      const auto stop = std::min(end, a.ads.first(group + 1));
      for (auto ad = i; ad < stop; ++ad) use(c, g, ad_at(a, c, g, ad));
      i = stop;
    }
  }

  [[nodiscard]] Day first_day(const Account& account) const {
    return q_.lifetime ? day_of(account.advertiser->opened) - 2 : q_.from;
  }
  [[nodiscard]] Day last_day(const Account& account) const {
    return q_.lifetime ? account.clock.today : std::min(q_.to, account.clock.today);
  }

  template <typename Use>
  void for_each_day(const Account& account, const Ad& ad, Use use) const {
    const Day last = std::min(last_day(account), static_cast<Day>(ad.end_day - 1));
    for (Day day = std::max(first_day(account), ad.first_day); day <= last; ++day) {
      if (delivers(ad, day, account.clock) && !use(day)) return;
    }
  }

  [[nodiscard]] std::uint32_t hours_mask(const Account& account) const {
    std::uint32_t mask = 0;
    for (int hour = 0; hour < 24; ++hour) {
      const bool past = q_.from < account.clock.today || hour <= account.clock.hour;
      if (delivers_at(hour) && past) mask |= 1U << hour;
    }
    return mask;
  }

  void add_unit(ReportIndex& index, std::uint32_t number, std::uint32_t object) {
    const Account& account = accounts_[number];
    std::uint32_t mask = 0;
    const std::uint32_t full = q_.step == TimeStep::day ? (1U << (q_.to - q_.from + 1)) - 1 : 1;
    for_each_ad(account, object, [&](const Campaign&, const AdGroup&, const Ad& ad) {
      if (mask == full) return;
      for_each_day(account, ad, [&](Day day) {
        mask |= q_.step == TimeStep::day ? 1U << (day - q_.from) : 1U;
        return q_.step == TimeStep::day;
      });
    });
    if (q_.step == TimeStep::hour && mask != 0) mask = hours_mask(account);
    if (q_.step == TimeStep::none && mask == 0 && q_.divisions.empty() && created_in_range(account, object))
      mask = 1;
    if (mask == 0) return;
    index.units.push_back({number, object, mask, static_cast<std::uint32_t>(index.rows)});
    index.rows += static_cast<std::size_t>(std::popcount(mask)) * account.slices.size();
  }

  // Only an id in the dimensions: a new object without delivery appears with zeros.
  [[nodiscard]] bool created_in_range(const Account& account, std::uint32_t object) const {
    if (!q_.by_id) return false;
    if (q_.lifetime) return true;
    const Advertiser& a = *account.advertiser;
    const Subject s = subject(account, object);
    const Node& node = s.ad != nullptr        ? static_cast<const Node&>(*s.ad)
                       : s.adgroup != nullptr ? static_cast<const Node&>(*s.adgroup)
                                              : *s.campaign;
    const Day day = day_of(node.created);
    return a.campaigns > 0 && day >= q_.from && day <= q_.to;
  }

  [[nodiscard]] const ReportIndex::Unit& unit_of(const ReportIndex& index, std::uint32_t row) const {
    return *(std::ranges::upper_bound(index.units, row, {}, &ReportIndex::Unit::first_row) - 1);
  }

  [[nodiscard]] Place place_of(const ReportIndex& index, std::uint32_t row) const {
    const auto& unit = unit_of(index, row);
    const auto slices = static_cast<std::uint32_t>(accounts_[unit.advertiser].slices.size());
    const auto rest = row - unit.first_row;
    auto nth = rest / slices;
    // Days come newest first, hours in the order of the day.
    std::uint32_t mask = unit.mask;
    int step = 0;
    if (q_.step == TimeStep::day) {
      step = 31 - std::countl_zero(mask);
      for (; nth > 0; --nth) mask &= ~(1U << step), step = 31 - std::countl_zero(mask);
    } else {
      step = std::countr_zero(mask);
      for (; nth > 0; --nth) mask &= mask - 1, step = std::countr_zero(mask);
    }
    return {&unit, step, rest % slices};
  }

  /// Numbers of all rows of a unit: [step][slice].
  const std::vector<Totals>& numbers(const ReportIndex::Unit& unit) {
    if (current_ == &unit) return numbers_;
    current_ = &unit;
    const Account& account = accounts_[unit.advertiser];
    const auto slices = account.division.slices.size();
    const std::size_t steps = q_.step == TimeStep::none   ? 1
                              : q_.step == TimeStep::hour ? 24
                                                          : static_cast<std::size_t>(q_.to - q_.from + 1);
    Totals empty;
    empty.sums.assign(plan_.columns.size(), 0);
    numbers_.assign(steps * slices, empty);
    for_each_ad(account, unit.object, [&](const Campaign& c, const AdGroup& g, const Ad& ad) {
      for_each_day(account, ad, [&](Day day) {
        if (q_.step == TimeStep::hour) {
          for (int hour = 0; hour < 24; ++hour)
            add(account, c, g, ad, day, hour, hour + 1, static_cast<std::size_t>(hour));
        } else {
          add(account, c, g, ad, day, 0, 24,
              q_.step == TimeStep::day ? static_cast<std::size_t>(day - q_.from) : 0);
        }
        return true;
      });
    });
    return numbers_;
  }

  void add(const Account& account, const Campaign& c, const AdGroup& g, const Ad& ad, Day day, int from_hour,
           int to_hour, std::size_t step) {
    add_day(*account.advertiser, c, g, ad, day, from_hour, to_hour, account.clock, plan_.columns,
            account.division.slices, &numbers_[step * account.division.slices.size()]);
  }

  const Totals& totals_at(const Place& place) {
    const Account& account = accounts_[place.unit->advertiser];
    const auto step = q_.step == TimeStep::none ? 0 : static_cast<std::size_t>(place.step);
    return numbers(*place.unit)[step * account.division.slices.size() + account.slices[place.slice]];
  }

  /// Objects are kept in members so that the pointers stay good while a row is written.
  [[nodiscard]] Subject subject(const Account& account, std::uint32_t object) const {
    const Advertiser& a = *account.advertiser;
    Subject s{a, now_};
    if (!q_.by_id) return s;
    const auto group = q_.level == Level::ad ? a.ads.parent_of(object) : object;
    campaign_ = campaign_at(a, q_.level == Level::campaign ? object : a.adgroups.parent_of(group));
    s.campaign = &campaign_;
    if (q_.level == Level::campaign) return s;
    adgroup_ = adgroup_at(a, campaign_, group);
    s.adgroup = &adgroup_;
    if (q_.level == Level::adgroup) return s;
    ad_ = ad_at(a, campaign_, adgroup_, object);
    s.ad = &ad_;
    return s;
  }

  [[nodiscard]] std::int64_t value(const Totals& totals, int column) const {
    if (column < 0) return 0;
    const auto i = static_cast<std::size_t>(column);
    return plan_.columns[i].column == Column::reach ? totals.reach() : totals.sums[i];
  }

  static std::int64_t quotient(std::int64_t numerator, std::int64_t factor, std::int64_t denominator) {
    return (numerator * factor * 2 + denominator) / (2 * denominator);
  }

  void write_metric(const Plan::Cell& cell, const Totals& totals, const Subject* subject,
                    Appender& out) const {
    const MetricRow& m = *cell.metric;
    const auto numerator = value(totals, cell.numerator);
    const auto denominator = value(totals, cell.denominator);
    const bool no_goal = m.formula == Formula::goal_count || m.formula == Formula::goal_ratio ||
                                 m.formula == Formula::goal_percent
                             ? q_.level < Level::adgroup || !totals.secondary_goal || subject == nullptr
                             : false;
    if (no_goal) return out.raw("\"-\"");
    switch (m.formula) {
      case Formula::attribute:
        return subject == nullptr ? out.raw("\"-\"") : out.escaped(attribute_text(m.name, *subject));
      case Formula::count:
      case Formula::goal_count:
        return out.quoted_integer(numerator);
      case Formula::money:
        if (q_.several) return out.quoted_integer((numerator + 50) / 100);
        break;
      default:
        if (denominator == 0) return out.raw("\"0.00\"");
    }
    out.raw('"');
    if (m.formula == Formula::money) {
      out.decimal(numerator);
    } else if (m.formula == Formula::percent || m.formula == Formula::goal_percent) {
      out.decimal(quotient(numerator, 10'000, denominator));
    } else if (m.formula == Formula::plain_ratio) {
      const bool hundredths = m.numerator == Column::watch_centiseconds;
      out.decimal(quotient(numerator, hundredths ? 1 : 100, denominator));
    } else {
      out.decimal(quotient(numerator, m.decimals == 3 ? m.scale * 10 : m.scale, denominator), m.decimals);
    }
    out.raw('"');
  }

  void write_metrics(const Totals& totals, const Subject* subject, Appender& out) const {
    out.raw('{');
    bool first = true;
    for (const Plan::Cell& cell : plan_.cells) {
      out.raw(std::exchange(first, false) ? "\"" : ",\"");
      out.raw(cell.metric->name);
      out.raw("\":");
      write_metric(cell, totals, subject, out);
    }
    if (q_.several && subject != nullptr) {
      for (const std::string_view name : {"currency", "timezone", "advertiser_id"}) {
        if (std::ranges::any_of(plan_.cells, [&](const auto& cell) { return cell.metric->name == name; }))
          continue;
        out.raw(std::exchange(first, false) ? "\"" : ",\"");
        out.raw(name);
        out.raw("\":");
        out.escaped(attribute_text(name, *subject));
      }
    }
    out.raw('}');
  }

  void write_dimension(const std::string& name, const Place& place, const Subject& subject,
                       Appender& out) const {
    out.quoted(name);
    out.raw(':');
    if (name == "stat_time_day" || name == "stat_time_hour") {
      const bool hourly = q_.step == TimeStep::hour;
      const Day day = hourly ? q_.from : q_.from + place.step;
      out.raw('"');
      append_time(out.buffer(), Seconds{day} * kDay + (hourly ? place.step * kHour : 0));
      out.raw('"');
      return;
    }
    const auto division = std::ranges::find(q_.divisions, name);
    if (division != q_.divisions.end()) {
      const Account& account = accounts_[place.unit->advertiser];
      out.quoted(account.division.values[account.slices[place.slice]]
                                        [static_cast<std::size_t>(division - q_.divisions.begin())]);
      return;
    }
    out.escaped(attribute_text(name, subject));
  }

  void write_row(const ReportIndex& index, std::uint32_t row, Appender& out) {
    const Place place = place_of(index, row);
    const Subject s = subject(accounts_[place.unit->advertiser], place.unit->object);
    out.raw("{\"dimensions\":{");
    bool first = true;
    for (const std::string& name : q_.dimensions) {
      if (!std::exchange(first, false)) out.raw(',');
      write_dimension(name, place, s, out);
    }
    out.raw("},\"metrics\":");
    write_metrics(totals_at(place), &s, out);
    out.raw('}');
  }

  void sort(ReportIndex& index) {
    const Plan order({q_.order});
    std::vector<double> keys(index.rows);
    {
      const Plan own = std::exchange(plan_, order);
      current_ = nullptr;
      for (std::uint32_t row = 0; row < index.rows; ++row) {
        const Totals& totals = totals_at(place_of(index, row));
        const auto numerator = static_cast<double>(value(totals, plan_.cells[0].numerator));
        const auto denominator = static_cast<double>(value(totals, plan_.cells[0].denominator));
        keys[row] = plan_.cells[0].denominator < 0 ? numerator
                    : denominator == 0             ? 0
                                                   : numerator / denominator;
      }
      plan_ = own;
      current_ = nullptr;
    }
    index.order.resize(index.rows);
    std::iota(index.order.begin(), index.order.end(), 0U);
    // Equal values keep the order of the rows.
    std::ranges::sort(index.order, [&](auto x, auto y) {
      if (keys[x] == keys[y]) return x < y;
      return q_.ascending ? keys[x] < keys[y] : keys[x] > keys[y];
    });
  }

  std::string totals(const ReportIndex& index) {
    Totals sum;
    sum.sums.assign(plan_.columns.size(), 0);
    for (const auto& unit : index.units) {
      for (const Totals& part : numbers(unit)) sum.add(part);
    }
    current_ = nullptr;
    Appender out;
    write_metrics(sum, nullptr, out);
    return out.take();
  }

  const ReportQuery& q_;
  Seconds now_;
  Plan plan_;
  std::vector<Account> accounts_;
  const ReportIndex::Unit* current_ = nullptr;
  std::vector<Totals> numbers_;
  mutable Campaign campaign_;
  mutable AdGroup adgroup_;
  mutable Ad ad_;
};

}  // namespace

Answer Reports::run(const std::vector<const Advertiser*>& advertisers, const Params& params,
                    const std::string& key, Seconds now, std::size_t removed) {
  ReportQuery query;
  if (auto error = read_report(*advertisers.front(), params, query)) return {error, "{}", {}};
  Runner runner(query, advertisers, now);
  auto index = indexes_.find(key);
  if (index == nullptr) {
    auto made = std::make_shared<ReportIndex>();
    if (auto error = runner.build(*made)) return {error, "{}", {}};
    index = std::move(made);
    indexes_.put(key, index, index->units.size() * sizeof(ReportIndex::Unit) + index->order.size() * 4);
  }
  Appender out;
  runner.write_page(*index, removed, out);
  return {std::nullopt, out.take(), index->cut ? std::string(kThrottle) : std::string()};
}

}  // namespace tiktok_marketing::sandbox
