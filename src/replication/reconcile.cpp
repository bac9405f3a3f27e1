#include "replication/reconcile.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "replication/plan.hpp"

namespace tiktok_marketing::replication {
namespace {

using database::Connection;
using std::chrono::days;

constexpr std::size_t kMostListed = 50;
// Half of the last of two decimals, in millionths: what rounding can make of one row.
constexpr std::int64_t kRounding = 5'000;

struct Sums {
  std::int64_t rows = 0;
  std::int64_t spend = 0;  ///< millionths
  std::int64_t impressions = 0;
};
using DayOf = std::pair<Date, std::string>;  ///< day, advertiser
using Level = std::map<DayOf, Sums>;

struct Gap {
  DayOf at;
  const Stream* upper;
  const Stream* lower;
  bool spend;  ///< or impressions
  std::int64_t upper_value;
  std::int64_t lower_value;
};

// Added up here: GROUP BY would sort all these rows in memory first.
Result<Level> sums_of(Connection& connection, const Stream& stream, Date since) {
  Level level;
  auto statement = connection.prepare(
      fmt::format("SELECT advertiser_id, substr(stat_time_day, 1, 10), spend_micros, impressions FROM {} "
                  "WHERE stat_time_day >= ?1",
                  stream.entity->name));
  if (!statement) return std::move(statement).error();
  statement->bind(1, format_date(since));
  for (;;) {
    auto row = statement->step();
    if (!row) return std::move(row).error();
    if (!*row) return level;
    const auto day = parse_date(statement->text(1));
    if (!day) continue;
    Sums& sums = level[{*day, std::string(statement->text(0))}];
    ++sums.rows;
    sums.spend += statement->integer(2);
    sums.impressions += statement->integer(3);
  }
}

// Days of which a stream has every row, read once they were over.
std::vector<DateRange> days_over(const context::StreamStatus& status, const std::string& zone) {
  std::vector<DateRange> over;
  for (const auto& piece : status.readings) {
    const auto read_on = local_date(piece.read_at, zone);
    const Date last = read_on ? *read_on - days{1} : piece.last;
    over.push_back({piece.first, std::min(piece.last, last)});
  }
  return joined(std::move(over));
}

class Comparison {
 public:
  Comparison(context::Store& store, Date since) : store_(store), since_(since) {}

  Result<void> load() {
    auto advertisers = store_.advertisers();
    if (!advertisers) return std::move(advertisers).error();
    std::map<std::string, std::string, std::less<>> zones;
    for (const auto& each : *advertisers) {
      names_[each.id] = each.name;
      zones[each.id] = each.time_zone;
    }
    auto statuses = store_.streams();
    if (!statuses) return std::move(statuses).error();
    for (const auto& status : *statuses)
      over_[status.stream] = days_over(status, zones[status.stream.advertiser_id]);
    return {};
  }

  Result<void> compare(const Stream& upper, const Stream& lower) {
    using Both = std::pair<Level, Level>;
    auto sums = store_.database().read([&](Connection& connection) -> Result<Both> {
      auto above = sums_of(connection, upper, since_);
      if (!above) return std::move(above).error();
      auto below = sums_of(connection, lower, since_);
      if (!below) return std::move(below).error();
      return Both{std::move(*above), std::move(*below)};
    });
    if (!sums) return std::move(sums).error();
    auto& [above, below] = *sums;
    // A level without a row of the day is a level with sums of zero.
    for (const auto& [at, ignored] : below) above.try_emplace(at);
    for (const auto& [at, sum] : above) {
      if (!read_by(upper, at) || !read_by(lower, at)) continue;
      ++compared_;
      const auto found = below.find(at);
      judge(at, upper, lower, sum, found == below.end() ? Sums{} : found->second);
    }
    return {};
  }

  Result<Json> answer() {
    std::ranges::stable_sort(gaps_, std::greater{}, [](const Gap& gap) { return gap.at.first; });
    Json::Array listed;
    for (const auto& gap : gaps_) {
      if (listed.size() >= kMostListed) break;
      auto item = describe(gap);
      if (!item) return std::move(item).error();
      listed.push_back(std::move(*item));
    }
    Json json;
    json.set("since", format_date(since_));
    json.set("days_compared", compared_);
    json.set("gaps", static_cast<std::int64_t>(gaps_.size()));
    json.set("listed", std::move(listed));
    return json;
  }

 private:
  [[nodiscard]] bool read_by(const Stream& stream, const DayOf& at) const {
    const auto found = over_.find({std::string(stream.entity->name), at.second});
    return found != over_.end() && contains(found->second, {at.first, at.first});
  }

  void judge(const DayOf& at, const Stream& upper, const Stream& lower, const Sums& above,
             const Sums& below) {
    if (std::abs(above.spend - below.spend) > kRounding * (above.rows + below.rows))
      gaps_.push_back({at, &upper, &lower, true, above.spend, below.spend});
    if (above.impressions != below.impressions)
      gaps_.push_back({at, &upper, &lower, false, above.impressions, below.impressions});
  }

  // The objects of the upper level in which the gap is found; none where that is the advertiser.
  Result<Json::Array> parents_of(const Gap& gap) {
    Json::Array parents;
    const std::string_view id = gap.upper->entity->report->id_dimension;
    if (gap.upper == &account_report()) return parents;
    return store_.database().read([&](Connection& connection) -> Result<Json::Array> {
      auto statement = connection.prepare(fmt::format(
          "SELECT parent FROM (SELECT {0} AS parent, {1} AS value FROM {2} WHERE advertiser_id = ?1 AND "
          "stat_time_day >= ?2 AND stat_time_day < ?3 UNION ALL SELECT {0}, -{1} FROM {3} WHERE "
          "advertiser_id "
          "= ?1 AND stat_time_day >= ?2 AND stat_time_day < ?3) GROUP BY parent HAVING abs(total(value)) > "
          "{4} * count(*) LIMIT 5",
          id, gap.spend ? "spend_micros" : "impressions", gap.upper->entity->name, gap.lower->entity->name,
          gap.spend ? kRounding : 0));
      if (!statement) return std::move(statement).error();
      statement->bind_all(gap.at.second, format_date(gap.at.first), format_date(gap.at.first + days{1}));
      for (;;) {
        auto row = statement->step();
        if (!row) return std::move(row).error();
        if (!*row) return parents;
        parents.emplace_back(statement->text(0));
      }
    });
  }

  Result<Json> describe(const Gap& gap) {
    auto parents = parents_of(gap);
    if (!parents) return std::move(parents).error();
    const auto text = [&](std::int64_t value) {
      return gap.spend ? Decimal{value, 6}.text() : std::to_string(value);
    };
    Json item;
    item.set("advertiser_id", gap.at.second);
    item.set("advertiser", names_[gap.at.second]);
    item.set("day", format_date(gap.at.first));
    item.set("upper", gap.upper->entity->name);
    item.set("lower", gap.lower->entity->name);
    item.set("metric", gap.spend ? "spend" : "impressions");
    item.set("upper_value", text(gap.upper_value));
    item.set("lower_value", text(gap.lower_value));
    item.set("parents", std::move(*parents));
    return item;
  }

  context::Store& store_;
  Date since_;
  std::map<std::string, std::string, std::less<>> names_;
  std::map<context::StreamKey, std::vector<DateRange>> over_;
  std::vector<Gap> gaps_;
  std::int64_t compared_ = 0;
};

}  // namespace

Result<Json> compare_levels(context::Store& store, const std::vector<const Stream*>& wanted, Date since) {
  Comparison comparison(store, since);
  if (auto loaded = comparison.load(); !loaded) return std::move(loaded).error();
  const Stream* upper = nullptr;
  // By rank, so from the advertiser downwards; a level that is not replicated is stepped over.
  for (const auto* stream : wanted) {
    if (stream->kind != StreamKind::report) continue;
    if (upper != nullptr) {
      if (auto done = comparison.compare(*upper, *stream); !done) return std::move(done).error();
    }
    upper = stream;
  }
  return comparison.answer();
}

}  // namespace tiktok_marketing::replication
