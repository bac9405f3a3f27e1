#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

#include "base/json.hpp"
#include "database/connection.hpp"
#include "platform/context.hpp"
#include "platform/types.hpp"

namespace tiktok_marketing::platform {

/// Puts a message for the organization's webhook into the outbox, in the transaction of what it reports.
/// Does nothing when the organization has none. Body: {id, type, created_at, organization_id, data}.
[[nodiscard]] Result<void> queue_webhook(database::Connection& connection, std::string_view organization_id,
                                         std::string_view type, const Json& data, SystemTime now);

/// Signature of a body: header `Webhook-Signature: t=<unix seconds>,v1=<hex HMAC-SHA-256 of "t.body">`.
[[nodiscard]] std::string webhook_signature(const Secret& key, std::int64_t unix_seconds,
                                            std::string_view body);

/// Delivers what is in the outbox by POST: at least once, in order per organization, repeated after 10 s, 1
/// min, 10 min, 1 h, 6 h, then dropped with a log line. Redirects are failures. https, or http to loopback
/// only.
class Webhooks {
 public:
  explicit Webhooks(std::shared_ptr<Context> context) : context_(std::move(context)) {}

  /// Sets the address and a new signing secret, which is returned once. Empty `url`: switched off.
  [[nodiscard]] Result<Secret> configure(std::string_view organization_id, std::string_view url);
  /// Sends what is due; called now and then on a worker thread, blocks until it is sent. Returns how many.
  [[nodiscard]] Result<int> deliver_due();

 private:
  std::shared_ptr<Context> context_;
};

}  // namespace tiktok_marketing::platform
