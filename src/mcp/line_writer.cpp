#include "mcp/line_writer.hpp"

#include <unistd.h>

#include <cerrno>
#include <utility>

namespace tiktok_marketing::mcp {

LineWriter::LineWriter(int descriptor, std::size_t max_waiting_bytes, std::function<void()> broken)
    : descriptor_(descriptor),
      max_waiting_bytes_(max_waiting_bytes),
      broken_(std::move(broken)),
      thread_([this] { run(); }) {}

LineWriter::~LineWriter() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void LineWriter::put(std::string line) {
  {
    const std::lock_guard lock(mutex_);
    if (is_broken_) return;
    if (waiting_.empty()) {
      waiting_ = std::move(line);
    } else {
      waiting_ += line;
    }
    waiting_ += '\n';
    if (waiting_.size() > max_waiting_bytes_) is_broken_ = true;
  }
  changed_.notify_one();
}

void LineWriter::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || is_broken_ || !waiting_.empty(); });
    if (is_broken_) break;
    if (waiting_.empty()) return;
    const std::string bytes = std::exchange(waiting_, {});
    lock.unlock();
    const bool written = write_all(bytes);
    lock.lock();
    if (!written) is_broken_ = true;
  }
  waiting_ = {};
  lock.unlock();
  broken_();
}

bool LineWriter::write_all(const std::string& bytes) const {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = ::write(descriptor_, bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    done += static_cast<std::size_t>(count);
  }
  return true;
}

}  // namespace tiktok_marketing::mcp
