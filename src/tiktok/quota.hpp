#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <tiktok_marketing/base/runtime.hpp>

/// Arithmetic of TikTok's rate limits: no I/O, no clock, no queue. All values are plain and not thread-safe.
namespace tiktok_marketing::tiktok {

/// TikTok counts arrivals, we count departures: every window is this much longer than TikTok's, so that
/// requests that travel at different speed do not bunch up into a breach.
inline constexpr std::chrono::milliseconds kJitterGuard{50};

/// TikTok's levels of a developer app. Every new app is `basic`.
enum class QuotaLevel { basic, advanced, premium, ultimate };

/// What a process allows itself. Requests per second and minute of one app, per UTC day, and per second of
/// one advertiser on one path. The defaults are 10 % under the Basic level.
struct QuotaLimits {
  double qps = 9;
  double qpm = 540;
  std::int64_t qpd = 777'600;
  double advertiser_path_qps = 18;
  bool unlimited = false;  ///< no budget of our own; throttling by TikTok still pauses

  bool operator==(const QuotaLimits&) const = default;
};

/// 10 % under the level's published limits.
[[nodiscard]] QuotaLimits limits_for(QuotaLevel level);
/// The limits for a wished rate: minute and day follow the second (times 60, times 86,400).
[[nodiscard]] QuotaLimits limits_for_qps(double qps);

/// Sliding log: at most `limit` starts in any window, whenever it begins.
///
/// A limit that is no whole number is kept as ⌈limit⌉ starts in a window longer in proportion: 2.5 a second
/// is 3 in 1.2 s. Limits below 0.001 count as 0.001. Memory: one time point per start in the window.
class RateWindow {
 public:
  RateWindow(double limit, std::chrono::nanoseconds window, std::chrono::nanoseconds guard = kJitterGuard);

  /// When the next start is allowed; never before `now`.
  [[nodiscard]] SteadyTime earliest(SteadyTime now) const { return earliest_after(now, 0); }
  /// When a start is allowed that has `ahead` others before it, all of them as early as they may.
  [[nodiscard]] SteadyTime earliest_after(SteadyTime now, std::size_t ahead) const;
  /// Notes a start. A time before the last start counts as the time of the last start.
  void take(SteadyTime start);

  /// Starts whose window still covers `now`.
  [[nodiscard]] std::size_t used(SteadyTime now) const;
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] std::chrono::nanoseconds length() const { return length_; }
  /// The starts still remembered, oldest first.
  [[nodiscard]] std::vector<SteadyTime> starts() const;

 private:
  std::size_t capacity_;
  std::chrono::nanoseconds length_;
  std::vector<SteadyTime> ring_;  // grows to capacity_, then oldest_ marks the start
  std::size_t oldest_ = 0;
};

/// Requests of the present UTC day; forgets them at 00:00 UTC, as TikTok does.
class DayCounter {
 public:
  explicit DayCounter(std::int64_t limit) : limit_(limit) {}

  /// Zero, or the time to the next midnight UTC when `ahead` more requests use the day up.
  [[nodiscard]] std::chrono::milliseconds wait(SystemTime now, std::int64_t ahead) const;
  void take(SystemTime now, std::int64_t count = 1);
  [[nodiscard]] std::int64_t used(SystemTime now) const;
  void set_limit(std::int64_t limit) { limit_ = limit; }

 private:
  std::int64_t limit_;
  std::int64_t used_ = 0;
  std::chrono::sys_days day_{};
};

/// How long to be silent after TikTok throttled: 1 s, 2 s, 4 s, then 5 minutes each, because a breach of the
/// minute's limit blocks the app that long.
///
/// Answers to requests that were sent before the latest pause ended belong to its incident: ten requests in
/// flight that fail together are one failure, and a late success does not end the series.
class ThrottlePause {
 public:
  void throttled(SteadyTime sent, SteadyTime now);
  void succeeded(SteadyTime sent);
  /// `now` when there is no pause.
  [[nodiscard]] SteadyTime until(SteadyTime now) const { return until_ > now ? until_ : now; }
  [[nodiscard]] int failures_in_a_row() const { return failures_; }
  /// Keeps the longer of both.
  void absorb(const ThrottlePause& other);

 private:
  SteadyTime until_ = SteadyTime::min();
  int failures_ = 0;
};

}  // namespace tiktok_marketing::tiktok
