#include "context/search.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "context/money.hpp"
#include "context/number_text.hpp"
#include "context/query_cursor.hpp"
#include "context/query_sql.hpp"
#include "context/search_call.hpp"
#include "context/search_rows.hpp"
#include "context/sql_functions.hpp"
#include "context/standing.hpp"
#include "context/store_rows.hpp"

namespace tiktok_marketing::context {
namespace {

using database::Connection;
using database::Statement;
using Clock = std::chrono::steady_clock;

struct Page {
  std::string rows;  ///< comma-separated
  std::int64_t count = 0;
  std::vector<Value> last;
  bool has_more = false;
};

SqlPart condition_of(const SearchCall& call, const Asker& asker) {
  SqlPart out{.text = "("};
  out.append(sql_of(call.filter));
  out.text += ')';
  if (call.table->deleted_at && !call.include_deleted) out.text += " AND t.deleted_at IS NULL";
  if (asker.fence) {
    out.text += " AND ";
    out.append(fence_sql(*asker.fence, "t.advertiser_id"));
  }
  if (call.after) {
    out.text += " AND ";
    out.append(after_sql(call.order, *call.after));
  }
  return out;
}

/// Selected: the writer's columns, the values of the order, `odd`, `id`, the record where it is needed.
SqlPart statement_of(const SearchCall& call, const RowWriter& writer, const Asker& asker) {
  const SqlPart condition = condition_of(call, asker);
  std::string columns = writer.columns();
  for (const SortKey& key : call.order) {
    columns += fmt::format("{}{}", columns.empty() ? "" : ", ", sort_sql(*key.field));
  }
  columns += ", t.odd, t.id";
  const bool joins = writer.needs_record() || !condition.records.empty();
  if (writer.needs_record()) columns += ", t_raw.record";
  SqlPart out{.text = fmt::format("SELECT {} FROM {} t", columns, call.table->name)};
  if (joins) out.text += fmt::format(" JOIN {} t_raw ON t_raw.id = t.id", call.table->raw_name);
  out.text += " WHERE ";
  out.append(condition);
  out.text += fmt::format(" ORDER BY {} LIMIT {}", order_sql(call.order), call.limit + 1);
  return out;
}

Value value_at(const Statement& row, int column, const QueryField& field) {
  if (row.is_null(column)) return {};
  const ColumnLayout& layout = *field.column;
  if (layout.kind == ColumnKind::boolean) return row.integer(column);
  const std::string_view text = row.text(column);
  if (layout.kind == ColumnKind::id) {
    const auto number = id_number(text);
    return number ? Value(*number) : Value(Bytes{std::string(text)});
  }
  if (!layout.is_number()) return std::string(text);
  // SQLite writes a real number with a point, so that it is told from a whole one.
  if (const auto whole = plain_integer(text)) return *whole;
  return row.real(column);
}

Result<std::string> record_of(Connection& connection, const TableLayout& table, std::int64_t id) {
  auto query = connection.prepare(fmt::format("SELECT record FROM {} WHERE id = ?", table.raw_name));
  if (!query) return std::move(query).error();
  query->bind_all(id);
  auto row = query->step();
  if (!row) return std::move(row).error();
  return std::string(*row ? query->text(0) : std::string_view("{}"));
}

Result<Page> read_page(Connection& connection, const SearchCall& call, const Asker& asker) {
  const RowWriter writer(call);
  const SqlPart sql = statement_of(call, writer, asker);
  auto query = connection.prepare(sql.text);
  if (!query) return std::move(query).error();
  bind_values(*query, sql.values);
  const int first_key = writer.column_count();
  const int odd = first_key + static_cast<int>(call.order.size());
  Page page;
  for (;; ++page.count) {
    auto row = query->step();
    if (!row) return std::move(row).error();
    if (!*row) return page;
    if (page.count == call.limit) {
      page.has_more = true;
      return page;
    }
    if (page.count > 0) page.rows += ',';
    const bool is_odd = query->integer(odd) != 0;
    std::string fetched;
    std::string_view record = writer.needs_record() ? query->text(odd + 2) : std::string_view{};
    if (is_odd && !writer.needs_record()) {
      auto found = record_of(connection, *call.table, query->integer(odd + 1));
      if (!found) return std::move(found).error();
      fetched = *std::move(found);
      record = fetched;
    }
    writer.append(page.rows, *query, is_odd, record);
    page.last.clear();
    for (std::size_t i = 0; i < call.order.size(); ++i) {
      page.last.push_back(value_at(*query, first_key + static_cast<int>(i), *call.order[i].field));
    }
  }
}

/// Sorting puts 5,000 yen before 100 euros; whoever reads the first row should know.
std::string warning_of(const SearchCall& call, const Standing& standing) {
  const auto money = std::ranges::find_if(call.order, [](const SortKey& key) {
    return key.field->column != nullptr && is_amount(*key.field->column);
  });
  const auto currencies = standing.currencies();
  if (money == call.order.end() || currencies.size() < 2) return {};
  return fmt::format(
      "The rows are in the order of {}, whose amounts are of different currencies ({}): ask for one "
      "advertiser_id to compare them.",
      money->field->name, fmt::join(currencies, ", "));
}

/// The params of the next call.
Json next_of(Json params, const std::string& cursor) {
  params.set("cursor", cursor);
  return params;
}

Answer answer_of(const SearchCall& call, const Json& params, Page page, const Standing& standing,
                 Clock::time_point began) {
  Answer answer;
  answer.meta.has_more = page.has_more;
  if (page.has_more) answer.meta.cursor = encode_cursor(page.last, call.binding);
  Json meta;
  meta.set("has_more", page.has_more);
  meta.set("cursor", page.has_more ? Json(answer.meta.cursor) : Json());
  if (page.has_more) {
    Json next = next_of(params, answer.meta.cursor);
    answer.meta.next = next.dump();
    meta.set("next", std::move(next));
  }
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
  meta.set("took_ms", std::int64_t{took.count()});
  meta.set("limit", call.limit);
  if (call.table->deleted_at) meta.set("include_deleted", call.include_deleted);
  standing.add_to(meta);
  if (auto warning = warning_of(call, standing); !warning.empty()) {
    answer.meta.warnings.push_back(warning);
    meta.set("warnings", Json(Json::Array{Json(std::move(warning))}));
  }
  answer.document = fmt::format(R"({{"data":[{}],"meta":)", page.rows);
  meta.append_to(answer.document);
  answer.document += '}';
  answer.document_rows = page.count;
  answer.meta.complete = standing.complete() && !page.has_more;
  answer.meta.source = "context_store";
  answer.meta.simulated = standing.simulated;
  answer.meta.missing = standing.missing;
  if (standing.as_of) answer.meta.data_as_of = iso_time(to_ms(*standing.as_of));
  return answer;
}

}  // namespace

Result<Answer> search(Store& store, const TableLayout& table, std::string_view params_json,
                      const Asker& asker, std::int64_t default_limit) {
  const auto began = Clock::now();
  if (asker.patience.over()) return given_up(asker.patience);
  const auto params = Json::parse(params_json);
  if (!params) return params.error();
  auto call = parse_search(table, *params, default_limit);
  if (!call) return std::move(call).error();
  return store.database().read([&](Connection& connection) -> Result<Answer> {
    if (auto ready = add_functions(connection); !ready) return std::move(ready).error();
    const SqlGuard guard(connection, asker.patience);
    auto standing = standing_of(connection, table, scope_of(call->filter, table), asker.fence, asker.now);
    if (!standing) return guard.explained(std::move(standing).error());
    auto page = read_page(connection, *call, asker);
    if (!page) return guard.explained(std::move(page).error());
    return answer_of(*call, *params, *std::move(page), *standing, began);
  });
}

}  // namespace tiktok_marketing::context
