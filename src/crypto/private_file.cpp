#include "crypto/private_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"

namespace tiktok_marketing::crypto {
namespace {

constexpr std::size_t kMaxBytes = 64 * 1024;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_;
};

Error wrong_file(const std::filesystem::path& file, std::string_view what, std::string hint) {
  return {.type = ErrorType::value_error,
          .message = fmt::format("The file {} {}.", file.string(), what),
          .hint = std::move(hint)};
}

Error system_error(const std::filesystem::path& file, std::string_view what) {
  const int code = errno;
  Error error = wrong_file(file, fmt::format("{}: {}", what, std::strerror(code)),
                           "Check that this user may read and write it and its folder.");
  if (code == ENOENT) error.hint = "Check the name: there is no such file, or no such folder.";
  if (code == ENOSPC || code == EDQUOT || code == EIO) {
    error.type = ErrorType::storage_unavailable;
    error.hint = "Free disk space, or check the disk, and try again.";
  }
  return error;
}

std::filesystem::path folder_of(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

Result<void> check_is_private(const std::filesystem::path& file, const struct stat& info) {
  if (!S_ISREG(info.st_mode)) return wrong_file(file, "is no regular file", "Name the file itself.");
  if ((info.st_mode & 077) != 0) {
    return wrong_file(file, "can be opened by other users than its owner",
                      fmt::format("Run: chmod 600 {}", file.string()));
  }
  // The superuser reads everybody's files, as in a container that mounts them from outside.
  if (info.st_uid != ::geteuid() && ::geteuid() != 0) {
    return wrong_file(file, "belongs to another user", "Run as its owner, or give the file to this user.");
  }
  return {};
}

Result<void> write_all(int fd, const std::filesystem::path& file, const Secret& secret) {
  std::string_view text = secret.reveal();
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_error(file, "cannot be written");
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(fd) != 0) return system_error(file, "cannot be synced to disk");
  return {};
}

/// A finished file beside `file`, which `place` then puts there. It is gone afterwards whatever happens.
template <typename Place>
Result<void> write_beside(const std::filesystem::path& file, const Secret& text, const struct stat* owner,
                          Place place) {
  const std::filesystem::path draft = file.string() + "." + to_hex(random_bytes(8)) + ".tmp";
  const Descriptor fd(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!fd) return system_error(file, "cannot be created");
  Result<void> done;
  if (owner != nullptr && owner->st_uid != ::geteuid() &&
      ::fchown(fd.get(), owner->st_uid, owner->st_gid) != 0) {
    done = system_error(file, "cannot keep its owner");
  }
  if (done) done = write_all(fd.get(), file, text);
  if (done) done = place(draft);
  ::unlink(draft.c_str());
  return done;
}

Result<void> sync_folder(const std::filesystem::path& file) {
  const Descriptor folder(::open(folder_of(file).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder || ::fsync(folder.get()) != 0) return system_error(file, "cannot be synced to disk");
  return {};
}

Result<Secret> read_checked(const std::filesystem::path& file, struct stat& info) {
  // Without O_NONBLOCK a named pipe would keep us waiting for a writer.
  const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd || ::fstat(fd.get(), &info) != 0) return system_error(file, "cannot be read");
  if (auto checked = check_is_private(file, info); !checked) return std::move(checked).error();
  std::string text(kMaxBytes + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = ::read(fd.get(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(file, "cannot be read");
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > kMaxBytes) return wrong_file(file, "is larger than 64 KiB", "Name the right file.");
  text.resize(size);
  return Secret(std::move(text));
}

}  // namespace

Result<Secret> read_private_file(const std::filesystem::path& file) {
  struct stat info{};
  return read_checked(file, info);
}

Result<void> create_private_file(const std::filesystem::path& file, const Secret& text) {
  // link() refuses a name that is taken, and what it puts there is complete: both halves of O_EXCL done
  // safely.
  auto done = write_beside(file, text, nullptr, [&](const std::filesystem::path& draft) -> Result<void> {
    if (::link(draft.c_str(), file.c_str()) == 0) return {};
    if (errno != EEXIST) return system_error(file, "cannot be created");
    Error taken = wrong_file(file, "exists already", "Use it, or name another file; nothing was changed.");
    taken.type = ErrorType::conflict;
    return taken;
  });
  return done ? sync_folder(file) : std::move(done);
}

Result<void> prepend_to_private_file(const std::filesystem::path& file, const Secret& text) {
  std::error_code failure;
  const std::filesystem::path real = std::filesystem::canonical(file, failure);  // keeps a symbolic link one
  if (failure) return wrong_file(file, "cannot be read: " + failure.message(), "Check the name.");
  const Descriptor folder(::open(folder_of(real).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder || ::flock(folder.get(), LOCK_EX) != 0) return system_error(file, "cannot be locked");

  struct stat info{};
  auto old = read_checked(real, info);
  if (!old) return std::move(old).error();
  std::string whole;
  whole.reserve(text.reveal().size() + old->reveal().size());
  whole.append(text.reveal()).append(old->reveal());
  auto done = write_beside(real, Secret(std::move(whole)), &info, [&](const std::filesystem::path& draft) {
    return ::rename(draft.c_str(), real.c_str()) == 0 ? Result<void>{}
                                                      : system_error(file, "cannot be replaced");
  });
  return done ? sync_folder(real) : std::move(done);
}

}  // namespace tiktok_marketing::crypto
