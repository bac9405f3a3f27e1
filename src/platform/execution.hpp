#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/connector/connector.hpp>

#include "platform/audit.hpp"
#include "platform/connectors.hpp"
#include "platform/context.hpp"
#include "platform/rate_limiter.hpp"
#include "platform/types.hpp"

namespace tiktok_marketing::platform {

struct ExecuteRequest {
  std::string connector_id;
  std::string entity;
  std::string action;
  std::string params;  ///< JSON object; empty for none
  std::vector<std::string> select_fields;
  std::vector<std::string> exclude_fields;
  bool skip_truncation = true;
  std::string intent;
  std::string request_id;
  std::string session_id;
  std::stop_token stop;  ///< requested when the caller has gone
};

struct ExecuteOutcome {
  Result<Answer> answer;
  std::string connector_id;
  std::string workspace_id;
  std::chrono::microseconds duration{0};
  RateDecision rate;  ///< of the connector, for the headers
};

/// Runs `execute` for the connectors of the platform: one live `tiktok_marketing::Connector` each, opened on
/// first use, replaced when its credential or settings change, on one engine and so on one quota broker per
/// TikTok app.
///
/// Identical reads in flight are joined: same connector, credential version, entity, action, params and field
/// lists, and for SQL the entities it may read. Outcomes move the connector's state (token refused →
/// needs_reauthorization, …) and used advertisers are remembered. Every call is counted, timed and written to
/// the audit log by the caller of `execute`, who knows the HTTP status. Thread-safe; `execute` never blocks.
class Execution {
 public:
  Execution(std::shared_ptr<Context> context, Connectors& connectors);
  ~Execution();

  using Done = std::function<void(ExecuteOutcome)>;
  /// `done` is called once, on the engine's or a worker's thread; it must not block. Errors besides the
  /// connector's own: `connector_not_found`, `forbidden` (workspace, allow lists of connector or
  /// application), `workspace_inactive`, `rate_limited`, `conflict` (pending or paused connectors still
  /// execute).
  void execute(const Principal& principal, ExecuteRequest request, Done done);

  /// Gives each connector that is opened from now on its context store; must not block. Empty: none has one.
  using StoreOf = std::function<std::shared_ptr<StoreQueries>(const Connector&)>;
  void use_stores(StoreOf store_of);

  /// The connector changed or went: the next call opens it anew. Calls in flight end with the old one.
  void forget(std::string_view connector_id);
  void forget_all();
  [[nodiscard]] std::size_t live_connectors() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace tiktok_marketing::platform
