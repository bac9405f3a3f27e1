#include "cli/mcp/local_sync.hpp"

#include <utility>

namespace tiktok_marketing::cli {
namespace {

mcp::SyncState state_of(const replication::Progress& progress) {
  return {.stage = progress.stage,
          .items = progress.items,
          .items_done = progress.items_done,
          .rows = progress.rows,
          .requests = progress.requests};
}

Json json_of(const replication::SyncReport& report) {
  Json json;
  json.set("status", report.status);
  json.set("rows", report.rows);
  json.set("requests", report.requests);
  json.set("took_ms", std::int64_t{report.took.count()});
  if (report.error) json.set("error", Json::parse(to_json(*report.error)).value_or(Json()));
  return json;
}

}  // namespace

LocalSync::~LocalSync() {
  LocalSync::stop();
}

bool LocalSync::begin(const mcp::SyncWish& wish, Watcher watcher) {
  std::unique_lock lock(mutex_);
  watchers_.push_back(std::move(watcher));
  if (running_) {
    const mcp::SyncState now = last_;
    const Watcher told = watchers_.back();
    lock.unlock();
    told(now);
    return false;
  }
  running_.emplace();
  last_ = {.stage = "beginning"};
  lock.unlock();
  replication::SyncOptions options = defaults_;
  if (!wish.entities.empty()) options.entities = wish.entities;
  if (!wish.advertiser_ids.empty()) options.advertiser_ids = wish.advertiser_ids;
  if (wish.start_date) options.start_date = *wish.start_date;
  // Opening the store blocks.
  pool_.post([self = weak_from_this(), options = std::move(options)]() mutable {
    if (const auto kept = self.lock()) kept->start(std::move(options));
  });
  return true;
}

void LocalSync::stop() {
  const std::lock_guard lock(mutex_);
  if (running_) running_->request_stop();
}

void LocalSync::start(replication::SyncOptions options) {
  auto sync = store_->sync(std::move(options));
  if (!sync) return finish({.stage = "failed", .finished = true, .error = std::move(sync).error()});
  std::stop_token stop;
  {
    const std::lock_guard lock(mutex_);
    sync_ = *sync;
    stop = running_->get_token();
  }
  sync->start(
      [self = weak_from_this()](const replication::Progress& progress) {
        if (const auto kept = self.lock()) kept->tell(state_of(progress));
      },
      stop,
      [self = weak_from_this()](Result<replication::SyncReport> report) {
        const auto kept = self.lock();
        if (!kept) return;
        mcp::SyncState state{.stage = "done", .finished = true};
        if (report) {
          state.rows = report->rows;
          state.requests = report->requests;
          state.report = json_of(*report);
        } else {
          state.error = std::move(report).error();
        }
        kept->finish(state);
      });
}

void LocalSync::tell(const mcp::SyncState& state) {
  std::vector<Watcher> watchers;
  {
    const std::lock_guard lock(mutex_);
    last_ = state;
    watchers = watchers_;
  }
  for (const Watcher& each : watchers) each(state);
}

void LocalSync::finish(const mcp::SyncState& state) {
  std::vector<Watcher> watchers;
  std::optional<replication::Sync> sync;
  {
    const std::lock_guard lock(mutex_);
    watchers.swap(watchers_);
    running_.reset();
    sync.swap(sync_);
  }
  for (const Watcher& each : watchers) each(state);
  // Not on the engine thread, which it may want to wait for.
  pool_.post([sync = std::move(sync)] {});
}

}  // namespace tiktok_marketing::cli
