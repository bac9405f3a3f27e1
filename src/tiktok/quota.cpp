#include "tiktok/quota.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tiktok_marketing::tiktok {
namespace {

constexpr double kLeastRate = 0.001;
constexpr double kShareUsed = 0.9;
// TikTok documents this one for every app, whatever its level.
constexpr double kAdvertiserPathQps = 20;

struct PublishedLevel {
  QuotaLevel level;
  double qps;
  double qpm;
  std::int64_t qpd;
};
constexpr std::array kPublished{
    PublishedLevel{QuotaLevel::basic, 10, 600, 864'000},
    PublishedLevel{QuotaLevel::advanced, 20, 1200, 1'728'000},
    PublishedLevel{QuotaLevel::premium, 30, 1800, 2'592'000},
    PublishedLevel{QuotaLevel::ultimate, 50, 3000, 4'320'000},
};

double usable(double limit) {
  return limit > kLeastRate ? limit : kLeastRate;
}

}  // namespace

QuotaLimits limits_for(QuotaLevel level) {
  for (const PublishedLevel& row : kPublished) {
    if (row.level != level) continue;
    return {.qps = row.qps * kShareUsed,
            .qpm = row.qpm * kShareUsed,
            .qpd = row.qpd * 9 / 10,
            .advertiser_path_qps = kAdvertiserPathQps * kShareUsed};
  }
  return {};
}

QuotaLimits limits_for_qps(double qps) {
  const double rate = usable(qps);
  QuotaLimits limits;
  limits.qps = rate;
  limits.qpm = rate * 60;
  limits.qpd = std::max<std::int64_t>(1, std::llround(std::min(rate, 1e12) * 86'400));
  return limits;
}

RateWindow::RateWindow(double limit, std::chrono::nanoseconds window, std::chrono::nanoseconds guard) {
  const double starts = std::ceil(usable(limit));
  capacity_ = static_cast<std::size_t>(std::min(starts, 1e9));
  const double stretch = starts / usable(limit);
  length_ = std::chrono::nanoseconds(
                static_cast<std::int64_t>(std::ceil(static_cast<double>(window.count()) * stretch))) +
            guard;
}

SteadyTime RateWindow::earliest_after(SteadyTime now, std::size_t ahead) const {
  // The kth start from now may follow the start that lies `capacity_` places before it by one window.
  const std::size_t free = capacity_ - ring_.size();
  if (ahead < free) return now;
  const std::size_t place = ahead - free;
  const auto rounds = static_cast<std::int64_t>(place / capacity_);
  const std::size_t index = place % capacity_;
  const SteadyTime base =
      index < ring_.size() ? std::max(now, ring_[(oldest_ + index) % ring_.size()] + length_) : now + length_;
  return base + rounds * length_;
}

void RateWindow::take(SteadyTime start) {
  if (ring_.size() < capacity_) {
    if (!ring_.empty()) start = std::max(start, ring_.back());
    ring_.push_back(start);
    return;
  }
  const SteadyTime newest = ring_[(oldest_ + ring_.size() - 1) % ring_.size()];
  ring_[oldest_] = std::max(start, newest);
  oldest_ = (oldest_ + 1) % ring_.size();
}

std::size_t RateWindow::used(SteadyTime now) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(ring_, [&](SteadyTime start) { return start + length_ > now; }));
}

std::vector<SteadyTime> RateWindow::starts() const {
  std::vector<SteadyTime> ordered;
  ordered.reserve(ring_.size());
  for (std::size_t i = 0; i < ring_.size(); ++i) ordered.push_back(ring_[(oldest_ + i) % ring_.size()]);
  return ordered;
}

std::chrono::milliseconds DayCounter::wait(SystemTime now, std::int64_t ahead) const {
  if (used(now) + ahead < limit_) return std::chrono::milliseconds{0};
  const auto midnight = std::chrono::floor<std::chrono::days>(now) + std::chrono::days{1};
  return midnight - now;
}

void DayCounter::take(SystemTime now, std::int64_t count) {
  used_ = used(now) + count;
  day_ = std::max(day_, std::chrono::floor<std::chrono::days>(now));
}

std::int64_t DayCounter::used(SystemTime now) const {
  return std::chrono::floor<std::chrono::days>(now) > day_ ? 0 : used_;
}

void ThrottlePause::throttled(SteadyTime sent, SteadyTime now) {
  if (sent < until_) return;
  using std::chrono::seconds;
  constexpr std::array kPauses{seconds{1}, seconds{2}, seconds{4}, seconds{300}};
  const auto step = std::min(static_cast<std::size_t>(failures_), kPauses.size() - 1);
  ++failures_;
  until_ = now + kPauses[step];
}

void ThrottlePause::succeeded(SteadyTime sent) {
  if (sent >= until_) failures_ = 0;
}

void ThrottlePause::absorb(const ThrottlePause& other) {
  until_ = std::max(until_, other.until_);
  failures_ = std::max(failures_, other.failures_);
}

}  // namespace tiktok_marketing::tiktok
