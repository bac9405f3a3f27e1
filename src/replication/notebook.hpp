#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/runtime.hpp>

#include "base/json.hpp"

namespace tiktok_marketing::replication {

/// Small facts that one run leaves for the next, kept as notes of the store. Pure; one thread.
class Notebook {
 public:
  static constexpr std::string_view kListings = "listings";
  static constexpr std::string_view kExcludes = "excludes";

  Notebook() = default;
  Notebook(std::optional<Json> listings, std::optional<Json> excludes);

  /// Which of a stream's rare listings had rows for an advertiser when they were last tried.
  [[nodiscard]] std::set<std::size_t> rare_found(std::string_view advertiser_id) const;
  /// Whether the rare listings are to be tried (again).
  [[nodiscard]] bool rare_due(std::string_view advertiser_id, SystemTime now) const;
  void note_rare(std::string_view advertiser_id, const std::set<std::size_t>& found, SystemTime now);

  /// When a listing was read as far as it can be, although rows are missing.
  [[nodiscard]] std::optional<SystemTime> partly_listed_at(std::string_view entity,
                                                           std::string_view advertiser_id) const;
  void note_partly_listed(std::string_view entity, std::string_view advertiser_id, SystemTime now);

  /// Spend that ordinary reports do not contain, by advertiser; what `meta.excludes` is made of:
  /// `{"<advertiser>": {"gmv_max": true, "campaigns": 2, "held_campaigns": 1, "checked_at": "…"}}`.
  /// `campaigns` is null where TikTok does not say.
  [[nodiscard]] bool gmv_max_due(std::string_view advertiser_id, SystemTime now) const;
  void note_gmv_max(std::string_view advertiser_id, std::optional<std::int64_t> campaigns, std::int64_t held,
                    SystemTime now);

  [[nodiscard]] const Json& listings() const { return listings_; }
  [[nodiscard]] const Json& excludes() const { return excludes_; }

 private:
  Json listings_ = Json::Object{};
  Json excludes_ = Json::Object{};
};

}  // namespace tiktok_marketing::replication
