#include "tiktok/client.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "tiktok/base_url.hpp"
#include "tiktok/error_mapping.hpp"
#include "tiktok/masking.hpp"

namespace tiktok_marketing::tiktok {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kUserAgent = "tiktok-marketing/" TTM_VERSION;

std::string fingerprint_of(const Secret& token) {
  return fmt::format("{:016x}", std::hash<std::string_view>{}(token.reveal()));
}

}  // namespace

Client::Client(ClientOptions options)
    : options_(std::move(options)), fingerprint_(fingerprint_of(options_.access_token)) {}

milliseconds Client::latency() const {
  return milliseconds{static_cast<std::int64_t>(latency_ms_)};
}

QuotaSnapshot Client::quota() const {
  const auto key = options_.app_id.empty() ? options_.broker->key_for(fingerprint_) : options_.app_id;
  return options_.broker->snapshot(key);
}

void Client::note_latency(std::chrono::nanoseconds sample) {
  const double ms = std::chrono::duration<double, std::milli>(sample).count();
  latency_ms_ = latency_ms_ == 0 ? ms : 0.7 * latency_ms_ + 0.3 * ms;
}

HttpRequest Client::prototype(std::string method, std::string_view path, bool with_token) const {
  HttpRequest request;
  request.method = std::move(method);
  request.url = options_.api_url;
  request.url += path;
  request.headers.reserve(3);
  request.headers.emplace_back("Accept", "application/json");
  request.headers.emplace_back("User-Agent", kUserAgent);
  if (with_token) request.secret_headers.emplace_back("Access-Token", options_.access_token);
  request.max_body_bytes = options_.max_body_bytes;
  return request;
}

Task<Result<Envelope>> Client::get(std::shared_ptr<Client> self, GetRequest request, CallContext context) {
  HttpRequest http = self->prototype("GET", request.path, true);
  const std::string query = encode_query(request.params);
  if (!query.empty()) http.url += '?' + query;
  QuotaRequest quota;
  quota.advertiser_id = std::move(request.advertiser_id);
  quota.path = std::move(request.path);
  auto task = perform(self, std::move(http), std::move(quota), std::move(request.records_key), true,
                      std::move(context));
  co_return co_await std::move(task);
}

Task<Result<Envelope>> Client::post(std::shared_ptr<Client> self, std::string path, Secret json_body,
                                    bool with_token, CallContext context) {
  HttpRequest http = self->prototype("POST", path, with_token);
  http.headers.emplace_back("Content-Type", "application/json");
  http.body = json_body.reveal();
  QuotaRequest quota;
  quota.path = std::move(path);
  auto task = perform(self, std::move(http), std::move(quota), std::string{}, false, std::move(context));
  co_return co_await std::move(task);
}

Task<Result<Envelope>> Client::perform(std::shared_ptr<Client> self, HttpRequest prototype,
                                       QuotaRequest quota, std::string records_key, bool repeatable,
                                       CallContext context) {
  Runtime& runtime = self->runtime();
  const ClientOptions& options = self->options_;
  quota.app_key = options.app_id;
  quota.token = self->fingerprint_;
  quota.caller = context.caller;
  quota.background = context.background;
  quota.deadline = context.deadline;
  quota.stop = context.stop;

  RetryPolicy policy(repeatable);
  Backoff backoff(options.random);
  std::optional<Error> last;
  milliseconds waited{0};

  for (int attempt = 1;; ++attempt) {
    const SteadyTime asked = runtime.now();
    auto acquiring = options.broker->acquire(quota);
    Result<void> granted = co_await std::move(acquiring);
    if (last) waited += std::chrono::duration_cast<milliseconds>(runtime.now() - asked);
    if (!granted) {
      if (!last || granted.error().type == ErrorType::cancelled) co_return granted.error();
      Error error = explain_giving_up(*last, attempt - 1, waited, GiveUpReason::deadline);
      error.retry_after_s = granted.error().retry_after_s;
      co_return error;
    }

    const SteadyTime sent = runtime.now();
    if (sent >= context.deadline) {
      Error late{.type = ErrorType::upstream_timeout,
                 .message = "the deadline passed before TikTok could be asked",
                 .hint = "Give the call more time.",
                 .retryable = true};
      co_return last ? explain_giving_up(*last, attempt - 1, waited, GiveUpReason::deadline) : late;
    }
    HttpRequest http = prototype;
    http.deadline = std::min(context.deadline, sent + options.attempt_timeout);
    if (context.requests) ++*context.requests;
    auto* transport = options.engine.transport.get();
    Callback<Result<HttpResponse>> exchange([&](Callback<Result<HttpResponse>>::Done done) {
      transport->send(std::move(http), context.stop, std::move(done));
    });
    Result<HttpResponse> response = co_await exchange;
    if (response) self->note_latency(runtime.now() - sent);

    Result<Envelope> answer = self->judge(std::move(response), quota.path, records_key);
    if (answer) {
      options.broker->report_success(quota, sent);
      options.retry_budget->succeeded();
      options.log->write(LogLevel::debug, "tiktok_request",
                         {{"path", quota.path}, {"request_id", answer->request_id}});
      co_return answer;
    }

    const Error& error = answer.error();
    const std::int64_t code = code_of(error);
    options.log->write(LogLevel::warning, "tiktok_request_failed",
                       {{"path", quota.path},
                        {"type", std::string(name_of(error.type))},
                        {"code", std::to_string(code)},
                        {"attempt", std::to_string(attempt)},
                        {"request_id", error.upstream ? error.upstream->request_id : std::string{}}});
    // An attempt that our own deadline cut short says less than what TikTok answered before.
    if (last && error.type == ErrorType::upstream_timeout && runtime.now() >= context.deadline)
      co_return explain_giving_up(*last, attempt, waited, GiveUpReason::deadline);
    last = error;
    if (context.stop.stop_requested()) co_return error;

    RetryDecision decision = policy.after(error, catalog::find_code(code));
    if (error.kind() == ErrorKind::quota && code != 0) {
      options.broker->report_throttled(quota, code, error.upstream->tiktok_message, sent);
    } else if (code != 0) {
      // TikTok answered something else than a throttle, so the series of pauses is over.
      options.broker->report_success(quota, sent);
    }
    if (!decision.again) co_return explain_giving_up(error, attempt, waited, decision.reason);
    if (decision.wait == RetryWait::broker && code != 0) continue;

    if (!options.retry_budget->take()) {
      co_return explain_giving_up(error, attempt, waited, GiveUpReason::budget_empty);
    }
    const SteadyTime now = runtime.now();
    const auto delay = backoff.next_delay(decision.wait);
    const auto due = next_attempt(now, context.deadline, delay, error.retry_after_s);
    if (!due) co_return explain_giving_up(error, attempt, waited, GiveUpReason::deadline);
    auto sleeping = sleep_until(runtime, *due, context.stop);
    const bool reached = co_await std::move(sleeping);
    waited += std::chrono::duration_cast<milliseconds>(runtime.now() - now);
    if (!reached) {
      co_return Error{.type = ErrorType::cancelled,
                      .message = "the call was cancelled while waiting to retry"};
    }
  }
}

Result<Envelope> Client::judge(Result<HttpResponse> response, std::string_view path,
                               std::string_view records_key) const {
  if (!response) return std::move(response).error();
  auto envelope = open_envelope(*response, records_key);
  if (!envelope) return not_an_envelope(masked(*response, options_.access_token));
  mask(envelope->message, options_.access_token);
  if (!is_success(envelope->code)) {
    return error_of_code(envelope->code, envelope->message, envelope->request_id, envelope->http_status);
  }
  if (!records_key.empty() && !envelope->has_records) {
    return records_missing(path, records_key, envelope->request_id);
  }
  return envelope;
}

std::string_view user_agent() {
  return kUserAgent;
}

Result<std::string> checked_api_url(std::string url, bool allow_plain_http) {
  constexpr BaseUrlWords kWords{
      .param = "api_url",
      .what = "the API URL",
      .how_to_set =
          "Set TIKTOK_MARKETING_API_URL, for example to https://business-api.tiktok.com/open_api/v1.3"};
  return checked_base_url(std::move(url), allow_plain_http, kWords);
}

}  // namespace tiktok_marketing::tiktok
