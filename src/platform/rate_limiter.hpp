#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/runtime.hpp>

#include "base/metrics.hpp"

namespace tiktok_marketing::platform {

/// What a bucket said. `limit` 0: there is no limit.
struct RateDecision {
  bool allowed = true;
  std::int64_t limit = 0;  ///< a minute
  std::int64_t remaining = 0;
  std::int64_t reset_s = 0;        ///< until the bucket is full again
  std::int64_t retry_after_s = 0;  ///< whole seconds, at least 1 when refused
};

/// Token buckets by key (an application, a connector): a minute's worth at most, refilled evenly. Memory:
/// full buckets are forgotten now and then. Thread-safe.
class RateLimiter {
 public:
  /// `per_minute` 0: no limit. `refused` counts what was refused, if given; it must live as long as this.
  explicit RateLimiter(double per_minute, Counter* refused = nullptr)
      : per_minute_(per_minute), refused_(refused) {}
  [[nodiscard]] RateDecision take(std::string_view key, SteadyTime now);
  /// How many keys are remembered.
  [[nodiscard]] std::size_t size() const;

 private:
  struct Bucket {
    double tokens;
    SteadyTime at;
  };
  struct Shard {
    mutable std::mutex mutex;
    std::map<std::string, Bucket, std::less<>> buckets;
    std::size_t forget_at = kForgetAt;  ///< so many buckets, and the full ones are looked for
  };
  static constexpr std::size_t kForgetAt = 64;
  [[nodiscard]] double capacity() const;
  [[nodiscard]] double tokens_at(const Bucket& bucket, SteadyTime now) const;
  void forget_full(Shard& shard, SteadyTime now) const;

  double per_minute_;
  Counter* refused_;
  std::array<Shard, 16> shards_;
};

}  // namespace tiktok_marketing::platform
