#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "base/date.hpp"
#include "base/json.hpp"

namespace tiktok_marketing::mcp {

struct SyncWish {
  std::vector<std::string> entities;        ///< empty: all
  std::vector<std::string> advertiser_ids;  ///< empty: all that are known
  std::optional<Date> start_date;           ///< no report day before it is read; empty: as configured
};

/// Where a run stands, or how it ended.
struct SyncState {
  std::string stage;
  std::int64_t items = 0;  ///< there are to read, as far as is known
  std::int64_t items_done = 0;
  std::int64_t rows = 0;
  std::int64_t requests = 0;
  bool finished = false;
  Json report;                 ///< of a finished run: status, error, counts
  std::optional<Error> error;  ///< the run could not begin
};

/// Brings rows from TikTok into the context store; injected by whoever assembles the program.
/// Thread-safety: all members from any thread.
class StoreSync {
 public:
  using Watcher = std::function<void(const SyncState&)>;
  StoreSync() = default;
  StoreSync(const StoreSync&) = delete;
  StoreSync& operator=(const StoreSync&) = delete;
  virtual ~StoreSync() = default;

  /// Begins a run, or joins the one that is running. `watcher` is called now and then, from any thread, until
  /// the run has finished; it must not block. Returns whether this call began it.
  virtual bool begin(const SyncWish& wish, Watcher watcher) = 0;
  /// Asks the running one to stop; what it has read stays.
  virtual void stop() = 0;
};

}  // namespace tiktok_marketing::mcp
