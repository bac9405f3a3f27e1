#include "replication/questions.hpp"

#include <fmt/format.h>

#include "context/tables.hpp"

namespace tiktok_marketing::replication {
namespace {

using database::Connection;

std::string day_begin(Date day) {
  return format_date(day);
}

// Times of day sort behind the bare date of the next day's beginning.
std::string day_after(Date day) {
  return format_date(day + std::chrono::days{1});
}

bool has_column(const Stream& stream, std::string_view name) {
  const auto* column = context::layout_of(*stream.entity).find(name);
  return column != nullptr && column->stored;
}

}  // namespace

std::string status_text(const std::optional<std::string>& operation_status,
                        const std::optional<std::string>& secondary_status) {
  return operation_status.value_or("") + ' ' + secondary_status.value_or("");
}

Result<bool> has_rows(database::Database& store, const Stream& stream, const std::string& advertiser_id,
                      DateRange window) {
  return store.read([&](Connection& connection) -> Result<bool> {
    auto statement = connection.prepare(fmt::format(
        "SELECT 1 FROM {} WHERE advertiser_id = ?1 AND stat_time_day >= ?2 AND stat_time_day < ?3 "
        "LIMIT 1",
        stream.entity->name));
    if (!statement) return std::move(statement).error();
    statement->bind_all(advertiser_id, day_begin(window.start), day_after(window.end));
    return statement->step();
  });
}

Result<Statuses> statuses_of(database::Database& store, const Stream& stream,
                             const std::string& advertiser_id) {
  return store.read([&](Connection& connection) -> Result<Statuses> {
    Statuses statuses;
    auto statement = connection.prepare(
        fmt::format("SELECT {}, operation_status, secondary_status FROM {} WHERE advertiser_id = ?1 AND "
                    "deleted_at IS NULL",
                    stream.entity->primary_key.front(), stream.entity->name));
    if (!statement) return std::move(statement).error();
    statement->bind(1, advertiser_id);
    for (;;) {
      auto row = statement->step();
      if (!row) return std::move(row).error();
      if (!*row) return statuses;
      statuses[std::string(statement->text(0))] =
          status_text(statement->optional_text(1), statement->optional_text(2));
    }
  });
}

Result<std::vector<std::string>> campaign_ids_of(database::Database& store,
                                                 const std::string& advertiser_id) {
  return store.read([&](Connection& connection) -> Result<std::vector<std::string>> {
    std::vector<std::string> ids;
    auto statement = connection.prepare(
        "SELECT campaign_id FROM campaigns WHERE advertiser_id = ?1 ORDER BY campaign_id DESC");
    if (!statement) return std::move(statement).error();
    statement->bind(1, advertiser_id);
    for (;;) {
      auto row = statement->step();
      if (!row) return std::move(row).error();
      if (!*row) return ids;
      ids.emplace_back(statement->text(0));
    }
  });
}

Result<ListHead> head_of(database::Database& store, const Stream& stream, const std::string& advertiser_id) {
  return store.read([&](Connection& connection) -> Result<ListHead> {
    const bool timed = has_column(stream, "modify_time");
    auto statement = connection.prepare(
        fmt::format("SELECT count(*), {} FROM {} WHERE advertiser_id = ?1 AND deleted_at IS NULL",
                    timed ? "max(modify_time)" : "NULL", stream.entity->name));
    if (!statement) return std::move(statement).error();
    statement->bind(1, advertiser_id);
    auto row = statement->step();
    if (!row) return std::move(row).error();
    return ListHead{.rows = statement->integer(0), .newest = std::string(statement->text(1))};
  });
}

Result<std::map<std::string, std::int64_t>> campaigns_held_by_gmv_max(database::Database& store) {
  using Held = std::map<std::string, std::int64_t>;
  return store.read([&](Connection& connection) -> Result<Held> {
    Held held;
    auto statement = connection.prepare(
        "SELECT advertiser_id, count(*) FROM campaigns WHERE secondary_status LIKE '%GMV_MAX%' AND "
        "deleted_at "
        "IS NULL GROUP BY advertiser_id");
    if (!statement) return std::move(statement).error();
    for (;;) {
      auto row = statement->step();
      if (!row) return std::move(row).error();
      if (!*row) return held;
      held[std::string(statement->text(0))] = statement->integer(1);
    }
  });
}

}  // namespace tiktok_marketing::replication
