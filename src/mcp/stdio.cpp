#include "mcp/stdio.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "mcp/line_reader.hpp"
#include "mcp/line_writer.hpp"
#include "mcp/session.hpp"

namespace tiktok_marketing::mcp {
namespace {

constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::size_t kMaxWaitingBytes = 64 * 1024 * 1024;

/// A descriptor that becomes readable when it is set.
class Alarm {
 public:
  Alarm() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
  ~Alarm() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

  [[nodiscard]] int descriptor() const { return descriptor_; }
  void set() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(descriptor_, &one, sizeof one);
  }

 private:
  int descriptor_;
};

/// Requests that were read and are not answered yet.
class Pending {
 public:
  void begin() {
    const std::lock_guard lock(mutex_);
    ++count_;
  }
  void end() {
    {
      const std::lock_guard lock(mutex_);
      --count_;
    }
    changed_.notify_all();
  }
  void wait(std::chrono::milliseconds at_most) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, at_most, [this] { return count_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

/// What belongs to one line that was read. All of them share the writer.
class StdioOutlet : public Outlet {
 public:
  StdioOutlet(std::shared_ptr<LineWriter> writer, std::shared_ptr<Pending> pending)
      : writer_(std::move(writer)), pending_(std::move(pending)) {
    pending_->begin();
  }
  ~StdioOutlet() override { pending_->end(); }

  void send(std::string message) override { writer_->put(std::move(message)); }
  void finish(std::string message) override { writer_->put(std::move(message)); }
  void abandon() override {}

 private:
  const std::shared_ptr<LineWriter> writer_;
  const std::shared_ptr<Pending> pending_;
};

enum class Ready : std::uint8_t { input, alarm };

Ready wait_for_input(int in, const Alarm& alarm) {
  std::array<pollfd, 2> wanted{pollfd{.fd = in, .events = POLLIN},
                               {.fd = alarm.descriptor(), .events = POLLIN}};
  while (::poll(wanted.data(), wanted.size(), -1) < 0 && errno == EINTR) {
  }
  return wanted[1].revents != 0 ? Ready::alarm : Ready::input;
}

std::string too_long_message(std::size_t limit) {
  return error_message(
      {}, {.code = kInvalidRequest, .message = fmt::format("A message may have {} bytes at most.", limit)});
}

}  // namespace

Result<void> serve_stdio(std::shared_ptr<Features> features, const StdioOptions& options,
                         std::stop_token stop) {
  const auto alarm = std::make_shared<Alarm>();
  if (alarm->descriptor() < 0) {
    return Error{.type = ErrorType::internal_error, .message = "The system gives out no more descriptors."};
  }
  const std::stop_callback on_stop(stop, [alarm] { alarm->set(); });
  const auto writer = std::make_shared<LineWriter>(options.out, kMaxWaitingBytes, [alarm] { alarm->set(); });
  const auto pending = std::make_shared<Pending>();
  const auto session = std::make_shared<Session>(std::move(features));
  LineReader reader(options.max_message_bytes);
  const auto take = [&](LineReader::Line line) {
    if (line.too_long) return writer->put(too_long_message(options.max_message_bytes));
    session->receive(parse_message(line.text), std::make_shared<StdioOutlet>(writer, pending));
  };

  std::string space(kReadBytes, '\0');
  bool has_input = true;
  while (has_input && wait_for_input(options.in, *alarm) == Ready::input) {
    const ssize_t count = ::read(options.in, space.data(), space.size());
    if (count < 0 && errno == EINTR) continue;
    has_input = count > 0;
    if (has_input) reader.feed({space.data(), static_cast<std::size_t>(count)}, take);
  }
  if (!has_input) {
    reader.finish(take);
    pending->wait(options.grace);
  }
  session->close();
  return {};
}

}  // namespace tiktok_marketing::mcp
