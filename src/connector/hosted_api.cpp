#include "connector/hosted_api.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "connector/hosted_errors.hpp"
#include "connector/random_source.hpp"
#include "tiktok/base_url.hpp"
#include "tiktok/masking.hpp"

namespace tiktok_marketing {
namespace {

using std::chrono::milliseconds;
using tiktok::GiveUpReason;

constexpr int kMostAttempts = 5;
constexpr std::chrono::seconds kTokenDeadline{30};
constexpr std::chrono::seconds kRenewBefore{60};
constexpr std::int64_t kUsualTokenLife = 900;
constexpr std::int64_t kLongestTokenLife = 86'400;
constexpr std::string_view kTokenPath = "/api/v1/account/applications/token";

Error missing(std::string_view param, std::string_view variable, std::string_view what) {
  return Error{.type = ErrorType::missing_credentials,
               .message = fmt::format("hosted mode needs {}", what),
               .hint = fmt::format("Set {}=…; `init` on the server wrote it into client.env.", variable),
               .param = std::string(param)};
}

Result<std::string> checked_host(const HostedOptions& options) {
  constexpr std::string_view kHowToSet = "Set for example AIRBYTE_API_HOST=http://127.0.0.1:8780";
  if (options.api_host.empty()) {
    return Error{.type = ErrorType::value_error,
                 .message = "hosted mode needs the address of the server; it has no default",
                 .hint = std::string(kHowToSet),
                 .param = "api_host"};
  }
  return tiktok::checked_base_url(
      options.api_host, options.allow_plain_http,
      {.param = "api_host", .what = "the server's address", .how_to_set = kHowToSet});
}

bool passes_by_itself(int http_status, const Error& error) {
  if (http_status == 0) return error.retryable;
  return http_status == 429 || http_status == 502 || http_status == 503 || http_status == 504;
}

bool is_token_refused(int http_status, const Error& error) {
  return http_status == 401 &&
         (error.type == ErrorType::token_expired || error.type == ErrorType::unauthorized);
}

}  // namespace

Result<std::shared_ptr<HostedApi>> HostedApi::make(HostedOptions options) {
  auto host = checked_host(options);
  if (!host) return std::move(host).error();
  if (options.client_id.empty()) return missing("client_id", "AIRBYTE_CLIENT_ID", "a client id");
  if (options.client_secret.empty()) {
    return missing("client_secret", "AIRBYTE_CLIENT_SECRET", "a client secret");
  }
  options.api_host = std::move(*host);
  if (!options.engine.runtime) options.engine = shared_engine();
  if (!options.log) options.log = std::make_shared<NullLog>();
  return std::shared_ptr<HostedApi>(new HostedApi(std::move(options)));
}

HostedApi::HostedApi(HostedOptions options) : options_(std::move(options)), random_(random_source()) {}

HttpRequest HostedApi::prototype(std::string_view method, std::string_view path) const {
  HttpRequest http;
  http.method = method;
  http.url = options_.api_host;
  http.url += path;
  http.headers = {{"Accept", "application/json"}, {"User-Agent", std::string(tiktok::user_agent())}};
  if (!options_.organization_id.empty()) {
    http.headers.emplace_back("X-Organization-Id", options_.organization_id);
  }
  http.max_body_bytes = options_.max_body_bytes;
  return http;
}

HttpRequest HostedApi::http_of(const HostedRequest& request) const {
  HttpRequest http = prototype(request.method, request.path);
  char separator = '?';
  for (const auto& [name, value] : request.query) {
    http.url += separator;
    http.url += percent_encode(name) + '=' + percent_encode(value);
    separator = '&';
  }
  http.headers.insert(http.headers.end(), request.headers.begin(), request.headers.end());
  if (!request.body.empty()) http.headers.emplace_back("Content-Type", "application/json");
  http.body = request.body;
  return http;
}

Task<Result<HttpResponse>> HostedApi::request(std::shared_ptr<HostedApi> self, HostedRequest request,
                                              CallContext context) {
  const HttpRequest prototype = self->http_of(request);
  for (bool renewed = false;; renewed = true) {
    auto asking = token(self, context);
    Result<Token> bearer = co_await std::move(asking);
    if (!bearer) co_return std::move(bearer).error();
    HttpRequest http = prototype;
    http.secret_headers.emplace_back("Authorization",
                                     Secret(fmt::format("Bearer {}", bearer->text.reveal())));
    auto sending = send(self, std::move(http), request.repeatable, bearer->text, context);
    Outcome outcome = co_await std::move(sending);
    if (outcome.answer || renewed || !is_token_refused(outcome.http_status, outcome.answer.error())) {
      co_return std::move(outcome.answer);
    }
    // Somebody else may have got a new one in the meantime; that one is good enough.
    if (self->token_ && self->token_->number == bearer->number) self->token_.reset();
  }
}

Task<Result<Json>> HostedApi::request_json(std::shared_ptr<HostedApi> self, HostedRequest request,
                                           CallContext context) {
  auto asking = HostedApi::request(std::move(self), std::move(request), std::move(context));
  Result<HttpResponse> answer = co_await std::move(asking);
  if (!answer) co_return std::move(answer).error();
  if (!answer->body || trim(*answer->body).empty()) co_return Json();
  auto json = Json::parse(*answer->body);
  if (!json) co_return unreadable_hosted("it is not JSON");
  co_return std::move(*json);
}

Task<Result<HostedApi::Token>> HostedApi::token(std::shared_ptr<HostedApi> self, CallContext context) {
  if (self->token_ && self->runtime().now() < self->token_->good_until) co_return *self->token_;
  auto fetching = self->fetching_.join(
      self->runtime(), [self] { return fetch_token(self); }, context.deadline, context.stop);
  co_return co_await std::move(fetching);
}

Task<Result<HostedApi::Token>> HostedApi::fetch_token(std::shared_ptr<HostedApi> self) {
  HttpRequest http = self->prototype("POST", kTokenPath);
  http.headers.emplace_back("Content-Type", "application/json");
  Json body;
  body.set("client_id", self->options_.client_id);
  body.set("client_secret", self->options_.client_secret.reveal());
  http.body = body.dump();
  CallContext context;
  context.deadline = self->runtime().now() + kTokenDeadline;
  Secret no_token;
  auto sending = send(self, std::move(http), true, std::move(no_token), std::move(context));
  Outcome outcome = co_await std::move(sending);
  if (!outcome.answer) co_return std::move(outcome.answer).error();
  co_return self->token_in(*outcome.answer);
}

Result<HostedApi::Token> HostedApi::token_in(const HttpResponse& response) {
  const auto json = Json::parse(response.body ? std::string_view(*response.body) : std::string_view{});
  const std::string text(json ? json->text_of("access_token") : std::string_view{});
  const bool fit_for_a_header = std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
  if (text.empty() || !fit_for_a_header) return unreadable_hosted("the token answer holds no access_token");
  const auto life = std::chrono::seconds{
      std::clamp(json->int_of("expires_in").value_or(kUsualTokenLife), std::int64_t{1}, kLongestTokenLife)};
  const milliseconds use = std::max<milliseconds>(life - kRenewBefore, milliseconds(life) / 2);
  token_ = Token{.text = Secret(text), .good_until = runtime().now() + use, .number = ++last_token_};
  return *token_;
}

Task<HostedApi::Outcome> HostedApi::send(std::shared_ptr<HostedApi> self, HttpRequest prototype,
                                         bool repeatable, Secret token, CallContext context) {
  Runtime& runtime = self->runtime();
  const HostedOptions& options = self->options_;
  tiktok::Backoff backoff(self->random_);
  milliseconds waited{0};
  for (int attempt = 1;; ++attempt) {
    HttpRequest http = prototype;
    http.deadline = context.deadline;
    auto* transport = options.engine.transport.get();
    Callback<Result<HttpResponse>> exchange([&](Callback<Result<HttpResponse>>::Done done) {
      transport->send(std::move(http), context.stop, std::move(done));
    });
    Result<HttpResponse> response = co_await exchange;
    Outcome outcome{.answer = Error{}, .http_status = response ? response->status : 0};
    outcome.answer = self->judge(std::move(response), token);
    if (outcome.answer) {
      self->retry_budget_.succeeded();
      co_return outcome;
    }

    Error& error = outcome.answer.error();
    options.log->write(LogLevel::warning, "hosted_request_failed",
                       {{"method", prototype.method},
                        {"url", prototype.url.substr(0, prototype.url.find('?'))},
                        {"status", std::to_string(outcome.http_status)},
                        {"type", std::string(name_of(error.type))},
                        {"attempt", std::to_string(attempt)}});
    if (context.stop.stop_requested() || !repeatable || !passes_by_itself(outcome.http_status, error)) {
      if (attempt > 1) error = tiktok::explain_giving_up(error, attempt, waited, GiveUpReason::permanent);
      co_return outcome;
    }
    const SteadyTime now = runtime.now();
    const auto delay = backoff.next_delay(tiktok::RetryWait::transport);
    const auto due = tiktok::next_attempt(now, context.deadline, delay, error.retry_after_s);
    std::optional<GiveUpReason> reason;
    if (attempt >= kMostAttempts) reason = GiveUpReason::attempts_used;
    if (!reason && !due) reason = GiveUpReason::deadline;
    if (!reason && !self->retry_budget_.take()) reason = GiveUpReason::budget_empty;
    if (reason) {
      error = tiktok::explain_giving_up(error, attempt, waited, *reason);
      co_return outcome;
    }
    auto sleeping = sleep_until(runtime, *due, context.stop);
    const bool reached = co_await std::move(sleeping);
    waited += std::chrono::duration_cast<milliseconds>(runtime.now() - now);
    if (!reached) {
      error = Error{.type = ErrorType::cancelled,
                    .message = "the call was cancelled while waiting to repeat a request"};
      co_return outcome;
    }
  }
}

Result<HttpResponse> HostedApi::judge(Result<HttpResponse> response, const Secret& token) const {
  if (!response) return std::move(response).error();
  if (response->status >= 200 && response->status < 300) return response;
  return error_of_hosted(tiktok::masked(tiktok::masked(*response, options_.client_secret), token));
}

}  // namespace tiktok_marketing
