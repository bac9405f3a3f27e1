#pragma once

#include <memory>
#include <string>

#include "connector/executor.hpp"
#include "connector/hosted_api.hpp"
#include "connector/hosted_envelope.hpp"
#include "connector/single_flight.hpp"

namespace tiktok_marketing {

/// Hosted mode: a server of the hosted API asks TikTok, and keeps its token. The workspace's connector is
/// looked up once; when the server no longer knows it, once again.
class HostedExecutor : public Executor, public std::enable_shared_from_this<HostedExecutor> {
 public:
  explicit HostedExecutor(std::shared_ptr<HostedApi> api) : api_(std::move(api)) {}

  /// Sends nothing yet.
  [[nodiscard]] Task<Result<std::shared_ptr<Reading>>> open(ListCall call, CallContext context) override;
  [[nodiscard]] Task<Result<Answer>> check(CallContext context) override;
  [[nodiscard]] Task<Result<Answer>> ask_store(StoreCall call, CallContext context) override;
  [[nodiscard]] Task<Result<Answer>> describe(const catalog::Entity* entity, CallContext context) override;

  /// One `execute` of the API. All actions are reads, so it is repeated like one. `body` is
  /// {entity, action, params, …}.
  [[nodiscard]] static Task<Result<HostedEnvelope>> execute(std::shared_ptr<HostedExecutor> self,
                                                            std::string body, CallContext context);

 private:
  [[nodiscard]] static Task<Result<std::string>> connector_id(std::shared_ptr<HostedExecutor> self,
                                                              CallContext context);
  [[nodiscard]] static Task<Result<std::string>> look_up(std::shared_ptr<HostedExecutor> self);
  [[nodiscard]] static Task<Result<Answer>> document(std::shared_ptr<HostedExecutor> self, std::string body,
                                                     CallContext context);
  [[nodiscard]] Result<void> check_tenant(std::string_view params_json) const;

  std::shared_ptr<HostedApi> api_;
  std::string found_;  ///< empty: not looked up yet
  SingleFlight<std::string> looking_;
};

/// The body of an execute request. `params_json` goes out byte for byte.
[[nodiscard]] std::string execute_body(std::string_view entity, std::string_view action,
                                       std::string_view params_json, const Shape& shape = {});

}  // namespace tiktok_marketing
