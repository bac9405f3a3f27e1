#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"
#include "mcp/json_rpc.hpp"
#include "mcp/protocol.hpp"

namespace tiktok_marketing::mcp {

/// Who is at the other end, as it introduced itself.
struct ClientFacts {
  std::string name;
  std::string version;
  std::string protocol_version;  ///< negotiated
  Json capabilities;
};

/// One request of a client, from its arrival to its answer.
///
/// Thread-safety: all members from any thread. Exactly one `answer` or `refuse` counts; dropping the call
/// without one answers an internal error. After a cancellation nothing is sent any more.
class Call {
 public:
  Call() = default;
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  virtual ~Call() = default;

  [[nodiscard]] virtual const std::string& method() const = 0;
  [[nodiscard]] virtual const Json& params() const = 0;
  [[nodiscard]] virtual const ClientFacts& client() const = 0;
  /// Requested when the client cancels or the session ends.
  [[nodiscard]] virtual std::stop_token stop() const = 0;

  [[nodiscard]] virtual bool wants_progress() const = 0;
  /// `done` must grow from call to call, others are not sent. Nothing is sent unless the client wants it.
  virtual void progress(double done, std::optional<double> total, std::string_view message) = 0;
  /// Sent when the client wants that severity.
  virtual void log(Severity severity, std::string_view logger, const Json& data) = 0;
  /// Asks the client; `reply` is called once, with its result or its error in `RpcError`'s words.
  virtual void ask(std::string_view method, const Json& params, std::function<void(Result<Json>)> reply) = 0;

  virtual void answer(std::string_view result_json) = 0;
  virtual void refuse(RpcError error) = 0;
};

/// What a server offers, apart from sessions and transports.
///
/// Thread-safety: all members from any thread, of several calls at once.
class Features {
 public:
  Features() = default;
  Features(const Features&) = delete;
  Features& operator=(const Features&) = delete;
  virtual ~Features() = default;

  /// `capabilities`, `serverInfo` and `instructions` of the answer to `initialize`.
  [[nodiscard]] virtual Json introduction() const = 0;
  [[nodiscard]] virtual bool knows(std::string_view method) const = 0;
  /// A method it knows. Must not block; the answer may come later, from any thread.
  virtual void handle(std::shared_ptr<Call> call) = 0;
};

}  // namespace tiktok_marketing::mcp
