#include "http/server/mailbox.hpp"

#include <utility>

#include <boost/asio/post.hpp>

#include "base/batch.hpp"
#include "http/server/connection.hpp"

namespace tiktok_marketing::http {

void Mailbox::put(Letter letter) {
  auto address = letter.to;
  bool is_first = false;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    is_first = letters_.empty();
    letters_.push_back(std::move(letter));
  }
  // Not under the lock: the thread that wakes up wants it. The address keeps this until then.
  if (!is_first) return;
  Batch::put_off([this, address = std::move(address)] { asio::post(*context_, [this] { deliver(); }); });
}

void Mailbox::close() {
  std::vector<Letter> dropped;
  const std::lock_guard lock(mutex_);
  closed_ = true;
  dropped.swap(letters_);
}

void Mailbox::deliver() {
  {
    const std::lock_guard lock(mutex_);
    being_delivered_.swap(letters_);
  }
  for (Letter& letter : being_delivered_) {
    Connection* connection = letter.to->connection;
    if (connection == nullptr) continue;
    if (letter.is_wake_up) {
      connection->wake_up(letter.number);
    } else {
      connection->deliver(letter.number, std::move(letter.answer));
    }
  }
  being_delivered_.clear();
}

}  // namespace tiktok_marketing::http
