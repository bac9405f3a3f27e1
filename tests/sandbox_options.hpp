#pragma once

#include <tiktok_marketing/connector/connector.hpp>

#include "sandbox/options.hpp"

namespace tiktok_marketing {

/// What a connector needs to call the virtual TikTok: its token and app, without our own limits.
inline ConnectorOptions options_for(const sandbox::SandboxAccess& access) {
  ConnectorOptions options;
  options.access_token = Secret(access.access_token);
  options.api_url = access.api_url;
  options.app_id = access.app_id;
  options.app_secret = Secret(access.app_secret);
  options.simulated = true;
  options.qps = -1;
  return options;
}

}  // namespace tiktok_marketing
