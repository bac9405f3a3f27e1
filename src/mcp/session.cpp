#include "mcp/session.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"
#include "mcp/running_call.hpp"

namespace tiktok_marketing::mcp {
namespace {

ClientFacts facts_of(const Json& params) {
  ClientFacts facts;
  facts.protocol_version = negotiated(params.text_of("protocolVersion"));
  if (const Json* info = params.find("clientInfo")) {
    facts.name = info->text_of("name");
    facts.version = info->text_of("version");
  }
  if (const Json* capabilities = params.find("capabilities")) facts.capabilities = *capabilities;
  return facts;
}

void refuse(Outlet& outlet, const Json& id, int code, std::string message) {
  outlet.finish(error_message(id, {.code = code, .message = std::move(message)}));
}

}  // namespace

Session::Session(std::shared_ptr<Features> features, SessionLimits limits)
    : features_(std::move(features)), limits_(limits) {}

void Session::receive(Message message, std::shared_ptr<Outlet> outlet) {
  if (auto* request = std::get_if<Request>(&message)) return take(std::move(*request), std::move(outlet));
  if (auto* notification = std::get_if<Notification>(&message)) return take(*notification);
  if (auto* response = std::get_if<Response>(&message)) return take(*response);
  const auto& malformed = std::get<Malformed>(message);
  outlet->finish(error_message(malformed.id, malformed.error));
}

void Session::close() {
  std::vector<std::shared_ptr<RunningCall>> calls;
  std::map<std::int64_t, std::function<void(Result<Json>)>> asked;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    for (auto& [key, weak] : calls_) {
      if (auto call = weak.lock()) calls.push_back(std::move(call));
    }
    asked.swap(asked_);
  }
  for (const auto& call : calls) call->cancel();
  for (const auto& [id, reply] : asked) {
    reply(Error{.type = ErrorType::cancelled, .message = "The session has ended."});
  }
}

bool Session::is_initialized() const {
  const std::lock_guard lock(mutex_);
  return initialized_;
}

std::size_t Session::running() const {
  const std::lock_guard lock(mutex_);
  return calls_.size();
}

void Session::take(Request request, std::shared_ptr<Outlet> outlet) {
  const std::string& method = request.method;
  if (method == "ping") return outlet->finish(result_message(request.id, "{}"));
  if (method == "initialize") return initialize(request, *outlet);
  const bool sets_level = method == "logging/setLevel";
  if (!sets_level && !features_->knows(method)) {
    return refuse(*outlet, request.id, kMethodNotFound,
                  fmt::format("There is no method {}.", shortened(method, 60)));
  }
  if (!is_initialized()) {
    return refuse(*outlet, request.id, kInvalidRequest, "The first request of a session is initialize.");
  }
  if (sets_level) return set_level(request, *outlet);
  begin(std::move(request), std::move(outlet));
}

void Session::take(const Notification& notification) {
  if (notification.method == "notifications/cancelled") cancel(notification.params);
}

void Session::take(const Response& response) {
  std::function<void(Result<Json>)> reply;
  {
    const std::lock_guard lock(mutex_);
    const auto id = response.id.as_int();
    const auto found = id ? asked_.find(*id) : asked_.end();
    if (found == asked_.end()) return;
    reply = std::move(found->second);
    asked_.erase(found);
  }
  if (!response.failed) return reply(response.result);
  reply(Error{.type = ErrorType::upstream_error, .message = response.error.message});
}

void Session::initialize(const Request& request, Outlet& outlet) {
  const Json* version = request.params.find("protocolVersion");
  if (version == nullptr || version->as_string() == nullptr) {
    return refuse(outlet, request.id, kInvalidParams,
                  "initialize names the protocolVersion it wants, for example 2025-11-25.");
  }
  auto facts = std::make_shared<const ClientFacts>(facts_of(request.params));
  Json result;
  result.set("protocolVersion", facts->protocol_version);
  const Json introduction = features_->introduction();
  for (const auto& [name, value] : *introduction.as_object()) result.set(name, value);
  bool again = false;
  {
    const std::lock_guard lock(mutex_);
    again = std::exchange(initialized_, true);
    if (!again) client_ = std::move(facts);
  }
  if (again) return refuse(outlet, request.id, kInvalidRequest, "This session is initialized already.");
  outlet.finish(result_message(request.id, result.dump()));
}

void Session::set_level(const Request& request, Outlet& outlet) {
  const auto level = severity_of(request.params.text_of("level"));
  if (!level) {
    return refuse(outlet, request.id, kInvalidParams,
                  fmt::format("level is one of {}.", fmt::join(kSeverities, ", ")));
  }
  {
    const std::lock_guard lock(mutex_);
    level_ = *level;
  }
  outlet.finish(result_message(request.id, "{}"));
}

void Session::begin(Request request, std::shared_ptr<Outlet> outlet) {
  const Json id = request.id;
  std::shared_ptr<RunningCall> call;
  std::string_view why_not;
  {
    const std::lock_guard lock(mutex_);
    const std::string key = id.dump();
    if (closed_) {
      why_not = "The session has ended.";
    } else if (calls_.contains(key)) {
      why_not = "A request with this id is still running.";
    } else if (calls_.size() >= limits_.running_calls) {
      why_not = "Too many requests are running: wait for one of them, or cancel it.";
    } else {
      call = std::make_shared<RunningCall>(shared_from_this(), std::move(request), outlet, client_);
      calls_.emplace(key, call);
    }
  }
  if (!call) return refuse(*outlet, id, kOverloaded, std::string(why_not));
  features_->handle(std::move(call));
}

void Session::cancel(const Json& params) {
  const Json* id = params.find("requestId");
  if (id == nullptr) return;
  std::shared_ptr<RunningCall> call;
  {
    const std::lock_guard lock(mutex_);
    const auto found = calls_.find(id->dump());
    if (found != calls_.end()) call = found->second.lock();
  }
  if (call) call->cancel();
}

void Session::ended(const std::string& key) {
  const std::lock_guard lock(mutex_);
  calls_.erase(key);
}

bool Session::wants(Severity severity) const {
  const std::lock_guard lock(mutex_);
  return severity >= level_;
}

Json Session::register_question(std::function<void(Result<Json>)> reply) {
  const std::lock_guard lock(mutex_);
  if (closed_ || asked_.size() >= limits_.asked) return {};
  asked_.emplace(++last_question_, std::move(reply));
  return last_question_;
}

}  // namespace tiktok_marketing::mcp
