#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

#include "platform/platform.hpp"
#include "stores/stores.hpp"

namespace tiktok_marketing::server {

/// Where and how the hosted API listens. Every limit ends a request with the status named.
struct HostedServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8780;    ///< 0: the system chooses
  std::string tls_certificate;  ///< PEM file, the chain; with `tls_key`, or neither
  std::string tls_key;          ///< PEM file
  /// TLS ends at a proxy that nobody gets past: the last address of X-Forwarded-For is the caller's.
  bool behind_proxy = false;
  std::vector<std::string> cors_origins;  ///< empty: CORS is off
  Secret metrics_token;                   ///< not empty: /metrics wants it as bearer token
  int threads = 2;
  std::size_t max_body_bytes = 1024 * 1024;  ///< 413
  std::size_t max_header_bytes = 32 * 1024;  ///< 431
  std::size_t max_connections = 4096;        ///< further ones wait
  std::chrono::seconds header_timeout{10};   ///< 408
  std::chrono::seconds request_timeout{30};  ///< 408
  std::chrono::seconds idle_timeout{75};     ///< closes
};

/// The hosted platform behind a socket.
///
/// Thread-safety: every member from any thread. The destructor stops it.
class HostedServer {
 public:
  virtual ~HostedServer() = default;
  /// Without a trailing slash.
  [[nodiscard]] virtual std::string url() const = 0;
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  /// Accepts nothing more, lets running requests finish for at most `grace`, gives up calls to TikTok, and
  /// returns when nothing of this server runs any more.
  virtual void stop(std::chrono::milliseconds grace = std::chrono::milliseconds{5'000}) = 0;
};

/// Whether others could read along. Touches nothing, so that a caller may ask before it sets anything up.
/// Errors: `value_error` (half a pair of TLS files, an address that others can reach without TLS and without
/// `behind_proxy`).
[[nodiscard]] Result<void> check_exposure(const HostedServerOptions& options);

/// Listens and answers. A platform without a public URL gets the listen address as its public URL. The
/// background of platform and stores is the caller's to start and to stop, after this has stopped. Errors:
/// `value_error` (address, TLS files, `check_exposure`).
[[nodiscard]] Result<std::unique_ptr<HostedServer>> start(std::shared_ptr<platform::Platform> platform,
                                                          std::shared_ptr<stores::Stores> stores,
                                                          const HostedServerOptions& options);

}  // namespace tiktok_marketing::server
