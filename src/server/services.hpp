#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include <tiktok_marketing/base/secret.hpp>

#include "http/server/server.hpp"
#include "platform/platform.hpp"
#include "stores/stores.hpp"

namespace tiktok_marketing::server {

struct ApiOptions {
  std::string public_url;                 ///< what the outside sees, without a trailing slash
  bool behind_proxy = false;              ///< the last address of X-Forwarded-For is the caller
  std::vector<std::string> cors_origins;  ///< origins whose pages may call; `*`: all; empty: CORS is off
  Secret metrics_token;                   ///< not empty: /metrics wants it as bearer token
  std::function<http::ServerStats()> server_stats;  ///< for /metrics; empty: not shown
};

/// What the handlers work with. Outlives every call.
struct Services {
  platform::Platform& platform;
  stores::Stores& stores;
  ApiOptions options;
  std::stop_token stop;  ///< requested when the server ends: calls to TikTok are given up
};

}  // namespace tiktok_marketing::server
