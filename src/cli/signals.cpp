#include "cli/signals.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>

namespace tiktok_marketing::cli {

SignalWatch::SignalWatch() {
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGINT);
  sigaddset(&wanted, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
  signal_fd_ = signalfd(-1, &wanted, SFD_CLOEXEC);
  end_fd_ = eventfd(0, EFD_CLOEXEC);
  thread_ = std::thread([this] { watch(); });
}

SignalWatch::~SignalWatch() {
  const std::uint64_t one = 1;
  // An eventfd that was just made takes a one.
  [[maybe_unused]] const ssize_t written = ::write(end_fd_, &one, sizeof one);
  thread_.join();
  ::close(signal_fd_);
  ::close(end_fd_);
}

void SignalWatch::wait() {
  // The stop state is set once and never cleared, so this is a wait for exactly that change.
  exit_code_.wait(0);
}

void SignalWatch::watch() {
  for (;;) {
    std::array<pollfd, 2> ready{pollfd{.fd = signal_fd_, .events = POLLIN, .revents = 0},
                                pollfd{.fd = end_fd_, .events = POLLIN, .revents = 0}};
    if (::poll(ready.data(), ready.size(), -1) < 0 && errno == EINTR) continue;
    if (ready[1].revents != 0) return;
    signalfd_siginfo info{};
    if (::read(signal_fd_, &info, sizeof info) != sizeof info) return;
    const int code = 128 + static_cast<int>(info.ssi_signo);
    if (exit_code_ != 0) ::_exit(code);
    exit_code_ = code;
    exit_code_.notify_all();
    stop_.request_stop();
  }
}

}  // namespace tiktok_marketing::cli
