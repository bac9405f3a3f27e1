#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

#include "base/work_pool.hpp"
#include "local/local_store.hpp"
#include "mcp/store_sync.hpp"

namespace tiktok_marketing::cli {

/// Fills a local store for an MCP server: one run at a time, which whoever asks meanwhile joins.
class LocalSync : public mcp::StoreSync, public std::enable_shared_from_this<LocalSync> {
 public:
  LocalSync(std::shared_ptr<local::LocalStore> store, replication::SyncOptions defaults)
      : store_(std::move(store)), defaults_(std::move(defaults)) {}
  ~LocalSync() override;

  bool begin(const mcp::SyncWish& wish, Watcher watcher) override;
  void stop() override;

 private:
  void start(replication::SyncOptions options);
  void tell(const mcp::SyncState& state);
  void finish(const mcp::SyncState& state);

  const std::shared_ptr<local::LocalStore> store_;
  const replication::SyncOptions defaults_;
  std::mutex mutex_;
  std::vector<Watcher> watchers_;
  std::optional<std::stop_source> running_;
  std::optional<replication::Sync> sync_;  ///< keeps the store's lock
  mcp::SyncState last_;
  WorkPool pool_{1};
};

}  // namespace tiktok_marketing::cli
