#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/server/server.hpp"
#include "server/services.hpp"

namespace tiktok_marketing::server {

/// The hosted API as an HTTP handler.
///
/// The way of a request: route → content type → who calls → role and kind of token → rate limit → parameters
/// and body checked by the contract → handler. Each answer carries X-Request-Id, is counted, timed and logged
/// (operation, status and ids; never paths, queries, headers or bodies).
/// Thread-safety: all members from any thread. The platform must outlive this.
class Api {
 public:
  Api(platform::Platform& platform, stores::Stores& stores, ApiOptions options);
  ~Api();
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  /// No request may arrive after this object is gone.
  void handle(http::ServerRequest request, http::Responder respond);
  /// What the HTTP server refuses by itself, in our envelope.
  [[nodiscard]] http::ServerResponse refuse(int status, std::string_view why);
  /// Gives up calls to TikTok; they and later ones are answered with 503.
  void give_up();
  /// The same, and waits until nothing is under way any more.
  void finish();

  /// Operations of the contract without a handler, and handlers without an operation. Empty.
  [[nodiscard]] std::vector<std::string> mismatches() const;

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace tiktok_marketing::server
