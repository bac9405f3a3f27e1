#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include <tiktok_marketing/base/error.hpp>
#include <tiktok_marketing/base/runtime.hpp>

#include "catalog/model.hpp"

/// Three questions, three objects: may the call be repeated (`RetryPolicy`), how long to wait (`Backoff`),
/// can the process afford it (`RetryBudget`). No clock and no sleep in any of them.
namespace tiktok_marketing::tiktok {

enum class GiveUpReason { permanent, attempts_used, deadline, not_repeatable, budget_empty, cancelled };
/// `the deadline leaves no time for another attempt`, … for messages.
[[nodiscard]] std::string_view text_of(GiveUpReason reason);

/// What to do after a failure.
enum class RetryWait {
  broker,     ///< TikTok throttled: report it to the quota broker, whose pause is the wait
  backoff,    ///< wait as `Backoff` says, first step 1 s
  transport,  ///< the same, first step 250 ms: nothing wrong was heard from TikTok itself
};
struct RetryDecision {
  bool again = false;
  RetryWait wait = RetryWait::backoff;
  GiveUpReason reason = GiveUpReason::permanent;  ///< when `again` is false
};

/// Decides whether one call goes on. One object per call: it counts.
///
/// Attempts in all, the first included: throttling codes 20 (the deadline usually ends them sooner); 5xxxx,
/// 60001, 40201, 40202, 40901, HTTP 429 and 5xx, unreadable answers and transport errors 5; the doubtful
/// codes 40200, 40700, 40902, 40913 and 51008 3. Everything else is final.
class RetryPolicy {
 public:
  /// `repeatable`: the call is a read, so a lost answer does no harm. A call that is not is repeated only
  /// after throttling, which TikTok answers before it acts.
  explicit RetryPolicy(bool repeatable) : repeatable_(repeatable) {}

  /// `code`: the catalog's entry of the error's TikTok code; nullptr when there is none.
  [[nodiscard]] RetryDecision after(const Error& error, const catalog::Code* code);
  /// Failures seen so far.
  [[nodiscard]] int failures() const { return failures_; }

 private:
  bool repeatable_;
  int failures_ = 0;
};

/// Waits that double up to a cap, spread over the whole of [0, step] so that callers who failed together do
/// not come back together. One object per call.
class Backoff {
 public:
  /// Uniform in [0, 1).
  using Random = std::function<double()>;
  static constexpr std::chrono::milliseconds kFirst{1000};
  static constexpr std::chrono::milliseconds kFirstTransport{250};
  static constexpr std::chrono::milliseconds kCap{60'000};

  explicit Backoff(Random random) : random_(std::move(random)) {}

  [[nodiscard]] std::chrono::milliseconds next_delay(RetryWait wait);
  /// The step before spreading of the nth wait (0 is the first).
  [[nodiscard]] static std::chrono::milliseconds step(RetryWait wait, int nth);

 private:
  Random random_;
  int waits_ = 0;
};

/// When to try again: after `delay`, or after the server's own hint if it gave one; nullopt when that is
/// not before the deadline.
[[nodiscard]] std::optional<SteadyTime> next_attempt(SteadyTime now, SteadyTime deadline,
                                                     std::chrono::milliseconds delay,
                                                     std::optional<double> retry_after_s);

/// Stops retry storms: every retry costs one token, every success brings a fraction back, so that in an
/// outage the process stops multiplying its load. Shared by the calls of a process; engine thread only.
class RetryBudget {
 public:
  explicit RetryBudget(double capacity = 20, double refill = 0.2)
      : capacity_(capacity), refill_(refill), tokens_(capacity) {}

  /// False when there is nothing left: give up with `GiveUpReason::budget_empty`.
  [[nodiscard]] bool take();
  void succeeded();
  [[nodiscard]] double tokens() const { return tokens_; }

 private:
  double capacity_;
  double refill_;
  double tokens_;
};

/// The last error with the story of the attempts in its message. An error that was final at the first
/// attempt is returned unchanged.
[[nodiscard]] Error explain_giving_up(Error last, int attempts, std::chrono::milliseconds waited,
                                      GiveUpReason reason);

}  // namespace tiktok_marketing::tiktok
