#include "context/schema.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "context/table_writer.hpp"

namespace tiktok_marketing::context {
namespace {

using database::Connection;

constexpr std::string_view kFirst = R"sql(
CREATE TABLE store_owner (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  tiktok_user TEXT NOT NULL,
  app_id TEXT NOT NULL,
  simulated INTEGER NOT NULL
) STRICT;

CREATE TABLE store_advertisers (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  currency TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  created TEXT,
  conversion_days INTEGER NOT NULL
) STRICT;

CREATE TABLE store_runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  details TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE TABLE store_streams (
  entity TEXT NOT NULL,
  advertiser_id TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  rows INTEGER NOT NULL DEFAULT 0,
  listing_run INTEGER,
  listing_started INTEGER,
  listed_at INTEGER,
  updated_at INTEGER,
  wanted_from TEXT,
  missing_metrics TEXT NOT NULL DEFAULT '[]',
  PRIMARY KEY (entity, advertiser_id)
) STRICT;

CREATE TABLE store_coverage (
  entity TEXT NOT NULL,
  advertiser_id TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  read_at INTEGER NOT NULL,
  PRIMARY KEY (entity, advertiser_id, first_day)
) STRICT;

CREATE TABLE store_notes (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE store_tables (
  entity TEXT PRIMARY KEY,
  columns TEXT NOT NULL,
  key TEXT NOT NULL
) STRICT;
)sql";

constexpr database::Migration kMigrations[] = {{1, "what the store knows about itself", kFirst}};

struct Signatures {
  std::string columns;
  std::string key;
};

Result<std::map<std::string, Signatures>> stored_signatures(Connection& connection) {
  auto query = connection.prepare("SELECT entity, columns, key FROM store_tables");
  if (!query) return std::move(query).error();
  std::map<std::string, Signatures> found;
  for (;;) {
    auto row = query->step();
    if (!row) return std::move(row).error();
    if (!*row) return found;
    found[std::string(query->text(0))] = {std::string(query->text(1)), std::string(query->text(2))};
  }
}

enum class Change { none, create, extend, replace };

Change change_of(const std::map<std::string, Signatures>& stored, const TableLayout& table) {
  const auto found = stored.find(table.name);
  if (found == stored.end()) return Change::create;
  if (found->second.key != key_signature(table)) return Change::replace;
  return found->second.columns == signature(table) ? Change::none : Change::extend;
}

Result<void> add_columns(Connection& connection, const TableLayout& table) {
  std::vector<std::string> present;
  {
    auto query = connection.prepare(fmt::format("SELECT name FROM pragma_table_info('{}')", table.name));
    if (!query) return std::move(query).error();
    for (;;) {
      auto row = query->step();
      if (!row) return std::move(row).error();
      if (!*row) break;
      present.emplace_back(query->text(0));
    }
  }
  for (const auto& column : sql_columns(table)) {
    if (std::ranges::find(present, column.name) != present.end()) continue;
    auto added =
        connection.run(fmt::format("ALTER TABLE {} ADD COLUMN {} {}", table.name, column.name, column.type));
    if (!added) return added;
  }
  return {};
}

Result<void> forget_rows(Connection& connection, const TableLayout& table) {
  return connection.run(
      fmt::format("DROP TABLE IF EXISTS {0}; DROP TABLE IF EXISTS {1};"
                  "DROP TABLE IF EXISTS {2};"
                  "DELETE FROM store_coverage WHERE entity = '{0}';"
                  "DELETE FROM store_streams WHERE entity = '{0}';",
                  table.name, table.raw_name, table.seen_name));
}

Result<void> apply(Connection& connection, const TableLayout& table, Change change) {
  if (change == Change::replace) {
    if (auto done = forget_rows(connection, table); !done) return done;
  }
  if (change == Change::extend) {
    if (auto done = add_columns(connection, table); !done) return done;
  }
  if (auto made = connection.run(create_sql(table)); !made) return made;
  if (change == Change::extend) {
    if (auto done = read_records_again(connection, table); !done) return done;
  }
  auto note =
      connection.prepare("INSERT OR REPLACE INTO store_tables (entity, columns, key) VALUES (?, ?, ?)");
  if (!note) return std::move(note).error();
  note->bind_all(table.name, signature(table), key_signature(table));
  return note->run();
}

}  // namespace

std::span<const database::Migration> migrations() {
  return kMigrations;
}

Result<void> back_up(const std::filesystem::path& file, const std::filesystem::path& backups,
                     std::string_view what) {
  if (backups.empty()) return {};
  const auto target = backups / fmt::format("{}.{}.db", file.stem().string(), what);
  std::error_code ignored;
  std::filesystem::create_directories(backups, ignored);
  if (std::filesystem::exists(target, ignored)) return {};
  return database::copy_database(file, target);
}

Result<void> bring_forward(database::Database& database, std::span<const TableLayout> layouts,
                           const std::filesystem::path& backups) {
  auto stored = database.read(stored_signatures);
  if (!stored) return std::move(stored).error();
  std::string older;
  bool anything = false;
  for (const TableLayout& table : layouts) {
    const Change change = change_of(*stored, table);
    anything = anything || change != Change::none;
    if (change == Change::extend || change == Change::replace) {
      older += stored->at(table.name).columns + stored->at(table.name).key;
    }
  }
  if (!anything) return {};
  if (!older.empty()) {
    const auto what = fmt::format("tables-{:016x}", std::hash<std::string>{}(older));
    if (auto copied = back_up(database.file(), backups, what); !copied) return copied;
  }
  return database.write([&](Connection& connection) -> Result<void> {
    auto now = stored_signatures(connection);  // another process may have been faster
    if (!now) return std::move(now).error();
    for (const TableLayout& table : layouts) {
      const Change change = change_of(*now, table);
      if (change == Change::none) continue;
      if (auto done = apply(connection, table, change); !done) return done;
    }
    return {};
  });
}

}  // namespace tiktok_marketing::context
