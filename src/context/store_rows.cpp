#include "context/store_rows.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "context/coverage.hpp"
#include "context/table_writer.hpp"

namespace tiktok_marketing::context {
namespace {

using database::Connection;
using database::Statement;

StreamState state_of(std::string_view name) {
  for (const auto state :
       {StreamState::reading, StreamState::ready, StreamState::not_granted, StreamState::failed}) {
    if (name_of(state) == name) return state;
  }
  return StreamState::pending;
}

Date date_of(std::string_view text) {
  return parse_date(text).value_or(Date{});
}

std::vector<std::string> names_of(std::string_view json) {
  std::vector<std::string> names;
  const auto parsed = Json::parse(json);
  if (!parsed || parsed->as_array() == nullptr) return names;
  for (const Json& name : *parsed->as_array()) {
    if (name.as_string() != nullptr) names.push_back(*name.as_string());
  }
  return names;
}

Result<std::vector<DayRange>> readings_of(Connection& connection, const StreamKey& stream) {
  auto query = connection.prepare(
      "SELECT first_day, last_day, read_at FROM store_coverage WHERE entity = ? AND advertiser_id = ? ORDER "
      "BY "
      "first_day");
  if (!query) return std::move(query).error();
  query->bind_all(stream.entity, stream.advertiser_id);
  std::vector<DayRange> ranges;
  for (;;) {
    auto row = query->step();
    if (!row) return std::move(row).error();
    if (!*row) return ranges;
    ranges.push_back({date_of(query->text(0)), date_of(query->text(1)), from_ms(query->integer(2))});
  }
}

Result<void> put_readings(Connection& connection, const StreamKey& stream,
                          const std::vector<DayRange>& before, const std::vector<DayRange>& after) {
  const auto same = [](const DayRange& a, const DayRange& b) {
    return a.first == b.first && a.last == b.last && a.read_at == b.read_at;
  };
  const auto is_in = [&](const std::vector<DayRange>& ranges, const DayRange& range) {
    return std::ranges::any_of(ranges, [&](const DayRange& other) { return same(range, other); });
  };
  auto erase = connection.prepare(
      "DELETE FROM store_coverage WHERE entity = ? AND advertiser_id = ? AND first_day = ?");
  if (!erase) return std::move(erase).error();
  for (const DayRange& range : before) {
    if (is_in(after, range)) continue;
    erase->bind_all(stream.entity, stream.advertiser_id, format_date(range.first));
    if (auto done = erase->run(); !done) return done;
  }
  auto insert = connection.prepare("INSERT INTO store_coverage VALUES (?, ?, ?, ?, ?)");
  if (!insert) return std::move(insert).error();
  for (const DayRange& range : after) {
    if (is_in(before, range)) continue;
    insert->bind_all(stream.entity, stream.advertiser_id, format_date(range.first), format_date(range.last),
                     to_ms(range.read_at));
    if (auto done = insert->run(); !done) return done;
  }
  return {};
}

Result<void> add_reading(Connection& connection, const StreamKey& stream, const DayRange& reading) {
  auto before = readings_of(connection, stream);
  if (!before) return std::move(before).error();
  return put_readings(connection, stream, *before, with_reading(*before, reading));
}

/// The stream's row exists afterwards and knows when this run's listing began.
Result<void> touch_stream(Connection& connection, const Commit& commit) {
  auto put = connection.prepare(
      "INSERT INTO store_streams (entity, advertiser_id, state, listing_run, listing_started, updated_at) "
      "VALUES (?1, ?2, 'reading', ?3, ?4, ?5) ON CONFLICT DO UPDATE SET updated_at = ?5, "
      "listing_started = CASE WHEN listing_run IS ?3 THEN min(listing_started, ?4) ELSE ?4 END, listing_run "
      "= "
      "?3");
  if (!put) return std::move(put).error();
  put->bind_all(commit.stream.entity, commit.stream.advertiser_id, commit.run,
                to_ms(commit.started_at.value_or(commit.read_at)), to_ms(commit.read_at));
  return put->run();
}

Result<void> note_result(Connection& connection, const Commit& commit, std::int64_t more_rows) {
  auto put = connection.prepare(
      "UPDATE store_streams SET rows = rows + ?, listed_at = CASE WHEN ? THEN listing_started ELSE listed_at "
      "END WHERE entity = ? AND advertiser_id = ?");
  if (!put) return std::move(put).error();
  put->bind_all(more_rows, commit.listing_done, commit.stream.entity, commit.stream.advertiser_id);
  return put->run();
}

Result<void> note_refused(Connection& connection, const Commit& commit) {
  if (commit.refused_metrics.empty()) return {};
  auto query =
      connection.prepare("SELECT missing_metrics FROM store_streams WHERE entity = ? AND advertiser_id = ?");
  if (!query) return std::move(query).error();
  query->bind_all(commit.stream.entity, commit.stream.advertiser_id);
  auto row = query->step();
  if (!row) return std::move(row).error();
  std::vector<std::string> names = *row ? names_of(query->text(0)) : std::vector<std::string>{};
  query->reset();
  names.insert(names.end(), commit.refused_metrics.begin(), commit.refused_metrics.end());
  std::ranges::sort(names);
  const auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());
  Json list{Json::Array(names.begin(), names.end())};
  auto put = connection.prepare(
      "UPDATE store_streams SET missing_metrics = ? WHERE entity = ? AND advertiser_id = ?");
  if (!put) return std::move(put).error();
  put->bind_all(list.dump(), commit.stream.entity, commit.stream.advertiser_id);
  return put->run();
}

Result<std::int64_t> put_pages(TableWriter& writer, const Commit& commit, CommitCount& count) {
  std::int64_t more_rows = 0;
  for (const Records& page : commit.pages) {
    for (std::size_t i = 0; i < page.size(); ++i) {
      auto put = writer.put(page.json(i), commit.stream.advertiser_id, commit.run, to_ms(commit.read_at));
      if (!put) return std::move(put).error();
      switch (*put) {
        case Put::inserted:
          ++count.inserted;
          ++more_rows;
          break;
        case Put::came_back:
          ++count.changed;
          ++more_rows;
          break;
        case Put::changed:
          ++count.changed;
          break;
        case Put::unchanged:
          ++count.unchanged;
          break;
        case Put::without_key:
          ++count.without_key;
          break;
      }
    }
  }
  return more_rows;
}

StreamStatus status_of(const Statement& query) {
  StreamStatus status{.stream = {std::string(query.text(0)), std::string(query.text(1))},
                      .state = state_of(query.text(2)),
                      .reason = std::string(query.text(3)),
                      .rows = query.integer(4)};
  if (!query.is_null(5)) status.listed_at = from_ms(query.integer(5));
  if (!query.is_null(6)) status.updated_at = from_ms(query.integer(6));
  if (!query.is_null(7)) status.wanted_from = parse_date(query.text(7));
  status.missing_metrics = names_of(query.text(8));
  return status;
}

/// Streams and their coverage; `condition` stands in both queries, its values are `values`.
Result<std::vector<StreamStatus>> read_where(Connection& connection, std::string_view condition,
                                             const std::vector<std::string>& values) {
  const auto bound = [&](Statement& query) {
    for (std::size_t i = 0; i < values.size(); ++i) query.bind(static_cast<int>(i) + 1, values[i]);
  };
  auto query = connection.prepare(
      fmt::format("SELECT entity, advertiser_id, state, reason, rows, listed_at, updated_at, wanted_from, "
                  "missing_metrics FROM store_streams {} ORDER BY entity, advertiser_id",
                  condition));
  if (!query) return std::move(query).error();
  bound(*query);
  std::vector<StreamStatus> streams;
  std::map<StreamKey, std::size_t> places;
  for (;;) {
    auto row = query->step();
    if (!row) return std::move(row).error();
    if (!*row) break;
    streams.push_back(status_of(*query));
    places[streams.back().stream] = streams.size() - 1;
  }
  auto days = connection.prepare(fmt::format(
      "SELECT entity, advertiser_id, first_day, last_day, read_at FROM store_coverage {} ORDER BY "
      "entity, advertiser_id, first_day",
      condition));
  if (!days) return std::move(days).error();
  bound(*days);
  for (;;) {
    auto row = days->step();
    if (!row) return std::move(row).error();
    if (!*row) break;
    const auto place = places.find({std::string(days->text(0)), std::string(days->text(1))});
    if (place == places.end()) continue;
    streams[place->second].readings.push_back(
        {date_of(days->text(2)), date_of(days->text(3)), from_ms(days->integer(4))});
  }
  for (StreamStatus& status : streams) status.covered = joined(status.readings);
  return streams;
}

}  // namespace

std::string iso_time(std::int64_t ms) {
  std::string text = format_datetime(from_ms(ms));
  text[10] = 'T';
  return text + 'Z';
}

Error unknown_entity(std::string_view entity) {
  return {.type = ErrorType::unknown_entity,
          .message = fmt::format("There is no entity {}.", shortened(entity)),
          .hint = "Use a name that describe lists."};
}

Result<CommitCount> write_rows(Connection& connection, const TableLayout& table, const Commit& commit) {
  auto writer = TableWriter::make(connection, table);
  if (!writer) return std::move(writer).error();
  if (auto done = touch_stream(connection, commit); !done) return std::move(done).error();
  CommitCount count;
  auto more_rows = put_pages(*writer, commit, count);
  if (!more_rows) return std::move(more_rows).error();
  Extent extent{.advertiser_id = commit.stream.advertiser_id};
  if (commit.window_done && table.is_report()) {
    extent.days = commit.window_done;
    auto deleted = writer->delete_unseen(extent, commit.run);
    if (!deleted) return std::move(deleted).error();
    count.deleted = *deleted;
    const DayRange reading{commit.window_done->first, commit.window_done->second, commit.read_at};
    if (auto done = add_reading(connection, commit.stream, reading); !done) return std::move(done).error();
  }
  if (commit.listing_done && !table.is_report()) {
    auto marked = writer->mark_unseen(extent, commit.run, format_datetime(commit.read_at));
    if (!marked) return std::move(marked).error();
    count.deleted = *marked;
  }
  if (auto done = note_result(connection, commit, *more_rows - count.deleted); !done)
    return std::move(done).error();
  if (auto done = note_refused(connection, commit); !done) return std::move(done).error();
  return count;
}

Result<void> clear_rows(Connection& connection, const TableLayout& table) {
  return connection.run(
      fmt::format("DELETE FROM {0}; DELETE FROM {1}; DELETE FROM {2};"
                  "DELETE FROM store_coverage WHERE entity = '{0}';"
                  "DELETE FROM store_streams WHERE entity = '{0}';",
                  table.name, table.raw_name, table.seen_name));
}

Result<std::vector<AdvertiserInfo>> read_advertisers(Connection& connection) {
  auto query = connection.prepare(
      "SELECT id, name, currency, time_zone, created, conversion_days FROM store_advertisers ORDER BY id");
  if (!query) return std::move(query).error();
  std::vector<AdvertiserInfo> found;
  for (;;) {
    auto row = query->step();
    if (!row) return std::move(row).error();
    if (!*row) return found;
    found.push_back({.id = std::string(query->text(0)),
                     .name = std::string(query->text(1)),
                     .currency = std::string(query->text(2)),
                     .time_zone = std::string(query->text(3)),
                     .created = query->is_null(4) ? std::nullopt : parse_date(query->text(4)),
                     .conversion_days = static_cast<int>(query->integer(5))});
  }
}

Result<std::vector<StreamStatus>> read_streams(Connection& connection, const StreamKey* only) {
  if (only == nullptr) return read_where(connection, "", {});
  return read_where(connection, "WHERE entity = ? AND advertiser_id = ?",
                    {only->entity, only->advertiser_id});
}

Result<std::vector<StreamStatus>> read_streams_of(Connection& connection, std::string_view entity) {
  return read_where(connection, "WHERE entity = ?", {std::string(entity)});
}

}  // namespace tiktok_marketing::context
