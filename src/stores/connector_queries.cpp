#include "stores/connector_queries.hpp"

#include <utility>

namespace tiktok_marketing::stores {

bool Gate::post(std::function<void()> work) {
  std::lock_guard lock(mutex_);
  if (pool_ == nullptr) return false;
  pool_->post(std::move(work));
  return true;
}

void Gate::close() {
  std::lock_guard lock(mutex_);
  pool_ = nullptr;
}

void ConnectorQueries::ask(StoreQuery query, Done done) {
  if (query.deadline != SteadyTime::max())
    query.deadline = std::chrono::steady_clock::now() + (query.deadline - runtime_->now());
  const bool taken = gate_->post(
      [id = id_, answerer = answerer_, query = std::move(query), done] { done(answerer(id, query)); });
  if (taken) return;
  done(Error{.type = ErrorType::cancelled,
             .message = "The server is stopping.",
             .hint = "Repeat the call.",
             .retryable = true});
}

}  // namespace tiktok_marketing::stores
