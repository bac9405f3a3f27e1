#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

namespace tiktok_marketing::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A whole request. Framing was checked (exactly one Host, no smuggling) before a handler sees it.
struct ServerRequest {
  std::string method;
  std::string path;                                        ///< percent-decoded, without the query
  std::string raw_query;                                   ///< as sent, without the `?`
  std::vector<std::pair<std::string, std::string>> query;  ///< decoded, in order, repeated names kept
  Headers headers;                                         ///< names in lower case
  std::string body;

  [[nodiscard]] std::string_view header(std::string_view lower_case_name) const;
  /// First value of a query parameter; nullopt when it was not sent.
  [[nodiscard]] std::optional<std::string_view> query_value(std::string_view name) const;
};

/// How a test server misbehaves on purpose; a normal answer has none of it.
struct Misbehaviour {
  std::optional<std::size_t> cut_after_bytes;  ///< closes the connection after that many bytes of head + body
  std::optional<std::size_t> bytes_per_second;  ///< dribbles the body
  bool no_answer = false;                       ///< reads the request and never answers
};

struct ServerResponse {
  int status = 200;
  std::string content_type = "application/json";
  Headers headers;
  std::shared_ptr<const std::string>
      body;                            ///< shared so that a cached page is sent without a copy; null = empty
  std::chrono::milliseconds delay{0};  ///< waited without holding a thread before the answer is sent
  std::optional<Misbehaviour> misbehaviour;
};

/// Give the answer exactly once, from any thread; dropping it closes the connection with a 500.
using Responder = std::function<void(ServerResponse)>;
/// Called on a server thread; must not block. Exceptions become a plain 500.
using Handler = std::function<void(ServerRequest, Responder)>;

/// Every limit ends a request with the status named.
struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: the system chooses, see `Server::port`
  int threads = 1;
  std::size_t max_body_bytes = 10 * 1024 * 1024;  ///< 413
  std::size_t max_header_bytes = 64 * 1024;       ///< 431
  std::size_t max_connections = 4096;             ///< further ones wait in the listen queue
  std::chrono::seconds header_timeout{30};        ///< closes
  std::chrono::seconds idle_timeout{75};          ///< closes
};

/// An HTTP/1.1 server with keep-alive and pipelining kept in order.
///
/// Thread-safety: `stop` from any thread. The destructor stops and joins.
class Server {
 public:
  /// Errors: `value_error` when the address cannot be bound (message names it, hint says what to do).
  [[nodiscard]] static Result<std::unique_ptr<Server>> start(ServerOptions options, Handler handler);
  virtual ~Server() = default;

  [[nodiscard]] virtual std::uint16_t port() const = 0;
  /// `http://127.0.0.1:40123`, without a trailing slash.
  [[nodiscard]] virtual std::string url() const = 0;
  /// Stops accepting, lets running requests finish for at most `grace`, then closes.
  virtual void stop(std::chrono::milliseconds grace = std::chrono::milliseconds{2'000}) = 0;
};

}  // namespace tiktok_marketing::http
