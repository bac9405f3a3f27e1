#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "http/server/server.hpp"
#include "http/server/stream.hpp"

namespace tiktok_marketing::http {

class Connection;
class Mailbox;

/// Empty when nobody can answer any more.
using Answer = std::optional<ServerResponse>;

/// Where a connection can be reached, also by those who outlive it.
struct Address {
  std::shared_ptr<Mailbox> mailbox;
  Connection* connection = nullptr;  ///< null once it has gone; read and written on its thread only
};

/// Answers from other threads for the connections of one thread. That thread is woken once for all that come
/// until it looks, and not before the sender's batch ends: a wake-up costs more than the answer.
///
/// Thread-safety: `put` and `close` from any thread.
class Mailbox {
 public:
  struct Letter {
    std::shared_ptr<Address> to;
    std::uint64_t number = 0;  ///< of the request of that connection
    Answer answer;
    bool is_wake_up = false;  ///< no answer: the stream that is being sent has more
  };

  /// `context` runs on the connections' thread, and no longer than its owner keeps this. It is shared because
  /// the sender of a late letter may still be waking it then.
  explicit Mailbox(std::shared_ptr<asio::io_context> context) : context_(std::move(context)) {}

  void put(Letter letter);
  /// Letters are dropped from then on.
  void close();

 private:
  void deliver();

  std::shared_ptr<asio::io_context> context_;
  std::mutex mutex_;
  std::vector<Letter> letters_;
  std::vector<Letter> being_delivered_;  ///< of the connections' thread
  bool closed_ = false;
};

}  // namespace tiktok_marketing::http
