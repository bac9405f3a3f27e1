#include "http/server/mailbox.hpp"

#include <utility>

#include <boost/asio/post.hpp>

#include "http/server/connection.hpp"

namespace tiktok_marketing::http {

void Mailbox::put(Letter letter) {
  const std::lock_guard lock(mutex_);
  if (closed_) return;
  letters_.push_back(std::move(letter));
  // Under the lock: `close` must not return while the executor is still being used.
  if (letters_.size() == 1) asio::post(executor_, [self = shared_from_this()] { self->deliver(); });
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
    if (connection != nullptr) connection->deliver(letter.number, std::move(letter.answer));
  }
  being_delivered_.clear();
}

}  // namespace tiktok_marketing::http
