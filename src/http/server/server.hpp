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

#include "http/server/body_stream.hpp"

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
  std::string peer;     ///< address of the other end, `203.0.113.7` or `2001:db8::1`, without a port
  bool secure = false;  ///< came over TLS of this server

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

/// Bytes of a body that somebody keeps alive: `owner` holds whatever `bytes` points into.
struct BodyPiece {
  std::shared_ptr<const void> owner;
  std::string_view bytes;
};

/// The body that is sent is `body` and then all `pieces`, in one gathering write, without a copy.
struct ServerResponse {
  int status = 200;
  std::string content_type = "application/json";
  Headers headers;
  std::shared_ptr<const std::string> body;  ///< shared so that it is sent without a copy; null = empty
  std::vector<BodyPiece> pieces;            ///< follow `body`
  std::shared_ptr<BodyStream> stream;       ///< of `for_response`; follows them, as it is written
  std::chrono::milliseconds delay{0};       ///< waited without holding a thread before the answer is sent
  std::optional<Misbehaviour> misbehaviour;
};

/// Give the answer exactly once, from any thread; dropping it closes the connection with a 500.
using Responder = std::function<void(ServerResponse)>;
/// Called on a server thread; must not block. Exceptions become a plain 500.
using Handler = std::function<void(ServerRequest, Responder)>;

/// PEM files for TLS 1.2 and later.
struct TlsFiles {
  std::string certificate_chain_file;  ///< the server's certificate first, then those that vouch for it
  std::string private_key_file;        ///< without a passphrase
};

/// Makes the answer for what the server itself refuses; the connection is closed behind it. `status` is 400
/// (framing, target), 408 (a request that did not arrive in time), 413, 431 or 500 (the handler threw,
/// dropped its responder, or answered what cannot be sent). `why` is plain text. Called on server threads, of
/// several at once when there are several; when it throws or makes nonsense the plain answer is sent.
using RefusalHook = std::function<ServerResponse(int status, std::string_view why)>;

/// Every limit ends a request with the status named.
struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: the system chooses, see `Server::port`
  int threads = 1;
  std::size_t max_body_bytes = 10 * 1024 * 1024;      ///< 413, as soon as a length or a chunk says so
  std::size_t max_header_bytes = 64 * 1024;           ///< 431
  std::size_t max_connections = 4096;                 ///< further ones wait in the listen queue
  std::size_t max_requests_per_connection = 0;        ///< the last answer closes; 0: no limit
  std::chrono::milliseconds header_timeout{30'000};   ///< for all headers, or a TLS handshake; 408
  std::chrono::milliseconds request_timeout{60'000};  ///< for a whole request, however steadily it comes; 408
  std::chrono::milliseconds idle_timeout{
      75'000};                  ///< between requests, and for any progress within one; closes
  std::optional<TlsFiles> tls;  ///< plain HTTP without
  RefusalHook refusal;          ///< unset: a plain JSON object, and 408 closes without an answer
};

/// What has happened since the start. Bytes are those of HTTP, without TLS.
struct ServerStats {
  std::uint64_t open_connections = 0;
  std::uint64_t accepted = 0;  ///< connections
  std::uint64_t requests = 0;  ///< handed to the handler
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t refused_4xx = 0;  ///< by the server itself, as are those below
  std::uint64_t refused_5xx = 0;
  std::uint64_t timed_out = 0;          ///< requests that did not arrive in time, whether or not told so
  std::uint64_t failed_handshakes = 0;  ///< TLS that was not completed, for whatever reason
};

/// An HTTP/1.1 server with keep-alive and pipelining kept in order.
///
/// Thread-safety: `stop` and `stats` from any thread. The destructor stops and joins.
class Server {
 public:
  /// Errors: `value_error` when the address cannot be bound or a TLS file cannot be used (message names it,
  /// hint says what to do).
  [[nodiscard]] static Result<std::unique_ptr<Server>> start(ServerOptions options, Handler handler);
  virtual ~Server() = default;

  [[nodiscard]] virtual std::uint16_t port() const = 0;
  /// `http://127.0.0.1:40123`, or `https://…` with TLS, without a trailing slash.
  [[nodiscard]] virtual std::string url() const = 0;
  [[nodiscard]] virtual ServerStats stats() const = 0;
  /// Stops accepting, lets running requests finish for at most `grace`, then closes.
  virtual void stop(std::chrono::milliseconds grace = std::chrono::milliseconds{2'000}) = 0;
};

}  // namespace tiktok_marketing::http
