#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "http/server/exchange.hpp"
#include "http/server/server.hpp"

namespace tiktok_marketing::http {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
template <typename T>
using Awaitable = asio::awaitable<T, Executor>;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

/// One accepted connection. Everything runs on the one thread of its io_context.
///
/// Time limits are a `deadline` that the owner compares now and then (`expired`): a timer for every read
/// would cost more than the read.
class Connection {
 public:
  /// `options` and `handler` must outlive the connection.
  Connection(Socket socket, const ServerOptions& options, const Handler& handler);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// Serves requests in order until the peer, a limit or `close` ends it. Call once.
  Awaitable<void> serve();

  /// Ends when the request at hand is answered; at once when there is none.
  void finish_soon();
  /// Ends now, whatever is going on.
  void close();
  [[nodiscard]] bool expired(Clock::time_point now) const { return now >= deadline_; }

 private:
  Awaitable<bool> wait_for_bytes();
  Awaitable<std::optional<ServerRequest>> read_request();
  Awaitable<ServerResponse> ask_handler(ServerRequest request);
  Awaitable<bool> send(ServerResponse response);
  Awaitable<bool> write(std::string_view head, std::string_view body);
  Awaitable<bool> dribble(std::string_view body, std::size_t bytes_per_second);
  Awaitable<void> refuse(int status, std::string_view why);
  Awaitable<void> pause_until(Clock::time_point due);
  Awaitable<void> discard_until_closed();
  Awaitable<void> linger();
  void allow(Clock::duration time) { deadline_ = Clock::now() + time; }

  Socket socket_;
  Timer timer_;
  boost::beast::flat_buffer buffer_;
  const ServerOptions& options_;
  const Handler& handler_;
  /// Null once this is gone; a wake-up may still be queued then. Read on the connection's thread only.
  std::shared_ptr<Connection*> self_ = std::make_shared<Connection*>(this);
  Clock::time_point deadline_ = Clock::time_point::max();
  bool idle_ = true;  ///< no byte of a next request has arrived
  bool finishing_ = false;
  bool closed_ = false;
  bool keep_alive_ = false;  ///< of the request at hand
  bool is_head_ = false;
  bool is_http10_ = false;
};

}  // namespace tiktok_marketing::http
