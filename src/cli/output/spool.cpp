#include "cli/output/spool.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/output/slice_writer.hpp"

namespace tiktok_marketing::cli {
namespace {

Error spool_error(std::string_view what) {
  Error error{.type = ErrorType::internal_error};
  error.message = fmt::format("{}: {}.", what, std::strerror(errno));
  error.hint = "Set TMPDIR to a folder with space, or use --output jsonl, which needs none.";
  return error;
}

}  // namespace

Result<Spool> Spool::open(const std::filesystem::path& folder) {
  int fd = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0) {  // not every file system knows nameless files
    std::string name = (folder / "tiktok-marketing.XXXXXX").string();
    fd = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd >= 0) ::unlink(name.c_str());
  }
  if (fd < 0) return spool_error(fmt::format("No temporary file in {}", folder.string()));
  return Spool(fd);
}

Spool::Spool(Spool&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Spool::~Spool() {
  if (fd_ >= 0) ::close(fd_);
}

Result<bool> Spool::copy_to(int out) const {
  if (::lseek(fd_, 0, SEEK_SET) < 0) return spool_error("The temporary file cannot be read");
  std::vector<char> block(1 << 20);
  SliceWriter writer(out);
  for (;;) {
    const ssize_t got = ::read(fd_, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return spool_error("The temporary file cannot be read");
    if (got == 0) return true;
    writer.add({block.data(), static_cast<std::size_t>(got)});
    if (writer.flush()) continue;
    if (writer.failure()) return *writer.failure();
    return false;
  }
}

}  // namespace tiktok_marketing::cli
