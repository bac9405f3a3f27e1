#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include "http/server/body_stream.hpp"
#include "http/server/server.hpp"
#include "mcp/session.hpp"

namespace tiktok_marketing::mcp {

/// The answer to one POST: one JSON document when nothing comes before it, else a stream of events.
class HttpReply : public Outlet {
 public:
  using Clock = std::chrono::steady_clock;

  HttpReply(http::Responder responder, Clock::time_point now)
      : responder_(std::move(responder)), last_word_(now) {}

  /// Headers of the answer; only before it is given.
  void set_header(std::string name, std::string value);

  void send(std::string message) override;
  void finish(std::string message) override;
  void abandon() override;

  /// When nothing was said for `silence`, becomes a stream and says that it still lives: clients and proxies
  /// give up on a connection that stays silent.
  void keep_alive(Clock::time_point now, Clock::duration silence);

 private:
  void begin_stream();
  void write_event(std::string_view message);

  std::mutex mutex_;
  http::Responder responder_;  ///< empty once the answer was begun
  http::Headers headers_;
  std::shared_ptr<http::BodyStream> stream_;
  Clock::time_point last_word_;
  bool finished_ = false;
};

}  // namespace tiktok_marketing::mcp
