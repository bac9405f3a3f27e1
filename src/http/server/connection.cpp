#include "http/server/connection.hpp"

#include <algorithm>
#include <array>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include "http/server/framing.hpp"
#include "http/server/query.hpp"
#include "http/server/response_head.hpp"

// GCC 12 takes Asio's pair of aligned_alloc and free around a coroutine frame for a mismatch.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace tiktok_marketing::http {
namespace {

namespace beast = boost::beast;
using boost::system::error_code;
using Parser = beast::http::request_parser<beast::http::string_body>;

constexpr asio::use_awaitable_t<Executor> kAwait;
constexpr std::chrono::seconds kLinger{2};
constexpr std::chrono::milliseconds kDribbleStep{20};
constexpr std::size_t kFirstReadBytes = 8 * 1024;

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(
      out, out.begin(), [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  return out;
}

Framing framing_of(const Parser::value_type& message) {
  Framing framing;
  framing.is_http10 = message.version() == 10;
  for (const auto& field : message.base()) {
    switch (field.name()) {
      case beast::http::field::host:
        ++framing.host_count;
        break;
      case beast::http::field::content_length:
        ++framing.content_length_count;
        framing.content_length = view(field.value());
        break;
      case beast::http::field::transfer_encoding:
        ++framing.transfer_encoding_count;
        framing.transfer_encoding = view(field.value());
        break;
      default:
        break;
    }
  }
  return framing;
}

// `http://host/path?query`, which proxies and some clients send, becomes `/path?query`.
std::string_view origin_form(std::string_view target) {
  const std::size_t scheme = target.find("://");
  if (target.starts_with('/') || scheme == target.npos) return target;
  const std::size_t path = target.find('/', scheme + 3);
  return path == target.npos ? "/" : target.substr(path);
}

// False when the target is not one this server understands.
bool read_target(std::string_view raw, ServerRequest& request) {
  const std::string_view target = origin_form(raw);
  if (!target.starts_with('/') && target != "*") return false;
  const std::size_t question = target.find('?');
  request.path = percent_decode(target.substr(0, question));
  if (question != target.npos) request.raw_query = target.substr(question + 1);
  request.query = parse_query(request.raw_query);
  return request.path.find('\0') == request.path.npos;
}

// Headers are taken before the body is read, so trailers behind a chunked body never become headers.
ServerRequest request_of(const Parser::value_type& message) {
  ServerRequest request;
  request.method = view(message.method_string());
  for (const auto& field : message.base()) {
    request.headers.emplace_back(lower(view(field.name_string())), view(field.value()));
  }
  return request;
}

struct Refusal {
  int status;
  std::string_view why;
};

// Nothing for errors that end the connection without an answer: the peer has gone or was cut off.
std::optional<Refusal> refusal_of(const error_code& error) {
  if (error == beast::http::error::end_of_stream) return std::nullopt;
  if (error == beast::http::error::body_limit) return Refusal{413, "the request body is too large"};
  if (error == beast::http::error::header_limit) return Refusal{431, "the request headers are too large"};
  if (error.category() == make_error_code(beast::http::error::bad_method).category()) {
    return Refusal{400, "not a well-formed HTTP/1.1 request"};
  }
  return std::nullopt;
}

}  // namespace

Connection::Connection(Socket socket, const ServerOptions& options, const Handler& handler)
    : socket_(std::move(socket)),
      timer_(socket_.get_executor()),
      // The limit bounds what an endless chunk extension can make the parser keep.
      buffer_(options.max_header_bytes + 64 * 1024),
      options_(options),
      handler_(handler) {}

Connection::~Connection() {
  *self_ = nullptr;
}

Awaitable<void> Connection::serve() {
  while (!closed_ && !finishing_) {
    const bool has_bytes = co_await wait_for_bytes();
    if (!has_bytes) break;
    std::optional<ServerRequest> request = co_await read_request();
    if (!request) break;
    deadline_ = Clock::time_point::max();
    ServerResponse response = co_await ask_handler(std::move(*request));
    if (closed_) break;
    const bool next = co_await send(std::move(response));
    if (!next) break;
  }
  close();
}

void Connection::finish_soon() {
  finishing_ = true;
  if (idle_) close();
}

void Connection::close() {
  closed_ = true;
  error_code ignored;
  socket_.close(ignored);
  timer_.cancel();
}

Awaitable<bool> Connection::wait_for_bytes() {
  if (buffer_.size() > 0) co_return true;
  idle_ = true;
  allow(options_.idle_timeout);
  error_code error;
  const auto space = buffer_.prepare(kFirstReadBytes);
  const std::size_t count = co_await socket_.async_read_some(space, asio::redirect_error(kAwait, error));
  if (error) co_return false;
  buffer_.commit(count);
  idle_ = false;
  co_return true;
}

Awaitable<std::optional<ServerRequest>> Connection::read_request() {
  Parser parser;
  parser.header_limit(static_cast<std::uint32_t>(options_.max_header_bytes));
  parser.body_limit(options_.max_body_bytes);
  allow(options_.header_timeout);
  error_code error;
  co_await beast::http::async_read_header(socket_, buffer_, parser, asio::redirect_error(kAwait, error));
  if (error) {
    const std::optional<Refusal> refusal = refusal_of(error);
    if (refusal) co_await refuse(refusal->status, refusal->why);
    co_return std::nullopt;
  }
  const Framing framing = framing_of(parser.get());
  const std::string_view fault = framing_fault(framing);
  if (!fault.empty()) {
    co_await refuse(400, fault);
    co_return std::nullopt;
  }
  ServerRequest request = request_of(parser.get());
  if (!read_target(view(parser.get().target()), request)) {
    co_await refuse(400, "the request target is not a path");
    co_return std::nullopt;
  }
  keep_alive_ = parser.get().keep_alive();
  is_http10_ = framing.is_http10;
  is_head_ = request.method == "HEAD";

  if (!parser.is_done() && lower(request.header("expect")) == "100-continue") {
    const bool written = co_await write("HTTP/1.1 100 Continue\r\n\r\n", {});
    if (!written) co_return std::nullopt;
  }
  while (!parser.is_done()) {
    allow(options_.idle_timeout);
    co_await beast::http::async_read_some(socket_, buffer_, parser, asio::redirect_error(kAwait, error));
    if (!error) continue;
    const std::optional<Refusal> refusal = refusal_of(error);
    if (refusal) co_await refuse(refusal->status, refusal->why);
    co_return std::nullopt;
  }
  request.body = std::move(parser.get().body());
  co_return request;
}

Awaitable<ServerResponse> Connection::ask_handler(ServerRequest request) {
  auto exchange = std::make_shared<Exchange>([executor = socket_.get_executor(), self = self_] {
    asio::post(executor, [self] {
      if (*self != nullptr) (*self)->timer_.cancel();
    });
  });
  try {
    handler_(std::move(request), make_responder(exchange));
  } catch (...) {
    exchange->answer(internal_error_response());
  }
  std::optional<ServerResponse> response = exchange->take_or_wait();
  while (!response && !closed_) {
    co_await pause_until(Clock::time_point::max());
    response = exchange->take_or_wait();
  }
  exchange->abandon();
  if (!response) response = internal_error_response();
  co_return std::move(*response);
}

Awaitable<bool> Connection::send(ServerResponse response) {
  if (!is_sendable(response)) response = internal_error_response();
  if (response.delay > response.delay.zero()) co_await pause_until(Clock::now() + response.delay);
  const Misbehaviour misbehaviour = response.misbehaviour.value_or(Misbehaviour{});
  if (misbehaviour.no_answer) {
    idle_ = true;
    co_await discard_until_closed();
    co_return false;
  }
  const bool close_after = !keep_alive_ || finishing_ || closes_connection(response);
  const std::string head = response_head(response, close_after, is_http10_);
  std::string_view head_part = head;
  std::string_view body_part;
  if (response.body && !is_head_ && status_has_body(response.status)) body_part = *response.body;
  if (misbehaviour.cut_after_bytes) {
    head_part = head_part.substr(0, *misbehaviour.cut_after_bytes);
    body_part = body_part.substr(0, *misbehaviour.cut_after_bytes - head_part.size());
  }
  bool written = false;
  if (misbehaviour.bytes_per_second) {
    written = co_await write(head_part, {});
    if (written) written = co_await dribble(body_part, *misbehaviour.bytes_per_second);
  } else {
    written = co_await write(head_part, body_part);
  }
  if (!written || misbehaviour.cut_after_bytes) co_return false;
  if (close_after && !finishing_) co_await linger();
  co_return !close_after;
}

// One gathering write, repeated for what the kernel did not take: asio::async_write would send a page in
// pieces of 64 kB.
Awaitable<bool> Connection::write(std::string_view head, std::string_view body) {
  while (!closed_ && head.size() + body.size() > 0) {
    allow(options_.idle_timeout);
    const std::array buffers{asio::const_buffer(head.data(), head.size()),
                             asio::const_buffer(body.data(), body.size())};
    error_code error;
    const std::size_t sent = co_await socket_.async_write_some(buffers, asio::redirect_error(kAwait, error));
    if (error) co_return false;
    const std::size_t of_head = std::min(sent, head.size());
    head.remove_prefix(of_head);
    body.remove_prefix(sent - of_head);
  }
  co_return !closed_;
}

Awaitable<bool> Connection::dribble(std::string_view body, std::size_t bytes_per_second) {
  const std::size_t steps_per_second = std::chrono::seconds{1} / kDribbleStep;
  const std::size_t piece = std::max<std::size_t>(1, bytes_per_second / steps_per_second);
  const auto pause = std::chrono::nanoseconds{std::chrono::seconds{1}} * static_cast<std::int64_t>(piece) /
                     static_cast<std::int64_t>(std::max<std::size_t>(1, bytes_per_second));
  while (!body.empty()) {
    co_await pause_until(Clock::now() + pause);
    const bool written = co_await write(body.substr(0, piece), {});
    if (!written) co_return false;
    body.remove_prefix(std::min(piece, body.size()));
  }
  co_return true;
}

Awaitable<void> Connection::refuse(int status, std::string_view why) {
  const auto body = std::make_shared<const std::string>("{\"error\":\"" + std::string(why) + "\"}");
  ServerResponse response;
  response.status = status;
  response.body = body;
  const std::string head = response_head(response, true, false);
  const bool written = co_await write(head, *body);
  if (written) co_await linger();
}

Awaitable<void> Connection::pause_until(Clock::time_point due) {
  if (closed_) co_return;
  deadline_ = Clock::time_point::max();
  timer_.expires_at(due);
  error_code ignored;
  co_await timer_.async_wait(asio::redirect_error(kAwait, ignored));
}

Awaitable<void> Connection::discard_until_closed() {
  error_code error;
  while (!error && !closed_) {
    buffer_.clear();
    const auto space = buffer_.prepare(kFirstReadBytes);
    co_await socket_.async_read_some(space, asio::redirect_error(kAwait, error));
  }
}

// Closing while bytes of the peer are unread makes the kernel reset the connection, and the peer may lose the
// answer it was just sent.
Awaitable<void> Connection::linger() {
  error_code error;
  socket_.shutdown(Socket::shutdown_send, error);
  if (error) co_return;
  idle_ = true;
  allow(kLinger);
  co_await discard_until_closed();
}

}  // namespace tiktok_marketing::http
