#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"
#include "database/database.hpp"
#include "replication/plan.hpp"

/// What replication asks of the store's own rows, in SQL over its documented tables. Blocks on the disk.
/// Errors of all: as `database::Connection`.
namespace tiktok_marketing::replication {

/// Whether an advertiser's report has any row in these days.
[[nodiscard]] Result<bool> has_rows(database::Database& store, const Stream& stream,
                                    const std::string& advertiser_id, DateRange window);

/// Of each present object of an advertiser: id → its status as one text.
using Statuses = std::map<std::string, std::string, std::less<>>;
[[nodiscard]] Result<Statuses> statuses_of(database::Database& store, const Stream& stream,
                                           const std::string& advertiser_id);
/// The text `statuses_of` has for a row.
[[nodiscard]] std::string status_text(const std::optional<std::string>& operation_status,
                                      const std::optional<std::string>& secondary_status);

/// Ids of an advertiser's campaigns, deleted ones included, newest first.
[[nodiscard]] Result<std::vector<std::string>> campaign_ids_of(database::Database& store,
                                                               const std::string& advertiser_id);

/// What tells whether a list that shows the newest first has changed.
struct ListHead {
  std::int64_t rows = 0;  ///< present ones
  std::string newest;     ///< the greatest modify_time; empty when rows have none
};
[[nodiscard]] Result<ListHead> head_of(database::Database& store, const Stream& stream,
                                       const std::string& advertiser_id);

/// Present campaigns that are held by GMV Max, by advertiser.
[[nodiscard]] Result<std::map<std::string, std::int64_t>> campaigns_held_by_gmv_max(
    database::Database& store);

}  // namespace tiktok_marketing::replication
