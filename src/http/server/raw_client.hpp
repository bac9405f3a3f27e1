#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace tiktok_marketing::http {

/// For tests: a blocking socket that sends exactly the bytes it is given. Reads give up after 5 s.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval timeout{.tv_sec = 5, .tv_usec = 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const void* generic = &address;
    connected_ = ::connect(fd_, static_cast<const sockaddr*>(generic), sizeof address) == 0;
  }
  RawClient(RawClient&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)),
        connected_(other.connected_),
        pending_(std::move(other.pending_)) {}
  RawClient& operator=(RawClient&&) = delete;
  ~RawClient() {
    if (fd_ >= 0) ::close(fd_);
  }

  [[nodiscard]] bool connected() const { return connected_; }

  /// False when the server has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// One response with a Content-Length, head and body; what is behind it stays for the next call. Shorter
  /// when the server closed or nothing came.
  std::string read_response(bool has_body = true) {
    std::size_t head_end = std::string::npos;
    while ((head_end = pending_.find("\r\n\r\n")) == std::string::npos) {
      if (!read_some()) return std::exchange(pending_, {});
    }
    const std::size_t size = head_end + 4 + (has_body ? length_of(pending_.substr(0, head_end)) : 0);
    while (pending_.size() < size) {
      if (!read_some()) break;
    }
    std::string response = pending_.substr(0, size);
    pending_.erase(0, size);
    return response;
  }

  /// What has come, or what comes next; empty when the server closed or nothing came.
  std::string read_bytes() {
    if (pending_.empty()) read_some();
    return std::exchange(pending_, {});
  }

  /// Everything until the server closes; `closed` is false when it was the 5 s that ended it.
  std::string read_all(bool* closed = nullptr) {
    while (read_some()) {
    }
    if (closed != nullptr) *closed = closed_;
    return std::exchange(pending_, {});
  }

  /// One byte about every `pace`, until the server says something, closes, or nothing is left to send.
  /// Returns how many went.
  std::size_t dribble(std::string_view bytes, int pace_ms) {
    std::size_t sent = 0;
    pollfd wait{.fd = fd_, .events = POLLIN, .revents = 0};
    while (sent < bytes.size() && ::poll(&wait, 1, pace_ms) == 0 && send(bytes.substr(sent, 1))) ++sent;
    return sent;
  }

  std::string ask(std::string_view request) {
    send(request);
    return read_response();
  }

  static int status_of(std::string_view response) {
    int status = 0;
    if (response.size() > 12) std::from_chars(response.data() + 9, response.data() + 12, status);
    return status;
  }
  static std::string_view body_of(std::string_view response) {
    const std::size_t end = response.find("\r\n\r\n");
    return end == response.npos ? std::string_view{} : response.substr(end + 4);
  }

 private:
  bool read_some() {
    char bytes[65536];
    const ssize_t count = ::recv(fd_, bytes, sizeof bytes, 0);
    closed_ = count == 0 || (count < 0 && errno != EAGAIN);
    if (count <= 0) return false;
    pending_.append(bytes, static_cast<std::size_t>(count));
    return true;
  }
  static std::size_t length_of(std::string_view head) {
    constexpr std::string_view kName = "Content-Length: ";
    const std::size_t at = head.find(kName);
    std::size_t length = 0;
    if (at != head.npos) std::from_chars(head.data() + at + kName.size(), head.data() + head.size(), length);
    return length;
  }

  int fd_;
  bool connected_ = false;
  bool closed_ = false;
  std::string pending_;
};

}  // namespace tiktok_marketing::http
