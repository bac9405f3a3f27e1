#include "context/aggregate_scope.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "context/finality.hpp"
#include "context/store_rows.hpp"

namespace tiktok_marketing::context {
namespace {

using database::Connection;
using Fence = std::optional<std::vector<std::string>>;

bool is_in(const Fence& list, const std::string& id) {
  return !list || std::ranges::find(*list, id) != list->end();
}

Date today_of(const AdvertiserInfo& advertiser, SystemTime now) {
  const auto local = local_date(now, advertiser.time_zone.empty() ? "UTC" : advertiser.time_zone);
  return local ? *local : std::chrono::floor<std::chrono::days>(now);
}

/// Everybody the question may be about, those among them of whom only rows are known.
Result<std::vector<AdvertiserInfo>> candidates(Connection& connection, const AggregateRequest& request,
                                               const Fence& fence) {
  auto known = read_advertisers(connection);
  if (!known) return known;
  auto streams = read_streams_of(connection, request.table->name);
  if (!streams) return std::move(streams).error();
  std::set<std::string> ids;
  std::vector<AdvertiserInfo> found;
  const auto add = [&](AdvertiserInfo info) {
    if (info.id.empty() || !is_in(fence, info.id) || !is_in(request.advertisers, info.id)) return;
    if (ids.insert(info.id).second) found.push_back(std::move(info));
  };
  for (AdvertiserInfo& info : *known) add(std::move(info));
  for (const StreamStatus& status : *streams) add({.id = status.stream.advertiser_id});
  return found;
}

/// Days by what the range means in the accounts' zones.
struct Division {
  std::optional<Days> days;
  std::optional<std::vector<std::string>> advertisers;  ///< nullopt: whoever there is
};

std::vector<Division> divide(const AggregateRequest& request, const std::vector<AdvertiserInfo>& advertisers,
                             SystemTime now, bool before) {
  const auto days_for = [&](Date today) {
    auto days = resolve(request.period, today);
    return days && before ? std::optional(previous_of(*days)) : days;
  };
  std::map<std::pair<Date, Date>, std::vector<std::string>> by_days;
  for (const AdvertiserInfo& info : advertisers) {
    const auto days = days_for(today_of(info, now));
    const Date none{};
    by_days[days ? std::pair(days->first, days->last) : std::pair(none, none)].push_back(info.id);
  }
  if (by_days.size() <= 1) {
    const Date today = advertisers.empty() ? today_of({}, now) : today_of(advertisers.front(), now);
    return {{days_for(today), request.advertisers}};
  }
  std::vector<Division> out;
  for (auto& [days, ids] : by_days) out.push_back({Days{days.first, days.second}, std::move(ids)});
  return out;
}

/// What the filter says about advertisers and days on top of the division.
Scope narrowed(const AggregateRequest& request, const Division& division) {
  Scope scope;
  if (request.filter) scope = scope_of(*request.filter, *request.table);
  if (division.advertisers) {
    std::vector<std::string> both;
    for (const std::string& id : *division.advertisers) {
      if (is_in(scope.advertisers, id)) both.push_back(id);
    }
    scope.advertisers = std::move(both);
  }
  if (!division.days) return scope;
  scope.first = scope.first ? std::max(*scope.first, division.days->first) : division.days->first;
  scope.last = scope.last ? std::min(*scope.last, division.days->last) : division.days->last;
  return scope;
}

/// The part can not be answered, others may be.
Standing unread(const Division& division, const Error& error) {
  Standing standing;
  for (const std::string& id : division.advertisers.value_or(std::vector<std::string>{})) {
    standing.missing.push_back({"advertiser", id, error.message});
  }
  return standing;
}

/// Single pages of a range nobody has read to its end are no answer. Ids that the caller named stand among
/// the shares whether the fence lets them through or not.
bool counts(const Share& share, const Fence& fence) {
  return share.readable && is_in(fence, share.advertiser.id);
}

void add_rows(AggregateScope& scope, const AggregateScope::Part& part, const AggregateRequest& request,
              const Fence& fence, bool alone) {
  const auto& shares = part.standing.shares;
  scope.rows.everybody =
      alone && !fence && !request.advertisers && std::ranges::all_of(shares, &Share::readable);
  RowScope::Part rows{.days = part.days};
  for (const Share& share : shares) {
    if (counts(share, fence)) rows.advertisers.push_back(share.advertiser.id);
  }
  scope.rows.parts.push_back(std::move(rows));
}

}  // namespace

bool AggregateScope::complete() const {
  return std::ranges::all_of(parts, [](const Part& part) { return part.standing.complete(); });
}

Standing AggregateScope::together() const {
  Standing all = parts.front().standing;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const Standing& more = parts[i].standing;
    all.shares.insert(all.shares.end(), more.shares.begin(), more.shares.end());
    all.missing.insert(all.missing.end(), more.missing.begin(), more.missing.end());
    all.simulated = all.simulated || more.simulated;
    if (more.as_of) all.as_of = all.as_of ? std::min(*all.as_of, *more.as_of) : *more.as_of;
    if (more.excludes.as_object() == nullptr) continue;
    for (const auto& [id, what] : *more.excludes.as_object()) all.excludes.set(id, what);
  }
  return all;
}

Result<AggregateScope> scope_of(Connection& connection, const AggregateRequest& request, const Fence& fence,
                                SystemTime now, bool before) {
  auto advertisers = candidates(connection, request, fence);
  if (!advertisers) return std::move(advertisers).error();
  const auto divisions = divide(request, *advertisers, now, before);
  AggregateScope scope;
  std::optional<Error> failure;
  bool any = false;
  for (const Division& division : divisions) {
    auto standing = standing_of(connection, *request.table, narrowed(request, division), fence, now);
    const bool not_ready = !standing && standing.error().type == ErrorType::context_store_not_ready;
    if (!standing && !not_ready) return std::move(standing).error();
    if (not_ready) failure = standing.error();
    any = any || standing;
    scope.parts.push_back({division.days, standing ? *std::move(standing) : unread(division, *failure)});
    add_rows(scope, scope.parts.back(), request, fence, divisions.size() == 1);
  }
  if (!any && failure) return *std::move(failure);
  std::set<std::string> currencies;
  for (const auto& part : scope.parts) {
    for (const Share& share : part.standing.shares) {
      if (counts(share, fence) && !share.advertiser.currency.empty())
        currencies.insert(share.advertiser.currency);
    }
  }
  scope.currencies.assign(currencies.begin(), currencies.end());
  return scope;
}

std::optional<std::string_view> finality_in(const Standing& standing, catalog::Settling settling) {
  std::optional<Finality> least;
  for (const Share& share : standing.shares) {
    if (!share.asked) continue;
    for (const DayRange& piece : share.stream.readings) {
      if (piece.first > share.asked->last || piece.last < share.asked->first) continue;
      const Date last = std::min(piece.last, share.asked->last);
      const Finality finality = finality_of(settling, last, today_of(share.advertiser, piece.read_at),
                                            share.advertiser.conversion_days);
      least = least ? std::min(*least, finality) : finality;
    }
  }
  return least ? std::optional(name_of(*least)) : std::nullopt;
}

}  // namespace tiktok_marketing::context
