#pragma once

#include <cstdint>
#include <span>

namespace tiktok_marketing::sandbox {

/// Everything in the virtual world is a pure function of a hash; there is no generator with a state.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93ULL;
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93ULL;
  x ^= x >> 32;
  return x;
}

[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  return mix(a + 0x9e3779b97f4a7c15ULL * (b + 1));
}

[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  return mix(mix(a, b), c);
}

/// A number in [0, bound), independent for different `salt`.
[[nodiscard]] constexpr std::uint64_t below(std::uint64_t hash, std::uint64_t salt, std::uint64_t bound) {
  return static_cast<std::uint64_t>((static_cast<unsigned __int128>(mix(hash, salt)) * bound) >> 64);
}

[[nodiscard]] constexpr bool chance(std::uint64_t hash, std::uint64_t salt, std::uint64_t percent) {
  return below(hash, salt, 100) < percent;
}

template <typename T, std::size_t N>
[[nodiscard]] constexpr const T& pick(std::uint64_t hash, std::uint64_t salt, const T (&items)[N]) {
  return items[below(hash, salt, N)];
}

}  // namespace tiktok_marketing::sandbox
