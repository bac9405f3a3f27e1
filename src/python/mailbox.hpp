#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <unordered_map>
#include <utility>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/connector/answer.hpp>

#include "python/python_object.hpp"

namespace tiktok_marketing::python {

/// Brings answers from the engine's thread to the futures of one event loop.
///
/// The engine's thread puts an answer in and makes `fileno` readable; it never waits for the interpreter's
/// lock. The loop watches the descriptor and calls `deliver`, on its own thread. The loop owns its mailbox:
/// closing the loop lets go of it, and answers that come later are dropped.
///
/// Thread-safety: the loop's thread under the interpreter's lock, but for the function `expect` returns.
class Mailbox {
 public:
  using Answered = std::function<void(Result<Answer>)>;

  /// Errors: `OSError` when the process has no descriptor left.
  Mailbox();
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;
  ~Mailbox();

  [[nodiscard]] int fileno() const;
  /// Whether it belongs to the process that asks, not to one that forked it.
  [[nodiscard]] bool is_current() const;

  /// Notes the future under a new number; the returned function takes its answer on any thread.
  [[nodiscard]] std::pair<std::uint64_t, Answered> expect(nb::object future, std::stop_source stop);
  /// Stops the call of that number; its future is left alone from now on.
  void cancel(std::uint64_t number);
  /// Completes futures whose answers have arrived, a few milliseconds long; the rest follows soon.
  void deliver();
  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

 private:
  class Slot;
  struct Waiting {
    nb::object future;
    std::stop_source stop;
  };
  struct Letter {
    std::uint64_t number;
    Result<Answer> answer;
  };
  void complete(Letter letter);

  std::shared_ptr<Slot> slot_;
  std::unordered_map<std::uint64_t, Waiting> waiting_;
  std::uint64_t last_number_ = 0;
  std::uint64_t generation_;
};

}  // namespace tiktok_marketing::python
