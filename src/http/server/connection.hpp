#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "http/server/counters.hpp"
#include "http/server/gather.hpp"
#include "http/server/mailbox.hpp"
#include "http/server/request_reader.hpp"
#include "http/server/server.hpp"
#include "http/server/stream.hpp"

namespace tiktok_marketing::http {

using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

/// What the connections of one thread share. All of it outlives them.
struct Surroundings {
  const ServerOptions& options;
  const Handler& handler;
  ssl_ctx_st* tls = nullptr;
  std::shared_ptr<Mailbox> mailbox;
  Counters counters;
};

/// One accepted connection. Everything runs on the one thread of its io_context.
///
/// Time limits are a `deadline` that the owner compares now and then (`expired`): a timer for every read
/// would cost more than the read. An idle connection owns no buffer.
class Connection {
 public:
  /// `peer`: the address as requests will show it.
  Connection(Socket socket, std::string peer, Surroundings& around);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// Serves requests in order until the peer, a limit or `close` ends it. Call once.
  Awaitable<void> serve();

  /// The answer to the request of that number, if it still is the one at hand. May end `serve`, and with it
  /// this.
  void deliver(std::uint64_t number, Answer answer);
  /// The stream that is the body of that answer has more.
  void wake_up(std::uint64_t number);
  /// Ends when the request at hand is answered; at once when there is none.
  void finish_soon();
  /// Ends now, whatever is going on.
  void close();
  [[nodiscard]] bool expired(Clock::time_point now) const { return now >= deadline_; }
  /// The deadline has passed.
  void expire();

 private:
  using AnswerWaiter = asio::async_result<asio::use_awaitable_t<Executor>, void()>::handler_type;
  /// `idle`: nothing would be lost by closing. `reading`: a part of a request is here. `answering`: it is
  /// whole.
  enum class Phase : std::uint8_t { idle, reading, answering };

  Awaitable<bool> shake_hands();
  Awaitable<bool> read_request();
  Awaitable<bool> receive();
  Awaitable<bool> receive_in_time();
  Awaitable<void> wait_for_answer();
  Awaitable<bool> reply(Answer answer);
  Awaitable<bool> send(ServerResponse response, bool must_close);
  Awaitable<bool> send_stream(BodyStream& stream);
  Awaitable<bool> send_part(const std::string& bytes);
  Awaitable<bool> wait_for_more();
  Awaitable<bool> write(Gather& out);
  Awaitable<bool> dribble(Gather& out, std::size_t head_bytes, std::size_t bytes_per_second);
  Awaitable<void> refuse(int status, std::string_view why);
  Awaitable<void> pause_until(Clock::time_point due);
  Awaitable<void> discard_until_closed(std::size_t at_most);
  Awaitable<void> linger();

  std::optional<Answer> ask();
  Stream::Outcome read_now();
  Stream::Outcome write_now(Gather& out);
  ServerResponse refusal(int status, std::string_view why);
  void feed_reader();
  void rest();
  void allow(Clock::duration time) { deadline_ = Clock::now() + time; }
  void allow_reading();

  Stream stream_;
  Timer timer_;
  boost::beast::flat_buffer buffer_;
  Surroundings& around_;
  const ServerOptions& options_;
  std::string peer_;
  std::shared_ptr<Address> address_;
  std::unique_ptr<RequestReader> reader_;  ///< null between requests
  std::optional<AnswerWaiter> waiter_;     ///< while `serve` waits for the answer
  std::optional<Answer> answer_;           ///< of the request at hand, once delivered
  std::uint64_t number_ = 0;               ///< of the request at hand, from 1
  Clock::time_point deadline_ = Clock::time_point::max();
  Clock::time_point header_due_;
  Clock::time_point request_due_;
  Phase phase_ = Phase::idle;
  bool waits_for_more_ = false;  ///< of the stream that is being sent
  bool finishing_ = false;
  bool closed_ = false;
  bool timed_out_ = false;
  bool keep_alive_ = false;  ///< of the request at hand, as are the next two
  bool is_head_ = false;
  bool is_http10_ = false;
};

}  // namespace tiktok_marketing::http
