#include "sandbox/limiter.hpp"

#include <fmt/format.h>

namespace tiktok_marketing::sandbox {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kPathQps = 20;

// Below one request a second the span is stretched instead.
bool full(SlidingWindow& window, SystemTime now, double limit, std::chrono::milliseconds span) {
  if (limit <= 0) return true;
  if (limit < 1)
    return window.count(now, std::chrono::milliseconds{
                                 static_cast<std::int64_t>(static_cast<double>(span.count()) / limit)}) >= 1;
  return window.count(now, span) >= static_cast<std::size_t>(limit);
}

}  // namespace

std::size_t SlidingWindow::count(SystemTime now, std::chrono::milliseconds span) {
  while (!times_.empty() && times_.front() <= now - span) times_.pop_front();
  // The clock may have been set back.
  while (!times_.empty() && times_.back() > now) times_.pop_back();
  return times_.size();
}

std::optional<ApiError> Limiter::admit_app(const std::string& app_id, SystemTime now) {
  if (limits_.unlimited) return std::nullopt;
  const std::lock_guard lock(mutex_);
  App& app = apps_[app_id];
  const ApiError restricted{
      40100,
      fmt::format("Due to too many requests, requests from App {} are temporarily restricted.", app_id)};
  if (now < app.blocked_until && app.blocked_until - now <= 5min) return restricted;
  if (full(app.second, now, limits_.qps, 1s)) return ApiError{40100, "App reaches the QPS limit."};
  if (full(app.minute, now, limits_.qpm, 60s)) {
    app.blocked_until = now + 5min;
    return restricted;
  }
  if (const auto day = std::chrono::floor<std::chrono::days>(now); day != app.day) {
    app.day = day;
    app.today = 0;
  }
  if (app.today >= limits_.qpd) return restricted;
  ++app.today;
  app.second.add(now);
  app.minute.add(now);
  return std::nullopt;
}

std::optional<ApiError> Limiter::admit_path(const std::string& advertiser_id, std::string_view path,
                                            SystemTime now) {
  if (limits_.unlimited) return std::nullopt;
  const std::lock_guard lock(mutex_);
  SlidingWindow& window = paths_[{advertiser_id, std::string(path)}];
  if (window.count(now, 1s) >= kPathQps) {
    return ApiError{
        40133, fmt::format("Advertiser ({})'s QPS ({}) reaches QPS limit {} for current path, request is "
                           "temporarily restricted.",
                           advertiser_id, kPathQps + 1, kPathQps)};
  }
  window.add(now);
  return std::nullopt;
}

}  // namespace tiktok_marketing::sandbox
