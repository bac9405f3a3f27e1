#include "tiktok/retry.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

namespace tiktok_marketing::tiktok {
namespace {

using std::chrono::milliseconds;

constexpr int kThrottleAttempts = 20;
constexpr int kServerAttempts = 5;
constexpr int kDoubtfulAttempts = 3;
constexpr int kHttpTooManyRequests = 429;
// A hint of more than a year is not one; the bound also keeps the arithmetic inside 64 bits.
constexpr double kLongestHintSeconds = 31'536'000;

// Codes that are as often a permanent refusal as a passing failure.
bool doubtful(std::int64_t code) {
  constexpr std::int64_t kCodes[] = {40200, 40700, 40902, 40913, 51008};
  return std::ranges::find(kCodes, code) != std::end(kCodes);
}

bool throttled(std::int64_t code, const catalog::Code* entry) {
  constexpr std::int64_t kCodes[] = {40016, 40100, 40132, 40133, 61000};
  if (std::ranges::find(kCodes, code) != std::end(kCodes)) return true;
  return entry != nullptr && entry->code_class == catalog::CodeClass::quota && entry->retryable;
}

bool passing(std::int64_t code, const catalog::Code* entry) {
  if (entry != nullptr) return entry->retryable;
  constexpr std::int64_t kServerCodesBegin = 50'000;
  constexpr std::int64_t kServerCodesEnd = 60'000;
  return code >= kServerCodesBegin && code < kServerCodesEnd;
}

RetryDecision limited(int failures, int attempts, RetryWait wait) {
  if (failures >= attempts) return {.again = false, .wait = wait, .reason = GiveUpReason::attempts_used};
  return {.again = true, .wait = wait};
}

RetryDecision never(GiveUpReason reason) {
  return {.again = false, .reason = reason};
}

std::string seconds_text(milliseconds time) {
  return fmt::format("{:.1f} s", static_cast<double>(time.count()) / 1000);
}

}  // namespace

std::string_view text_of(GiveUpReason reason) {
  switch (reason) {
    case GiveUpReason::permanent:
      return "repeating the call cannot help";
    case GiveUpReason::attempts_used:
      return "all attempts are used";
    case GiveUpReason::deadline:
      return "the deadline leaves no time for another attempt";
    case GiveUpReason::not_repeatable:
      return "the call is not a read, so it is not repeated";
    case GiveUpReason::budget_empty:
      return "too many calls are failing at the moment, so none is repeated";
    case GiveUpReason::cancelled:
      return "the caller asked to stop";
  }
  return "";
}

RetryDecision RetryPolicy::after(const Error& error, const catalog::Code* code) {
  ++failures_;
  if (error.type == ErrorType::cancelled) return never(GiveUpReason::cancelled);

  const Upstream upstream = error.upstream.value_or(Upstream{});
  if (upstream.tiktok_code) {
    const std::int64_t number = *upstream.tiktok_code;
    if (throttled(number, code)) return limited(failures_, kThrottleAttempts, RetryWait::broker);
    if (!doubtful(number) && !passing(number, code)) return never(GiveUpReason::permanent);
    if (!repeatable_) return never(GiveUpReason::not_repeatable);
    return limited(failures_, doubtful(number) ? kDoubtfulAttempts : kServerAttempts, RetryWait::backoff);
  }

  const bool answered = upstream.http_status != 0;
  if (!error.retryable && upstream.http_status != kHttpTooManyRequests) return never(GiveUpReason::permanent);
  if (!repeatable_) return never(GiveUpReason::not_repeatable);
  return limited(failures_, kServerAttempts, answered ? RetryWait::backoff : RetryWait::transport);
}

milliseconds Backoff::step(RetryWait wait, int nth) {
  const milliseconds first = wait == RetryWait::transport ? kFirstTransport : kFirst;
  // 2^16 times either first step is far above the cap, and the shift stays harmless.
  const int doublings = std::clamp(nth, 0, 16);
  return std::min(kCap, first * (std::int64_t{1} << doublings));
}

milliseconds Backoff::next_delay(RetryWait wait) {
  const milliseconds longest = step(wait, waits_++);
  const double share = std::clamp(random_(), 0.0, 1.0);
  return milliseconds{static_cast<std::int64_t>(static_cast<double>(longest.count()) * share)};
}

std::optional<SteadyTime> next_attempt(SteadyTime now, SteadyTime deadline, milliseconds delay,
                                       std::optional<double> retry_after_s) {
  if (retry_after_s && *retry_after_s >= 0) {
    const double hint = std::min(*retry_after_s, kLongestHintSeconds);
    delay = milliseconds{static_cast<std::int64_t>(std::ceil(hint * 1000))};
  }
  if (deadline <= now || deadline - now <= delay) return std::nullopt;
  return now + delay;
}

bool RetryBudget::take() {
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

void RetryBudget::succeeded() {
  tokens_ = std::min(capacity_, tokens_ + refill_);
}

Error explain_giving_up(Error last, int attempts, milliseconds waited, GiveUpReason reason) {
  if (attempts <= 1 && reason == GiveUpReason::permanent) return last;
  last.message += fmt::format(" (gave up after {} attempt{} and {} of waiting: {})", attempts,
                              attempts == 1 ? "" : "s", seconds_text(waited), text_of(reason));
  return last;
}

}  // namespace tiktok_marketing::tiktok
