#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

#include "platform/types.hpp"

/// The signed text of a token (JWT), without I/O: HS256 and nothing else, `kid` names the key.
namespace tiktok_marketing::platform {

/// All members are checked to be there; `org` and the workspace are needed by scoped tokens.
struct TokenClaims {
  std::string application_id;                  ///< `sub`
  std::int64_t application_version = 1;        ///< `ver`
  std::optional<std::string> organization_id;  ///< `org`
  std::optional<std::string> workspace_id;     ///< `io.airbyte.auth.workspace_scope`
  TokenKind kind = TokenKind::application;     ///< `typ`
  std::int64_t issued_at = 0;                  ///< `iat`, seconds
  std::int64_t expires_at = 0;                 ///< `exp`, seconds
  std::string id;                              ///< `jti`
};

[[nodiscard]] Secret sign(const TokenClaims& claims, std::string_view key_id, const Secret& key);
/// `key_of(kid)` gives the key or an empty secret. Errors: `unauthorized` (malformed, other algorithm,
/// unknown key, wrong signature; the message never says which), `token_expired`.
[[nodiscard]] Result<TokenClaims> verify(std::string_view token, std::int64_t now_seconds,
                                         const std::function<Secret(std::string_view)>& key_of);
/// Errors: `token_expired`. The second named by `exp` is the first one in which a token is refused.
[[nodiscard]] Result<void> check_expiry(const TokenClaims& claims, std::int64_t now_seconds);
/// What every refused token gets.
[[nodiscard]] Error token_refused();

}  // namespace tiktok_marketing::platform
