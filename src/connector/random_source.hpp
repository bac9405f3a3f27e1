#pragma once

#include <memory>
#include <random>

#include "tiktok/retry.hpp"

namespace tiktok_marketing {

/// Randomness for the spread of waits, seeded by the system.
[[nodiscard]] inline tiktok::Backoff::Random random_source() {
  auto generator = std::make_shared<std::mt19937_64>(std::random_device{}());
  return [generator] { return std::uniform_real_distribution<double>(0, 1)(*generator); };
}

}  // namespace tiktok_marketing
