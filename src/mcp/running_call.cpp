#include "mcp/running_call.hpp"

#include <utility>

namespace tiktok_marketing::mcp {
namespace {

Json progress_token_of(const Json& params) {
  const Json* meta = params.find("_meta");
  const Json* token = meta == nullptr ? nullptr : meta->find("progressToken");
  const bool usable = token != nullptr && (token->as_string() != nullptr || token->as_int().has_value());
  return usable ? *token : Json();
}

}  // namespace

RunningCall::RunningCall(std::shared_ptr<Session> session, Request request, std::shared_ptr<Outlet> outlet,
                         std::shared_ptr<const ClientFacts> client)
    : session_(std::move(session)),
      request_(std::move(request)),
      key_(request_.id.dump()),
      outlet_(std::move(outlet)),
      client_(std::move(client)),
      progress_token_(progress_token_of(request_.params)) {}

RunningCall::~RunningCall() {
  if (!ended_) refuse({.code = kInternalError, .message = "The server failed to answer this request."});
}

void RunningCall::progress(double done, std::optional<double> total, std::string_view message) {
  if (!wants_progress()) return;
  const std::lock_guard lock(progress_mutex_);
  if (ended_ || (last_progress_ && done <= *last_progress_)) return;
  last_progress_ = done;
  Json params;
  params.set("progressToken", progress_token_);
  params.set("progress", done);
  if (total) params.set("total", *total);
  if (!message.empty()) params.set("message", message);
  outlet_->send(notification_message("notifications/progress", params));
}

void RunningCall::log(Severity severity, std::string_view logger, const Json& data) {
  if (ended_ || !session_->wants(severity)) return;
  Json params;
  params.set("level", name_of(severity));
  params.set("logger", logger);
  params.set("data", data);
  outlet_->send(notification_message("notifications/message", params));
}

void RunningCall::ask(std::string_view method, const Json& params, std::function<void(Result<Json>)> reply) {
  const Json id = ended_ ? Json() : session_->register_question(reply);
  if (id.is_null()) {
    reply(Error{.type = ErrorType::cancelled, .message = "The client cannot be asked any more."});
    return;
  }
  outlet_->send(request_message(id, method, params));
}

void RunningCall::answer(std::string_view result_json) {
  if (end()) outlet_->finish(result_message(request_.id, result_json));
}

void RunningCall::refuse(RpcError error) {
  if (end()) outlet_->finish(error_message(request_.id, error));
}

void RunningCall::cancel() {
  // First the mark, so that what stops early sends nothing.
  if (!end()) return;
  stop_.request_stop();
  outlet_->abandon();
}

bool RunningCall::end() {
  {
    // No progress may follow the answer.
    const std::lock_guard lock(progress_mutex_);
    if (ended_.exchange(true)) return false;
  }
  session_->ended(key_);
  return true;
}

}  // namespace tiktok_marketing::mcp
