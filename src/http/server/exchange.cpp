#include "http/server/exchange.hpp"

namespace tiktok_marketing::http {
namespace {

const std::shared_ptr<const std::string>& internal_error_body() {
  static const auto body =
      std::make_shared<const std::string>(R"({"error":"the server failed to answer this request"})");
  return body;
}

// Shared by all copies of one responder, so that its destruction means nobody can answer any more.
class Duty {
 public:
  explicit Duty(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}
  Duty(const Duty&) = delete;
  Duty& operator=(const Duty&) = delete;
  ~Duty() { exchange_->answer(internal_error_response()); }

  void answer(ServerResponse response) { exchange_->answer(std::move(response)); }

 private:
  std::shared_ptr<Exchange> exchange_;
};

}  // namespace

void Exchange::answer(ServerResponse response) {
  const std::lock_guard lock(mutex_);
  if (answered_) return;
  answered_ = true;
  response_ = std::move(response);
  // Under the lock: `abandon` must not return while the connection's executor is still being used.
  if (waiting_ && wake_) wake_();
}

std::optional<ServerResponse> Exchange::take_or_wait() {
  const std::lock_guard lock(mutex_);
  waiting_ = !response_.has_value();
  return std::exchange(response_, std::nullopt);
}

void Exchange::abandon() {
  const std::lock_guard lock(mutex_);
  answered_ = true;
  wake_ = nullptr;
}

Responder make_responder(std::shared_ptr<Exchange> exchange) {
  auto duty = std::make_shared<Duty>(std::move(exchange));
  return [duty = std::move(duty)](ServerResponse response) { duty->answer(std::move(response)); };
}

ServerResponse internal_error_response() {
  ServerResponse response;
  response.status = 500;
  response.body = internal_error_body();
  return response;
}

bool closes_connection(const ServerResponse& response) {
  return response.body == internal_error_body();
}

}  // namespace tiktok_marketing::http
