#include "cli/output/slice_writer.hpp"

#include <poll.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace tiktok_marketing::cli {
namespace {

constexpr std::size_t kPiecesAtOnce = 1024;  // the kernel's IOV_MAX

}  // namespace

SliceWriter::SliceWriter(int fd) : fd_(fd) {
  pending_.reserve(kPiecesAtOnce);
}

void SliceWriter::add(std::string_view piece) {
  if (piece.empty() || !usable()) return;
  // writev never changes what it reads; its structure just has no const.
  pending_.push_back({const_cast<char*>(piece.data()), piece.size()});
  if (pending_.size() == kPiecesAtOnce) write_pending();
}

bool SliceWriter::flush() {
  write_pending();
  return usable();
}

void SliceWriter::write_pending() {
  std::size_t next = 0;
  while (next < pending_.size() && usable()) {
    const ssize_t result = ::writev(fd_, &pending_[next], static_cast<int>(pending_.size() - next));
    if (result < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN) {
        pollfd ready{.fd = fd_, .events = POLLOUT, .revents = 0};
        ::poll(&ready, 1, -1);
        continue;
      }
      closed_ = errno == EPIPE;
      if (!closed_) {
        failure_ = Error{.type = ErrorType::internal_error};
        failure_->message = fmt::format("The answer could not be written: {}.", std::strerror(errno));
        failure_->hint = "Check where standard output goes and how much space there is.";
      }
      break;
    }
    auto written = static_cast<std::size_t>(result);
    while (written > 0 && written >= pending_[next].iov_len) written -= pending_[next++].iov_len;
    if (written > 0) {
      pending_[next].iov_base = static_cast<char*>(pending_[next].iov_base) + written;
      pending_[next].iov_len -= written;
    }
  }
  pending_.clear();
}

}  // namespace tiktok_marketing::cli
