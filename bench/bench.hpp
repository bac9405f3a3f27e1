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

/// A connector to the virtual TikTok of the environment, without limits of its own.
inline tiktok_marketing::Connector open_connector() {
  tiktok_marketing::ConnectorOptions options;
  options.access_token = tiktok_marketing::Secret(setting("TIKTOK_MARKETING_ACCESS_TOKEN"));
  options.api_url = setting("TIKTOK_MARKETING_API_URL");
  options.qps = -1;
  auto connector = tiktok_marketing::Connector::open(std::move(options));
  if (!connector) fail(connector.error().message);
  return std::move(*connector);
}

}  // namespace bench
