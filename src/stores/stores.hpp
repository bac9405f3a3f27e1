#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"
#include "base/work_pool.hpp"
#include "platform/platform.hpp"
#include "stores/connector_queries.hpp"
#include "stores/runs.hpp"
#include "stores/store_files.hpp"
#include "stores/sync_rows.hpp"

namespace tiktok_marketing::stores {

/// What is asked of a sync beside what its connector says.
struct SyncWish {
  std::vector<std::string> entities;  ///< empty: all that are selected
  bool full_refresh = false;          ///< forgets the rows and reads everything again
};

/// What may be set about a connector's store; what is absent stays.
struct StoreChange {
  std::optional<bool> enabled;                                      ///< false: the copy is deleted
  std::optional<std::string> refresh;                               ///< text of a `replication::Schedule`
  std::optional<std::optional<std::vector<std::string>>> entities;  ///< set to nullopt: all
};

/// Where a connector's replication stands, in a line.
struct SyncSummary {
  SyncRow row;
  std::string status;  ///< `loading`, `building`, `preview`, `ready`, `disabled`
  std::optional<std::string> running_job;
  std::optional<std::chrono::seconds> lag;  ///< age of the last good run's beginning
};

struct SyncPage {
  std::vector<SyncJob> items;
  std::string next_cursor;
};

/// One question to several customers of an organization.
struct CustomersQuestion {
  std::optional<std::vector<std::string>> customers;  ///< names of workspaces; nullopt: all
  std::string entity;
  Json params;
};

/// The context stores of a platform's connectors and the syncs that fill them.
///
/// In a server (`start_background`) connectors are synced as soon as they are made, then on their schedule,
/// and their stores answer the store actions of `execute`. Elsewhere only what the database knows is shown.
/// Thread-safety: everything from any thread; all members block on the disk. Errors of all that take an id:
/// as `Connectors`.
class Stores {
 public:
  struct Options {
    Runs::Options runs;
    std::size_t query_threads = 8;
    std::int64_t default_limit = 1'000;  ///< rows of a search that does not say
    std::chrono::seconds idle{60};       ///< then a store that nobody asks is closed
  };

  Stores(std::shared_ptr<platform::Platform> platform, Options options);
  explicit Stores(std::shared_ptr<platform::Platform> platform) : Stores(std::move(platform), Options()) {}
  ~Stores();
  Stores(const Stores&) = delete;
  Stores& operator=(const Stores&) = delete;

  /// Goes on with what the last process left; syncs by schedule from now on.
  [[nodiscard]] Result<void> start_background();
  /// Runs under way stop where they are; the next start goes on with them. Questions are refused then.
  void stop();

  /// Starts a run as soon as there is room. Errors also: `sync_in_progress` (`given`: the job), `conflict`
  /// (pending, paused), `workspace_inactive`, `context_store_disabled` (switched off; without background),
  /// `value_error` (entities).
  [[nodiscard]] Result<SyncJob> start_sync(const platform::Principal& principal, std::string_view id,
                                           const SyncWish& wish);
  /// Newest first. Errors also: `value_error` (limit 1..100), `invalid_cursor`.
  [[nodiscard]] Result<SyncPage> syncs(const platform::Scope& scope, std::string_view id, int limit,
                                       std::string_view cursor);
  [[nodiscard]] Result<SyncSummary> summary(const platform::Connector& connector);
  /// How many entities are replicated for it.
  [[nodiscard]] static std::int64_t entity_count(const platform::Connector& connector);
  /// `{connector_id, status, enabled, refresh, …, entities: […]}`: what is there of each entity and each
  /// advertiser, and how far the run under way has come.
  [[nodiscard]] Result<Json> describe(const platform::Scope& scope, std::string_view id);
  /// Errors also: `value_error` (refresh, entities).
  [[nodiscard]] Result<void> change(const platform::Principal& principal, std::string_view id,
                                    const StoreChange& change);
  /// One row for each customer. Errors: `forbidden` (scoped callers, allow lists), `unknown_entity`,
  /// `workspace_not_found`, `invalid_query`.
  [[nodiscard]] Result<Json> aggregate(const platform::Principal& principal,
                                       const CustomersQuestion& question);
  /// The job with what is known of a run under way: `progress`. nullopt: it is no run that goes on.
  [[nodiscard]] std::optional<Json> progress_of(const platform::Job& job) const;

  [[nodiscard]] StoreFiles& files() { return files_; }

 private:
  [[nodiscard]] platform::Context& context() const { return platform_->context(); }
  /// Errors: as `ask`; `given` of `context_store_not_ready` is the store's status.
  [[nodiscard]] Result<Answer> answer(const std::string& id, const StoreQuery& query);
  [[nodiscard]] Result<Answer> ask(const std::string& id, const StoreQuery& query);
  /// Errors: those of `StoreFiles::open`, with the reason; `context_store_disabled` from the moment on that
  /// the store is switched off.
  [[nodiscard]] Result<StoreFiles::Lease> open_to_ask(const std::string& id);
  [[nodiscard]] Error why_not(const std::string& id, Error error);
  void publish_metrics();

  void wake();
  void run();
  void tick();
  void review(const std::string& id);
  void drop_unwanted();
  void drop_orphans();
  void begin_due();
  void mark_late();
  void log_failure(std::string_view what, const Result<void>& outcome);

  std::shared_ptr<platform::Platform> platform_;
  Options options_;
  StoreFiles files_;
  std::unique_ptr<WorkPool> readers_;
  std::shared_ptr<Gate> gate_;
  std::unique_ptr<Runs> runs_;

  std::mutex mutex_;  ///< of the members below
  std::condition_variable changed_;
  bool awake_ = false;
  bool stopping_ = false;
  bool all_changed_ = false;
  std::set<std::string> changed_ids_;
  std::thread thread_;
  SteadyTime late_due_{};
  std::string last_failure_;
  std::shared_ptr<void> listening_;
};

}  // namespace tiktok_marketing::stores
