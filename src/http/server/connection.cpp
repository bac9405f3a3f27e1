#include "http/server/connection.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include "http/server/exchange.hpp"
#include "http/server/refusal.hpp"
#include "http/server/response_head.hpp"

// GCC 12 takes Asio's pair of aligned_alloc and free around a coroutine frame for a mismatch.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace tiktok_marketing::http {
namespace {

using boost::system::error_code;

constexpr asio::use_awaitable_t<Executor> kAwait;
constexpr std::chrono::seconds kLinger{2};
constexpr std::size_t kMaxLingerBytes = 1024 * 1024;
constexpr std::chrono::milliseconds kDribbleStep{20};
constexpr std::size_t kHeaderReadBytes = 8 * 1024;
constexpr std::size_t kBodyReadBytes = 64 * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::string_view kLastChunk = "0\r\n\r\n";

Gather gather(std::string_view head, const ServerResponse& response, bool with_body) {
  Gather out;
  out.reserve(2 + (with_body ? response.pieces.size() : 0));
  out.add(head);
  if (!with_body) return out;
  if (response.body) out.add(*response.body);
  for (const BodyPiece& piece : response.pieces) out.add(piece.bytes);
  return out;
}

}  // namespace

Connection::Connection(Socket socket, std::string peer, Surroundings& around)
    : stream_(std::move(socket), around.tls),
      timer_(stream_.executor()),
      buffer_(around.options.max_header_bytes + kBodyReadBytes),
      around_(around),
      options_(around.options),
      peer_(std::move(peer)),
      address_(std::make_shared<Address>(around.mailbox, this)) {
  around_.counters.opened.add();
}

Connection::~Connection() {
  address_->connection = nullptr;
  around_.counters.closed.add();
}

Awaitable<void> Connection::serve() {
  bool ready = true;
  if (stream_.is_secure()) ready = co_await shake_hands();
  while (ready && !closed_ && !finishing_) {
    const bool complete = co_await read_request();
    if (!complete) break;
    answer_ = ask();
    if (!answer_) co_await wait_for_answer();
    if (closed_ || !answer_) break;
    ready = co_await reply(std::move(*answer_));
    answer_.reset();
  }
  close();
}

void Connection::deliver(std::uint64_t number, Answer answer) {
  if (closed_ || !waiter_ || number != number_) return;
  answer_.emplace(std::move(answer));
  AnswerWaiter waiter = std::move(*waiter_);
  waiter_.reset();
  waiter();
}

void Connection::wake_up(std::uint64_t number) {
  if (!closed_ && waits_for_more_ && number == number_) stream_.cancel();
}

void Connection::finish_soon() {
  finishing_ = true;
  if (phase_ == Phase::idle) close();
}

void Connection::close() {
  closed_ = true;
  stream_.close();
  timer_.cancel();
  if (!waiter_) return;
  asio::post(stream_.executor(), std::move(*waiter_));
  waiter_.reset();
}

void Connection::expire() {
  deadline_ = Clock::time_point::max();
  const bool is_late_request = phase_ == Phase::reading && !timed_out_;
  if (is_late_request) around_.counters.timed_out.add();
  if (!is_late_request || !options_.refusal) return close();
  timed_out_ = true;
  stream_.cancel();
}

Awaitable<bool> Connection::shake_hands() {
  allow(options_.header_timeout);
  Stream::Outcome outcome = stream_.shake_hands();
  while (outcome.want != Stream::Want::nothing) {
    const auto [error] = co_await stream_.wait(outcome.want);
    if (error) {
      outcome = {.ended = true};
      break;
    }
    outcome = stream_.shake_hands();
  }
  if (!outcome.ended) co_return true;
  around_.counters.failed_handshakes.add();
  if (stream_.met_plain_http()) {
    stream_.drop_tls();
    co_await refuse(400, "plain HTTP was sent to a port that speaks HTTPS");
  }
  co_return false;
}

// Nothing is kept of the last request while waiting for the next.
void Connection::rest() {
  phase_ = Phase::idle;
  reader_.reset();
  buffer_.shrink_to_fit();
  allow(options_.idle_timeout);
}

void Connection::allow_reading() {
  const auto now = Clock::now();
  if (request_due_ == Clock::time_point::max()) {
    header_due_ = now + options_.header_timeout;
    request_due_ = now + options_.request_timeout;
  }
  const bool in_headers = reader_->state() == RequestReader::State::headers;
  deadline_ = std::min(request_due_, in_headers ? header_due_ : now + options_.idle_timeout);
}

Stream::Outcome Connection::read_now() {
  const bool in_body = reader_ && reader_->state() == RequestReader::State::body;
  const auto space = buffer_.prepare(in_body ? kBodyReadBytes : kHeaderReadBytes);
  const Stream::Outcome outcome = stream_.read({static_cast<char*>(space.data()), space.size()});
  buffer_.commit(outcome.bytes);
  around_.counters.bytes_in.add(outcome.bytes);
  return outcome;
}

// False when nothing more will come, or not in time.
Awaitable<bool> Connection::receive() {
  Stream::Outcome outcome = read_now();
  while (outcome.want != Stream::Want::nothing) {
    if (closed_ || timed_out_) co_return false;
    const auto [error] = co_await stream_.wait(outcome.want);
    if (error) co_return false;
    outcome = read_now();
  }
  co_return !outcome.ended;
}

void Connection::feed_reader() {
  const auto bytes = buffer_.cdata();
  buffer_.consume(reader_->feed({static_cast<const char*>(bytes.data()), bytes.size()}));
}

Awaitable<bool> Connection::read_request() {
  if (buffer_.size() == 0) {
    rest();
    if (!stream_.holds_bytes()) {
      const auto [error] = co_await stream_.wait(Stream::Want::read);
      if (error) co_return false;
    }
    const bool arrived = co_await receive();
    if (!arrived) co_return false;
  }
  phase_ = Phase::reading;
  request_due_ = Clock::time_point::max();
  is_head_ = false;
  is_http10_ = false;
  reader_ = std::make_unique<RequestReader>(options_.max_header_bytes, options_.max_body_bytes);
  feed_reader();
  while (reader_->state() == RequestReader::State::headers) {
    const bool more = co_await receive_in_time();
    if (!more) co_return false;
    feed_reader();
  }
  if (reader_->state() == RequestReader::State::body && reader_->expects_continue()) {
    Gather out;
    out.add(kContinue);
    const bool written = co_await write(out);
    if (!written) co_return false;
  }
  if (buffer_.size() > 0) feed_reader();
  while (reader_->state() == RequestReader::State::body) {
    const bool more = co_await receive_in_time();
    if (!more) co_return false;
    feed_reader();
  }
  if (reader_->state() == RequestReader::State::complete) co_return true;
  const Refusal refusal = reader_->refusal();
  co_await refuse(refusal.status, refusal.why);
  co_return false;
}

// False when the connection has no more to say; a late request was answered then.
Awaitable<bool> Connection::receive_in_time() {
  allow_reading();
  const bool received = co_await receive();
  if (!received && timed_out_ && !closed_) co_await refuse(408, "the request did not arrive in time");
  co_return received;
}

std::optional<Answer> Connection::ask() {
  ServerRequest request = reader_->take();
  keep_alive_ = reader_->keep_alive();
  is_http10_ = reader_->is_http10();
  is_head_ = request.method == "HEAD";
  reader_.reset();
  phase_ = Phase::answering;
  deadline_ = Clock::time_point::max();
  request.peer = peer_;
  request.secure = stream_.is_secure();
  around_.counters.requests.add();
  return Exchange::ask(around_.handler, std::move(request), address_, ++number_);
}

// Resumed by `deliver`, without a detour over the executor, or by `close`.
Awaitable<void> Connection::wait_for_answer() {
  return asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(
      [this](AnswerWaiter waiter) { waiter_.emplace(std::move(waiter)); }, kAwait);
}

ServerResponse Connection::refusal(int status, std::string_view why) {
  Tally& tally = status < 500 ? around_.counters.refused_4xx : around_.counters.refused_5xx;
  tally.add();
  return make_refusal(options_.refusal, status, why);
}

Awaitable<bool> Connection::reply(Answer answer) {
  const bool is_failure = !answer || !is_sendable(*answer);
  if (is_failure) answer = refusal(500, "the server failed to answer this request");
  return send(std::move(*answer), is_failure);
}

Awaitable<bool> Connection::send(ServerResponse response, bool must_close) {
  if (response.delay > response.delay.zero()) co_await pause_until(Clock::now() + response.delay);
  if (closed_) co_return false;
  const Misbehaviour misbehaviour = response.misbehaviour.value_or(Misbehaviour{});
  if (misbehaviour.no_answer) {
    phase_ = Phase::idle;
    co_await discard_until_closed(std::numeric_limits<std::size_t>::max());
    co_return false;
  }
  const bool is_last = number_ == options_.max_requests_per_connection && number_ > 0;
  const bool with_body = !is_head_ && status_has_body(response.status);
  // Without chunks only the end of the connection ends a body whose length nobody knows.
  const bool ends_by_closing = response.stream && is_http10_;
  const bool close_after = must_close || !keep_alive_ || finishing_ || is_last || ends_by_closing;
  const std::string head = response_head(response, close_after, is_http10_);
  Gather out = gather(head, response, with_body && !response.stream);
  if (misbehaviour.cut_after_bytes) out = out.front(*misbehaviour.cut_after_bytes);
  bool written = false;
  if (misbehaviour.bytes_per_second) {
    written = co_await dribble(out, head.size(), *misbehaviour.bytes_per_second);
  } else {
    const Stream::Outcome outcome = write_now(out);
    written = !outcome.ended;
    if (outcome.want != Stream::Want::nothing) written = co_await write(out);
  }
  if (written && response.stream && with_body) {
    if (response.body) response.pieces.insert(response.pieces.begin(), {response.body, *response.body});
    for (const BodyPiece& piece : response.pieces) {
      if (written) written = co_await send_part(std::string(piece.bytes));
    }
    if (written) written = co_await send_stream(*response.stream);
  }
  if (!written || misbehaviour.cut_after_bytes) co_return false;
  if (close_after && !finishing_) co_await linger();
  co_return !close_after;
}

Awaitable<bool> Connection::send_stream(BodyStream& stream) {
  stream.attach([address = address_, number = number_] {
    address->mailbox->put({.to = address, .number = number, .answer = {}, .is_wake_up = true});
  });
  for (;;) {
    const BodyStream::Part part = stream.take();
    if (part.broken || closed_) co_return false;
    const bool written = co_await send_part(part.bytes);
    if (!written) co_return false;
    if (part.ended) break;
    if (!part.bytes.empty()) continue;
    const bool still_there = co_await wait_for_more();
    if (!still_there) co_return false;
  }
  if (is_http10_) co_return true;
  Gather out;
  out.add(kLastChunk);
  const bool written = co_await write(out);
  co_return written;
}

Awaitable<bool> Connection::send_part(const std::string& bytes) {
  if (bytes.empty()) co_return true;
  const std::string size = fmt::format("{:x}\r\n", bytes.size());
  Gather out;
  if (!is_http10_) out.add(size);
  out.add(bytes);
  if (!is_http10_) out.add("\r\n");
  const bool written = co_await write(out);
  deadline_ = Clock::time_point::max();
  co_return written;
}

// Until `wake_up`. False when the peer has gone: only reading tells. What it sends meanwhile is the next
// request, which must wait, and is not read on and on.
Awaitable<bool> Connection::wait_for_more() {
  waits_for_more_ = true;
  const auto [error] = co_await stream_.wait(Stream::Want::read);
  waits_for_more_ = false;
  if (closed_) co_return false;
  if (error) co_return true;
  const Stream::Outcome outcome = read_now();
  co_return !outcome.ended && buffer_.size() <= options_.max_header_bytes;
}

// All slices in one call, repeated for what the kernel did not take: asio::async_write would send a page in
// pieces of 64 kB.
Stream::Outcome Connection::write_now(Gather& out) {
  Stream::Outcome outcome;
  while (!out.empty() && !outcome.ended && outcome.want == Stream::Want::nothing) {
    outcome = stream_.write(out.slices());
    out.advance(outcome.bytes);
    around_.counters.bytes_out.add(outcome.bytes);
  }
  return outcome;
}

Awaitable<bool> Connection::write(Gather& out) {
  Stream::Outcome outcome = write_now(out);
  while (outcome.want != Stream::Want::nothing) {
    if (closed_) co_return false;
    allow(options_.idle_timeout);
    const auto [error] = co_await stream_.wait(outcome.want);
    if (error) co_return false;
    outcome = write_now(out);
  }
  co_return !outcome.ended;
}

Awaitable<bool> Connection::dribble(Gather& out, std::size_t head_bytes, std::size_t bytes_per_second) {
  const std::size_t steps_per_second = std::chrono::seconds{1} / kDribbleStep;
  const std::size_t piece = std::max<std::size_t>(1, bytes_per_second / steps_per_second);
  const auto pause = std::chrono::nanoseconds{std::chrono::seconds{1}} * static_cast<std::int64_t>(piece) /
                     static_cast<std::int64_t>(std::max<std::size_t>(1, bytes_per_second));
  std::size_t count = head_bytes;
  while (!out.empty()) {
    Gather now = out.front(count);
    const bool written = co_await write(now);
    if (!written) co_return false;
    out.advance(count);
    count = piece;
    if (!out.empty()) co_await pause_until(Clock::now() + pause);
    if (closed_) co_return false;
  }
  co_return true;
}

Awaitable<void> Connection::refuse(int status, std::string_view why) {
  phase_ = Phase::answering;
  ServerResponse response = refusal(status, why);
  co_await send(std::move(response), true);
}

Awaitable<void> Connection::pause_until(Clock::time_point due) {
  if (closed_) co_return;
  deadline_ = Clock::time_point::max();
  timer_.expires_at(due);
  error_code ignored;
  co_await timer_.async_wait(asio::redirect_error(kAwait, ignored));
}

Awaitable<void> Connection::discard_until_closed(std::size_t at_most) {
  buffer_.clear();
  buffer_.shrink_to_fit();
  auto space = std::make_unique<std::array<char, kHeaderReadBytes>>();
  std::size_t count = 0;
  while (!closed_ && count < at_most) {
    const Stream::Outcome outcome = stream_.discard(*space);
    count += outcome.bytes;
    around_.counters.bytes_in.add(outcome.bytes);
    if (outcome.ended) co_return;
    if (outcome.want == Stream::Want::nothing) continue;
    const auto [error] = co_await stream_.wait(outcome.want);
    if (error) co_return;
  }
}

// Closing while bytes of the peer are unread makes the kernel reset the connection, and the peer may lose the
// answer it was just sent. A peer that goes on sending is not heard out, though.
Awaitable<void> Connection::linger() {
  if (!stream_.finish_sending()) co_return;
  phase_ = Phase::idle;
  allow(kLinger);
  co_await discard_until_closed(kMaxLingerBytes);
}

}  // namespace tiktok_marketing::http
