#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

namespace tiktok_marketing::cli {

/// Waits for TikTok's redirect: on a loopback port, and for an address pasted on a descriptor.
///
/// A redirect with another state is answered with a page that says so, and the wait goes on.
class RedirectListener {
 public:
  /// Port 0 lets the system choose. Errors: `value_error` when the port is taken.
  [[nodiscard]] static Result<RedirectListener> start(std::uint16_t port, std::string state);
  RedirectListener(RedirectListener&&) noexcept;
  RedirectListener& operator=(RedirectListener&&) = delete;
  ~RedirectListener();

  /// `http://127.0.0.1:8734/callback`; must be registered for the app.
  [[nodiscard]] const std::string& redirect_url() const;

  /// Blocks. `paste_fd` < 0: nobody pastes. Errors: `upstream_timeout`, `cancelled`, those of `code_of`.
  [[nodiscard]] Result<Secret> wait(int paste_fd, std::chrono::milliseconds at_most,
                                    const std::stop_token& stop);

 private:
  struct State;
  explicit RedirectListener(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tiktok_marketing::cli
