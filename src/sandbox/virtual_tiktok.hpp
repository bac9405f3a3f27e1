#pragma once

#include <atomic>
#include <memory>
#include <string>

#include <tiktok_marketing/base/result.hpp>

#include "http/server/server.hpp"
#include "sandbox/accounts.hpp"
#include "sandbox/clock.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/limiter.hpp"
#include "sandbox/lists.hpp"
#include "sandbox/options.hpp"
#include "sandbox/report.hpp"
#include "sandbox/stats.hpp"

namespace tiktok_marketing::sandbox {

/// The whole virtual TikTok without a socket: a request in, an answer out.
///
/// Same seed, same options, same clock and same requests give the same bytes.
/// Thread-safety: every member may be called from any thread.
class VirtualTikTok {
 public:
  /// Errors: `value_error` when the fault plan cannot be read.
  [[nodiscard]] static Result<std::unique_ptr<VirtualTikTok>> create(SandboxOptions options);

  [[nodiscard]] http::ServerResponse handle(const http::ServerRequest& request);

  /// Tokens and ids; the addresses begin with `origin` (`http://127.0.0.1:40123`).
  [[nodiscard]] SandboxAccess access(const std::string& origin) const;
  [[nodiscard]] SystemTime now() const { return clock_.now(); }
  void advance(std::chrono::milliseconds by) { clock_.advance(by); }
  [[nodiscard]] const World& world() const { return world_; }
  [[nodiscard]] const Stats& stats() const { return stats_; }

 private:
  struct Route;
  struct Call;
  struct Rendered {
    std::string data;
    std::string throttle;
  };

  explicit VirtualTikTok(SandboxOptions options);

  http::ServerResponse handle_api(const http::ServerRequest& request, const std::string& path);
  http::ServerResponse handle_control(const http::ServerRequest& request);
  http::ServerResponse set_clock(const http::ServerRequest& request);
  static const Route* find_route(std::string_view path);
  Answer answer(Call& call);
  Answer read(Call& call);
  std::optional<ApiError> open_advertisers(Call& call) const;
  Answer report(Call& call);
  Answer user_info() const;
  Answer granted_advertisers(const Call& call) const;
  Answer exchange(const Call& call);
  Answer revoke(const Call& call);
  Answer rendered(Call& call);
  std::string envelope(int code, std::string_view message, std::string_view data);
  http::ServerResponse misbehave(const std::vector<FaultAction>& faults, http::ServerResponse response);

  SandboxOptions options_;
  World world_;
  Clock clock_;
  Accounts accounts_;
  Limiter limiter_;
  FaultPlan faults_;
  Stats stats_;
  Lists lists_;
  Reports reports_;
  Lru<Rendered> pages_{48, 48 << 20};
  std::atomic<std::uint64_t> answered_{0};
};

}  // namespace tiktok_marketing::sandbox
