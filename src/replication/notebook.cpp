#include "replication/notebook.hpp"

#include <fmt/format.h>

#include "base/date.hpp"
#include "replication/streams.hpp"

namespace tiktok_marketing::replication {
namespace {

bool is_due(const Json* entry, std::string_view member, std::chrono::hours every, SystemTime now) {
  const auto at = entry == nullptr ? std::nullopt : parse_datetime(entry->text_of(member));
  return !at || now - *at >= every;
}

Json entry_of(const Json& json, std::string_view name) {
  const Json* found = json.find(name);
  return found == nullptr || found->as_object() == nullptr ? Json(Json::Object{}) : *found;
}

Json object_or_empty(std::optional<Json> json) {
  return json && json->as_object() != nullptr ? std::move(*json) : Json(Json::Object{});
}

std::string partial_name(std::string_view entity) {
  return fmt::format("{}_partly_listed_at", entity);
}

}  // namespace

Notebook::Notebook(std::optional<Json> listings, std::optional<Json> excludes)
    : listings_(object_or_empty(std::move(listings))), excludes_(object_or_empty(std::move(excludes))) {}

std::set<std::size_t> Notebook::rare_found(std::string_view advertiser_id) const {
  std::set<std::size_t> found;
  const Json entry = entry_of(listings_, advertiser_id);
  const Json* numbers = entry.find("rare_found");
  if (numbers == nullptr || numbers->as_array() == nullptr) return found;
  for (const Json& number : *numbers->as_array()) {
    if (const auto value = number.as_int(); value && *value >= 0)
      found.insert(static_cast<std::size_t>(*value));
  }
  return found;
}

bool Notebook::rare_due(std::string_view advertiser_id, SystemTime now) const {
  return is_due(listings_.find(advertiser_id), "rare_tried_at", kRareListingEvery, now);
}

void Notebook::note_rare(std::string_view advertiser_id, const std::set<std::size_t>& found, SystemTime now) {
  Json entry = entry_of(listings_, advertiser_id);
  Json::Array numbers;
  for (const auto number : found) numbers.emplace_back(static_cast<std::int64_t>(number));
  entry.set("rare_found", std::move(numbers));
  entry.set("rare_tried_at", format_datetime(now));
  listings_.set(advertiser_id, std::move(entry));
}

std::optional<SystemTime> Notebook::partly_listed_at(std::string_view entity,
                                                     std::string_view advertiser_id) const {
  const Json* entry = listings_.find(advertiser_id);
  return entry == nullptr ? std::nullopt : parse_datetime(entry->text_of(partial_name(entity)));
}

void Notebook::note_partly_listed(std::string_view entity, std::string_view advertiser_id, SystemTime now) {
  Json entry = entry_of(listings_, advertiser_id);
  entry.set(partial_name(entity), format_datetime(now));
  listings_.set(advertiser_id, std::move(entry));
}

bool Notebook::gmv_max_due(std::string_view advertiser_id, SystemTime now) const {
  return is_due(excludes_.find(advertiser_id), "checked_at", kFullListingEvery, now);
}

void Notebook::note_gmv_max(std::string_view advertiser_id, std::optional<std::int64_t> campaigns,
                            std::int64_t held, SystemTime now) {
  Json entry;
  entry.set("gmv_max", campaigns.value_or(0) > 0 || held > 0);
  entry.set("campaigns", campaigns ? Json(*campaigns) : Json());
  entry.set("held_campaigns", held);
  entry.set("checked_at", format_datetime(now));
  excludes_.set(advertiser_id, std::move(entry));
}

}  // namespace tiktok_marketing::replication
