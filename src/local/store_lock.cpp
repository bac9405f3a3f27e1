#include "local/store_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include <fmt/format.h>

namespace tiktok_marketing::local {
namespace {

constexpr std::chrono::milliseconds kPatience{500};
constexpr std::chrono::milliseconds kPause{20};

}  // namespace

Result<std::shared_ptr<StoreLock>> StoreLock::take(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) {
    return Error{.type = ErrorType::storage_unavailable,
                 .message = fmt::format("{} cannot be written: {}.", file.string(), std::strerror(errno)),
                 .hint = "Check the folder's owner and the space left."};
  }
  std::shared_ptr<StoreLock> lock(new StoreLock(fd));
  const auto until = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return lock;
    if (std::chrono::steady_clock::now() >= until) break;
    std::this_thread::sleep_for(kPause);
  }
  return Error{.type = ErrorType::sync_in_progress,
               .message = "another process syncs this store",
               .hint = "Wait for it, or stop it."};
}

StoreLock::~StoreLock() {
  ::close(fd_);
}

}  // namespace tiktok_marketing::local
