#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/runtime.hpp>
#include <tiktok_marketing/connector/answer.hpp>

namespace tiktok_marketing {

enum class StoreAction { search, aggregate, sql_query };
/// `context_store_search`, `context_store_aggregate`, `context_store_sql_query`.
[[nodiscard]] std::string_view name_of(StoreAction action);

/// One question to a context store.
struct StoreQuery {
  StoreAction action = StoreAction::search;
  std::string entity;       ///< one the catalog knows
  std::string params_json;  ///< a JSON object, otherwise unchecked
  /// Set: rows of other advertisers do not exist for this question, however it is put.
  std::optional<std::vector<std::string>> fence;
  /// Set: a statement of SQL reads the tables of these entities alone.
  std::optional<std::vector<std::string>> sql_entities;
  SteadyTime deadline = SteadyTime::max();
  std::stop_token stop;
};

/// Answers questions from rows that were replicated before; injected by whoever assembles the program.
///
/// The answer holds `document`: `{"data": […], "meta": {…}}`. Errors: `invalid_query`, `invalid_cursor`,
/// `entity_not_searchable`, `context_store_not_ready`, `context_store_disabled`, `upstream_timeout` at the
/// deadline, `cancelled`, and others.
class StoreQueries {
 public:
  using Done = std::function<void(Result<Answer>)>;
  virtual ~StoreQueries() = default;
  /// Called on the engine thread, must not block; `done` is called exactly once, from any thread.
  virtual void ask(StoreQuery query, Done done) = 0;
};

}  // namespace tiktok_marketing
