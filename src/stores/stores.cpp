#include "stores/stores.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "context/queries.hpp"
#include "crypto/random.hpp"
#include "platform/connector_input.hpp"
#include "platform/connector_rows.hpp"
#include "platform/connector_state.hpp"
#include "platform/page_cursor.hpp"
#include "platform/rows.hpp"
#include "replication/streams.hpp"

namespace tiktok_marketing::stores {
namespace {

constexpr int kMostListed = 100;

Result<void> check_entities(const std::vector<std::string>& entities) {
  for (const std::string& entity : entities) {
    if (replication::find_stream(entity) != nullptr) continue;
    Error error{.type = ErrorType::value_error,
                .message = "entities names something that is not replicated.",
                .hint = "Use names of allowed.",
                .param = "entities",
                .given = entity.substr(0, 60)};
    for (const auto& stream : replication::streams()) error.allowed.emplace_back(stream.entity->name);
    return error;
  }
  return {};
}

Error not_now(ErrorType type, std::string message, std::string hint) {
  return {.type = type, .message = std::move(message), .hint = std::move(hint)};
}

Error switched_off() {
  return not_now(
      ErrorType::context_store_disabled, "The connector has no context store: it is switched off.",
      "Switch it on with PUT …/context-store {\"enabled\": true}, or the workspace's cache_enabled.");
}

/// Why no run may be asked for.
std::optional<Error> refusal(const platform::Connector& connector, const SyncRow& row) {
  using platform::ConnectorState;
  if (!connector.workspace_active)
    return not_now(ErrorType::workspace_inactive, "The connector's workspace is switched off.",
                   "Switch the workspace on again.");
  if (!row.store_wanted) return switched_off();
  if (connector.state == ConnectorState::paused || connector.state == ConnectorState::pending)
    return not_now(ErrorType::conflict,
                   fmt::format("The connector is {}.", platform::name_of(connector.state)),
                   std::string(platform::cure_of(connector.state)));
  return std::nullopt;
}

}  // namespace

Stores::Stores(std::shared_ptr<platform::Platform> platform, Options options)
    : platform_(std::move(platform)),
      options_(options),
      files_(context().options.data_dir),
      readers_(std::make_unique<WorkPool>(options.query_threads)),
      gate_(std::make_shared<Gate>(*readers_)) {}

Stores::~Stores() {
  stop();
}

Result<Answer> Stores::answer(const std::string& id, const StoreQuery& query) {
  auto answer = ask(id, query);
  if (answer || answer.error().type != ErrorType::context_store_not_ready) return answer;
  auto connector = context().database->read(
      [&](database::Connection& connection) { return platform::find_connector(connection, id); });
  if (!connector || !*connector) return answer;
  if (const auto about = summary(**connector)) answer.error().given = about->status;
  return answer;
}

Result<Answer> Stores::ask(const std::string& id, const StoreQuery& query) {
  auto store = open_to_ask(id);
  if (!store) return std::move(store).error();
  context::SqlLimits limits;
  limits.answer_bytes = context().options.max_result_bytes;
  return context::answer(**store, query, context().now(), options_.default_limit, limits);
}

Result<StoreFiles::Lease> Stores::open_to_ask(const std::string& id) {
  // A store that was switched off is deleted in the background; until then its file is still there.
  auto row =
      context().database->read([&](database::Connection& connection) { return sync_row_of(connection, id); });
  if (!row) return std::move(row).error();
  if (!row->store_wanted) return switched_off();
  auto store = files_.open(id, StoreFiles::Absent::refuse);
  if (!store) return why_not(id, std::move(store).error());
  return store;
}

Error Stores::why_not(const std::string& id, Error error) {
  if (error.type != ErrorType::context_store_not_ready) return error;
  auto known = context().database->read(
      [&](database::Connection& connection) { return platform::find_connector(connection, id); });
  auto row =
      context().database->read([&](database::Connection& connection) { return sync_row_of(connection, id); });
  if (!known || !*known || !row) return error;
  if (auto refused = refusal(**known, *row)) {
    if (row->store_wanted) refused->type = error.type;
    return *refused;
  }
  if ((*known)->state != platform::ConnectorState::ok)
    error.hint = std::string(platform::cure_of((*known)->state));
  return error;
}

Result<SyncJob> Stores::start_sync(const platform::Principal& principal, std::string_view id,
                                   const SyncWish& wish) {
  if (auto good = platform::check_operator(principal); !good) return std::move(good).error();
  if (auto good = check_entities(wish.entities); !good) return std::move(good).error();
  if (!runs_)
    return not_now(ErrorType::context_store_disabled, "This server does not replicate.",
                   "Start it with the setting replication=true.");
  const SystemTime now = context().now();
  auto job = context().database->write([&](database::Connection& connection) -> Result<SyncJob> {
    auto connector = platform::get_connector(connection, principal.scope, id);
    if (!connector) return std::move(connector).error();
    auto row = sync_row_of(connection, connector->id);
    if (!row) return std::move(row).error();
    if (auto refused = refusal(*connector, *row)) return *std::move(refused);
    auto open = open_job(connection, connector->id);
    if (!open) return std::move(open).error();
    if (*open) {
      Error error = not_now(ErrorType::sync_in_progress, "A sync of this connector is under way.",
                            "Follow it with GET /api/v1/jobs/" + (*open)->id + ".");
      error.given = (*open)->id;
      error.retryable = true;
      return error;
    }
    SyncJob made{.id = crypto::random_uuid(),
                 .connector_id = connector->id,
                 .kind = "manual",
                 .entities = wish.entities,
                 .full_refresh = wish.full_refresh,
                 .status = "pending",
                 .details = {},
                 .created_at = now,
                 .started_at = {},
                 .finished_at = {}};
    auto done = insert_job(connection, *connector, made);
    if (!done) return std::move(done).error();
    return made;
  });
  if (job) wake();
  return job;
}

Result<SyncPage> Stores::syncs(const platform::Scope& scope, std::string_view id, int limit,
                               std::string_view cursor) {
  if (auto good = platform::check_limit(limit, kMostListed); !good) return std::move(good).error();
  std::int64_t before_time = INT64_MAX;
  std::string before_id;
  if (!cursor.empty()) {
    auto keys = platform::read_page_cursor(cursor, 2);
    if (!keys) return std::move(keys).error();
    const auto time = Json(Json::Number{(*keys)[0]}).as_int();
    if (!time) return platform::invalid_cursor(cursor);
    before_time = *time;
    before_id = (*keys)[1];
  }
  SyncPage page;
  auto jobs = context().database->read([&](database::Connection& connection) -> Result<std::vector<SyncJob>> {
    auto connector = platform::get_connector(connection, scope, id);
    if (!connector) return std::move(connector).error();
    return jobs_of(connection, connector->id, before_time, before_id, limit);
  });
  if (!jobs) return std::move(jobs).error();
  page.items = *std::move(jobs);
  if (page.items.size() > static_cast<std::size_t>(limit)) {
    page.items.pop_back();
    const SyncJob& last = page.items.back();
    page.next_cursor = platform::page_cursor({std::to_string(platform::to_millis(last.created_at)), last.id});
  }
  return page;
}

Result<SyncSummary> Stores::summary(const platform::Connector& connector) {
  SyncSummary summary;
  auto row = context().database->read(
      [&](database::Connection& connection) { return sync_row_of(connection, connector.id); });
  if (!row) return std::move(row).error();
  summary.row = *std::move(row);
  const auto running = runs_ ? runs_->running(connector.id) : std::nullopt;
  if (running) summary.running_job = running->job.id;
  if (summary.row.succeeded_at)
    summary.lag = std::chrono::floor<std::chrono::seconds>(context().now() - *summary.row.succeeded_at);
  const bool any = summary.row.rows_read > 0 || (running && running->progress.rows > 0);
  summary.status = "loading";
  if (summary.row.started_at) summary.status = any ? "preview" : "building";
  if (summary.row.succeeded_at) summary.status = "ready";
  if (!summary.row.store_wanted) summary.status = "disabled";
  return summary;
}

std::int64_t Stores::entity_count(const platform::Connector& connector) {
  const std::size_t all = replication::streams().size();
  return static_cast<std::int64_t>(connector.entities ? connector.entities->size() : all);
}

Result<void> Stores::change(const platform::Principal& principal, std::string_view id,
                            const StoreChange& change) {
  if (auto good = platform::check_operator(principal); !good) return good;
  if (change.refresh) {
    if (auto schedule = replication::Schedule::parse(*change.refresh); !schedule) {
      Error error = std::move(schedule).error();
      error.param = "refresh";
      return error;
    }
  }
  auto& connectors = platform_->connectors();
  auto connector = connectors.get(principal.scope, id);
  if (!connector) return std::move(connector).error();
  if (change.entities) {
    if (*change.entities) {
      if (auto good = check_entities(**change.entities); !good) return good;
    }
    platform::ConnectorChange selection;
    selection.entities = *change.entities;
    auto changed = connectors.update(principal, id, std::move(selection));
    if (!changed) return std::move(changed).error();
  }
  auto done = context().database->write([&](database::Connection& connection) -> Result<void> {
    auto row = sync_row_of(connection, connector->id);
    if (!row) return std::move(row).error();
    const std::string refresh = change.refresh.value_or(row->refresh);
    SystemTime next = row->next_at;
    // Another schedule counts from the last run; a run that is due all the same stays due.
    const auto schedule = replication::Schedule::parse(refresh);
    if (change.refresh && schedule && row->started_at && row->failures == 0)
      next = schedule->next_run(row->started_at, context().now()).value_or(next);
    return put_settings(connection, connector->id, change.enabled.value_or(row->enabled), refresh, next);
  });
  if (!done) return done;
  {
    std::lock_guard lock(mutex_);
    changed_ids_.insert(connector->id);
  }
  wake();
  return {};
}

std::optional<Json> Stores::progress_of(const platform::Job& job) const {
  if (job.kind != "sync" || !runs_) return std::nullopt;
  const auto running = runs_->running(job.connector_id);
  if (!running || running->job.id != job.id) return std::nullopt;
  const auto& progress = running->progress;
  Json out;
  out.set("stage", progress.stage);
  out.set("advertisers", progress.advertisers);
  out.set("rows", progress.rows);
  out.set("requests", progress.requests);
  out.set("items", progress.items);
  out.set("items_done", progress.items_done);
  return out;
}

}  // namespace tiktok_marketing::stores
