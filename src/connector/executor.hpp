#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/connector/answer.hpp>
#include <tiktok_marketing/connector/store.hpp>

#include "base/task.hpp"
#include "connector/list_call.hpp"
#include "tiktok/client.hpp"

namespace tiktok_marketing {

using CallContext = tiktok::CallContext;

/// A list that is being read page by page. Engine thread only; must outlive the task of `next`.
class Reading {
 public:
  virtual ~Reading() = default;
  /// The next page that has rows; nullopt at the end.
  [[nodiscard]] virtual Task<Result<std::optional<Answer>>> next(SteadyTime deadline) = 0;
  /// What is known about the whole list so far; final after the end.
  [[nodiscard]] virtual Meta summary() const = 0;
};

/// A call of a context store's action. `params_json` is the caller's text, known to be a JSON object.
struct StoreCall {
  StoreAction action = StoreAction::search;
  const catalog::Entity* entity = nullptr;
  std::string params_json;
  std::optional<std::vector<std::string>> sql_entities;  ///< see `CallOptions`
};

/// Where answers come from: TikTok itself (`LocalExecutor`) or a hosted server. Engine thread only.
///
/// Calls arrive validated. What an implementation must keep is written down once, as a test suite that runs
/// against each of them.
class Executor {
 public:
  virtual ~Executor() = default;
  [[nodiscard]] virtual Task<Result<std::shared_ptr<Reading>>> open(ListCall call, CallContext context) = 0;
  [[nodiscard]] virtual Task<Result<Answer>> check(CallContext context) = 0;
  /// Errors: `context_store_not_ready` where there is no store, and the store's own.
  [[nodiscard]] virtual Task<Result<Answer>> ask_store(StoreCall call, CallContext context) = 0;
  /// Entities, actions, params and fields; of all entities without one.
  [[nodiscard]] virtual Task<Result<Answer>> describe(const catalog::Entity* entity, CallContext context) = 0;
};

}  // namespace tiktok_marketing
