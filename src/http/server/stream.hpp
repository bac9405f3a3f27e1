#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <tuple>

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

struct ssl_st;
struct ssl_ctx_st;

namespace tiktok_marketing::http {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
template <typename T>
using Awaitable = asio::awaitable<T, Executor>;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;

/// A connected socket, plain or with TLS over it. Nothing here blocks: a call does what can be done now and
/// says what to wait for, so that an idle connection owns no buffer. Used on one thread.
class Stream {
 public:
  enum class Want : std::uint8_t { nothing, read, write };
  struct Outcome {
    std::size_t bytes = 0;
    Want want = Want::nothing;  ///< what to wait for before the same call is made again
    bool ended = false;         ///< by the peer or a failure; nothing more will come or go
  };

  /// With a `tls` context it speaks TLS from the first byte.
  Stream(Socket socket, ssl_ctx_st* tls);
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream();

  [[nodiscard]] bool is_secure() const { return tls_ != nullptr; }
  [[nodiscard]] Executor executor() { return socket_.get_executor(); }

  /// Until it neither wants nor ended. Then, and only then, `read` and `write` on a secure stream.
  [[nodiscard]] Outcome shake_hands();
  /// True after a failed handshake with a peer that sent plain HTTP.
  [[nodiscard]] bool met_plain_http() const { return met_plain_http_; }
  /// From here on the stream is a plain one, to tell such a peer so.
  void drop_tls() { tls_.reset(); }

  [[nodiscard]] Outcome read(std::span<char> space);
  /// Takes from the front of `slices` as much as it can.
  [[nodiscard]] Outcome write(std::span<const iovec> slices);
  /// Bytes that were received but not read; no waiting would tell of them.
  [[nodiscard]] bool holds_bytes() const;
  /// With an error when it was cancelled or closed. One at a time.
  [[nodiscard]] Awaitable<std::tuple<boost::system::error_code>> wait(Want want);
  /// Ends a `wait`.
  void cancel();

  /// Tells the peer that nothing more will be sent. From then on only `discard`. False when the peer has
  /// gone.
  bool finish_sending();
  /// Reads raw bytes, to throw them away.
  [[nodiscard]] Outcome discard(std::span<char> space);
  void close();

 private:
  struct TlsDeleter {
    void operator()(ssl_st* tls) const;
  };

  void begin_tls(ssl_ctx_st* context);
  Outcome outcome_of(int result, std::size_t bytes);
  Outcome write_tls(std::span<const iovec> slices);
  void say_goodbye();

  Socket socket_;
  std::unique_ptr<ssl_st, TlsDeleter> tls_;
  bool broken_ = false;  ///< TLS cannot be used any more, not even to end it
  bool met_plain_http_ = false;
};

}  // namespace tiktok_marketing::http
