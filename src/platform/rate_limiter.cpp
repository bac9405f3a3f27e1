#include "platform/rate_limiter.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace tiktok_marketing::platform {
namespace {

constexpr double kSecondsAMinute = 60;

std::int64_t whole_seconds(double seconds) {
  return static_cast<std::int64_t>(std::ceil(seconds));
}

}  // namespace

double RateLimiter::capacity() const {
  return std::max(1.0, per_minute_);
}

double RateLimiter::tokens_at(const Bucket& bucket, SteadyTime now) const {
  const double passed = std::max(0.0, std::chrono::duration<double>(now - bucket.at).count());
  return std::min(capacity(), bucket.tokens + passed * per_minute_ / kSecondsAMinute);
}

void RateLimiter::forget_full(Shard& shard, SteadyTime now) const {
  std::erase_if(shard.buckets, [&](const auto& entry) { return tokens_at(entry.second, now) >= capacity(); });
  shard.forget_at = std::max(kForgetAt, 2 * shard.buckets.size());
}

RateDecision RateLimiter::take(std::string_view key, SteadyTime now) {
  if (per_minute_ <= 0) return {};
  Shard& shard = shards_[std::hash<std::string_view>{}(key) % shards_.size()];
  std::lock_guard lock(shard.mutex);
  auto place = shard.buckets.find(key);
  if (place == shard.buckets.end()) {
    if (shard.buckets.size() >= shard.forget_at) forget_full(shard, now);
    place = shard.buckets.emplace(std::string(key), Bucket{.tokens = capacity(), .at = now}).first;
  }
  Bucket& bucket = place->second;
  bucket = {.tokens = tokens_at(bucket, now), .at = std::max(bucket.at, now)};
  RateDecision decision{.allowed = bucket.tokens >= 1, .limit = static_cast<std::int64_t>(capacity())};
  const double seconds_a_token = kSecondsAMinute / per_minute_;
  if (decision.allowed) {
    bucket.tokens -= 1;
  } else {
    decision.retry_after_s = std::max<std::int64_t>(1, whole_seconds((1 - bucket.tokens) * seconds_a_token));
    if (refused_ != nullptr) refused_->add();
  }
  decision.remaining = static_cast<std::int64_t>(bucket.tokens);
  decision.reset_s = whole_seconds((capacity() - bucket.tokens) * seconds_a_token);
  return decision;
}

std::size_t RateLimiter::size() const {
  std::size_t count = 0;
  for (const Shard& shard : shards_) {
    std::lock_guard lock(shard.mutex);
    count += shard.buckets.size();
  }
  return count;
}

}  // namespace tiktok_marketing::platform
