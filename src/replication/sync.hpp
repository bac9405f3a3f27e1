#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/connector/connector.hpp>

#include "base/date.hpp"
#include "base/json.hpp"
#include "context/store.hpp"

/// Replication: what TikTok's API shows of a token's advertisers, brought into a context store and kept
/// there.
namespace tiktok_marketing::replication {

/// What is replicated, and how far back.
struct SyncOptions {
  std::vector<std::string> entities;        ///< names of the catalog; empty: all
  std::vector<std::string> advertiser_ids;  ///< empty: all that the connector knows or the token grants
  Date start_date{std::chrono::year{2016} / 9 / 1};  ///< no report day before it is read
  int lookback_days = 3;        ///< days before today whose reports are read again each time; 0 … 90
  bool full_refresh = false;    ///< forgets the entities' rows and reads everything again
  std::string kind = "manual";  ///< for the history: `initial`, `scheduled`, `manual`
  std::string caller;           ///< runs of different callers share the quota fairly
  std::string token_mark;       ///< noted in the store once the token is seen to be its owner's
};

/// Where a run stands. Counts are of this run.
struct Progress {
  struct Entity {
    std::string name;
    std::int64_t rows = 0;        ///< read
    std::int64_t requests = 0;    ///< sent, retries included
    std::int64_t items = 0;       ///< listings and report windows there are
    std::int64_t items_done = 0;  ///< of them, those that have ended
  };
  std::string stage;  ///< `accounts`, `reading`, `comparing`, `done`
  std::int64_t advertisers = 0;
  std::int64_t rows = 0;
  std::int64_t requests = 0;
  std::int64_t items = 0;
  std::int64_t items_done = 0;
  double qps = 0;  ///< the app's budget; 0: no limit. At least items - items_done requests are to come
  std::int64_t requests_today = 0;  ///< of the app's daily budget
  std::int64_t waiting = 0;         ///< requests that wait for the budget
  std::chrono::milliseconds elapsed{0};
  std::vector<Entity> entities;
};

/// How a run ended.
struct SyncReport {
  std::int64_t run = 0;
  /// `succeeded`; `partial` (something failed and is tried again next time); `cancelled`;
  /// `needs_reauthorization` (the token is refused); `storage_unavailable`; `failed`. In the store's history
  /// also `running`, and `interrupted` for a run that was killed.
  std::string status;
  std::optional<Error> error;  ///< why, unless it succeeded; the first one of a partial run
  std::int64_t rows = 0;
  std::int64_t requests = 0;
  std::chrono::milliseconds took{0};
  Json details;  ///< what the store's history shows of the run
};

/// One connector's replication into one store. Runs one at a time.
///
/// Reads with its own client on the connector's engine and so on the same quota budget, behind everybody who
/// waits for an answer. Killed at any moment, the next run goes on where this one stood.
/// Thread-safety: all members from any thread.
class Sync {
 public:
  /// Called on the engine thread, a few times a second; must not block.
  using OnProgress = std::function<void(const Progress&)>;
  using Done = std::function<void(Result<SyncReport>)>;
  /// Runs work that blocks, away from the engine thread; keeps the order of neither.
  using Blocking = std::function<void(std::function<void()>)>;

  /// `connector`: as for `Connector::open`; its fence holds here too. `blocking`: empty for a thread of its
  /// own. Errors: `value_error` (bad URL, unknown entity, a lookback out of range), `missing_credentials`,
  /// `forbidden` (an advertiser beyond the fence).
  [[nodiscard]] static Result<Sync> open(const ConnectorOptions& connector,
                                         std::shared_ptr<context::Store> store, SyncOptions options,
                                         Blocking blocking = {});

  /// Reads what there is to read and blocks until that is done. Not on the engine thread.
  /// Errors: `conflict` (the store belongs to another user or app), `sync_in_progress`, and what kept the run
  /// from beginning: a refused token, the store, TikTok. Everything later is in the report.
  [[nodiscard]] Result<SyncReport> run(OnProgress progress = {}, std::stop_token stop = {}) const;
  /// The same without waiting; `done` is called once, on the engine thread.
  void start(OnProgress progress, std::stop_token stop, Done done) const;

  class Impl;

 private:
  explicit Sync(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<Impl> impl_;
};

}  // namespace tiktok_marketing::replication
