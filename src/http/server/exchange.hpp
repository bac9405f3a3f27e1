#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "http/server/server.hpp"

namespace tiktok_marketing::http {

/// One request on its way to one answer: what a connection and the copies of its `Responder` share.
///
/// Thread-safety: `answer` from any thread; the rest is the connection's.
class Exchange {
 public:
  /// `wake` is called from the answering thread, only while the connection waits.
  explicit Exchange(std::function<void()> wake) : wake_(std::move(wake)) {}

  /// The first answer counts, later ones are ignored, as are those for a connection that has gone.
  void answer(ServerResponse response);
  /// The answer if it is there; otherwise from now on `wake` will be called for it.
  [[nodiscard]] std::optional<ServerResponse> take_or_wait();
  /// The connection ends; nobody will be woken any more.
  void abandon();

 private:
  std::mutex mutex_;
  std::function<void()> wake_;
  std::optional<ServerResponse> response_;
  bool answered_ = false;
  bool waiting_ = false;
};

/// A responder whose last copy, when it goes unused, answers with a 500 that closes the connection.
[[nodiscard]] Responder make_responder(std::shared_ptr<Exchange> exchange);

/// The plain 500 of this server; its connection is closed behind it.
[[nodiscard]] ServerResponse internal_error_response();
/// True for answers made by `internal_error_response`.
[[nodiscard]] bool closes_connection(const ServerResponse& response);

}  // namespace tiktok_marketing::http
