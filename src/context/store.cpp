#include "context/store.hpp"

#include <fmt/format.h>

#include "context/schema.hpp"
#include "context/store_rows.hpp"
#include "context/tables.hpp"

namespace tiktok_marketing::context {
namespace {

using database::Connection;
using database::Statement;

constexpr std::string_view kTokenNote = "token_mark";

/// Rows come in transactions of thousands: fewer, larger checkpoints, and room for the inner pages of
/// indexes.
constexpr std::string_view kWriterSettings = "PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -16000";

Error other_owner(std::string_view what, const std::filesystem::path& file) {
  return {.type = ErrorType::conflict,
          .message = fmt::format("The store {} holds rows of {}.", file.string(), what),
          .hint = "Use the token it was made with, or name another store with --store."};
}

Result<std::optional<Owner>> stored_owner(Connection& connection) {
  auto query = connection.prepare(
      "SELECT tiktok_user, app_id, simulated, (SELECT value FROM store_notes WHERE name = ?) "
      "FROM store_owner");
  if (!query) return std::move(query).error();
  query->bind_all(kTokenNote);
  auto row = query->step();
  if (!row) return std::move(row).error();
  if (!*row) return std::optional<Owner>();
  return std::optional(Owner{.tiktok_user = std::string(query->text(0)),
                             .app_id = std::string(query->text(1)),
                             .simulated = query->integer(2) != 0,
                             .token_mark = std::string(query->text(3))});
}

Result<void> note_token(Connection& connection, std::string_view mark) {
  auto put = connection.prepare("INSERT OR REPLACE INTO store_notes (name, value) VALUES (?, ?)");
  if (!put) return std::move(put).error();
  put->bind_all(kTokenNote, mark);
  return put->run();
}

Result<void> put_advertiser(Statement& insert, const AdvertiserInfo& info) {
  const auto created = info.created ? std::optional(format_date(*info.created)) : std::nullopt;
  insert.bind_all(info.id, info.name, info.currency, info.time_zone, created, info.conversion_days);
  return insert.run();
}

Json run_of(const Statement& query) {
  Json run;
  run.set("id", query.integer(0));
  run.set("kind", query.text(1));
  run.set("status", query.text(2));
  run.set("started_at", iso_time(query.integer(3)));
  run.set("finished_at", query.is_null(4) ? Json() : Json(iso_time(query.integer(4))));
  run.set("details", Json::parse(query.text(5)).value_or(Json()));
  return run;
}

}  // namespace

std::string_view name_of(StreamState state) {
  switch (state) {
    case StreamState::pending:
      return "pending";
    case StreamState::reading:
      return "reading";
    case StreamState::ready:
      return "ready";
    case StreamState::not_granted:
      return "not_granted";
    case StreamState::failed:
      return "failed";
  }
  return "pending";
}

Result<std::shared_ptr<Store>> Store::open(Options options) {
  std::error_code ignored;
  std::filesystem::create_directories(options.file.parent_path(), ignored);
  auto before = [&](const std::filesystem::path& file, int version) {
    return back_up(file, options.backups, fmt::format("schema-{}", version));
  };
  auto database = database::Database::open({.file = options.file,
                                            .migrations = migrations(),
                                            .secure_delete = false,
                                            .synchronous_full = false,
                                            .before_migration = before});
  if (!database) return std::move(database).error();
  auto set = (*database)->write([](Connection& connection) { return connection.run(kWriterSettings); });
  if (!set) return std::move(set).error();
  if (auto ready = bring_forward(**database, layouts(), options.backups); !ready)
    return std::move(ready).error();
  return std::shared_ptr<Store>(new Store(*std::move(database)));
}

Result<void> Store::claim(const Owner& owner) {
  return database_->write([&](Connection& connection) -> Result<void> {
    auto stored = stored_owner(connection);
    if (!stored) return std::move(stored).error();
    Owner merged = owner;
    if (*stored) {
      const Owner& old = **stored;
      if (old.simulated != owner.simulated) {
        return other_owner(old.simulated ? "the virtual TikTok" : "the real TikTok", database_->file());
      }
      if (!old.tiktok_user.empty() && !owner.tiktok_user.empty() && old.tiktok_user != owner.tiktok_user) {
        return other_owner("another TikTok user", database_->file());
      }
      if (!old.app_id.empty() && !owner.app_id.empty() && old.app_id != owner.app_id) {
        return other_owner("another TikTok app", database_->file());
      }
      if (merged.tiktok_user.empty()) merged.tiktok_user = old.tiktok_user;
      if (merged.app_id.empty()) merged.app_id = old.app_id;
    }
    auto put = connection.prepare("INSERT OR REPLACE INTO store_owner VALUES (1, ?, ?, ?)");
    if (!put) return std::move(put).error();
    put->bind_all(merged.tiktok_user, merged.app_id, merged.simulated);
    if (auto done = put->run(); !done || owner.token_mark.empty()) return done;
    return note_token(connection, owner.token_mark);
  });
}

Result<std::optional<Owner>> Store::owner() {
  return database_->read(stored_owner);
}

Result<void> Store::put_advertisers(const std::vector<AdvertiserInfo>& advertisers) {
  return database_->write([&](Connection& connection) -> Result<void> {
    auto insert = connection.prepare("INSERT OR REPLACE INTO store_advertisers VALUES (?, ?, ?, ?, ?, ?)");
    if (!insert) return std::move(insert).error();
    for (const AdvertiserInfo& info : advertisers) {
      if (auto done = put_advertiser(*insert, info); !done) return done;
    }
    return {};
  });
}

Result<std::vector<AdvertiserInfo>> Store::advertisers() {
  return database_->read(read_advertisers);
}

Result<std::int64_t> Store::begin_run(std::string_view kind, SystemTime now) {
  return database_->write([&](Connection& connection) -> Result<std::int64_t> {
    auto insert =
        connection.prepare("INSERT INTO store_runs (kind, status, started_at) VALUES (?, 'running', ?)");
    if (!insert) return std::move(insert).error();
    insert->bind_all(kind, to_ms(now));
    if (auto done = insert->run(); !done) return std::move(done).error();
    return connection.last_insert_id();
  });
}

Result<void> Store::end_run(std::int64_t run, std::string_view status, const Json& details, SystemTime now) {
  return database_->write([&](Connection& connection) -> Result<void> {
    auto update =
        connection.prepare("UPDATE store_runs SET status = ?, details = ?, finished_at = ? WHERE id = ?");
    if (!update) return std::move(update).error();
    update->bind_all(status, details.dump(), to_ms(now), run);
    return update->run();
  });
}

Result<Json> Store::runs(int limit, std::int64_t before_run) {
  return database_->read([&](Connection& connection) -> Result<Json> {
    auto query = connection.prepare(
        "SELECT id, kind, status, started_at, finished_at, details FROM store_runs WHERE id < ? ORDER BY id "
        "DESC LIMIT ?");
    if (!query) return std::move(query).error();
    query->bind_all(before_run > 0 ? before_run : INT64_MAX, limit);
    Json::Array runs;
    for (;;) {
      auto row = query->step();
      if (!row) return std::move(row).error();
      if (!*row) return Json(std::move(runs));
      runs.push_back(run_of(*query));
    }
  });
}

Result<CommitCount> Store::commit(const Commit& commit) {
  const TableLayout* table = find_layout(commit.stream.entity);
  if (table == nullptr) return unknown_entity(commit.stream.entity);
  return database_->write([&](Connection& connection) { return write_rows(connection, *table, commit); });
}

Result<void> Store::set_state(const StreamKey& stream, StreamState state, std::string_view reason,
                              std::optional<Date> wanted_from) {
  return database_->write([&](Connection& connection) -> Result<void> {
    auto put = connection.prepare(
        "INSERT INTO store_streams (entity, advertiser_id, state, reason, wanted_from) VALUES (?, ?, ?, ?, "
        "?) "
        "ON CONFLICT DO UPDATE SET state = excluded.state, reason = excluded.reason, "
        "wanted_from = ifnull(excluded.wanted_from, wanted_from)");
    if (!put) return std::move(put).error();
    const auto from = wanted_from ? std::optional(format_date(*wanted_from)) : std::nullopt;
    put->bind_all(stream.entity, stream.advertiser_id, name_of(state), reason, from);
    return put->run();
  });
}

Result<std::vector<StreamStatus>> Store::streams() {
  return database_->read([](Connection& connection) { return read_streams(connection, nullptr); });
}

Result<StreamStatus> Store::stream(const StreamKey& key) {
  return database_->read([&](Connection& connection) -> Result<StreamStatus> {
    auto found = read_streams(connection, &key);
    if (!found) return std::move(found).error();
    return found->empty() ? StreamStatus{.stream = key} : std::move(found->front());
  });
}

Result<void> Store::put_note(std::string_view name, const Json& value) {
  return database_->write([&](Connection& connection) -> Result<void> {
    auto put = connection.prepare("INSERT OR REPLACE INTO store_notes (name, value) VALUES (?, ?)");
    if (!put) return std::move(put).error();
    put->bind_all(name, value.dump());
    return put->run();
  });
}

Result<std::optional<Json>> Store::note(std::string_view name) {
  return database_->read([&](Connection& connection) -> Result<std::optional<Json>> {
    auto query = connection.prepare("SELECT value FROM store_notes WHERE name = ?");
    if (!query) return std::move(query).error();
    query->bind_all(name);
    auto row = query->step();
    if (!row) return std::move(row).error();
    if (!*row) return std::optional<Json>();
    auto value = Json::parse(query->text(0));
    if (!value) return std::move(value).error();
    return std::optional(*std::move(value));
  });
}

Result<void> Store::clear(const std::vector<std::string>& entities) {
  return database_->write([&](Connection& connection) -> Result<void> {
    for (const std::string& entity : entities) {
      const TableLayout* table = find_layout(entity);
      if (table == nullptr) return unknown_entity(entity);
      if (auto done = clear_rows(connection, *table); !done) return done;
    }
    return {};
  });
}

}  // namespace tiktok_marketing::context
