#include "cli/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace tiktok_marketing::cli {
namespace {

Error system_error(std::string_view what, int number) {
  Error error{.type = number == ENOENT ? ErrorType::not_found : ErrorType::value_error};
  error.message = fmt::format("{}: {}.", what, std::strerror(number));
  error.hint = number == ENOENT ? "Check the path." : "Check path and permissions.";
  return error;
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<std::string> read_descriptor(int fd) {
  std::string text;
  char block[64 * 1024];
  for (;;) {
    const ssize_t got = ::read(fd, block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error("Reading failed", errno);
    if (got == 0) return text;
    text.append(block, static_cast<std::size_t>(got));
  }
}

Result<std::string> read_whole_file(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return system_error(file.string(), errno);
  auto text = read_descriptor(fd);
  ::close(fd);
  if (!text) text.error().message = fmt::format("{}: {}", file.string(), text.error().message);
  return text;
}

Result<void> replace_private_file(const std::filesystem::path& file, std::string_view text) {
  std::string temporary = file.string() + ".XXXXXX";
  const int fd = ::mkostemp(temporary.data(), O_CLOEXEC);  // made with mode 0600
  if (fd < 0) return system_error(file.string(), errno);
  const bool written = write_all(fd, text) && ::fsync(fd) == 0;
  int failure = written ? 0 : errno;
  ::close(fd);
  if (failure == 0 && ::rename(temporary.c_str(), file.c_str()) != 0) failure = errno;
  if (failure == 0) return {};
  ::unlink(temporary.c_str());
  return system_error(file.string(), failure);
}

}  // namespace tiktok_marketing::cli
