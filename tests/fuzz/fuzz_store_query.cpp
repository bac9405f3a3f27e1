// Any text as the params of a search of every entity: refused with words that help, or SQL that SQLite takes.
#include <string>

#include <fmt/format.h>

#include "base/json.hpp"
#include "context/query_cursor.hpp"
#include "context/query_sql.hpp"
#include "context/search_call.hpp"
#include "context/sql_functions.hpp"
#include "database/connection.hpp"
#include "fuzz.hpp"

using namespace tiktok_marketing;
using namespace tiktok_marketing::context;

namespace {

void check_error(const Error& error) {
  fuzz::require(!error.message.empty(), "an error has a message");
  fuzz::require(!error.hint.empty(), "an error has a hint", error.message);
  fuzz::require(Json::parse(to_json(error)).has_value(), "an error is JSON", error.message);
  fuzz::require(error.type == ErrorType::invalid_query || error.type == ErrorType::invalid_cursor,
                "the caller is told that it is the query", name_of(error.type));
}

// One empty table of each entity, and one with a row whose record has a list of everything.
database::Connection& tables() {
  static const auto connection = [] {
    auto memory = database::Connection::open({.path = ":memory:"}).value();
    for (const TableLayout& table : layouts()) {
      (void)memory->run(create_sql(table));
      (void)memory->run(fmt::format("INSERT INTO {} (id, advertiser_id) VALUES (1, 7)", table.name));
      (void)memory->run(fmt::format(
          R"(INSERT INTO {} VALUES (1, '{{"image_ids":["a",1,true,null,{{"b":"c"}},[2]],"ad_texts":{{"x":1}}}}'))",
          table.raw_name));
    }
    (void)add_functions(*memory);
    return memory;
  }();
  return *connection;
}

void check_sql(const SearchCall& call) {
  SqlPart sql{.text = fmt::format("SELECT t.id FROM {0} t JOIN {1} t_raw ON t_raw.id = t.id WHERE ",
                                  call.table->name, call.table->raw_name)};
  sql.append(sql_of(call.filter));
  if (call.after) {
    sql.text += " AND ";
    sql.append(after_sql(call.order, *call.after));
  }
  sql.text += " ORDER BY " + order_sql(call.order);
  auto query = tables().prepare(sql.text);
  fuzz::require(query.has_value(), "SQLite takes the statement", sql.text);
  bind_values(*query, sql.values);
  for (;;) {
    const auto row = query->step();
    fuzz::require(row.has_value(), "the statement runs", sql.text);
    if (!*row) return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto params = Json::parse(fuzz::text_of(bytes, size));
  if (!params) return 0;
  for (const TableLayout& table : layouts()) {
    const auto call = parse_search(table, *params, 1'000);
    if (call) {
      check_sql(*call);
    } else {
      check_error(call.error());
    }
  }
  return 0;
}
