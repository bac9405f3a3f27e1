#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tiktok_marketing/base/runtime.hpp>

#include "sandbox/world.hpp"

namespace tiktok_marketing::sandbox {

/// How a virtual TikTok is to be. The limits default to TikTok's Basic level.
struct SandboxOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: the system chooses
  std::uint64_t seed = 1;
  Size size = Size::small;
  std::optional<SystemTime> now;  ///< where its clock starts; absent: the real time
  bool clock_runs = true;         ///< false: the clock stands still until it is advanced
  double qps = 10;                ///< per app, in any second
  double qpm = 600;               ///< per app, in any minute; a breach blocks the app for 5 minutes
  std::int64_t qpd = 864'000;     ///< per app and UTC day
  bool unlimited = false;         ///< no limit at all, the one per advertiser and path included
  std::chrono::milliseconds latency{0};
  std::string faults_json;  ///< a fault plan (docs/sandbox.md); empty: no faults
  int threads = 1;
};

/// What a client needs to use it. The tokens are worth nothing anywhere else.
struct SandboxAccess {
  std::string api_url;      ///< `http://127.0.0.1:P/open_api/v1.3`
  std::string consent_url;  ///< `http://127.0.0.1:P/portal/auth`
  std::string access_token;
  std::string app_id;
  std::string app_secret;
  std::vector<std::string> advertiser_ids;
  std::string revoked_token;   ///< answers 40105
  std::string expired_token;   ///< answers 40102
  std::string no_scope_token;  ///< lacks Creative Management: images and videos answer 40001
};

}  // namespace tiktok_marketing::sandbox
