#include "python/mailbox.hpp"

#include <cerrno>
#include <chrono>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include <sys/eventfd.h>
#include <unistd.h>

#include "python/answer_object.hpp"
#include "python/process_engine.hpp"
#include "python/python_errors.hpp"

namespace tiktok_marketing::python {
namespace {

// Other tasks of the loop wait while answers are turned into objects.
constexpr std::chrono::milliseconds kLongestDelivery{5};

}  // namespace

// What the engine's thread and the loop share.
class Mailbox::Slot {
 public:
  Slot() : descriptor_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  ~Slot() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  [[nodiscard]] int descriptor() const { return descriptor_; }

  void put(Letter letter) {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    letters_.push_back(std::move(letter));
    if (letters_.size() == 1) signal();
  }
  [[nodiscard]] std::optional<Letter> take() {
    const std::lock_guard lock(mutex_);
    if (letters_.empty()) {
      std::uint64_t count = 0;
      static_cast<void>(::read(descriptor_, &count, sizeof count));
      return std::nullopt;
    }
    std::optional<Letter> first(std::move(letters_.front()));
    letters_.pop_front();
    return first;
  }
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    letters_.clear();
  }

 private:
  void signal() const {
    const std::uint64_t one = 1;
    static_cast<void>(::write(descriptor_, &one, sizeof one));
  }

  std::mutex mutex_;
  std::deque<Letter> letters_;
  bool closed_ = false;
  const int descriptor_;
};

Mailbox::Mailbox() : slot_(std::make_shared<Slot>()), generation_(ProcessEngine::generation()) {
  if (slot_->descriptor() >= 0) return;
  PyErr_SetFromErrno(PyExc_OSError);
  nb::raise_python_error();
}

Mailbox::~Mailbox() {
  // In a forked child the slot's lock may be held by a thread that is not there.
  if (!is_current()) {
    static_cast<void>(new std::shared_ptr<Slot>(std::move(slot_)));
    return;
  }
  for (auto& [number, waiting] : waiting_) waiting.stop.request_stop();
  slot_->close();
}

int Mailbox::fileno() const {
  return slot_->descriptor();
}

bool Mailbox::is_current() const {
  return generation_ == ProcessEngine::generation();
}

std::pair<std::uint64_t, Mailbox::Answered> Mailbox::expect(nb::object future, std::stop_source stop) {
  const std::uint64_t number = ++last_number_;
  waiting_.emplace(number, Waiting{std::move(future), std::move(stop)});
  return {number, [slot = slot_, number](Result<Answer> answer) { slot->put({number, std::move(answer)}); }};
}

void Mailbox::cancel(std::uint64_t number) {
  const auto found = waiting_.find(number);
  if (found == waiting_.end()) return;
  const Waiting ended = std::move(found->second);
  waiting_.erase(found);
  // Those who listen post to the engine's thread, which may be about to do the same here.
  ended.stop.request_stop();
}

void Mailbox::deliver() {
  const auto until = std::chrono::steady_clock::now() + kLongestDelivery;
  do {
    auto letter = slot_->take();
    if (!letter) return;
    complete(std::move(*letter));
  } while (std::chrono::steady_clock::now() < until);
}

void Mailbox::complete(Letter letter) {
  const auto found = waiting_.find(letter.number);
  if (found == waiting_.end()) return;
  const nb::object future = std::move(found->second.future);
  waiting_.erase(found);
  if (nb::cast<bool>(future.attr("done")())) return;
  nb::object exception;
  try {
    if (letter.answer) {
      future.attr("set_result")(object_of_answer(*letter.answer));
      return;
    }
    exception = exception_of(letter.answer.error());
  } catch (nb::python_error& error) {
    exception = nb::borrow(error.value());
  } catch (const std::exception& error) {
    exception = exception_of({.type = ErrorType::internal_error, .message = error.what()});
  }
  future.attr("set_exception")(exception);
}

}  // namespace tiktok_marketing::python
