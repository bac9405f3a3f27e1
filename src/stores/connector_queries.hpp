#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include <tiktok_marketing/connector/store.hpp>

#include "base/work_pool.hpp"

namespace tiktok_marketing::stores {

/// Lets work through to a pool as long as it is open; what was let through is done before the pool ends.
class Gate {
 public:
  explicit Gate(WorkPool& pool) : pool_(&pool) {}
  /// False: it is closed, and nothing is done.
  [[nodiscard]] bool post(std::function<void()> work);
  void close();

 private:
  std::mutex mutex_;
  WorkPool* pool_;  // null: closed
};

/// The context store of one connector of the platform, for its live connector. Thread-safe.
class ConnectorQueries : public StoreQueries {
 public:
  /// Blocks on the disk; called on the gate's pool, and not once the gate is closed.
  using Answerer = std::function<Result<Answer>(const std::string& connector_id, const StoreQuery& query)>;
  /// `runtime`: deadlines of questions are in its time, those of answers in that of the steady clock.
  ConnectorQueries(std::string connector_id, std::shared_ptr<Runtime> runtime, std::shared_ptr<Gate> gate,
                   Answerer answerer)
      : id_(std::move(connector_id)),
        runtime_(std::move(runtime)),
        gate_(std::move(gate)),
        answerer_(std::move(answerer)) {}

  void ask(StoreQuery query, Done done) override;

 private:
  std::string id_;
  std::shared_ptr<Runtime> runtime_;
  std::shared_ptr<Gate> gate_;
  Answerer answerer_;
};

}  // namespace tiktok_marketing::stores
