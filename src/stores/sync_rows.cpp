#include "stores/sync_rows.hpp"

#include <utility>

#include "platform/rows.hpp"
#include "platform/webhooks.hpp"

namespace tiktok_marketing::stores {
namespace {

using database::Connection;
using database::Statement;
using platform::each_row;
using platform::first_row;
using platform::from_millis;
using platform::optional_time;
using platform::run;
using platform::to_millis;

constexpr int kMostKept = 100;

constexpr std::string_view kJob =
    "SELECT id, connector_id, request, status, details, created_at, started_at, finished_at FROM jobs"
    " WHERE kind = 'sync'";

std::string select_job(std::string_view more) {
  return std::string(kJob) + " " + std::string(more);
}

Json request_of(const SyncJob& job) {
  Json request;
  request.set("kind", job.kind);
  if (!job.entities.empty()) request.set("entities", Json::Array(job.entities.begin(), job.entities.end()));
  if (job.full_refresh) request.set("full_refresh", true);
  return request;
}

SyncJob read_job(const Statement& row) {
  SyncJob job;
  job.id = row.text(0);
  job.connector_id = row.text(1);
  const Json request = Json::parse(row.text(2)).value_or(Json());
  job.kind = request.text_of("kind");
  if (const Json* list = request.find("entities"); list != nullptr && list->as_array() != nullptr) {
    for (const Json& each : *list->as_array()) {
      if (each.as_string() != nullptr) job.entities.push_back(*each.as_string());
    }
  }
  if (const Json* full = request.find("full_refresh")) job.full_refresh = full->as_bool() && *full->as_bool();
  job.status = row.text(3);
  job.details = Json::parse(row.text(4)).value_or(Json());
  job.created_at = from_millis(row.integer(5));
  job.started_at = optional_time(row, 6);
  job.finished_at = optional_time(row, 7);
  return job;
}

Result<std::vector<SyncJob>> read_jobs(Connection& connection, std::string_view more, const auto&... values) {
  std::vector<SyncJob> jobs;
  auto done = each_row(
      connection, select_job(more), [&](const Statement& row) { jobs.push_back(read_job(row)); }, values...);
  if (!done) return std::move(done).error();
  return jobs;
}

Json error_json(const Error& error) {
  Json out;
  out.set("type", name_of(error.type));
  out.set("message", error.message);
  if (!error.hint.empty()) out.set("hint", error.hint);
  return out;
}

/// What is kept of a job that ended without a report.
Json details_of(const Error& error) {
  Json details;
  details.set("error", error_json(error));
  return details;
}

/// Makes the row where there is none.
Result<void> have_row(Connection& connection, std::string_view connector_id) {
  return run(connection, "INSERT OR IGNORE INTO connector_syncs (connector_id) VALUES (?)", connector_id);
}

Result<void> tell(Connection& connection, const platform::Connector& connector, const SyncJob& job,
                  std::string_view what, SystemTime now) {
  Json data;
  data.set("connector_id", connector.id);
  data.set("name", connector.name);
  data.set("workspace_id", connector.workspace_id);
  data.set("workspace_name", connector.workspace_name);
  Json about = job_json(job);
  // What was read of each entity may be long; the history has it.
  about.erase("details");
  data.set("sync", std::move(about));
  return platform::queue_webhook(connection, connector.organization_id, what, data, now);
}

Result<void> prune(Connection& connection, std::string_view connector_id) {
  return run(
      connection,
      "DELETE FROM jobs WHERE connector_id = ?1 AND kind = 'sync' AND finished_at IS NOT NULL AND id NOT IN"
      " (SELECT id FROM jobs WHERE connector_id = ?1 AND kind = 'sync'"
      "  ORDER BY created_at DESC, id DESC LIMIT ?2)",
      connector_id, kMostKept);
}

}  // namespace

Result<SyncRow> sync_row_of(Connection& connection, std::string_view connector_id) {
  auto found = first_row(
      connection,
      "SELECT coalesce(s.enabled, 1), coalesce(s.enabled, 1) AND coalesce(w.cache_enabled, 1),"
      " coalesce(s.refresh, '1h'), coalesce(s.next_at, 0), coalesce(s.asked, ''), s.started_at,"
      " s.succeeded_at, coalesce(s.status, ''), coalesce(s.error_type, ''), coalesce(s.error, ''),"
      " coalesce(s.failures, 0), coalesce(s.good_runs, 0), coalesce(s.bad_runs, 0),"
      " coalesce(s.rows_read, 0)"
      " FROM connectors c JOIN workspaces w ON w.id = c.workspace_id"
      " LEFT JOIN connector_syncs s ON s.connector_id = c.id WHERE c.id = ?",
      [](const Statement& row) {
        return SyncRow{.enabled = row.integer(0) != 0,
                       .store_wanted = row.integer(1) != 0,
                       .refresh = std::string(row.text(2)),
                       .next_at = from_millis(row.integer(3)),
                       .asked = std::string(row.text(4)),
                       .started_at = optional_time(row, 5),
                       .succeeded_at = optional_time(row, 6),
                       .status = std::string(row.text(7)),
                       .error_type = std::string(row.text(8)),
                       .error = std::string(row.text(9)),
                       .failures = static_cast<int>(row.integer(10)),
                       .good_runs = row.integer(11),
                       .bad_runs = row.integer(12),
                       .rows_read = row.integer(13)};
      },
      connector_id);
  if (!found) return std::move(found).error();
  return found->value_or(SyncRow{});
}

Result<void> put_settings(Connection& connection, std::string_view connector_id, bool enabled,
                          std::string_view refresh, SystemTime next_at) {
  if (auto there = have_row(connection, connector_id); !there) return there;
  return run(connection,
             "UPDATE connector_syncs SET enabled = ?2, refresh = ?3, next_at = ?4 WHERE connector_id = ?1",
             connector_id, enabled, refresh, next_at);
}

Result<void> put_next(Connection& connection, std::string_view connector_id, SystemTime next_at) {
  return run(connection, "UPDATE connector_syncs SET next_at = ?2 WHERE connector_id = ?1", connector_id,
             next_at);
}

Result<void> forget_runs(Connection& connection, std::string_view connector_id) {
  return run(connection,
             "UPDATE connector_syncs SET next_at = 0, asked = '', started_at = NULL, succeeded_at = NULL,"
             " status = '', error_type = '', error = '', failures = 0 WHERE connector_id = ?",
             connector_id);
}

std::string quota_key_of(const platform::Connector& connector) {
  return connector.tiktok_app_id.empty() ? connector.organization_id : connector.tiktok_app_id;
}

Result<std::vector<DueConnector>> due_connectors(Connection& connection, SystemTime now) {
  std::vector<DueConnector> due;
  auto done = each_row(
      connection,
      "SELECT c.id, iif(k.tiktok_app_id = '', c.organization_id, k.tiktok_app_id) FROM connectors c"
      " JOIN credentials k ON k.id = c.credential_id"
      " JOIN workspaces w ON w.id = c.workspace_id AND w.active AND w.deleted_at IS NULL"
      "  AND coalesce(w.cache_enabled, 1)"
      " LEFT JOIN connector_syncs s ON s.connector_id = c.id"
      " WHERE coalesce(s.enabled, 1) AND coalesce(s.next_at, 0) <= ?1"
      " AND c.state NOT IN ('pending', 'paused', 'needs_advertisers', 'needs_reauthorization')"
      " ORDER BY coalesce(s.next_at, 0), c.created_at",
      [&](const Statement& row) { due.push_back({std::string(row.text(0)), std::string(row.text(1))}); },
      now);
  if (!done) return std::move(done).error();
  return due;
}

Result<std::vector<std::string>> synced_connectors(Connection& connection) {
  std::vector<std::string> ids;
  auto done = each_row(connection, "SELECT connector_id FROM connector_syncs WHERE started_at IS NOT NULL",
                       [&](const Statement& row) { ids.emplace_back(row.text(0)); });
  if (!done) return std::move(done).error();
  return ids;
}

Result<std::vector<std::string>> unwanted_stores(Connection& connection) {
  std::vector<std::string> ids;
  auto done = each_row(connection,
                       "SELECT s.connector_id FROM connector_syncs s"
                       " JOIN connectors c ON c.id = s.connector_id"
                       " JOIN workspaces w ON w.id = c.workspace_id"
                       " WHERE s.started_at IS NOT NULL AND NOT (s.enabled AND coalesce(w.cache_enabled, 1))",
                       [&](const Statement& row) { ids.emplace_back(row.text(0)); });
  if (!done) return std::move(done).error();
  return ids;
}

Result<void> insert_job(Connection& connection, const platform::Connector& connector, const SyncJob& job) {
  return run(connection,
             "INSERT INTO jobs (id, organization_id, workspace_id, kind, connector_id, status, created_at,"
             " started_at, request) VALUES (?, ?, ?, 'sync', ?, ?, ?, ?, ?)",
             job.id, connector.organization_id, connector.workspace_id, connector.id, job.status,
             job.created_at, job.started_at, request_of(job).dump());
}

Result<std::vector<SyncJob>> pending_jobs(Connection& connection) {
  return read_jobs(connection, "AND status = 'pending' AND finished_at IS NULL ORDER BY created_at, id");
}

Result<std::optional<SyncJob>> open_job(Connection& connection, std::string_view connector_id) {
  return first_row(connection,
                   select_job("AND status IN ('pending', 'running') AND finished_at IS NULL"
                              " AND connector_id = ? ORDER BY status DESC LIMIT 1"),
                   read_job, connector_id);
}

Result<std::vector<SyncJob>> jobs_of(Connection& connection, std::string_view connector_id,
                                     std::int64_t before_time, std::string_view before_id, int limit) {
  return read_jobs(connection,
                   "AND connector_id = ? AND (created_at, id) < (?, ?)"
                   " ORDER BY created_at DESC, id DESC LIMIT ?",
                   connector_id, before_time, before_id, limit + 1);
}

Result<void> cancel_job(Connection& connection, std::string_view job_id, std::string_view why,
                        SystemTime now) {
  const Error error{.type = ErrorType::cancelled, .message = std::string(why)};
  return run(connection,
             "UPDATE jobs SET status = 'cancelled', error = ?2, details = ?3, finished_at = ?4"
             " WHERE id = ?1 AND finished_at IS NULL",
             job_id, error.message, details_of(error).dump(), now);
}

Result<void> note_begin(Connection& connection, const platform::Connector& connector, const SyncJob& job,
                        bool insert, std::string_view asked, SystemTime now) {
  auto done = insert ? insert_job(connection, connector, job)
                     : run(connection, "UPDATE jobs SET status = 'running', started_at = ?2 WHERE id = ?1",
                           job.id, now);
  if (done) done = have_row(connection, connector.id);
  if (done) {
    // Should the process end now, the run is due again at once.
    done = run(connection,
               "UPDATE connector_syncs SET started_at = ?2, asked = ?3, next_at = 0 WHERE connector_id = ?1",
               connector.id, now, asked);
  }
  return done ? tell(connection, connector, job, "sync.started", now) : done;
}

Result<void> note_end(Connection& connection, const platform::Connector& connector, const SyncJob& job,
                      const Outcome& outcome, SystemTime next_at, SystemTime now) {
  SyncJob ended = job;
  ended.status = outcome.status;
  ended.details = outcome.details;
  if (outcome.error) ended.details.set("error", error_json(*outcome.error));
  ended.finished_at = now;
  const Error error = outcome.error.value_or(Error{});
  const std::string error_type(outcome.error ? name_of(error.type) : std::string_view());
  auto done =
      run(connection, "UPDATE jobs SET status = ?2, error = ?3, details = ?4, finished_at = ?5 WHERE id = ?1",
          job.id, ended.status, error.message, ended.details.dump(), now);
  const bool cancelled = outcome.status == "cancelled";
  if (done) {
    done = run(connection,
               "UPDATE connector_syncs SET next_at = ?2, status = ?3, error_type = ?4, error = ?5,"
               " succeeded_at = CASE WHEN ?6 THEN ?7 ELSE succeeded_at END,"
               " failures = CASE WHEN ?6 THEN 0 WHEN ?8 THEN failures ELSE failures + 1 END,"
               " good_runs = good_runs + ?6, bad_runs = bad_runs + NOT (?6 OR ?8),"
               " rows_read = rows_read + ?9 WHERE connector_id = ?1",
               connector.id, next_at, outcome.status, error_type, error.message, outcome.good, job.started_at,
               cancelled, outcome.rows);
  }
  if (done) done = prune(connection, connector.id);
  if (!done || cancelled) return done;
  return tell(connection, connector, ended, outcome.good ? "sync.finished" : "sync.failed", now);
}

Result<void> end_orphans(Connection& connection, SystemTime now) {
  const Error error{.type = ErrorType::cancelled,
                    .message = "the server ended while the sync ran",
                    .hint = "What was read is kept; the next sync goes on from there."};
  return run(connection,
             "UPDATE jobs SET status = 'cancelled', error = ?, details = ?, finished_at = ?"
             " WHERE kind = 'sync' AND status = 'running' AND finished_at IS NULL",
             error.message, details_of(error).dump(), now);
}

Json job_json(const SyncJob& job) {
  Json out;
  out.set("job_id", job.id);
  out.set("kind", job.kind);
  out.set("status", job.status);
  out.set("entities",
          job.entities.empty() ? Json() : Json(Json::Array(job.entities.begin(), job.entities.end())));
  out.set("full_refresh", job.full_refresh);
  out.set("created_at", platform::iso_text(job.created_at));
  out.set("started_at", job.started_at ? Json(platform::iso_text(*job.started_at)) : Json());
  out.set("finished_at", job.finished_at ? Json(platform::iso_text(*job.finished_at)) : Json());
  Json details = job.details;
  const Json* error = details.find("error");
  out.set("error", error != nullptr ? *error : Json());
  for (const std::string_view name : {"rows", "requests"}) {
    const Json* value = details.find(name);
    out.set(name, value != nullptr ? *value : Json());
  }
  details.erase("error");
  out.set("details", std::move(details));
  return out;
}

}  // namespace tiktok_marketing::stores
