#include "context/coverage.hpp"

#include <algorithm>

namespace tiktok_marketing::context {
namespace {

constexpr std::chrono::days kDay{1};

void append(std::vector<DayRange>& pieces, const DayRange& next) {
  if (!pieces.empty() && pieces.back().last + kDay == next.first && pieces.back().read_at == next.read_at) {
    pieces.back().last = next.last;
    return;
  }
  pieces.push_back(next);
}

}  // namespace

std::vector<DayRange> with_reading(const std::vector<DayRange>& pieces, const DayRange& reading) {
  std::vector<DayRange> left;
  std::vector<DayRange> right;
  for (const DayRange& piece : pieces) {
    if (piece.first < reading.first) {
      left.push_back({piece.first, std::min(piece.last, reading.first - kDay), piece.read_at});
    }
    if (piece.last > reading.last) {
      right.push_back({std::max(piece.first, reading.last + kDay), piece.last, piece.read_at});
    }
  }
  std::vector<DayRange> out;
  for (const DayRange& piece : left) append(out, piece);
  append(out, reading);
  for (const DayRange& piece : right) append(out, piece);
  return out;
}

std::vector<DayRange> joined(const std::vector<DayRange>& pieces) {
  std::vector<DayRange> out;
  for (const DayRange& piece : pieces) {
    if (out.empty() || out.back().last + kDay < piece.first) {
      out.push_back(piece);
      continue;
    }
    out.back().last = piece.last;
    out.back().read_at = std::min(out.back().read_at, piece.read_at);
  }
  return out;
}

std::vector<Days> gaps(const std::vector<DayRange>& pieces, Days asked) {
  std::vector<Days> out;
  for (const DayRange& piece : pieces) {
    if (piece.last < asked.first) continue;
    if (asked.first > asked.last || piece.first > asked.last) break;
    if (piece.first > asked.first) out.push_back({asked.first, piece.first - kDay});
    asked.first = piece.last + kDay;
  }
  if (asked.first <= asked.last) out.push_back(asked);
  return out;
}

}  // namespace tiktok_marketing::context
