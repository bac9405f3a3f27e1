#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "platform/connector_rows.hpp"
#include "platform/rows.hpp"
#include "stores/stores.hpp"

// Stores: what runs by itself.
namespace tiktok_marketing::stores {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookEvery = 1s;
constexpr auto kLateEvery = 5s;
constexpr std::size_t kMostBegun = 50;  // in one go; the others with the next look

}  // namespace

Result<void> Stores::start_background() {
  auto ended = context().database->write(
      [&](database::Connection& connection) { return end_orphans(connection, context().now()); });
  if (!ended) return ended;
  drop_orphans();
  runs_ = std::make_unique<Runs>(*platform_, files_, options_.runs, [this] { wake(); });
  platform_->execution().use_stores(
      [this](const platform::Connector& connector) -> std::shared_ptr<StoreQueries> {
        return std::make_shared<ConnectorQueries>(
            connector.id, context().options.engine.runtime, gate_,
            [this](const std::string& id, const StoreQuery& query) { return answer(id, query); });
      });
  publish_metrics();
  listening_ = platform_->on_change([this](std::string_view id) {
    {
      std::lock_guard lock(mutex_);
      if (id.empty()) all_changed_ = true;
      if (!id.empty()) changed_ids_.emplace(id);
    }
    wake();
  });
  thread_ = std::thread([this] { run(); });
  return {};
}

void Stores::stop() {
  listening_.reset();
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
  if (runs_) {
    platform_->execution().use_stores({});
    runs_->stop_all();
  }
  gate_->close();
  readers_.reset();
  files_.tidy(0s);
}

void Stores::wake() {
  std::lock_guard lock(mutex_);
  awake_ = true;
  changed_.notify_all();
}

void Stores::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    awake_ = false;
    lock.unlock();
    tick();
    lock.lock();
    changed_.wait_for(lock, kLookEvery, [this] { return stopping_ || awake_; });
  }
}

void Stores::tick() {
  std::set<std::string> ids;
  {
    std::lock_guard lock(mutex_);
    ids.swap(changed_ids_);
    if (std::exchange(all_changed_, false)) {
      for (auto& id : files_.ids()) ids.insert(std::move(id));
    }
  }
  // Those that run may also have been changed by another process.
  for (const std::string& id : runs_->running_ids()) ids.insert(id);
  for (const std::string& id : ids) review(id);
  runs_->write_what_waits();
  drop_unwanted();
  files_.tidy(options_.idle);
  begin_due();
  const SteadyTime now = std::chrono::steady_clock::now();
  if (now >= late_due_) {
    late_due_ = now + kLateEvery;
    mark_late();
  }
}

/// Stops a run that is no longer wanted, makes one due that now is, deletes the store of a connector that is
/// gone.
void Stores::review(const std::string& id) {
  auto connector = context().database->read(
      [&](database::Connection& connection) { return platform::find_connector(connection, id); });
  if (!connector) return log_failure("review", std::move(connector).error());
  if (!*connector) {
    runs_->stop(id, Stop::deleted);
    files_.remove(id);
    return;
  }
  auto row =
      context().database->read([&](database::Connection& connection) { return sync_row_of(connection, id); });
  if (!row) return log_failure("review", std::move(row).error());
  const std::string asked = asked_of(**connector);
  const bool held = (*connector)->state == platform::ConnectorState::paused || !row->store_wanted ||
                    !(*connector)->workspace_active;
  if (const auto running = runs_->running(id)) {
    if (held) {
      runs_->stop(id, Stop::held);
    } else if (running->asked != asked) {
      runs_->stop(id, Stop::changed);
    }
    return;
  }
  const bool is_another = !row->asked.empty() && row->asked != asked;
  // The last run found nobody to read; a call has named somebody since.
  const bool has_somebody =
      row->error_type == name_of(ErrorType::missing_parameter) && !(*connector)->known_advertisers.empty();
  if ((!is_another && !has_somebody) || row->next_at <= context().now()) return;
  log_failure("review", context().database->write([&](database::Connection& connection) {
    return put_next(connection, id, SystemTime{});
  }));
}

void Stores::drop_unwanted() {
  auto ids =
      context().database->read([](database::Connection& connection) { return unwanted_stores(connection); });
  if (!ids) return log_failure("stores", std::move(ids).error());
  for (const std::string& id : *ids) {
    if (runs_->running(id)) {
      runs_->stop(id, Stop::held);
      continue;
    }
    auto forgotten = context().database->write(
        [&](database::Connection& connection) { return forget_runs(connection, id); });
    if (!forgotten) return log_failure("stores", forgotten);
    files_.remove(id);
    context().log->write(LogLevel::info, "store.dropped", {{"connector_id", id}});
  }
}

/// Files of connectors that went while nobody looked; and connectors whose file is not there, because the
/// data folder was restored from a backup: they are read anew.
void Stores::drop_orphans() {
  auto synced = context().database->read(
      [](database::Connection& connection) { return synced_connectors(connection); });
  if (!synced) return log_failure("stores", std::move(synced).error());
  for (const std::string& id : *synced) {
    if (files_.exists(id)) continue;
    log_failure("stores", context().database->write(
                              [&](database::Connection& connection) { return forget_runs(connection, id); }));
  }
  for (const std::string& id : files_.ids()) {
    auto connector = context().database->read(
        [&](database::Connection& connection) { return platform::find_connector(connection, id); });
    if (connector && !*connector) files_.remove(id);
  }
}

void Stores::begin_due() {
  struct Due {
    platform::Connector connector;
    SyncRow row;
    std::optional<SyncJob> manual;
  };
  std::vector<std::string> gone;
  auto found = context().database->read([&](database::Connection& connection) -> Result<std::vector<Due>> {
    std::vector<Due> due;
    const auto add = [&](const std::string& id, std::optional<SyncJob> manual) -> Result<void> {
      auto connector = platform::find_connector(connection, id);
      if (!connector) return std::move(connector).error();
      if (!*connector) {
        if (manual) gone.push_back(manual->id);
        return {};
      }
      auto row = sync_row_of(connection, id);
      if (!row) return std::move(row).error();
      const auto state = (*connector)->state;
      const bool held = state == platform::ConnectorState::paused ||
                        state == platform::ConnectorState::pending || !row->store_wanted ||
                        !(*connector)->workspace_active;
      if (!held) due.push_back({**std::move(connector), *std::move(row), std::move(manual)});
      return {};
    };
    auto jobs = pending_jobs(connection);
    if (!jobs) return std::move(jobs).error();
    for (const SyncJob& job : *jobs) {
      if (auto done = add(job.connector_id, job); !done) return std::move(done).error();
    }
    auto others = due_connectors(connection, context().now());
    if (!others) return std::move(others).error();
    for (const DueConnector& each : *others) {
      if (!runs_->has_room(each.id, each.quota_key)) continue;
      if (auto done = add(each.id, std::nullopt); !done) return std::move(done).error();
      if (due.size() >= kMostBegun) break;
    }
    return due;
  });
  if (!found) return log_failure("due", std::move(found).error());
  for (const std::string& id : gone) {
    log_failure("due", context().database->write([&](database::Connection& connection) {
      return cancel_job(connection, id, "the connector was deleted", context().now());
    }));
  }
  for (const Due& each : *found) {
    if (!runs_->has_room(each.connector.id, quota_key_of(each.connector))) continue;
    log_failure("begin", runs_->begin(each.connector, each.row, each.manual));
  }
}

/// A store that is older than its schedule promises says so in its connector's state. A first sync takes its
/// time.
void Stores::mark_late() {
  struct Candidate {
    std::string id;
    std::string refresh;
    SystemTime fresh_since;
    bool ever = false;
    std::string error;
  };
  std::vector<Candidate> candidates;
  auto read = context().database->read([&](database::Connection& connection) {
    return platform::each_row(
        connection,
        "SELECT c.id, coalesce(s.refresh, '1h'), coalesce(s.succeeded_at, c.created_at),"
        " s.succeeded_at IS NOT NULL, coalesce(s.error, '') FROM connectors c"
        " JOIN workspaces w ON w.id = c.workspace_id AND w.active AND w.deleted_at IS NULL"
        "  AND coalesce(w.cache_enabled, 1)"
        " LEFT JOIN connector_syncs s ON s.connector_id = c.id"
        " WHERE c.state = 'ok' AND coalesce(s.enabled, 1)",
        [&](const database::Statement& row) {
          candidates.push_back({std::string(row.text(0)), std::string(row.text(1)),
                                platform::from_millis(row.integer(2)), row.integer(3) != 0,
                                std::string(row.text(4))});
        });
  });
  if (!read) return log_failure("late", read);
  for (const Candidate& each : candidates) {
    const auto schedule = replication::Schedule::parse(each.refresh);
    if (!schedule || !is_late(*schedule, each.fresh_since, context().now())) continue;
    if (!each.ever && runs_->running(each.id)) continue;
    const std::string reason =
        each.error.empty()
            ? fmt::format("The last finished sync began at {}.", platform::iso_text(each.fresh_since))
            : fmt::format("The last sync did not succeed: {}", each.error);
    log_failure("late",
                platform_->connectors().note_state(each.id, platform::ConnectorState::sync_late, reason, {}));
  }
}

/// A failure that repeats is one line, not one a second.
void Stores::log_failure(std::string_view what, const Result<void>& outcome) {
  if (outcome) return;
  const std::string failure = fmt::format("{}: {}", what, outcome.error().message);
  if (failure == std::exchange(last_failure_, failure)) return;
  context().log->write(
      LogLevel::error, "stores.failed",
      {{"what", std::string(what)}, {"error", outcome.error().message}, {"hint", outcome.error().hint}});
}

void Stores::publish_metrics() {
  using Samples = MetricsRegistry::Samples;
  const auto family = [this](std::string_view name, std::string_view help, std::string_view value,
                             std::string_view where) {
    context().metrics.gauge_family(
        name, help,
        [weak = std::weak_ptr(platform_),
         sql = fmt::format("SELECT connector_id, {} FROM connector_syncs WHERE {}", value,
                           where)]() -> Samples {
          const auto platform = weak.lock();
          Samples samples;
          if (!platform) return samples;
          const auto now = platform->context().now();
          auto done = platform->context().database->read([&](database::Connection& connection) {
            return platform::each_row(
                connection, sql,
                [&](const database::Statement& row) {
                  samples.emplace_back(MetricLabels{{"connector_id", std::string(row.text(0))}}, row.real(1));
                },
                now);
          });
          if (!done) samples.clear();
          return samples;
        });
  };
  family("tiktok_marketing_sync_lag_seconds", "Seconds since the last good run of replication began.",
         "(?1 - succeeded_at) / 1000.0", "succeeded_at IS NOT NULL");
  family("tiktok_marketing_sync_rows", "Rows replication has read for the connector since it was made.",
         "rows_read", "?1 > 0");
  family("tiktok_marketing_sync_runs", "Runs of replication that ended, since the connector was made.",
         "good_runs + bad_runs", "?1 > 0");
  family("tiktok_marketing_sync_failures", "Runs of replication that failed in a row.", "failures", "?1 > 0");
}

}  // namespace tiktok_marketing::stores
