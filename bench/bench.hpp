#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include <tiktok_marketing/connector.hpp>

/// What the benchmark programs share.
namespace bench {

[[noreturn]] inline void fail(const std::string& why) {
  std::fprintf(stderr, "benchmark failed: %s\n", why.c_str());
  std::exit(1);
}

inline std::string setting(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) fail(std::string(name) + " is not set");
  return value;
}

/// The virtual TikTok of the environment; no limit unless TIKTOK_MARKETING_QPS is a number. The app's secret,
/// where it is there, lets the advertisers be looked up.
inline tiktok_marketing::ConnectorOptions connector_options() {
  tiktok_marketing::ConnectorOptions options;
  options.access_token = tiktok_marketing::Secret(setting("TIKTOK_MARKETING_ACCESS_TOKEN"));
  options.api_url = setting("TIKTOK_MARKETING_API_URL");
  const char* id = std::getenv("TIKTOK_MARKETING_APP_ID");
  const char* secret = std::getenv("TIKTOK_MARKETING_APP_SECRET");
  if (id != nullptr && secret != nullptr) {
    options.app_id = id;
    options.app_secret = tiktok_marketing::Secret(std::string(secret));
  }
  const char* qps = std::getenv("TIKTOK_MARKETING_QPS");
  options.qps = qps == nullptr ? -1 : std::strtod(qps, nullptr);
  if (options.qps == 0) options.qps = -1;
  return options;
}

/// A connector to it.
inline tiktok_marketing::Connector open_connector() {
  auto connector = tiktok_marketing::Connector::open(connector_options());
  if (!connector) fail(connector.error().message);
  return std::move(*connector);
}

}  // namespace bench
