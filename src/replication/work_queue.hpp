#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "replication/plan.hpp"

namespace tiktok_marketing::replication {

/// Hands out work: the newest days first, then by rank of the stream, advertisers in turns. What cannot begin
/// yet is passed over, so nothing waits for a slow advertiser. No I/O, no clock; one thread.
///
/// Two things wait for others of their advertiser: a lower level's window for the advertiser's own report of
/// those days, which tells whether there are rows at all; a list for the lists of its parents, which tell
/// which rare kinds there are and whose status changes its rows.
class WorkQueue {
 public:
  /// `items` of all advertisers, in any order.
  WorkQueue(std::size_t accounts, std::vector<WorkItem> items);

  /// The next item that may begin while each advertiser has at most `most_per_account` under way; nullopt
  /// when there is none now.
  [[nodiscard]] std::optional<WorkItem> take(std::size_t most_per_account);
  /// What was taken has ended, well or not.
  void finish(const WorkItem& item);
  /// Forgets what is left of a stream (all advertisers' or one's); returns how many items that were.
  std::size_t drop(std::uint32_t account, const Stream& stream);
  std::size_t drop_all();

  [[nodiscard]] std::size_t waiting() const { return waiting_; }
  [[nodiscard]] std::size_t under_way() const { return under_way_; }
  [[nodiscard]] std::size_t under_way_of(std::uint32_t account) const {
    return lanes_[account].under_way.size();
  }
  /// Advertisers that have work which is not under way.
  [[nodiscard]] std::size_t accounts_waiting() const;

 private:
  struct Lane {
    std::deque<WorkItem> items;
    std::vector<WorkItem> under_way;
  };
  [[nodiscard]] static bool may_begin(const Lane& lane, std::size_t position);
  [[nodiscard]] static std::optional<std::size_t> first_free(const Lane& lane);

  std::vector<Lane> lanes_;
  std::size_t waiting_ = 0;
  std::size_t under_way_ = 0;
};

}  // namespace tiktok_marketing::replication
