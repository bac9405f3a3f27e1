#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/runtime.hpp>

#include "base/task.hpp"
#include "tiktok/quota.hpp"

namespace tiktok_marketing::tiktok {

/// One request that wants to start.
struct QuotaRequest {
  std::string app_key = {};        ///< the TikTok app's id; empty: looked up by `token`
  std::string token = {};          ///< fingerprint of the access token (never the token); may be empty
  std::string advertiser_id = {};  ///< empty: no limit per advertiser and path
  std::string path = {};           ///< `/campaign/get/`
  std::string caller = {};         ///< who shares fairly with whom: a connector, a customer
  bool background = false;         ///< replication; runs when no interactive request waits
  SteadyTime deadline = SteadyTime::max();
  std::stop_token stop = {};
};

/// State of one app's budget, for progress displays. Counts are of the windows that end now.
struct QuotaSnapshot {
  QuotaLimits limits;
  std::int64_t used_second = 0;
  std::int64_t used_minute = 0;
  std::int64_t used_day = 0;
  std::size_t waiting_interactive = 0;
  std::size_t waiting_background = 0;
  std::optional<SteadyTime> paused_until;
};

/// The id in `…requests from App 7123 are temporarily restricted.`
[[nodiscard]] std::optional<std::string> app_id_in(std::string_view message);

/// Shares TikTok's request budget between all connectors of a process.
///
/// A budget belongs to a developer app, whatever token is used, so buckets are keyed by app id. Tokens whose
/// app is not known share one bucket, `""`, until an answer names it. Interactive requests go before
/// background ones, callers of a class take turns, a caller's own requests keep their order (except that one
/// held up by its advertiser's limit lets the next pass).
///
/// Ownership: borrows the runtime, which must outlive it; waiting requests end as cancelled when it goes.
/// Thread-safety: engine thread only; stop tokens may be triggered from any thread.
class QuotaBroker {
 public:
  explicit QuotaBroker(Runtime& runtime, QuotaLimits defaults = {});
  ~QuotaBroker();
  QuotaBroker(const QuotaBroker&) = delete;
  QuotaBroker& operator=(const QuotaBroker&) = delete;

  /// Ends when the request may start; the start is already counted. Errors: `upstream_rate_limited` with
  /// `retry_after_s`, at once when the wait would outlast the deadline, else as soon as that is known;
  /// `cancelled`.
  [[nodiscard]] Task<Result<void>> acquire(QuotaRequest request);

  /// TikTok answered with a throttling code to a request sent at `sent`. 40133 pauses the request's
  /// advertiser on its path, any other code the app. An app id in `message` is learnt for the token.
  void report_throttled(const QuotaRequest& request, std::int64_t tiktok_code, std::string_view message,
                        SteadyTime sent);
  /// TikTok answered anything else: ends the series of pauses.
  void report_success(const QuotaRequest& request, SteadyTime sent);

  /// The bucket a token's requests are counted in: the app's id, or `""` while it is not known.
  [[nodiscard]] std::string key_for(std::string_view token) const;
  /// From now on the token's requests, waiting ones included, count for the app.
  void learn_app(std::string_view token, std::string_view app_id);
  /// Two keys turned out to be one app: usage, pauses and waiting requests of `from` move to `to`. The
  /// shared bucket `""` stays for its other tokens; its recent starts then count in both.
  void merge(std::string_view from, std::string_view to);

  void set_limits(std::string_view app_key, QuotaLimits limits);
  [[nodiscard]] QuotaSnapshot snapshot(std::string_view app_key) const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace tiktok_marketing::tiktok
