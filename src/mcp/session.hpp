#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "mcp/features.hpp"
#include "mcp/json_rpc.hpp"

namespace tiktok_marketing::mcp {

class RunningCall;

/// Where what belongs to one received request goes. Transports implement it.
/// Thread-safety: any thread; calls of one outlet may come from several at once.
class Outlet {
 public:
  Outlet() = default;
  Outlet(const Outlet&) = delete;
  Outlet& operator=(const Outlet&) = delete;
  virtual ~Outlet() = default;

  /// A message on the way to the answer: progress, a log line, a question to the client.
  virtual void send(std::string message) = 0;
  /// The answer; nothing follows.
  virtual void finish(std::string message) = 0;
  /// There will be no answer, because the client does not want one any more.
  virtual void abandon() = 0;
};

struct SessionLimits {
  std::size_t running_calls = 64;  ///< further ones are refused
  std::size_t asked = 64;          ///< questions to the client without an answer
};

/// The protocol between one client and us: the handshake, requests in flight, cancellation. No I/O.
///
/// Thread-safety: all members from any thread. A session lives as long as its calls.
class Session : public std::enable_shared_from_this<Session> {
 public:
  explicit Session(std::shared_ptr<Features> features, SessionLimits limits = {});

  /// Takes a message in. Requests are answered through `outlet`, now or later; for other messages it is not
  /// used.
  void receive(Message message, std::shared_ptr<Outlet> outlet);
  /// The client has gone: running calls are asked to stop, nothing is sent any more.
  void close();

  [[nodiscard]] bool is_initialized() const;
  [[nodiscard]] std::size_t running() const;

 private:
  friend class RunningCall;

  void take(Request request, std::shared_ptr<Outlet> outlet);
  void take(const Notification& notification);
  void take(const Response& response);
  void initialize(const Request& request, Outlet& outlet);
  void set_level(const Request& request, Outlet& outlet);
  void begin(Request request, std::shared_ptr<Outlet> outlet);
  void cancel(const Json& params);

  // For running calls.
  void ended(const std::string& key);
  [[nodiscard]] bool wants(Severity severity) const;
  /// The id of a new question, or null when too many wait.
  [[nodiscard]] Json register_question(std::function<void(Result<Json>)> reply);

  const std::shared_ptr<Features> features_;
  const SessionLimits limits_;
  mutable std::mutex mutex_;
  bool initialized_ = false;
  bool closed_ = false;
  Severity level_ = Severity::info;
  std::shared_ptr<const ClientFacts> client_ = std::make_shared<const ClientFacts>();
  std::map<std::string, std::weak_ptr<RunningCall>> calls_;  ///< by the text of their id
  std::map<std::int64_t, std::function<void(Result<Json>)>> asked_;
  std::int64_t last_question_ = 0;
};

}  // namespace tiktok_marketing::mcp
