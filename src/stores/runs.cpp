#include "stores/runs.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/date.hpp"
#include "crypto/random.hpp"
#include "platform/connector_health.hpp"
#include "platform/connector_rows.hpp"

namespace tiktok_marketing::stores {
namespace {

replication::SyncOptions sync_options(const platform::Connector& connector, const SyncJob& job) {
  replication::SyncOptions options;
  options.entities =
      job.entities.empty() ? connector.entities.value_or(std::vector<std::string>{}) : job.entities;
  if (const auto date = parse_date(connector.replication.start_date)) options.start_date = *date;
  if (connector.replication.lookback_days) options.lookback_days = *connector.replication.lookback_days;
  options.full_refresh = job.full_refresh;
  options.kind = job.kind;
  options.caller = connector.workspace_id;
  return options;
}

/// What was read before and is no longer selected goes.
Result<void> clear_unselected(context::Store& store,
                              const std::optional<std::vector<std::string>>& selected) {
  if (!selected) return {};
  auto streams = store.streams();
  if (!streams) return std::move(streams).error();
  std::vector<std::string> gone;
  for (const auto& status : *streams) {
    const std::string& entity = status.stream.entity;
    const bool kept = std::ranges::find(*selected, entity) != selected->end();
    if (!kept && std::ranges::find(gone, entity) == gone.end()) gone.push_back(entity);
  }
  return gone.empty() ? Result<void>() : store.clear(gone);
}

}  // namespace

std::string asked_of(const platform::Connector& connector) {
  Json asked;
  asked.set("credential", connector.credential_id);
  asked.set("version", connector.credential_version);
  asked.set("replication", connector.replication.to_json());
  if (connector.entities)
    asked.set("entities", Json::Array(connector.entities->begin(), connector.entities->end()));
  return asked.dump();
}

struct Runs::Unwritten {
  Outcome outcome;
  std::vector<std::string> advertisers;
};

struct Runs::Run {
  platform::Connector connector;
  SyncJob job;
  std::string asked;
  replication::Schedule schedule;
  int failures = 0;
  std::stop_source stop;

  std::mutex mutex;
  Stop why = Stop::none;
  replication::Progress progress;
  std::optional<Unwritten> unwritten;  // ended, but that could not be written down

  // Of the worker that prepares the run, then of the one that ends it.
  StoreFiles::Lease store;
  std::optional<replication::Sync> sync;
  bool discovers = false;
};

Runs::Runs(platform::Platform& platform, StoreFiles& files, Options options, std::function<void()> ended)
    : platform_(platform),
      files_(files),
      options_(options),
      ended_(std::move(ended)),
      disk_(options.disk_threads),
      good_(context().metrics.counter("tiktok_marketing_sync_runs_total", "Runs of replication that ended.",
                                      {{"result", "good"}})),
      bad_(context().metrics.counter("tiktok_marketing_sync_runs_total", "Runs of replication that ended.",
                                     {{"result", "failed"}})),
      rows_(context().metrics.counter("tiktok_marketing_sync_rows_total", "Rows replication has read.")) {}

Runs::~Runs() {
  stop_all();
}

bool Runs::has_room(std::string_view connector_id, std::string_view quota_key) const {
  std::lock_guard lock(mutex_);
  if (stopping_ || runs_.size() >= options_.at_once || runs_.contains(connector_id)) return false;
  const auto of_app = std::ranges::count_if(
      runs_, [&](const auto& each) { return quota_key_of(each.second->connector) == quota_key; });
  return static_cast<std::size_t>(of_app) < std::max<std::size_t>(options_.at_once / 2, 1);
}

Result<void> Runs::begin(const platform::Connector& connector, const SyncRow& row,
                         const std::optional<SyncJob>& manual) {
  const SystemTime now = context().now();
  auto run = std::make_shared<Run>();
  run->connector = connector;
  run->asked = asked_of(connector);
  run->failures = row.failures;
  if (auto schedule = replication::Schedule::parse(row.refresh)) run->schedule = *std::move(schedule);
  if (manual) {
    run->job = *manual;
  } else {
    run->job.id = crypto::random_uuid();
    run->job.connector_id = connector.id;
    run->job.kind = row.succeeded_at ? "scheduled" : "initial";
    run->job.created_at = now;
  }
  run->job.status = "running";
  run->job.started_at = now;
  {
    std::lock_guard lock(mutex_);
    if (stopping_ || !runs_.emplace(connector.id, run).second) return {};
  }
  auto noted = context().database->write([&](database::Connection& connection) {
    return note_begin(connection, run->connector, run->job, !manual, run->asked, now);
  });
  if (!noted) {
    std::lock_guard lock(mutex_);
    runs_.erase(connector.id);
    idle_.notify_all();
    return noted;
  }
  context().log->write(LogLevel::info, "sync.started",
                       {{"connector_id", connector.id}, {"job_id", run->job.id}, {"kind", run->job.kind}});
  context().workers.post([this, run] { prepare(run); });
  return {};
}

void Runs::prepare(const RunPtr& run) {
  auto launched = launch(run);
  if (!launched) finish(run, std::move(launched).error());
}

Result<void> Runs::launch(const RunPtr& run) {
  auto options = platform_.connectors().live_options(run->connector);
  if (!options) return std::move(options).error();
  // Where TikTok says which accounts a token reads, new ones are found and withdrawn ones noticed.
  run->discovers = !options->fenced && !options->app_secret.empty();
  if (run->discovers) options->advertiser_ids.clear();
  auto store = files_.open(run->connector.id, StoreFiles::Absent::make);
  if (!store) return std::move(store).error();
  run->store = *std::move(store);
  if (auto cleared = clear_unselected(*run->store, run->connector.entities); !cleared) return cleared;
  auto sync = replication::Sync::open(*options, run->store, sync_options(run->connector, run->job),
                                      [this](std::function<void()> work) { disk_.post(std::move(work)); });
  if (!sync) return std::move(sync).error();
  run->sync = *std::move(sync);
  run->sync->start(
      [run](const replication::Progress& progress) {
        std::lock_guard lock(run->mutex);
        run->progress = progress;
      },
      run->stop.get_token(),
      [this, run](Result<replication::SyncReport> report) {
        context().workers.post([this, run, report = std::move(report)] { finish(run, report); });
      });
  return {};
}

void Runs::finish(const RunPtr& run, const Result<replication::SyncReport>& report) {
  Stop why = Stop::none;
  {
    std::lock_guard lock(run->mutex);
    why = run->why;
  }
  const Outcome outcome = outcome_of(report, why, run->failures);
  std::vector<std::string> advertisers;
  if (outcome.good && run->discovers && run->store) {
    auto known = run->store->advertisers();
    if (known) {
      for (const auto& each : *known) advertisers.push_back(each.id);
    }
  }
  run->sync.reset();
  run->store.reset();
  if (outcome.lost_owner) files_.remove(run->connector.id);
  (outcome.good ? good_ : bad_).add(outcome.status == "cancelled" ? 0 : 1);
  rows_.add(static_cast<std::uint64_t>(std::max<std::int64_t>(outcome.rows, 0)));
  context().log->write(outcome.error && outcome.status != "cancelled" ? LogLevel::warning : LogLevel::info,
                       "sync.ended",
                       {{"connector_id", run->connector.id},
                        {"job_id", run->job.id},
                        {"status", outcome.status},
                        {"rows", std::to_string(outcome.rows)},
                        {"error", outcome.error ? outcome.error->message : std::string()}});
  if (!write_end(*run, outcome)) {
    std::lock_guard lock(run->mutex);
    run->unwritten = Unwritten{outcome, std::move(advertisers)};
    return;
  }
  complete(*run, outcome, advertisers);
}

/// While the disk is full a run that has ended counts as under way, so that no other begins.
bool Runs::write_end(const Run& run, const Outcome& outcome) {
  const SystemTime now = context().now();
  const SystemTime next = next_after(run.schedule, *run.job.started_at, outcome, now);
  auto noted = context().database->write([&](database::Connection& connection) -> Result<void> {
    auto done = note_end(connection, run.connector, run.job, outcome, next, now);
    return done && outcome.lost_owner ? forget_runs(connection, run.connector.id) : done;
  });
  if (noted) return true;
  context().log->write(LogLevel::error, "sync.end_not_noted",
                       {{"connector_id", run.connector.id}, {"error", noted.error().message}});
  std::lock_guard lock(mutex_);
  return stopping_;  // the next start finds a run that nobody ended
}

void Runs::complete(const Run& run, const Outcome& outcome, const std::vector<std::string>& advertisers) {
  tell_platform(run, outcome, advertisers);
  {
    std::lock_guard lock(mutex_);
    runs_.erase(run.connector.id);
    ++completing_;
  }
  ended_();
  std::lock_guard lock(mutex_);
  --completing_;
  idle_.notify_all();
}

void Runs::write_what_waits() {
  for (const std::string& id : running_ids()) {
    const RunPtr run = find(id);
    if (!run) continue;
    std::optional<Unwritten> unwritten;
    {
      std::lock_guard lock(run->mutex);
      unwritten = run->unwritten;
    }
    if (unwritten && write_end(*run, unwritten->outcome))
      complete(*run, unwritten->outcome, unwritten->advertisers);
  }
}

void Runs::tell_platform(const Run& run, const Outcome& outcome,
                         const std::vector<std::string>& advertisers) {
  auto& connectors = platform_.connectors();
  Result<void> told;
  if (!advertisers.empty()) told = connectors.note_advertisers(run.connector.id, advertisers, "discovered");
  if (told && outcome.health) {
    // A token that was replaced meanwhile is not the one this run says something about.
    auto present = context().database->read([&](database::Connection& connection) {
      return platform::find_connector(connection, run.connector.id);
    });
    const bool same = present && *present && (*present)->credential_id == run.connector.credential_id &&
                      (*present)->credential_version == run.connector.credential_version;
    if (same)
      told = connectors.note_state(run.connector.id, outcome.health->state, outcome.health->reason,
                                   outcome.health->last_error);
  }
  if (told) return;
  context().log->write(LogLevel::error, "sync.state_not_noted",
                       {{"connector_id", run.connector.id}, {"error", told.error().message}});
}

Runs::RunPtr Runs::find(std::string_view connector_id) const {
  std::lock_guard lock(mutex_);
  const auto found = runs_.find(connector_id);
  return found == runs_.end() ? nullptr : found->second;
}

void Runs::stop(std::string_view connector_id, Stop why) {
  const RunPtr run = find(connector_id);
  if (!run) return;
  {
    std::lock_guard lock(run->mutex);
    if (run->why == Stop::none) run->why = why;
  }
  run->stop.request_stop();
}

void Runs::stop_all() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  for (const std::string& id : running_ids()) stop(id, Stop::shutdown);
  write_what_waits();
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return runs_.empty() && completing_ == 0; });
}

std::optional<Runs::View> Runs::running(std::string_view connector_id) const {
  const RunPtr run = find(connector_id);
  if (!run) return std::nullopt;
  std::lock_guard lock(run->mutex);
  return View{.job = run->job, .asked = run->asked, .progress = run->progress};
}

std::vector<std::string> Runs::running_ids() const {
  std::vector<std::string> ids;
  std::lock_guard lock(mutex_);
  for (const auto& [id, run] : runs_) ids.push_back(id);
  return ids;
}

}  // namespace tiktok_marketing::stores
