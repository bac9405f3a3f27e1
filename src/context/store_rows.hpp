#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "context/store.hpp"
#include "context/tables.hpp"
#include "database/connection.hpp"

/// What `Store` does inside one transaction or snapshot of its caller.
namespace tiktok_marketing::context {

[[nodiscard]] inline std::int64_t to_ms(SystemTime time) {
  return time.time_since_epoch().count();
}
[[nodiscard]] inline SystemTime from_ms(std::int64_t ms) {
  return SystemTime{std::chrono::milliseconds{ms}};
}
/// `2026-09-14T08:00:00Z`
[[nodiscard]] std::string iso_time(std::int64_t ms);
[[nodiscard]] Error unknown_entity(std::string_view entity);

[[nodiscard]] Result<CommitCount> write_rows(database::Connection& connection, const TableLayout& table,
                                             const Commit& commit);
[[nodiscard]] Result<void> clear_rows(database::Connection& connection, const TableLayout& table);

/// By id.
[[nodiscard]] Result<std::vector<AdvertiserInfo>> read_advertisers(database::Connection& connection);
/// One stream, or all of them by entity and advertiser when `only` is null.
[[nodiscard]] Result<std::vector<StreamStatus>> read_streams(database::Connection& connection,
                                                             const StreamKey* only);
/// Those of one entity, by advertiser.
[[nodiscard]] Result<std::vector<StreamStatus>> read_streams_of(database::Connection& connection,
                                                                std::string_view entity);

}  // namespace tiktok_marketing::context
