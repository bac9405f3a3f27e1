#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/runtime.hpp>

#include "base/json.hpp"
#include "database/connection.hpp"
#include "platform/connectors.hpp"
#include "stores/outcome.hpp"

/// What the platform's database knows of syncs: one row for each connector that was ever synced or set up,
/// and its runs as jobs. In a transaction of the caller. Errors: those of the database.
namespace tiktok_marketing::stores {

/// Of one connector; without a row as it is here.
struct SyncRow {
  bool enabled = true;                     ///< of the connector itself
  bool store_wanted = true;                ///< and of its workspace
  std::string refresh = "1h";              ///< text of a `replication::Schedule`
  SystemTime next_at{};                    ///< when the next run begins
  std::string asked;                       ///< what the last run was to read
  std::optional<SystemTime> started_at;    ///< of the last run
  std::optional<SystemTime> succeeded_at;  ///< when the last good run began: so old is the data at most
  std::string status;                      ///< of the last run that ended; empty: none has
  std::string error_type;
  std::string error;
  int failures = 0;  ///< in a row
  std::int64_t good_runs = 0;
  std::int64_t bad_runs = 0;
  std::int64_t rows_read = 0;
};
[[nodiscard]] Result<SyncRow> sync_row_of(database::Connection& connection, std::string_view connector_id);
[[nodiscard]] Result<void> put_settings(database::Connection& connection, std::string_view connector_id,
                                        bool enabled, std::string_view refresh, SystemTime next_at);
[[nodiscard]] Result<void> put_next(database::Connection& connection, std::string_view connector_id,
                                    SystemTime next_at);
/// The copy is gone: what was known of it with it. The settings stay.
[[nodiscard]] Result<void> forget_runs(database::Connection& connection, std::string_view connector_id);

struct DueConnector {
  std::string id;
  std::string quota_key;  ///< as `quota_key_of` gives it
};
/// Whose quota a sync of this connector takes from: that of its TikTok app, else of its organization's.
[[nodiscard]] std::string quota_key_of(const platform::Connector& connector);
/// Connectors whose next run is due, those that have waited longest first. What is off, paused or cannot be
/// read is not among them.
[[nodiscard]] Result<std::vector<DueConnector>> due_connectors(database::Connection& connection,
                                                               SystemTime now);
/// Ids of connectors that were synced before.
[[nodiscard]] Result<std::vector<std::string>> synced_connectors(database::Connection& connection);
/// Ids of connectors whose copies are not wanted: switched off, for them or their workspace.
[[nodiscard]] Result<std::vector<std::string>> unwanted_stores(database::Connection& connection);

struct SyncJob {
  std::string id;
  std::string connector_id;
  std::string kind;                   ///< `initial`, `scheduled`, `manual`
  std::vector<std::string> entities;  ///< empty: all that are selected
  bool full_refresh = false;
  std::string status;
  Json details;  ///< what was read, and `error` {type, message, hint}; null until it has ended
  SystemTime created_at;
  std::optional<SystemTime> started_at;
  std::optional<SystemTime> finished_at;
};
[[nodiscard]] Result<void> insert_job(database::Connection& connection, const platform::Connector& connector,
                                      const SyncJob& job);
/// Manual ones that wait to be started, oldest first.
[[nodiscard]] Result<std::vector<SyncJob>> pending_jobs(database::Connection& connection);
/// The one that waits or runs.
[[nodiscard]] Result<std::optional<SyncJob>> open_job(database::Connection& connection,
                                                      std::string_view connector_id);
/// Newest first, before the row with (`before_time`, `before_id`); one more than asked for when there are.
[[nodiscard]] Result<std::vector<SyncJob>> jobs_of(database::Connection& connection,
                                                   std::string_view connector_id, std::int64_t before_time,
                                                   std::string_view before_id, int limit);
[[nodiscard]] Result<void> cancel_job(database::Connection& connection, std::string_view job_id,
                                      std::string_view why, SystemTime now);

/// A run begins: its job runs, `asked` is noted, the webhook told. `insert`: the job is new.
[[nodiscard]] Result<void> note_begin(database::Connection& connection, const platform::Connector& connector,
                                      const SyncJob& job, bool insert, std::string_view asked,
                                      SystemTime now);
/// A run has ended: its job, the connector's row, the webhook; old jobs go.
[[nodiscard]] Result<void> note_end(database::Connection& connection, const platform::Connector& connector,
                                    const SyncJob& job, const Outcome& outcome, SystemTime next_at,
                                    SystemTime now);
/// Runs that the end of the process cut off: their jobs end and their connectors are due at once.
[[nodiscard]] Result<void> end_orphans(database::Connection& connection, SystemTime now);

/// As `{job_id, kind, status, …}`, in history, webhooks and answers.
[[nodiscard]] Json job_json(const SyncJob& job);

}  // namespace tiktok_marketing::stores
