#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/log.hpp>
#include <tiktok_marketing/base/secret.hpp>
#include <tiktok_marketing/http/transport.hpp>

#include "base/task.hpp"
#include "tiktok/envelope.hpp"
#include "tiktok/query.hpp"
#include "tiktok/quota_broker.hpp"
#include "tiktok/retry.hpp"

namespace tiktok_marketing::tiktok {

/// How long, for whom and how urgently one call runs; passed down to everything that can wait.
struct CallContext {
  SteadyTime deadline = SteadyTime::max();
  std::stop_token stop;
  bool background = false;
  std::string caller;
  /// Counts requests sent for the call, retries included; may be null.
  std::shared_ptr<std::int64_t> requests;
};

struct ClientOptions {
  Engine engine;
  std::shared_ptr<QuotaBroker> broker;  ///< lives on the engine's thread
  std::shared_ptr<RetryBudget> retry_budget;
  std::shared_ptr<Log> log;
  Backoff::Random random;
  std::string api_url;  ///< without trailing slash
  Secret access_token;
  std::string app_id;  ///< empty: not known, the shared quota bucket
  std::size_t max_body_bytes = 64 * 1024 * 1024;
  std::chrono::milliseconds attempt_timeout{30'000};  ///< of one request; a call may make several
};

/// One read.
struct GetRequest {
  std::string path;  ///< `/campaign/get/`
  std::vector<QueryParam> params;
  std::string records_key;    ///< member of `data` that must hold the records; empty: any `data` will do
  std::string advertiser_id;  ///< for the quota per advertiser and path; may be empty
};

/// Speaks to TikTok: sends, opens the envelope, waits for quota, retries reads inside the deadline.
///
/// The token goes to `api_url`'s host only and into no message: should TikTok ever echo it, it is masked.
/// Thread-safety: engine thread only. Every task keeps the client alive by the `self` it is given.
class Client {
 public:
  explicit Client(ClientOptions options);

  /// The opened envelope of a successful answer (code 0 or 20001). Errors: all of `error_mapping.hpp`,
  /// transport errors, `upstream_rate_limited`, `upstream_timeout`, `cancelled`; after retries the message
  /// says how many and why they ended.
  [[nodiscard]] static Task<Result<Envelope>> get(std::shared_ptr<Client> self, GetRequest request,
                                                  CallContext context);
  /// One POST with a JSON body. Sent with the token only if `with_token`. Never repeated unless TikTok
  /// refused it before acting on it.
  [[nodiscard]] static Task<Result<Envelope>> post(std::shared_ptr<Client> self, std::string path,
                                                   Secret json_body, bool with_token, CallContext context);

  /// Smoothed time of one request, waits excluded; 0 before the first answer.
  [[nodiscard]] std::chrono::milliseconds latency() const;
  [[nodiscard]] QuotaSnapshot quota() const;
  [[nodiscard]] Runtime& runtime() const { return *options_.engine.runtime; }
  [[nodiscard]] const ClientOptions& options() const { return options_; }
  /// A short name for the token, the same for equal tokens; reveals nothing of it.
  [[nodiscard]] const std::string& token_fingerprint() const { return fingerprint_; }

 private:
  [[nodiscard]] static Task<Result<Envelope>> perform(std::shared_ptr<Client> self, HttpRequest prototype,
                                                      QuotaRequest quota, std::string records_key,
                                                      bool repeatable, CallContext context);
  [[nodiscard]] HttpRequest prototype(std::string method, std::string_view path, bool with_token) const;
  [[nodiscard]] Result<Envelope> judge(Result<HttpResponse> response, std::string_view path,
                                       std::string_view records_key) const;
  void note_latency(std::chrono::nanoseconds sample);

  ClientOptions options_;
  std::string fingerprint_;
  double latency_ms_ = 0;
};

/// `tiktok-marketing/<version>`, as every request of ours says who sends it.
[[nodiscard]] std::string_view user_agent();

/// Accepts `https://host[:port]/path`, and `http://` for loopback hosts or when `allow_plain_http`; strips a
/// trailing slash. Errors: `value_error`.
[[nodiscard]] Result<std::string> checked_api_url(std::string url, bool allow_plain_http);

}  // namespace tiktok_marketing::tiktok
