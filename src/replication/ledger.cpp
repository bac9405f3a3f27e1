#include "replication/ledger.hpp"

#include <algorithm>

namespace tiktok_marketing::replication {
namespace {

// Histories stay readable when everything fails alike.
constexpr std::size_t kMostListed = 50;

Json as_json(const Ledger::Entry& entry) {
  Json json;
  json.set("requests", *entry.requests);
  json.set("items", entry.items);
  json.set("items_done", entry.items_done);
  json.set("skipped", entry.skipped);
  json.set("rows_read", entry.rows);
  json.set("rows_written", entry.written.inserted + entry.written.changed);
  json.set("inserted", entry.written.inserted);
  json.set("changed", entry.written.changed);
  json.set("unchanged", entry.written.unchanged);
  json.set("deleted", entry.written.deleted);
  if (!entry.refused_metrics.empty()) {
    json.set("refused_metrics", Json::Array(entry.refused_metrics.begin(), entry.refused_metrics.end()));
  }
  return json;
}

Json as_json(const Ledger::Failure& failure) {
  Json json;
  json.set("entity", failure.entity);
  json.set("advertiser_id", failure.advertiser_id);
  json.set("type", name_of(failure.error.type));
  json.set("message", failure.error.message);
  return json;
}

}  // namespace

void Ledger::note_written(const Stream& stream, std::int64_t rows, const context::CommitCount& count) {
  Entry& entry = of(stream);
  entry.rows += rows;
  entry.written.inserted += count.inserted;
  entry.written.changed += count.changed;
  entry.written.unchanged += count.unchanged;
  entry.written.deleted += count.deleted;
}

void Ledger::note_refused_metrics(const Stream& stream, const std::vector<std::string>& metrics) {
  auto& refused = of(stream).refused_metrics;
  for (const auto& metric : metrics) {
    if (std::ranges::find(refused, metric) == refused.end()) refused.push_back(metric);
  }
}

void Ledger::note_failure(const Stream& stream, std::string advertiser_id, const Error& error) {
  failures_.push_back({std::string(stream.entity->name), std::move(advertiser_id), error});
}

void Ledger::note_not_granted(const Stream& stream, std::string advertiser_id, std::string_view reason) {
  if (not_granted_.size() >= kMostListed) return;
  Json json;
  json.set("entity", stream.entity->name);
  json.set("advertiser_id", advertiser_id);
  json.set("reason", reason);
  not_granted_.push_back(std::move(json));
}

std::int64_t Ledger::requests() const {
  std::int64_t all = *other_requests_;
  for (const auto& [name, entry] : entries_) all += *entry.requests;
  return all;
}

std::int64_t Ledger::rows() const {
  std::int64_t all = 0;
  for (const auto& [name, entry] : entries_) all += entry.rows;
  return all;
}

Progress Ledger::progress() const {
  Progress progress;
  progress.rows = rows();
  progress.requests = requests();
  for (const auto& stream : streams()) {
    const auto found = entries_.find(stream.entity->name);
    if (found == entries_.end()) continue;
    const Entry& entry = found->second;
    progress.items += entry.items;
    progress.items_done += entry.items_done;
    progress.entities.push_back(
        {std::string(stream.entity->name), entry.rows, *entry.requests, entry.items, entry.items_done});
  }
  return progress;
}

Json Ledger::details() const {
  Json entities = Json::Object{};
  for (const auto& stream : streams()) {
    const auto found = entries_.find(stream.entity->name);
    if (found != entries_.end()) entities.set(stream.entity->name, as_json(found->second));
  }
  Json::Array failures;
  for (const auto& failure : failures_) {
    if (failures.size() < kMostListed) failures.push_back(as_json(failure));
  }
  Json details;
  details.set("requests", requests());
  details.set("rows", rows());
  details.set("entities", std::move(entities));
  details.set("failed", static_cast<std::int64_t>(failures_.size()));
  details.set("failures", std::move(failures));
  details.set("not_granted", not_granted_);
  return details;
}

}  // namespace tiktok_marketing::replication
