#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/runtime.hpp>

#include "sandbox/params.hpp"
#include "sandbox/world.hpp"

namespace tiktok_marketing::sandbox {

/// Numeric scope ids of the OAuth answer.
enum class Scope : std::uint8_t { ads = 2, reporting = 4, creative = 6 };

/// What a token allows.
struct Grant {
  enum class State : std::uint8_t { live, revoked, expired };
  State state = State::live;
  std::vector<std::string> advertiser_ids;
  std::vector<Scope> scopes{Scope::ads, Scope::reporting, Scope::creative};

  [[nodiscard]] bool reads(std::string_view advertiser_id) const;
  [[nodiscard]] bool has(Scope scope) const;
};

/// The one developer app, its tokens and authorization codes. Thread-safe.
class Accounts {
 public:
  explicit Accounts(const World& world);

  [[nodiscard]] const std::string& app_id() const { return app_id_; }
  [[nodiscard]] const std::string& app_secret() const { return app_secret_; }
  [[nodiscard]] const std::string& token() const { return token_; }
  [[nodiscard]] const std::string& revoked_token() const { return revoked_; }
  [[nodiscard]] const std::string& expired_token() const { return expired_; }
  [[nodiscard]] const std::string& no_scope_token() const { return no_scope_; }

  /// The grant behind an `Access-Token` header, or 40104, 40105, 40102.
  [[nodiscard]] std::optional<ApiError> check_token(std::string_view token, Grant& grant) const;
  /// 40002 when one is missing, 40101 when they do not belong together.
  [[nodiscard]] std::optional<ApiError> check_app(std::string_view app_id, std::string_view secret) const;

  /// A code for the ticked advertisers, good for one hour and one exchange.
  [[nodiscard]] std::string issue_code(std::vector<std::string> advertiser_ids, SystemTime now);
  [[nodiscard]] std::optional<ApiError> exchange(std::string_view code, SystemTime now, std::string& token,
                                                 Grant& grant);
  [[nodiscard]] std::optional<ApiError> revoke(std::string_view token, Grant& grant);

 private:
  [[nodiscard]] std::string hex40(std::uint64_t salt) const;

  struct Code {
    std::vector<std::string> advertiser_ids;
    SystemTime issued;
    bool used = false;
  };

  std::uint64_t seed_;
  std::string app_id_, app_secret_, token_, revoked_, expired_, no_scope_;
  mutable std::mutex mutex_;
  std::map<std::string, Grant, std::less<>> grants_;
  std::map<std::string, Code, std::less<>> codes_;
  std::uint64_t issued_ = 0;
};

}  // namespace tiktok_marketing::sandbox
