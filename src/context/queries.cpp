#include "context/queries.hpp"

#include <utility>

#include "connector/meta_json.hpp"
#include "context/aggregate.hpp"
#include "context/search.hpp"
#include "context/sql_functions.hpp"
#include "context/sql_query.hpp"
#include "context/store_rows.hpp"

namespace tiktok_marketing::context {
namespace {

using database::Connection;

Result<Answer> ask_aggregate(Store& store, const TableLayout& table, std::string_view params_json,
                             const Asker& asker) {
  if (asker.patience.over()) return given_up(asker.patience);
  const auto params = Json::parse(params_json);
  if (!params) return params.error();
  return store.database().read([&](Connection& connection) -> Result<Answer> {
    if (auto ready = add_functions(connection); !ready) return std::move(ready).error();
    const SqlGuard guard(connection, asker.patience);
    auto document = aggregate(connection, table, *params, asker.fence, asker.now);
    if (!document) return guard.explained(std::move(document).error());
    Answer answer;
    if (const Json* meta = document->find("meta")) {
      answer.meta = meta_of_json(*meta);
      answer.meta.data_as_of = meta->text_of("as_of");
    }
    if (const Json* rows = document->find("data"))
      answer.document_rows = static_cast<std::int64_t>(rows->as_array()->size());
    answer.document = document->dump();
    return answer;
  });
}

}  // namespace

Result<Answer> answer(Store& store, const StoreQuery& query, SystemTime now, std::int64_t default_limit,
                      const SqlLimits& sql) {
  const TableLayout* table = find_layout(query.entity);
  if (table == nullptr) return unknown_entity(query.entity);
  const Asker asker{.fence = query.fence,
                    .sql_entities = query.sql_entities,
                    .patience = {.deadline = query.deadline, .stop = query.stop},
                    .now = now};
  switch (query.action) {
    case StoreAction::search:
      return search(store, *table, query.params_json, asker, default_limit);
    case StoreAction::aggregate:
      return ask_aggregate(store, *table, query.params_json, asker);
    case StoreAction::sql_query:
      break;
  }
  return sql_query(store, query.params_json, asker, sql);
}

void Queries::ask(StoreQuery query, Done done) {
  const SystemTime now = options_.runtime->system_now();
  if (query.deadline != SteadyTime::max()) {
    // The runtime's clock may be one that stands still; the disk is waited for in real time.
    query.deadline = std::chrono::steady_clock::now() + (query.deadline - options_.runtime->now());
  }
  options_.pool->post([store = options_.store, query = std::move(query), done = std::move(done), now,
                       limit = options_.default_limit,
                       sql = options_.sql] { done(answer(*store, query, now, limit, sql)); });
}

}  // namespace tiktok_marketing::context
