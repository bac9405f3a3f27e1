#include "server/api.hpp"

#include <condition_variable>
#include <mutex>

#include <fmt/format.h>

#include "http/server/router.hpp"
#include "server/admission.hpp"
#include "server/api_metrics.hpp"
#include "server/call.hpp"
#include "server/contract.hpp"
#include "server/cors.hpp"
#include "server/envelope.hpp"
#include "server/routes.hpp"
#include "server/text_formats.hpp"

namespace tiktok_marketing::server {
namespace {

// A call whose answer is still owed.
struct OpenCall : Call {
  http::Responder respond;
  const Handler* handler = nullptr;
};

Error no_route(int status, const http::ServerRequest& request) {
  if (status == 405) {
    return {.type = ErrorType::method_not_allowed,
            .message = fmt::format("{} is not possible here", request.method),
            .hint = "The header Allow lists what is."};
  }
  return {.type = ErrorType::not_found,
          .message = "there is no such path",
          .hint = "GET /openapi.json lists all of them."};
}

void add_rate_headers(http::Headers& headers, const platform::RateDecision& rate) {
  if (rate.limit == 0) return;
  headers.emplace_back("X-RateLimit-Limit", std::to_string(rate.limit));
  headers.emplace_back("X-RateLimit-Remaining", std::to_string(rate.remaining));
  headers.emplace_back("X-RateLimit-Reset", std::to_string(rate.reset_s));
}

}  // namespace

class Api::Core {
 public:
  Core(platform::Platform& platform, stores::Stores& stores, ApiOptions options)
      : contract_(Contract::own()),
        services_{
            .platform = platform, .stores = stores, .options = std::move(options), .stop = stop_.get_token()},
        metrics_(platform.context().metrics, contract_) {
    add_handlers();
    add_routes();
  }

  void handle(http::ServerRequest request, http::Responder respond);
  [[nodiscard]] http::ServerResponse refuse(int status, std::string_view why);
  void give_up() { stop_.request_stop(); }
  void finish();
  [[nodiscard]] std::vector<std::string> mismatches() const;

 private:
  void add_handlers();
  void add_routes();
  void admit(const Operation& operation, const Handler& handler, http::ServerRequest request,
             http::PathParameters path, http::Responder respond);
  [[nodiscard]] Result<void> check(OpenCall& call);
  void run(const std::shared_ptr<OpenCall>& call);
  void answer(OpenCall& call, Reply reply);
  void send(OpenCall& call, http::ServerResponse response, std::string_view error_code);
  [[nodiscard]] http::ServerResponse finished(const Call& call, http::ServerResponse response,
                                              std::string_view error_code);
  void log(const Call& call, int status, double seconds, std::string_view error_code) const;
  [[nodiscard]] SteadyTime now() const { return services_.platform.context().options.engine.runtime->now(); }
  void opened();
  void closed();

  const Contract& contract_;
  std::stop_source stop_;
  Services services_;
  Handlers handlers_;
  http::Router router_;
  ApiMetrics metrics_;
  std::mutex mutex_;
  std::condition_variable all_closed_;
  std::size_t open_ = 0;
};

void Api::Core::add_handlers() {
  add_token_routes(handlers_, services_);
  add_workspace_routes(handlers_, services_);
  add_connector_routes(handlers_, services_);
  add_store_routes(handlers_, services_);
  add_check_routes(handlers_, services_);
  add_execute_routes(handlers_, services_);
  add_credential_routes(handlers_, services_);
  add_oauth_routes(handlers_, services_);
  add_definition_routes(handlers_, services_);
  add_skill_routes(handlers_, services_);
  add_organization_routes(handlers_, services_);
  add_audit_routes(handlers_, services_);
  add_operation_routes(handlers_, services_);
}

void Api::Core::add_routes() {
  for (const Operation& operation : contract_.operations()) {
    const auto it = handlers_.all().find(operation.id);
    if (it == handlers_.all().end()) continue;
    for (const std::string& path : operation.paths) {
      router_.add(
          operation.method, path,
          [this, &operation, handler = &it->second](
              http::ServerRequest request, http::PathParameters parameters, http::Responder respond) {
            admit(operation, *handler, std::move(request), std::move(parameters), std::move(respond));
          },
          http::TrailingSlash::optional);
    }
  }
  router_.set_refusal([this](int status, const http::ServerRequest& request) {
    Call call;
    call.request_id = request_id_of(request);
    call.began = now();
    call.request.method = request.method;
    call.request.headers = request.headers;
    const Error error = no_route(status, request);
    return finished(call, error_response(error), name_of(error.type));
  });
}

void Api::Core::handle(http::ServerRequest request, http::Responder respond) {
  if (auto preflight = preflight_answer(request, services_.options.cors_origins)) {
    add_cors_headers(preflight->headers, request.header("origin"), services_.options.cors_origins);
    respond(std::move(*preflight));
    return;
  }
  router_.handle(std::move(request), std::move(respond));
}

void Api::Core::admit(const Operation& operation, const Handler& handler, http::ServerRequest request,
                      http::PathParameters path, http::Responder respond) {
  auto call = std::make_shared<OpenCall>();
  call->operation = &operation;
  call->handler = &handler;
  call->began = now();
  call->request = std::move(request);
  call->path = std::move(path);
  call->respond = std::move(respond);
  call->request_id = request_id_of(call->request);
  if (const auto session = call->request.header("x-session-id"); is_safe_id(session))
    call->session_id = session;
  call->peer = caller_address(call->request, services_.options.behind_proxy);
  opened();
  if (auto admitted = check(*call); !admitted) return answer(*call, std::move(admitted).error());
  const std::vector<Violation> violations = read_input(*call);
  if (!violations.empty()) return send(*call, violations_response(violations), violations.front().error_code);
  run(call);
}

Result<void> Api::Core::check(OpenCall& call) {
  if (auto readable = check_content_type(*call.operation, call.request); !readable) return readable;
  if (auto authorized = authorize(call, services_.platform.tokens()); !authorized) return authorized;
  return take_rate(call, services_.platform.application_limits(), call.began);
}

void Api::Core::run(const std::shared_ptr<OpenCall>& call) {
  switch (call->handler->where) {
    case Handler::Where::here:
      answer(*call, call->handler->answer(*call));
      break;
    case Handler::Where::worker:
      services_.platform.context().workers.post(
          [this, call] { answer(*call, call->handler->answer(*call)); });
      break;
    case Handler::Where::by_itself:
      call->handler->begin(call, [this, call](Reply reply) { answer(*call, std::move(reply)); });
      break;
  }
}

void Api::Core::answer(OpenCall& call, Reply reply) {
  if (reply) return send(call, std::move(*reply), call.error_code);
  const Error& error = reply.error();
  send(call, error_response(error), name_of(error.type));
}

void Api::Core::send(OpenCall& call, http::ServerResponse response, std::string_view error_code) {
  call.respond(finished(call, std::move(response), error_code));
  closed();
}

http::ServerResponse Api::Core::finished(const Call& call, http::ServerResponse response,
                                         std::string_view error_code) {
  const double seconds = std::chrono::duration<double>(now() - call.began).count();
  response.headers.emplace_back("X-Request-Id", call.request_id);
  add_rate_headers(response.headers, call.rate);
  add_cors_headers(response.headers, call.request.header("origin"), services_.options.cors_origins);
  metrics_.count(call.operation, response.status, seconds);
  log(call, response.status, seconds, error_code);
  return response;
}

void Api::Core::log(const Call& call, int status, double seconds, std::string_view error_code) const {
  const LogLevel level = status >= 500 && status != 501 ? LogLevel::error : LogLevel::info;
  services_.platform.context().log->write(
      level, "request",
      {{"method", call.request.method},
       {"operation", call.operation == nullptr ? std::string("unknown") : call.operation->id},
       {"status", std::to_string(status)},
       {"ms", fmt::format("{:.1f}", seconds * 1000)},
       {"request_id", call.request_id},
       {"application", call.principal.application_id},
       {"organization", call.principal.scope.organization_id},
       {"error_code", std::string(error_code)}});
}

http::ServerResponse Api::Core::refuse(int status, std::string_view why) {
  Call call;
  call.request_id = request_id_of(call.request);
  call.began = now();
  return finished(call, refusal_response(status, why), "refused");
}

void Api::Core::opened() {
  const std::lock_guard lock(mutex_);
  ++open_;
}

void Api::Core::closed() {
  const std::lock_guard lock(mutex_);
  if (--open_ == 0) all_closed_.notify_all();
}

void Api::Core::finish() {
  give_up();
  std::unique_lock lock(mutex_);
  all_closed_.wait(lock, [this] { return open_ == 0; });
}

std::vector<std::string> Api::Core::mismatches() const {
  std::vector<std::string> out;
  for (const Operation& operation : contract_.operations()) {
    if (!handlers_.all().contains(operation.id)) out.push_back(operation.id + " has no handler");
  }
  for (const auto& [id, handler] : handlers_.all()) {
    if (contract_.find(id) == nullptr) out.push_back(id + " is not in the contract");
  }
  return out;
}

Api::Api(platform::Platform& platform, stores::Stores& stores, ApiOptions options)
    : core_(std::make_unique<Core>(platform, stores, std::move(options))) {}
Api::~Api() {
  core_->finish();
}

void Api::handle(http::ServerRequest request, http::Responder respond) {
  core_->handle(std::move(request), std::move(respond));
}
http::ServerResponse Api::refuse(int status, std::string_view why) {
  return core_->refuse(status, why);
}
void Api::give_up() {
  core_->give_up();
}
void Api::finish() {
  core_->finish();
}
std::vector<std::string> Api::mismatches() const {
  return core_->mismatches();
}

}  // namespace tiktok_marketing::server
