#include <algorithm>
#include <map>
#include <utility>

#include "base/date.hpp"
#include "platform/connector_rows.hpp"
#include "replication/streams.hpp"
#include "stores/stores.hpp"

// Stores: what is there of each entity and advertiser.
namespace tiktok_marketing::stores {
namespace {

using context::StreamState;
using context::StreamStatus;

Json time_or_null(const std::optional<SystemTime>& time) {
  return time ? Json(platform::iso_text(*time)) : Json();
}
Json day_or_null(const std::optional<Date>& day) {
  return day ? Json(format_date(*day)) : Json();
}

bool is_readable(const StreamStatus& status) {
  return status.state == StreamState::ready || !status.covered.empty() || status.listed_at.has_value() ||
         status.rows > 0;
}

Json share_json(const StreamStatus& status) {
  Json out;
  out.set("advertiser_id", status.stream.advertiser_id);
  out.set("status", context::name_of(status.state));
  out.set("reason", status.reason.empty() ? Json() : Json(status.reason));
  out.set("rows", status.rows);
  out.set("updated_at", time_or_null(status.updated_at));
  out.set("wanted_from", day_or_null(status.wanted_from));
  // The newest stretch without a gap; there may be older ones before it.
  const bool any = !status.covered.empty();
  out.set("oldest_complete", any ? Json(format_date(status.covered.back().first)) : Json());
  out.set("newest_complete", any ? Json(format_date(status.covered.back().last)) : Json());
  out.set("missing_metrics", Json::Array(status.missing_metrics.begin(), status.missing_metrics.end()));
  return out;
}

/// What several advertisers' shares come to.
struct Whole {
  std::int64_t rows = 0;
  bool any_readable = false;
  bool all_settled = true;  ///< nobody's first reading is still under way
  std::optional<SystemTime> updated_at;
  std::optional<Date> oldest;
  std::optional<Date> newest;

  void add(const StreamStatus& status) {
    rows += status.rows;
    any_readable = any_readable || is_readable(status);
    all_settled = all_settled && status.state != StreamState::pending && status.state != StreamState::reading;
    if (status.updated_at) updated_at = std::max(updated_at.value_or(*status.updated_at), *status.updated_at);
    if (status.covered.empty()) return;
    oldest = std::max(oldest.value_or(status.covered.back().first), status.covered.back().first);
    newest = std::min(newest.value_or(status.covered.back().last), status.covered.back().last);
  }
};

std::string_view word_of(const Whole& whole, bool any_share, bool running) {
  if (!any_share) return "initializing";
  if (!whole.any_readable) return whole.all_settled ? "unavailable" : "building_preview";
  if (!whole.all_settled) return "preview";
  return running ? "updating" : "ready";
}

Json progress_json(const replication::Progress::Entity& entity) {
  Json out;
  out.set("rows", entity.rows);
  out.set("requests", entity.requests);
  out.set("items", entity.items);
  out.set("items_done", entity.items_done);
  return out;
}

Json entity_json(const replication::Stream& stream, bool selected, const std::vector<StreamStatus>& shares,
                 const std::optional<Runs::View>& running) {
  Whole whole;
  Json::Array advertisers;
  for (const StreamStatus& status : shares) {
    whole.add(status);
    advertisers.push_back(share_json(status));
  }
  const std::string_view name = stream.entity->name;
  Json out;
  out.set("entity", name);
  out.set("selected", selected);
  out.set("status", selected ? word_of(whole, !shares.empty(), running.has_value()) : "not_selected");
  out.set("ready_for_search", whole.any_readable);
  out.set("rows", whole.rows);
  out.set("updated_at", time_or_null(whole.updated_at));
  out.set("oldest_complete", day_or_null(whole.oldest));
  out.set("newest_complete", day_or_null(whole.newest));
  out.set("advertisers", Json(std::move(advertisers)));
  Json progress;
  if (running) {
    const auto& all = running->progress.entities;
    const auto found = std::ranges::find(all, name, &replication::Progress::Entity::name);
    if (found != all.end()) progress = progress_json(*found);
  }
  out.set("progress", std::move(progress));
  return out;
}

}  // namespace

Result<Json> Stores::describe(const platform::Scope& scope, std::string_view id) {
  auto connector = platform_->connectors().get(scope, id);
  if (!connector) return std::move(connector).error();
  auto about = summary(*connector);
  if (!about) return std::move(about).error();
  std::map<std::string, std::vector<StreamStatus>, std::less<>> by_entity;
  if (about->row.store_wanted && files_.exists(connector->id)) {
    auto store = files_.open(connector->id, StoreFiles::Absent::refuse);
    // Deleted since: then there is nothing to tell.
    if (!store && store.error().type != ErrorType::context_store_not_ready) return std::move(store).error();
    if (store) {
      auto streams = (*store)->streams();
      if (!streams) return std::move(streams).error();
      for (StreamStatus& status : *streams) by_entity[status.stream.entity].push_back(std::move(status));
    }
  }
  const auto running = runs_ ? runs_->running(connector->id) : std::nullopt;
  Json::Array entities;
  for (const auto& stream : replication::streams()) {
    const std::string_view name = stream.entity->name;
    const bool selected =
        !connector->entities || std::ranges::find(*connector->entities, name) != connector->entities->end();
    entities.push_back(entity_json(stream, selected, by_entity[std::string(name)], running));
  }
  Json out;
  out.set("connector_id", connector->id);
  out.set("status", about->status);
  out.set("enabled", about->row.enabled);
  out.set("refresh", about->row.refresh);
  out.set("paused", connector->state == platform::ConnectorState::paused);
  out.set("start_date", connector->replication.start_date);
  out.set("running_job_id", about->running_job ? Json(*about->running_job) : Json());
  out.set("last_sync_started_at", time_or_null(about->row.started_at));
  out.set("last_success_started_at", time_or_null(about->row.succeeded_at));
  out.set("next_sync_at", platform::iso_text(std::max(about->row.next_at, context().now())));
  out.set("lag_s", about->lag ? Json(std::int64_t{about->lag->count()}) : Json());
  out.set("bytes", std::uint64_t{files_.bytes(connector->id)});
  out.set("entities", Json(std::move(entities)));
  return out;
}

}  // namespace tiktok_marketing::stores
