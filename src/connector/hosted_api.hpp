#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tiktok_marketing/connector/hosted.hpp>

#include "base/json.hpp"
#include "base/task.hpp"
#include "connector/executor.hpp"
#include "connector/single_flight.hpp"
#include "tiktok/retry.hpp"

namespace tiktok_marketing {

/// One request to the hosted API.
struct HostedRequest {
  std::string method = "GET";
  std::string path;  ///< `/api/v1/integrations/connectors`
  std::vector<std::pair<std::string, std::string>> query;
  HttpHeaders headers;      ///< besides those every request has: `Idempotency-Key`
  std::string body;         ///< JSON text; empty: none
  bool repeatable = false;  ///< sending it twice does no harm
};

/// Speaks to the hosted API: gets and keeps the bearer token, repeats what may be repeated inside the
/// deadline, turns refusals into errors.
///
/// The client secret goes to `api_host` only, in the token request only. One token serves all concurrent
/// calls; it is renewed a minute before it ends, and once more for a call the server refused with 401.
/// Repeated (at most 5 attempts): repeatable requests after 429, 502, 503, 504 and transport errors; others
/// never, except after a 401, which the server answers before it acts.
/// Thread-safety: engine thread only. Every task keeps the object alive by the `self` it is given.
class HostedApi {
 public:
  /// Errors: `value_error` (`api_host` missing or no good URL), `missing_credentials`; each says what to set.
  [[nodiscard]] static Result<std::shared_ptr<HostedApi>> make(HostedOptions options);

  /// An answer of 200..299. Errors: those of `error_of_hosted` and of the transport, `upstream_timeout`,
  /// `cancelled`; after retries the message says how many.
  [[nodiscard]] static Task<Result<HttpResponse>> request(std::shared_ptr<HostedApi> self,
                                                          HostedRequest request, CallContext context);
  /// The same, read as JSON; null for an empty body. Also `upstream_unreadable`.
  [[nodiscard]] static Task<Result<Json>> request_json(std::shared_ptr<HostedApi> self, HostedRequest request,
                                                       CallContext context);

  [[nodiscard]] Runtime& runtime() const { return *options_.engine.runtime; }
  [[nodiscard]] const HostedOptions& options() const { return options_; }

 private:
  struct Token {
    Secret text;
    SteadyTime good_until;
    std::uint64_t number = 0;
  };
  struct Outcome {
    Result<HttpResponse> answer;
    int http_status = 0;  ///< 0: none arrived
  };
  explicit HostedApi(HostedOptions options);

  [[nodiscard]] static Task<Result<Token>> token(std::shared_ptr<HostedApi> self, CallContext context);
  [[nodiscard]] static Task<Result<Token>> fetch_token(std::shared_ptr<HostedApi> self);
  [[nodiscard]] static Task<Outcome> send(std::shared_ptr<HostedApi> self, HttpRequest prototype,
                                          bool repeatable, Secret token, CallContext context);
  [[nodiscard]] HttpRequest prototype(std::string_view method, std::string_view path) const;
  [[nodiscard]] HttpRequest http_of(const HostedRequest& request) const;
  [[nodiscard]] Result<HttpResponse> judge(Result<HttpResponse> response, const Secret& token) const;
  [[nodiscard]] Result<Token> token_in(const HttpResponse& response);

  HostedOptions options_;
  tiktok::RetryBudget retry_budget_;
  tiktok::Backoff::Random random_;
  std::optional<Token> token_;
  std::uint64_t last_token_ = 0;
  SingleFlight<Token> fetching_;
};

}  // namespace tiktok_marketing
