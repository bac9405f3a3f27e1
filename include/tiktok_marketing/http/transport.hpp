#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/runtime.hpp>
#include <tiktok_marketing/base/secret.hpp>

namespace tiktok_marketing {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

/// One request. `secret_headers` are sent like `headers` but never logged.
struct HttpRequest {
  std::string method = "GET";
  std::string url;  ///< absolute, `http://` or `https://`
  HttpHeaders headers;
  std::vector<std::pair<std::string, Secret>> secret_headers;
  std::string body;
  SteadyTime deadline = SteadyTime::max();  ///< of the whole exchange
  std::chrono::milliseconds connect_timeout{10'000};
  std::size_t max_body_bytes = 64 * 1024 * 1024;  ///< a longer answer is an error, not a cut text
};

/// Spare bytes that every body has reserved behind its end, so that a parser may read past it.
inline constexpr std::size_t kBodyPaddingBytes = 64;

/// An answer of any status. The transport does not judge: a 502 is a success here.
struct HttpResponse {
  int status = 0;
  HttpHeaders headers;  ///< names in lower case, in order of arrival
  std::shared_ptr<const std::string>
      body;  ///< whole and decompressed; capacity() >= size() + kBodyPaddingBytes

  /// Value of the first header of that (lower-case) name, or empty.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// Sends requests. Implementations: the engine over libcurl (`make_engine`) and `FakeTransport`.
///
/// `done` is called exactly once, on the runtime's engine thread, never from inside `send`.
/// Errors: `upstream_timeout` (deadline), `upstream_error` retryable (could not connect, connection cut,
/// TLS failure: `hint` says which), `result_too_large`, `cancelled` (stop token), `value_error` (bad URL).
/// Redirects are never followed: a 3xx is handed back like any other status.
class Transport {
 public:
  using Done = std::function<void(Result<HttpResponse>)>;
  virtual ~Transport() = default;
  virtual void send(HttpRequest request, std::stop_token stop, Done done) = 0;
};

/// A runtime with its engine thread and a connection pool on it.
struct Engine {
  std::shared_ptr<Runtime> runtime;
  std::shared_ptr<Transport> transport;
};

/// Settings of `make_engine`.
struct EngineOptions {
  std::size_t max_connections_per_host = 64;
  std::string ca_file;  ///< PEM file of trusted roots; empty: the system's
};

/// Starts nothing yet: the thread starts, and libcurl is loaded, with the first task or request.
/// When the last owner lets go, open requests end as `cancelled` and the thread is joined.
[[nodiscard]] Engine make_engine(EngineOptions options = {});

/// The engine all connectors of this process share unless they are given their own. Made on first use,
/// gone with its last user.
[[nodiscard]] Engine shared_engine();

}  // namespace tiktok_marketing
