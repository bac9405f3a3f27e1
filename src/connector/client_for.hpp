#pragma once

#include <memory>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/connector/connector.hpp>

#include "tiktok/client.hpp"

namespace tiktok_marketing {

/// A client of TikTok as these options want it, on the quota budget that all clients of the process on the
/// same runtime share for each TikTok app. An empty token is good for the exchange of a code.
///
/// The last owner must let go on the engine thread. Thread-safe. Errors: `value_error` (bad URL, plain HTTP
/// to another host).
[[nodiscard]] Result<std::shared_ptr<tiktok::Client>> client_for(const ConnectorOptions& options);

}  // namespace tiktok_marketing
