#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"
#include "http/server/router.hpp"
#include "http/server/server.hpp"
#include "platform/rate_limiter.hpp"
#include "platform/types.hpp"
#include "server/contract.hpp"

namespace tiktok_marketing::server {

/// One request that was admitted: it matched an operation, its caller may do this, its parameters and body
/// are as the contract says.
struct Call {
  const Operation* operation = nullptr;
  http::ServerRequest request;
  http::PathParameters path;
  Json body;                      ///< null when there was none
  platform::Principal principal;  ///< empty for operations without a token
  platform::RateDecision rate;    ///< the tightest limit that was asked
  std::string request_id;
  std::string peer;        ///< address of the caller; behind a proxy the one the proxy names
  std::string session_id;  ///< X-Session-Id, when it is safe to keep
  std::string error_code;  ///< for the log, of a refusal that the handler worded itself
  SteadyTime began;

  /// A query parameter; nullopt when it was not sent.
  [[nodiscard]] std::optional<std::string> query(std::string_view name) const;
  [[nodiscard]] std::optional<int> query_int(std::string_view name) const;
  [[nodiscard]] std::optional<bool> query_bool(std::string_view name) const;
  /// A member of the body that is there and not null; else nullptr.
  [[nodiscard]] const Json* given(std::string_view name) const;
  /// The same for text; nullopt when absent.
  [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
  /// The same for a list of texts.
  [[nodiscard]] std::optional<std::vector<std::string>> texts(std::string_view name) const;
};

/// What a handler makes. An error becomes the envelope with its status.
using Reply = Result<http::ServerResponse>;
using Finish = std::function<void(Reply)>;

/// How the handlers of the contract's operations run.
struct Handler {
  enum class Where {
    here,       ///< on the server's thread: must not block
    worker,     ///< on a thread that may wait for the disk or TikTok
    by_itself,  ///< on the server's thread, answering later through `Finish`
  };
  Where where = Where::worker;
  std::function<Reply(const Call&)> answer;
  std::function<void(const std::shared_ptr<Call>&, Finish)> begin;  ///< of `by_itself`
};

/// The handlers by operationId; each group of routes adds its own.
class Handlers {
 public:
  void add(std::string_view operation_id, std::function<Reply(const Call&)> answer) {
    handlers_[std::string(operation_id)] = {.where = Handler::Where::worker, .answer = std::move(answer)};
  }
  void add_quick(std::string_view operation_id, std::function<Reply(const Call&)> answer) {
    handlers_[std::string(operation_id)] = {.where = Handler::Where::here, .answer = std::move(answer)};
  }
  void add_async(std::string_view operation_id,
                 std::function<void(const std::shared_ptr<Call>&, Finish)> begin) {
    handlers_[std::string(operation_id)] = {.where = Handler::Where::by_itself, .begin = std::move(begin)};
  }
  [[nodiscard]] const std::map<std::string, Handler, std::less<>>& all() const { return handlers_; }

 private:
  std::map<std::string, Handler, std::less<>> handlers_;
};

}  // namespace tiktok_marketing::server
