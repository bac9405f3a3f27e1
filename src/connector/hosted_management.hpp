#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/connector/hosted.hpp>

#include "base/json.hpp"
#include "connector/hosted_api.hpp"

namespace tiktok_marketing {

/// The hosted API for people: connectors and OAuth, each call blocking. Answers are the server's JSON.
///
/// Errors: those of `HostedApi::request`. Thread-safety: any thread but the engine's. Cost: copying shares
/// the token.
class HostedManagement {
 public:
  /// Errors: as `Connector::open_hosted`.
  [[nodiscard]] static Result<HostedManagement> open(const HostedOptions& options);

  /// `body` as the API takes it; `workspace_name` is filled in unless it names a tenant, `connector_type`
  /// unless it says what to make. An `idempotency_key` makes the call safe to repeat, so it is.
  [[nodiscard]] Result<Json> create_connector(Json body, std::string idempotency_key = {}) const;
  /// The TikTok connectors of the workspace: `{"data": […]}`.
  [[nodiscard]] Result<Json> list_connectors() const;
  [[nodiscard]] Result<Json> get_connector(std::string_view id) const;
  [[nodiscard]] Result<Json> delete_connector(std::string_view id) const;
  /// `body` holds `redirect_url`; the rest is filled in as for `create_connector`. Answers `consent_url`.
  [[nodiscard]] Result<Json> initiate_oauth(Json body) const;

  /// Any other call; `deadline` is of the whole call with all waits and retries.
  [[nodiscard]] Result<Json> request(HostedRequest request,
                                     std::chrono::milliseconds deadline = std::chrono::milliseconds{
                                         55'000}) const;

 private:
  struct Owner;
  explicit HostedManagement(std::shared_ptr<Owner> owner) : owner_(std::move(owner)) {}
  void fill_in(Json& body) const;

  std::shared_ptr<Owner> owner_;
};

}  // namespace tiktok_marketing
