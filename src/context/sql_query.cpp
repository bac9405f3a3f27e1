#include "context/sql_query.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "context/query.hpp"
#include "context/standing.hpp"
#include "context/store_rows.hpp"

namespace tiktok_marketing::context {
namespace {

using Clock = std::chrono::steady_clock;

struct SqlCall {
  std::string sql;
  std::int64_t limit = 0;
};

Result<SqlCall> parse_call(std::string_view params_json, const SqlLimits& limits) {
  const auto params = Json::parse(params_json);
  if (!params) return params.error();
  if (params->as_object() == nullptr) {
    return invalid_query("", "The params of an SQL query are an object.",
                         R"(Write it as {"sql": "SELECT …"}.)");
  }
  SqlCall call{.limit = limits.rows};
  for (const auto& [name, value] : *params->as_object()) {
    if (name != "sql" && name != "limit") {
      return invalid_query(below("", name), fmt::format("An SQL query has no {}.", shortened(name)),
                           "Leave it out.", {"sql", "limit"});
    }
    if (name == "sql" && value.as_string() != nullptr) call.sql = *value.as_string();
    if (name != "limit" || value.is_null()) continue;
    const auto limit = value.as_int();
    if (!limit || *limit < 1 || *limit > limits.rows) {
      return invalid_query("/limit", fmt::format("limit is a whole number from 1 to {}.", limits.rows),
                           "For more rows use LIMIT and OFFSET in the statement.");
    }
    call.limit = *limit;
  }
  if (call.sql.empty()) {
    return invalid_query("/sql", "There is no statement.", R"(Pass it as text: {"sql": "SELECT …"}.)");
  }
  return call;
}

struct Rows {
  std::string text;
  std::int64_t count = 0;
  bool has_more = false;
};

Result<Rows> read_rows(SqlReader& reader, const SqlCall& call, const SqlLimits& limits) {
  Rows rows;
  for (;; ++rows.count) {
    auto row = reader.step();
    if (!row) return std::move(row).error();
    if (!*row) return rows;
    if (rows.count == call.limit) {
      rows.has_more = true;
      return rows;
    }
    if (rows.count > 0) rows.text += ',';
    reader.append_row(rows.text);
    if (rows.text.size() <= limits.answer_bytes) continue;
    return Error{.type = ErrorType::result_too_large,
                 .message = fmt::format("The result is longer than {} bytes.", limits.answer_bytes),
                 .hint = "Select fewer columns, or fewer rows with limit.",
                 .param = "/sql"};
  }
}

/// What is known about each entity the statement reads. Error when there is none that was read.
struct Standings {
  Json entities;
  std::vector<Missing> missing;
  std::optional<SystemTime> as_of;
  bool simulated = false;
  std::optional<Error> not_ready;
};

Result<Standings> standings_of(Store& store, const std::set<std::string>& entities, const Asker& asker) {
  return store.database().read([&](database::Connection& connection) -> Result<Standings> {
    Standings out;
    bool any = entities.empty();
    for (const std::string& name : entities) {
      auto standing = standing_of(connection, *find_layout(name), {}, asker.fence, asker.now);
      if (!standing && standing.error().type != ErrorType::context_store_not_ready) return standing.error();
      if (!standing) {
        out.missing.push_back({"entity", name, standing.error().message});
        out.not_ready = standing.error();
        continue;
      }
      any = true;
      Json entry;
      standing->add_to(entry);
      entry.erase("source");
      out.entities.set(name, std::move(entry));
      out.simulated = standing->simulated;
      out.missing.insert(out.missing.end(), standing->missing.begin(), standing->missing.end());
      if (standing->as_of) out.as_of = out.as_of ? std::min(*out.as_of, *standing->as_of) : *standing->as_of;
    }
    if (any) out.not_ready.reset();
    return out;
  });
}

Answer answer_of(const SqlCall& call, const Rows& rows, const Standings& standings, Clock::time_point began) {
  Json meta;
  meta.set("has_more", rows.has_more);
  meta.set("cursor", Json());
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
  meta.set("took_ms", std::int64_t{took.count()});
  meta.set("limit", call.limit);
  meta.set("source", "context_store");
  if (standings.simulated) meta.set("simulated", true);
  meta.set("as_of", standings.as_of ? Json(iso_time(to_ms(*standings.as_of))) : Json());
  meta.set("complete", standings.missing.empty());
  Json::Array missing;
  for (const Missing& item : standings.missing) {
    Json entry;
    entry.set("what", item.what);
    entry.set("id", item.id);
    entry.set("reason", item.reason);
    missing.push_back(std::move(entry));
  }
  meta.set("missing", Json(std::move(missing)));
  meta.set("entities", standings.entities.is_null() ? Json(Json::Object{}) : standings.entities);
  Answer answer;
  answer.document = fmt::format(R"({{"data":[{}],"meta":)", rows.text);
  meta.append_to(answer.document);
  answer.document += '}';
  answer.document_rows = rows.count;
  answer.meta.source = "context_store";
  answer.meta.has_more = rows.has_more;
  answer.meta.complete = standings.missing.empty() && !rows.has_more;
  answer.meta.missing = standings.missing;
  answer.meta.simulated = standings.simulated;
  if (standings.as_of) answer.meta.data_as_of = iso_time(to_ms(*standings.as_of));
  return answer;
}

}  // namespace

Result<Answer> sql_query(Store& store, std::string_view params_json, const Asker& asker,
                         const SqlLimits& limits) {
  const auto began = Clock::now();
  auto call = parse_call(params_json, limits);
  if (!call) return std::move(call).error();
  const Patience patience{.deadline = std::min(asker.patience.deadline, began + limits.time),
                          .stop = asker.patience.stop};
  if (patience.over()) return given_up(patience);
  auto reader = SqlReader::open(store.database().file(), {asker.fence, asker.sql_entities}, limits);
  if (!reader) return std::move(reader).error();
  const SqlGuard guard((*reader)->handle(), patience);
  if (auto ready = (*reader)->prepare(call->sql); !ready) return guard.explained(std::move(ready).error());
  // Asked before the rows are read, so that it never says more than they hold.
  auto standings = standings_of(store, (*reader)->entities(), asker);
  if (!standings) return std::move(standings).error();
  if (standings->not_ready) return *standings->not_ready;
  auto rows = read_rows(**reader, *call, limits);
  if (!rows) return guard.explained(std::move(rows).error());
  return answer_of(*call, *rows, *standings, began);
}

}  // namespace tiktok_marketing::context
