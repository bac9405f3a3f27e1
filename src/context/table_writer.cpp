#include "context/table_writer.hpp"

#include <fmt/format.h>

namespace tiktok_marketing::context {
namespace {

using database::Connection;
using database::Statement;

/// Deletions are done in portions, so that memory does not grow with what vanished.
constexpr int kPortion = 1'000;

void bind(Statement& statement, int index, const Cell& cell) {
  switch (cell.type) {
    case Cell::Type::null:
      statement.bind(index, nullptr);
      return;
    case Cell::Type::integer:
      statement.bind(index, cell.integer);
      return;
    case Cell::Type::real:
      statement.bind(index, cell.real);
      return;
    case Cell::Type::text:
      statement.bind(index, cell.text);
      return;
    case Cell::Type::blob:
      statement.bind_blob(index, cell.text);
      return;
  }
}

int bind_all(Statement& statement, std::span<const Cell> cells) {
  int index = 0;
  for (const Cell& cell : cells) bind(statement, ++index, cell);
  return index;
}

std::string find_sql(const TableLayout& table) {
  std::string condition;
  for (const std::size_t position : table.key) {
    condition += fmt::format("{}t.{} = ?", condition.empty() ? "" : " AND ", table.columns[position].name);
  }
  return fmt::format("SELECT t.id, {}, r.record FROM {} t JOIN {} r ON r.id = t.id WHERE {}",
                     table.deleted_at ? "t.deleted_at IS NOT NULL" : "0", table.name, table.raw_name,
                     condition);
}

std::string insert_sql(const TableLayout& table) {
  std::string names;
  std::string marks;
  for (const auto& column : sql_columns(table)) {
    if (column.name == "id") continue;
    names += fmt::format("{}{}", names.empty() ? "" : ", ", column.name);
    marks += marks.empty() ? "?" : ", ?";
  }
  return fmt::format("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING", table.name, names, marks);
}

std::string update_sql(const TableLayout& table) {
  std::string changes;
  for (const auto& column : sql_columns(table)) {
    if (column.name == "id") continue;
    changes += fmt::format("{}{} = ?", changes.empty() ? "" : ", ", column.name);
  }
  return fmt::format("UPDATE {} SET {} WHERE id = ?", table.name, changes);
}

/// Runs `sql` once for each id, bound as its last parameter after `first`.
template <typename... First>
Result<void> for_each_id(Connection& connection, const std::string& sql, const std::vector<std::int64_t>& ids,
                         const First&... first) {
  auto statement = connection.prepare(sql);
  if (!statement) return std::move(statement).error();
  for (const std::int64_t id : ids) {
    statement->bind_all(first..., id);
    if (auto done = statement->run(); !done) return done;
  }
  return {};
}

}  // namespace

Result<TableWriter> TableWriter::make(Connection& connection, const TableLayout& table) {
  auto find = connection.prepare(find_sql(table));
  if (!find) return std::move(find).error();
  auto insert = connection.prepare(insert_sql(table));
  if (!insert) return std::move(insert).error();
  auto raw = connection.prepare(fmt::format("INSERT INTO {} (id, record) VALUES (?, ?)", table.raw_name));
  if (!raw) return std::move(raw).error();
  auto seen = connection.prepare(
      fmt::format("INSERT INTO {} (id, first_seen, last_seen) VALUES (?, ?, ?)", table.seen_name));
  if (!seen) return std::move(seen).error();
  auto again = connection.prepare(fmt::format("UPDATE {} SET last_seen = ? WHERE id = ?", table.seen_name));
  if (!again) return std::move(again).error();
  return TableWriter(
      connection, table,
      {*std::move(find), *std::move(insert), *std::move(raw), *std::move(seen), *std::move(again)});
}

Result<Put> TableWriter::put(std::string_view record, std::string_view advertiser_id, std::int64_t run,
                             std::int64_t now_ms) {
  if (!reader_.read(record, advertiser_id)) return Put::without_key;
  // New rows come in long runs, and inserting finds out whether a row is there at no extra cost.
  if (expect_new_) {
    auto inserted = insert(record, run, now_ms);
    if (!inserted) return std::move(inserted).error();
    if (*inserted) return Put::inserted;
  }
  auto found = find(record);
  if (!found) return std::move(found).error();
  expect_new_ = !found->has_value();
  if (*found) return update(**found, record, run);
  auto inserted = insert(record, run, now_ms);
  if (!inserted) return std::move(inserted).error();
  return Put::inserted;
}

Result<bool> TableWriter::insert(std::string_view record, std::int64_t run, std::int64_t now_ms) {
  bind_all(sql_.insert, reader_.cells());
  if (auto done = sql_.insert.run(); !done) return std::move(done).error();
  if (connection_->changes() == 0) return false;
  const std::int64_t id = connection_->last_insert_id();
  sql_.insert_raw.bind_all(id, record);
  if (auto done = sql_.insert_raw.run(); !done) return std::move(done).error();
  sql_.insert_seen.bind_all(id, now_ms, run);
  if (auto done = sql_.insert_seen.run(); !done) return std::move(done).error();
  return true;
}

Result<std::optional<TableWriter::Found>> TableWriter::find(std::string_view record) {
  bind_all(sql_.find, reader_.key());
  auto row = sql_.find.step();
  if (!row) return std::move(row).error();
  std::optional<Found> found;
  if (*row) {
    found = Found{.id = sql_.find.integer(0),
                  .deleted = sql_.find.integer(1) != 0,
                  .same = sql_.find.text(2) == record};
  }
  sql_.find.reset();
  return found;
}

Result<Put> TableWriter::update(const Found& found, std::string_view record, std::int64_t run) {
  sql_.see_again.bind_all(run, found.id);
  if (auto done = sql_.see_again.run(); !done) return std::move(done).error();
  if (found.same && !found.deleted) return Put::unchanged;
  // Cells of a record that is read have no `deleted_at`: the row is there again.
  auto row = connection_->prepare(update_sql(*table_));
  if (!row) return std::move(row).error();
  row->bind(bind_all(*row, reader_.cells()) + 1, found.id);
  if (auto done = row->run(); !done) return std::move(done).error();
  if (!found.same) {
    auto raw = connection_->prepare(fmt::format("UPDATE {} SET record = ? WHERE id = ?", table_->raw_name));
    if (!raw) return std::move(raw).error();
    raw->bind_all(record, found.id);
    if (auto done = raw->run(); !done) return std::move(done).error();
  }
  return found.deleted ? Put::came_back : Put::changed;
}

Result<std::vector<std::int64_t>> TableWriter::unseen(const Extent& extent, std::int64_t run) {
  std::string sql = fmt::format("SELECT t.id FROM {} t JOIN {} s ON s.id = t.id WHERE s.last_seen <> ?1",
                                table_->name, table_->seen_name);
  if (!extent.advertiser_id.empty()) sql += " AND t.advertiser_id = ?2";
  if (extent.days) sql += " AND t.stat_time_day >= ?3 AND t.stat_time_day < ?4";
  if (table_->deleted_at) sql += " AND t.deleted_at IS NULL";
  auto query = connection_->prepare(fmt::format("{} LIMIT {}", sql, kPortion));
  if (!query) return std::move(query).error();
  query->bind(1, run);
  if (!extent.advertiser_id.empty()) bind(*query, 2, id_cell(extent.advertiser_id));
  if (extent.days) {
    query->bind(3, format_date(extent.days->first));
    query->bind(4, format_date(extent.days->second + std::chrono::days{1}));
  }
  std::vector<std::int64_t> ids;
  for (;;) {
    auto row = query->step();
    if (!row) return std::move(row).error();
    if (!*row) return ids;
    ids.push_back(query->integer(0));
  }
}

Result<std::int64_t> TableWriter::delete_unseen(const Extent& extent, std::int64_t run) {
  std::int64_t deleted = 0;
  for (;;) {
    auto ids = unseen(extent, run);
    if (!ids) return std::move(ids).error();
    for (const auto* name : {&table_->name, &table_->raw_name, &table_->seen_name}) {
      auto done = for_each_id(*connection_, fmt::format("DELETE FROM {} WHERE id = ?", *name), *ids);
      if (!done) return std::move(done).error();
    }
    deleted += static_cast<std::int64_t>(ids->size());
    if (ids->size() < kPortion) return deleted;
  }
}

Result<std::int64_t> TableWriter::mark_unseen(const Extent& extent, std::int64_t run, std::string_view when) {
  std::int64_t marked = 0;
  for (;;) {
    auto ids = unseen(extent, run);
    if (!ids) return std::move(ids).error();
    auto done = for_each_id(
        *connection_, fmt::format("UPDATE {} SET deleted_at = ? WHERE id = ?", table_->name), *ids, when);
    if (!done) return std::move(done).error();
    marked += static_cast<std::int64_t>(ids->size());
    if (ids->size() < kPortion) return marked;
  }
}

Result<void> read_records_again(Connection& connection, const TableLayout& table) {
  RowReader reader(table);
  auto update = connection.prepare(update_sql(table));
  if (!update) return std::move(update).error();
  const std::string sql = fmt::format(
      "SELECT t.id, r.record, t.advertiser_id, {} FROM {} t JOIN {} r ON r.id = t.id WHERE t.id > ? ORDER BY "
      "t.id LIMIT {}",
      table.deleted_at ? "t.deleted_at" : "NULL", table.name, table.raw_name, kPortion);
  struct Row {
    std::int64_t id;
    std::string record;
    std::string advertiser_id;
    std::optional<std::string> deleted_at;
  };
  std::vector<Row> rows;
  for (std::int64_t last = 0;;) {
    rows.clear();
    auto query = connection.prepare(sql);
    if (!query) return std::move(query).error();
    query->bind(1, last);
    for (;;) {
      auto row = query->step();
      if (!row) return std::move(row).error();
      if (!*row) break;
      rows.push_back({query->integer(0), std::string(query->text(1)), std::string(query->text(2)),
                      query->optional_text(3)});
    }
    for (const Row& row : rows) {
      if (!reader.read(row.record, row.advertiser_id)) continue;
      update->bind(bind_all(*update, reader.cells()) + 1, row.id);
      if (auto done = update->run(); !done) return done;
      if (!row.deleted_at) continue;
      auto marked =
          for_each_id(connection, fmt::format("UPDATE {} SET deleted_at = ? WHERE id = ?", table.name),
                      {row.id}, *row.deleted_at);
      if (!marked) return marked;
    }
    if (rows.size() < kPortion) return {};
    last = rows.back().id;
  }
}

}  // namespace tiktok_marketing::context
