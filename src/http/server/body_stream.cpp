#include "http/server/body_stream.hpp"

#include <utility>

namespace tiktok_marketing::http {

std::shared_ptr<BodyStream> BodyStream::make(std::size_t max_waiting_bytes) {
  return std::shared_ptr<BodyStream>(new BodyStream(max_waiting_bytes));
}

std::shared_ptr<BodyStream> BodyStream::for_response() {
  return {this, [keep = shared_from_this()](BodyStream* stream) { stream->detach(); }};
}

bool BodyStream::write(std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  if (ended_ || broken_ || gone_) return false;
  const bool was_empty = waiting_.empty();
  if (waiting_.size() + bytes.size() > max_waiting_bytes_) {
    broken_ = true;
  } else {
    waiting_ += bytes;
  }
  if (wake_ && (was_empty || broken_)) wake_();
  return !broken_;
}

void BodyStream::end() {
  const std::lock_guard lock(mutex_);
  if (std::exchange(ended_, true)) return;
  if (wake_) wake_();
}

void BodyStream::when_gone(std::function<void()> told) {
  {
    const std::lock_guard lock(mutex_);
    if (sent_) return;
    if (!gone_) {
      told_ = std::move(told);
      return;
    }
  }
  told();
}

BodyStream::Part BodyStream::take() {
  const std::lock_guard lock(mutex_);
  Part part{.bytes = std::exchange(waiting_, {}), .ended = ended_, .broken = broken_};
  if (part.ended && !part.broken) sent_ = true;
  return part;
}

void BodyStream::attach(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
}

void BodyStream::detach() {
  std::function<void()> told;
  {
    const std::lock_guard lock(mutex_);
    gone_ = true;
    waiting_ = {};
    wake_ = nullptr;
    told = std::exchange(told_, nullptr);
    if (sent_) return;
  }
  if (told) told();
}

}  // namespace tiktok_marketing::http
