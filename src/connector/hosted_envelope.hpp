#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/connector/answer.hpp>
#include <tiktok_marketing/http/transport.hpp>

namespace tiktok_marketing {

/// The hosted API's answer to an execute, opened once. Views point into `body`, which keeps them alive; every
/// byte was validated as JSON.
struct HostedEnvelope {
  std::shared_ptr<const std::string> body;
  std::string_view result;                ///< JSON text
  bool is_list = false;                   ///< `result` is an array of objects
  std::vector<std::string_view> records;  ///< its items then
  Meta meta;                              ///< of `connector_metadata`
};

/// Errors: `upstream_unreadable` (no JSON object, or without `result`).
[[nodiscard]] Result<HostedEnvelope> open_hosted_envelope(const HttpResponse& response);

}  // namespace tiktok_marketing
