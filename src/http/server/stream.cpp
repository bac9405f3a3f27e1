#include "http/server/stream.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <new>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http/server/tls_library.hpp"

// GCC 12 takes Asio's pair of aligned_alloc and free around a coroutine frame for a mismatch.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace tiktok_marketing::http {
namespace {

using boost::system::error_code;

constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> kAwait{asio::use_awaitable_t<Executor>{}};
constexpr std::size_t kMaxSlices = 1024;  // IOV_MAX of Linux
constexpr std::size_t kRecord = 16 * 1024;
constexpr int kRetryFlags = BIO_FLAGS_RWS | BIO_FLAGS_SHOULD_RETRY;

bool would_block() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

Stream::Outcome receive(int socket, std::span<char> space) {
  const ssize_t count = ::recv(socket, space.data(), space.size(), MSG_DONTWAIT);
  if (count > 0) return {.bytes = static_cast<std::size_t>(count)};
  if (count < 0 && would_block()) return {.want = Stream::Want::read};
  return {.ended = true};
}

// A stream has TLS by a context only, and whoever made that has loaded the library.
const TlsLibrary& library() {
  return *tls_library();
}

// OpenSSL's own socket BIO writes without MSG_NOSIGNAL: a peer that has gone would end the process.
int bio_write(BIO* bio, const char* bytes, int size) {
  const int handle = static_cast<Socket*>(library().bio_get_data(bio))->native_handle();
  library().bio_clear_flags(bio, kRetryFlags);
  const ssize_t sent = ::send(handle, bytes, static_cast<std::size_t>(size), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent < 0 && would_block()) library().bio_set_flags(bio, BIO_FLAGS_WRITE | BIO_FLAGS_SHOULD_RETRY);
  return static_cast<int>(sent);
}

int bio_read(BIO* bio, char* bytes, int size) {
  const int handle = static_cast<Socket*>(library().bio_get_data(bio))->native_handle();
  library().bio_clear_flags(bio, kRetryFlags);
  const ssize_t count = ::recv(handle, bytes, static_cast<std::size_t>(size), MSG_DONTWAIT);
  if (count < 0 && would_block()) library().bio_set_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY);
  return static_cast<int>(count);
}

long bio_control(BIO*, int command, long, void*) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD* socket_method() {
  static const BIO_METHOD* const method = [] {
    const TlsLibrary& tls = library();
    BIO_METHOD* made = tls.bio_method_new(tls.bio_get_new_index() | BIO_TYPE_SOURCE_SINK, "server socket");
    if (made == nullptr) throw std::bad_alloc();
    tls.bio_method_set_write(made, bio_write);
    tls.bio_method_set_read(made, bio_read);
    tls.bio_method_set_control(made, bio_control);
    return made;
  }();
  return method;
}

// The next bytes of a message for one TLS record: small slices are joined in `room`, for a record each would
// cost more than the copy.
std::string_view next_record(std::span<const iovec> slices, std::span<char> room) {
  if (slices.front().iov_len >= room.size()) {
    return {static_cast<const char*>(slices.front().iov_base), slices.front().iov_len};
  }
  std::size_t used = 0;
  for (const iovec& slice : slices) {
    const std::size_t count = std::min(slice.iov_len, room.size() - used);
    std::memcpy(room.data() + used, slice.iov_base, count);
    used += count;
    if (used == room.size()) break;
  }
  return {room.data(), used};
}

}  // namespace

void Stream::TlsDeleter::operator()(ssl_st* tls) const {
  library().ssl_free(tls);
}

Stream::Stream(Socket socket, ssl_ctx_st* tls) : socket_(std::move(socket)) {
  if (tls != nullptr) begin_tls(tls);
}

Stream::~Stream() = default;

void Stream::begin_tls(ssl_ctx_st* context) {
  tls_.reset(library().ssl_new(context));
  BIO* bio = library().bio_new(socket_method());
  if (!tls_ || bio == nullptr) throw std::bad_alloc();
  library().bio_set_data(bio, &socket_);
  library().bio_set_init(bio, 1);
  library().ssl_set_bio(tls_.get(), bio, bio);
  library().ssl_set_accept_state(tls_.get());
}

Stream::Outcome Stream::outcome_of(int result, std::size_t bytes) {
  if (result > 0) return {.bytes = bytes};
  switch (library().ssl_get_error(tls_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return {.want = Want::read};
    case SSL_ERROR_WANT_WRITE:
      return {.want = Want::write};
    case SSL_ERROR_ZERO_RETURN:
      return {.ended = true};
    default:
      broken_ = true;
      return {.ended = true};
  }
}

Stream::Outcome Stream::shake_hands() {
  library().clear_errors();
  const Outcome outcome = outcome_of(library().ssl_do_handshake(tls_.get()), 0);
  if (outcome.ended) met_plain_http_ = ERR_GET_REASON(library().peek_error()) == SSL_R_HTTP_REQUEST;
  return outcome;
}

Stream::Outcome Stream::read(std::span<char> space) {
  if (!tls_) return receive(socket_.native_handle(), space);
  library().clear_errors();
  std::size_t count = 0;
  const int result = library().ssl_read(tls_.get(), space.data(), space.size(), &count);
  return outcome_of(result, count);
}

Stream::Outcome Stream::write(std::span<const iovec> slices) {
  if (tls_) return write_tls(slices);
  msghdr message{};
  message.msg_iov = const_cast<iovec*>(slices.data());
  message.msg_iovlen = std::min(slices.size(), kMaxSlices);
  const ssize_t sent = ::sendmsg(socket_.native_handle(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent >= 0) return {.bytes = static_cast<std::size_t>(sent)};
  if (would_block()) return {.want = Want::write};
  return {.ended = true};
}

Stream::Outcome Stream::write_tls(std::span<const iovec> slices) {
  thread_local std::array<char, kRecord> room;
  const std::string_view record = next_record(slices, room);
  library().clear_errors();
  std::size_t count = 0;
  const int result = library().ssl_write(tls_.get(), record.data(), record.size(), &count);
  return outcome_of(result, count);
}

bool Stream::holds_bytes() const {
  return tls_ && library().ssl_has_pending(tls_.get()) == 1;
}

Awaitable<std::tuple<error_code>> Stream::wait(Want want) {
  const auto direction = want == Want::write ? Socket::wait_write : Socket::wait_read;
  return socket_.async_wait(direction, kAwait);
}

void Stream::cancel() {
  error_code ignored;
  socket_.cancel(ignored);
}

void Stream::say_goodbye() {
  if (!tls_ || broken_ || library().ssl_is_init_finished(tls_.get()) == 0) return;
  library().clear_errors();
  library().ssl_shutdown(tls_.get());
  broken_ = true;
}

bool Stream::finish_sending() {
  say_goodbye();
  error_code error;
  socket_.shutdown(Socket::shutdown_send, error);
  return !error;
}

Stream::Outcome Stream::discard(std::span<char> space) {
  return receive(socket_.native_handle(), space);
}

void Stream::close() {
  if (socket_.is_open()) say_goodbye();
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace tiktok_marketing::http
