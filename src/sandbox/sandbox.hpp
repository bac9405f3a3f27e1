#pragma once

#include <memory>
#include <string>

#include <tiktok_marketing/base/result.hpp>

#include "http/server/server.hpp"
#include "sandbox/options.hpp"
#include "sandbox/virtual_tiktok.hpp"

namespace tiktok_marketing::sandbox {

/// A virtual TikTok behind a socket on this machine.
///
/// Thread-safety: every member may be called from any thread. The destructor stops it.
class Sandbox {
 public:
  /// Errors: `value_error` when the address cannot be bound or the fault plan cannot be read.
  [[nodiscard]] static Result<std::unique_ptr<Sandbox>> start(SandboxOptions options);
  ~Sandbox();

  [[nodiscard]] const SandboxAccess& access() const { return access_; }
  [[nodiscard]] std::string url() const { return server_->url(); }
  [[nodiscard]] SystemTime now() const { return tiktok_->now(); }
  void advance(std::chrono::milliseconds by) { tiktok_->advance(by); }
  /// For tests that look at what was asked of it.
  [[nodiscard]] VirtualTikTok& tiktok() { return *tiktok_; }
  void stop();

 private:
  Sandbox() = default;

  std::unique_ptr<VirtualTikTok> tiktok_;
  std::unique_ptr<http::Server> server_;
  SandboxAccess access_;
};

}  // namespace tiktok_marketing::sandbox
