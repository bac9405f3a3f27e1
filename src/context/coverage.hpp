#pragma once

#include <vector>

#include "context/store.hpp"

/// Which days have been read, as ranges. Pure. All lists are ordered and do not overlap.
namespace tiktok_marketing::context {

/// `pieces` after the days of `reading` were read (again). Neighbours read at the same time become one.
[[nodiscard]] std::vector<DayRange> with_reading(const std::vector<DayRange>& pieces,
                                                 const DayRange& reading);
/// Pieces that touch as one, with the oldest reading among them.
[[nodiscard]] std::vector<DayRange> joined(const std::vector<DayRange>& pieces);

struct Days {
  Date first;
  Date last;
  friend bool operator==(const Days&, const Days&) = default;
};
/// The days of [first, last] that no piece covers.
[[nodiscard]] std::vector<Days> gaps(const std::vector<DayRange>& pieces, Days asked);

}  // namespace tiktok_marketing::context
