#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace tiktok_marketing::context {

/// For tests: the luck of one property run, the same for the same seed.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}
  int below(int limit) { return static_cast<int>(random_() % static_cast<std::uint64_t>(limit)); }
  bool chance(int percent) { return below(100) < percent; }
  template <typename T>
  const T& one_of(const std::vector<T>& list) {
    return list[static_cast<std::size_t>(below(static_cast<int>(list.size())))];
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace tiktok_marketing::context
