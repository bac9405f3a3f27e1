#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "http/server/server.hpp"
#include "mcp/features.hpp"
#include "mcp/http_reply.hpp"
#include "mcp/session_table.hpp"

namespace tiktok_marketing::mcp {

/// The Streamable HTTP transport on one path. It is a handler and knows no socket, so that it can stand
/// beside other routes of a server.
///
/// POST takes one message; a request is answered with JSON, or with a stream of events when something comes
/// before its answer or it takes long. There are no messages that belong to no request, hence no GET.
class HttpEndpoint {
 public:
  using Clock = std::chrono::steady_clock;
  struct Options {
    std::string path = "/mcp";
    SessionTable::Options sessions;
    SessionLimits session_limits;
    /// Host names a request may have been sent to, and origins a browser may call from, beside those of this
    /// machine: anything else is a page that plays tricks with DNS.
    std::vector<std::string> allowed_hosts;
    std::vector<std::string> allowed_origins;
    Clock::duration silence = std::chrono::seconds{10};  ///< then a running request says that it still lives
  };

  HttpEndpoint(std::shared_ptr<Features> features, Options options);
  /// Ends all sessions.
  ~HttpEndpoint();
  HttpEndpoint(const HttpEndpoint&) = delete;
  HttpEndpoint& operator=(const HttpEndpoint&) = delete;

  /// As `http::Handler`: does not block.
  void handle(const http::ServerRequest& request, http::Responder respond);
  /// No further sessions and requests; running ones are told to stop.
  void close();
  /// What a thread of the endpoint does every second: ends unused sessions, keeps silent streams alive.
  void sweep(Clock::time_point now);

  [[nodiscard]] std::size_t sessions() const { return sessions_.size(); }
  [[nodiscard]] std::size_t open_replies();

 private:
  void post(const http::ServerRequest& request, http::Responder respond);
  void open_session(Message message, const http::ServerRequest& request,
                    const std::shared_ptr<HttpReply>& reply);
  [[nodiscard]] std::shared_ptr<HttpReply> make_reply(http::Responder respond);
  void run();

  const std::shared_ptr<Features> features_;
  const Options options_;
  SessionTable sessions_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::weak_ptr<HttpReply>> replies_;
  bool closed_ = false;
  std::thread sweeper_;
};

}  // namespace tiktok_marketing::mcp
