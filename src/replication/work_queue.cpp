#include "replication/work_queue.hpp"

#include <algorithm>
#include <tuple>

namespace tiktok_marketing::replication {
namespace {

// How many items that must wait are passed over in search of one that need not.
constexpr std::size_t kLookAhead = 64;

bool waits_for(const WorkItem& item, const WorkItem& other) {
  if (item.window) {
    return item.stream != &account_report() && other.stream == &account_report() && other.window &&
           overlap(*item.window, *other.window);
  }
  return is_above(*other.stream, *item.stream);
}

auto place_of(const WorkItem& item) {
  return std::pair(item.phase, item.stream->rank);
}

}  // namespace

WorkQueue::WorkQueue(std::size_t accounts, std::vector<WorkItem> items)
    : lanes_(accounts), waiting_(items.size()) {
  sort_items(items);
  for (const auto& item : items) lanes_[item.account].items.push_back(item);
}

bool WorkQueue::may_begin(const Lane& lane, std::size_t position) {
  const WorkItem& item = lane.items[position];
  const auto holds_up = [&](const WorkItem& other) { return waits_for(item, other); };
  return std::ranges::none_of(lane.under_way, holds_up) &&
         std::none_of(lane.items.begin(), lane.items.begin() + static_cast<std::ptrdiff_t>(position),
                      holds_up);
}

std::optional<std::size_t> WorkQueue::first_free(const Lane& lane) {
  const std::size_t end = std::min(lane.items.size(), kLookAhead);
  for (std::size_t i = 0; i < end; ++i) {
    if (may_begin(lane, i)) return i;
  }
  return std::nullopt;
}

std::optional<WorkItem> WorkQueue::take(std::size_t most_per_account) {
  Lane* best = nullptr;
  std::size_t position = 0;
  for (auto& lane : lanes_) {
    if (lane.items.empty() || lane.under_way.size() >= most_per_account) continue;
    // A head that is no better than the best need not be looked at closer.
    const auto better = [&](const WorkItem& item) {
      return best == nullptr || std::tuple(place_of(item), lane.under_way.size()) <
                                    std::tuple(place_of(best->items[position]), best->under_way.size());
    };
    if (!better(lane.items.front())) continue;
    const auto free = first_free(lane);
    if (!free || !better(lane.items[*free])) continue;
    best = &lane;
    position = *free;
  }
  if (best == nullptr) return std::nullopt;
  WorkItem item = best->items[position];
  best->items.erase(best->items.begin() + static_cast<std::ptrdiff_t>(position));
  best->under_way.push_back(item);
  --waiting_;
  ++under_way_;
  return item;
}

void WorkQueue::finish(const WorkItem& item) {
  auto& under_way = lanes_[item.account].under_way;
  const auto found = std::ranges::find(under_way, item);
  if (found == under_way.end()) return;
  under_way.erase(found);
  --under_way_;
}

std::size_t WorkQueue::drop(std::uint32_t account, const Stream& stream) {
  const std::size_t gone =
      std::erase_if(lanes_[account].items, [&](const WorkItem& item) { return item.stream == &stream; });
  waiting_ -= gone;
  return gone;
}

std::size_t WorkQueue::drop_all() {
  for (auto& lane : lanes_) lane.items.clear();
  return std::exchange(waiting_, 0);
}

std::size_t WorkQueue::accounts_waiting() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(lanes_, [](const Lane& lane) { return !lane.items.empty(); }));
}

}  // namespace tiktok_marketing::replication
