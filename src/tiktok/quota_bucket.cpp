#include "tiktok/quota_bucket.hpp"

#include <iterator>

namespace tiktok_marketing::tiktok {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// Lanes that nobody used for a while are dropped when a bucket has more than this many.
constexpr std::size_t kManyLanes = 4096;

RateWindow refitted(const std::vector<SteadyTime>& starts, double limit, std::chrono::nanoseconds length) {
  RateWindow window(limit, length);
  for (const SteadyTime start : starts) window.take(start);
  return window;
}

std::vector<SteadyTime> starts_of_both(const RateWindow& a, const RateWindow& b) {
  std::vector<SteadyTime> starts;
  std::ranges::merge(a.starts(), b.starts(), std::back_inserter(starts));
  return starts;
}

}  // namespace

SteadyTime QuotaLane::earliest_after(SteadyTime now, std::size_t ahead, bool unlimited) const {
  const SteadyTime from = pause.until(now);
  return unlimited ? from : second.earliest_after(from, ahead);
}

void WaitingLine::push(WaiterPtr waiter) {
  ++size_;
  auto turn = std::ranges::find(turns_, waiter->request.caller, &Turn::caller);
  if (turn == turns_.end()) turn = turns_.insert(turns_.end(), Turn{waiter->request.caller, {}});
  turn->waiters.push_back(std::move(waiter));
}

WaiterPtr WaitingLine::pop(const Matches& may_start) {
  for (auto turn = turns_.begin(); turn != turns_.end(); ++turn) {
    const auto found = std::ranges::find_if(turn->waiters, may_start);
    if (found == turn->waiters.end()) continue;
    WaiterPtr waiter = std::move(*found);
    turn->waiters.erase(found);
    turns_.splice(turns_.end(), turns_, turn);
    if (turn->waiters.empty()) turns_.erase(turn);
    --size_;
    return waiter;
  }
  return nullptr;
}

std::vector<WaiterPtr> WaitingLine::take_if(const Matches& matches) {
  std::vector<WaiterPtr> taken;
  for (auto turn = turns_.begin(); turn != turns_.end();) {
    std::deque<WaiterPtr> kept;
    for (WaiterPtr& waiter : turn->waiters) {
      const bool take = matches(waiter);
      if (take) {
        taken.push_back(std::move(waiter));
      } else {
        kept.push_back(std::move(waiter));
      }
    }
    turn->waiters = std::move(kept);
    turn = turn->waiters.empty() ? turns_.erase(turn) : std::next(turn);
  }
  size_ -= taken.size();
  return taken;
}

std::size_t WaitingLine::ahead_of(std::string_view caller) const {
  const auto own = std::ranges::find(turns_, caller, &Turn::caller);
  const std::size_t own_waiting = own == turns_.end() ? 0 : own->waiters.size();
  std::size_t ahead = 0;
  for (const Turn& turn : turns_) ahead += std::min(turn.waiters.size(), own_waiting + 1);
  return ahead;
}

void WaitingLine::for_each(const std::function<void(const WaiterPtr&)>& visit) const {
  for (const Turn& turn : turns_) std::ranges::for_each(turn.waiters, visit);
}

QuotaBucket::QuotaBucket(std::string its_key, QuotaLimits its_limits)
    : key(std::move(its_key)),
      limits(its_limits),
      second(its_limits.qps, seconds{1}),
      minute(its_limits.qpm, minutes{1}),
      day(its_limits.qpd) {}

std::shared_ptr<QuotaLane> QuotaBucket::lane_of(const QuotaRequest& request, SteadyTime now) {
  if (request.advertiser_id.empty()) return nullptr;
  if (lanes.size() > kManyLanes) drop_idle_lanes(now);
  std::shared_ptr<QuotaLane>& lane = lanes[{request.advertiser_id, request.path}];
  if (!lane) {
    lane = std::make_shared<QuotaLane>(QuotaLane{RateWindow(limits.advertiser_path_qps, seconds{1}), {}, 0});
  }
  return lane;
}

void QuotaBucket::drop_idle_lanes(SteadyTime now) {
  std::erase_if(lanes, [&](const auto& entry) {
    const QuotaLane& lane = *entry.second;
    return lane.waiting == 0 && lane.second.used(now) == 0 && lane.pause.failures_in_a_row() == 0;
  });
}

SteadyTime QuotaBucket::earliest_after(SteadyTime now, SystemTime today, std::size_t ahead) const {
  const SteadyTime from = pause.until(now);
  if (limits.unlimited) return from;
  const auto day_wait = day.wait(today, static_cast<std::int64_t>(ahead));
  return std::max({second.earliest_after(from, ahead), minute.earliest_after(from, ahead), now + day_wait});
}

SteadyTime QuotaBucket::lane_earliest(const std::shared_ptr<QuotaLane>& lane, SteadyTime now,
                                      std::size_t ahead) const {
  return lane ? lane->earliest_after(now, ahead, limits.unlimited) : now;
}

void QuotaBucket::count_start(const QuotaRequest& request, SteadyTime now, SystemTime today) {
  day.take(today);
  if (limits.unlimited) return;
  second.take(now);
  minute.take(now);
  if (const auto lane = lane_of(request, now)) lane->second.take(now);
}

void QuotaBucket::refit(QuotaLimits new_limits) {
  limits = new_limits;
  second = refitted(second.starts(), limits.qps, seconds{1});
  minute = refitted(minute.starts(), limits.qpm, minutes{1});
  day.set_limit(limits.qpd);
  for (auto& [name, lane] : lanes) {
    lane->second = refitted(lane->second.starts(), limits.advertiser_path_qps, seconds{1});
  }
}

void QuotaBucket::absorb(QuotaBucket& other, SystemTime today) {
  second = refitted(starts_of_both(second, other.second), limits.qps, seconds{1});
  minute = refitted(starts_of_both(minute, other.minute), limits.qpm, minutes{1});
  day.take(today, other.day.used(today));
  other.day = DayCounter(other.limits.qpd);
  pause.absorb(other.pause);
  lanes.insert(other.lanes.begin(), other.lanes.end());
}

void QuotaBucket::move_waiters_from(QuotaBucket& other, const WaitingLine::Matches& which, SteadyTime now) {
  for (const bool background_class : {false, true}) {
    WaitingLine& source = background_class ? other.background : other.interactive;
    for (const WaiterPtr& waiter : source.take_if(which)) {
      if (waiter->lane) --waiter->lane->waiting;
      waiter->lane = lane_of(waiter->request, now);
      if (waiter->lane) ++waiter->lane->waiting;
      line_of(waiter->request).push(waiter);
    }
  }
}

}  // namespace tiktok_marketing::tiktok
