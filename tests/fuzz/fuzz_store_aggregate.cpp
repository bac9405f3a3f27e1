// Any text as the params of an aggregate of every entity: refused with words that help, or answered.
#include <string>

#include <fmt/format.h>

#include "base/date.hpp"
#include "base/json.hpp"
#include "context/aggregate.hpp"
#include "context/schema.hpp"
#include "context/sql_functions.hpp"
#include "context/tables.hpp"
#include "database/connection.hpp"
#include "fuzz.hpp"

using namespace tiktok_marketing;
using namespace tiktok_marketing::context;

namespace {

constexpr std::string_view kAccounts = R"(
INSERT INTO store_advertisers VALUES ('7', 'seven', 'EUR', 'Europe/Madrid', '2026-01-01', 7);
INSERT INTO store_advertisers VALUES ('8', 'eight', 'JPY', 'Asia/Tokyo', NULL, 0);
)";

// Two accounts with a row of each entity, read until the 14th of September.
database::Connection& store() {
  static const auto connection = [] {
    auto memory = database::Connection::open({.path = ":memory:"}).value();
    for (const auto& step : migrations()) (void)memory->run(step.sql);
    for (const TableLayout& table : layouts()) {
      (void)memory->run(create_sql(table));
      for (const int account : {7, 8}) {
        (void)memory->run(
            fmt::format("INSERT INTO {0} (id, advertiser_id) VALUES ({1}, {1});"
                        "INSERT INTO {2} VALUES ({1}, '{{}}');"
                        "INSERT INTO store_streams (entity, advertiser_id, state, rows, listed_at) "
                        "VALUES ('{0}', '{1}', 'ready', 1, 1789000000000);"
                        "INSERT INTO store_coverage VALUES ('{0}', '{1}', '2026-08-20', "
                        "'2026-09-14', 1789000000000);",
                        table.name, account, table.raw_name));
      }
      if (!table.is_report()) continue;
      (void)memory->run(
          fmt::format("UPDATE {} SET stat_time_day = '2026-09-0' || id || ' 00:00:00', "
                      "spend_micros = 1230000, impressions = 9223372036854775807, clicks = 3.5",
                      table.name));
    }
    (void)memory->run(kAccounts);
    (void)add_functions(*memory);
    return memory;
  }();
  return *connection;
}

void check_error(const Error& error) {
  fuzz::require(!error.message.empty(), "an error has a message");
  fuzz::require(!error.hint.empty(), "an error has a hint", error.message);
  fuzz::require(Json::parse(to_json(error)).has_value(), "an error is JSON", error.message);
  const bool told =
      error.type == ErrorType::invalid_query || error.type == ErrorType::context_store_not_ready;
  fuzz::require(told, "the caller is told that it is the query", error.message);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto params = Json::parse(fuzz::text_of(bytes, size));
  if (!params) return 0;
  const SystemTime now = parse_datetime("2026-09-15T12:00:00Z").value();
  for (const TableLayout& table : layouts()) {
    const auto answer = aggregate(store(), table, *params, std::nullopt, now);
    if (!answer) {
      check_error(answer.error());
      continue;
    }
    fuzz::require(answer->find("data") != nullptr && answer->find("meta") != nullptr,
                  "an answer has data and meta");
    fuzz::require(Json::parse(answer->dump()).has_value(), "an answer is JSON", answer->dump());
  }
  return 0;
}
