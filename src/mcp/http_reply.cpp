#include "mcp/http_reply.hpp"

#include <utility>

namespace tiktok_marketing::mcp {

void HttpReply::set_header(std::string name, std::string value) {
  const std::lock_guard lock(mutex_);
  headers_.emplace_back(std::move(name), std::move(value));
}

void HttpReply::send(std::string message) {
  const std::lock_guard lock(mutex_);
  if (finished_) return;
  begin_stream();
  write_event(message);
}

void HttpReply::finish(std::string message) {
  const std::lock_guard lock(mutex_);
  if (std::exchange(finished_, true)) return;
  if (stream_) {
    write_event(message);
    return stream_->end();
  }
  http::ServerResponse response;
  response.headers = std::move(headers_);
  response.body = std::make_shared<const std::string>(std::move(message));
  std::exchange(responder_, nullptr)(std::move(response));
}

// A stream without an answer: the one form in which nothing can be said.
void HttpReply::abandon() {
  const std::lock_guard lock(mutex_);
  if (std::exchange(finished_, true)) return;
  begin_stream();
  stream_->end();
}

void HttpReply::keep_alive(Clock::time_point now, Clock::duration silence) {
  const std::lock_guard lock(mutex_);
  if (finished_ || now - last_word_ < silence) return;
  last_word_ = now;
  begin_stream();
  stream_->write(": still working\n\n");
}

void HttpReply::begin_stream() {
  if (stream_) return;
  stream_ = http::BodyStream::make();
  http::ServerResponse response;
  response.content_type = "text/event-stream";
  response.headers = std::move(headers_);
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.headers.emplace_back("X-Accel-Buffering", "no");
  response.stream = stream_->for_response();
  std::exchange(responder_, nullptr)(std::move(response));
}

// A message is compact JSON, so it has no line break of its own.
void HttpReply::write_event(std::string_view message) {
  last_word_ = Clock::now();
  std::string event;
  event.reserve(message.size() + 24);
  event += "event: message\ndata: ";
  event += message;
  event += "\n\n";
  stream_->write(event);
}

}  // namespace tiktok_marketing::mcp
