#include "platform/token_text.hpp"

#include <algorithm>
#include <array>

#include "base/json.hpp"
#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::string_view kIssuer = "tiktok-marketing";
constexpr std::string_view kWorkspaceClaim = "io.airbyte.auth.workspace_scope";
constexpr std::array<std::string_view, 2> kKindNames{"application", "scoped"};
/// Ours have about 500; more is not worth hashing.
constexpr std::size_t kMaxCharacters = 4096;

Json header_of(std::string_view key_id) {
  return Json::Object{{"alg", "HS256"}, {"typ", "JWT"}, {"kid", key_id}};
}

Json payload_of(const TokenClaims& claims) {
  Json payload = Json::Object{{"iss", kIssuer},
                              {"sub", claims.application_id},
                              {"ver", claims.application_version},
                              {"typ", kKindNames[static_cast<std::size_t>(claims.kind)]},
                              {"iat", claims.issued_at},
                              {"exp", claims.expires_at},
                              {"jti", claims.id}};
  if (claims.organization_id) payload.set("org", *claims.organization_id);
  if (claims.workspace_id) payload.set(kWorkspaceClaim, *claims.workspace_id);
  return payload;
}

std::optional<Json> read_part(std::string_view part) {
  const auto text = crypto::from_base64url(part);
  if (!text) return std::nullopt;
  auto json = Json::parse(*text);
  if (!json || json->as_object() == nullptr) return std::nullopt;
  return *std::move(json);
}

std::optional<std::string> optional_text(const Json& object, std::string_view name) {
  const std::string_view text = object.text_of(name);
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

std::optional<TokenClaims> read_claims(const Json& payload) {
  const auto kind = std::ranges::find(kKindNames, payload.text_of("typ"));
  const auto version = payload.int_of("ver");
  const auto issued_at = payload.int_of("iat");
  const auto expires_at = payload.int_of("exp");
  TokenClaims claims{.application_id = std::string(payload.text_of("sub")),
                     .organization_id = optional_text(payload, "org"),
                     .workspace_id = optional_text(payload, kWorkspaceClaim),
                     .id = std::string(payload.text_of("jti"))};
  if (payload.text_of("iss") != kIssuer || kind == kKindNames.end() || !version || !issued_at ||
      !expires_at || claims.application_id.empty() || claims.id.empty()) {
    return std::nullopt;
  }
  claims.kind = static_cast<TokenKind>(kind - kKindNames.begin());
  // A scoped token without its bounds must never pass as one for everything, nor the other way round.
  const bool scoped = claims.kind == TokenKind::scoped;
  if (scoped ? !claims.organization_id || !claims.workspace_id : claims.workspace_id.has_value()) {
    return std::nullopt;
  }
  claims.application_version = *version;
  claims.issued_at = *issued_at;
  claims.expires_at = *expires_at;
  return claims;
}

}  // namespace

Secret sign(const TokenClaims& claims, std::string_view key_id, const Secret& key) {
  std::string text = crypto::to_base64url(header_of(key_id).dump());
  text.append(".").append(crypto::to_base64url(payload_of(claims).dump()));
  const std::string signature = crypto::to_base64url(crypto::hmac_sha256(key.reveal(), text));
  return Secret(std::move(text.append(".").append(signature)));
}

Result<TokenClaims> verify(std::string_view token, std::int64_t now_seconds,
                           const std::function<Secret(std::string_view)>& key_of) {
  const std::size_t first = token.find('.');
  const std::size_t second = token.rfind('.');
  if (token.size() > kMaxCharacters || first == std::string_view::npos || first == second) {
    return token_refused();
  }
  const auto header = read_part(token.substr(0, first));
  if (!header || *header != header_of(header->text_of("kid"))) return token_refused();
  const Secret key = key_of(header->text_of("kid"));
  const auto given = crypto::from_base64url(token.substr(second + 1));
  if (key.empty() || !given ||
      !crypto::equal_in_constant_time(*given, crypto::hmac_sha256(key.reveal(), token.substr(0, second)))) {
    return token_refused();
  }
  const auto payload = read_part(token.substr(first + 1, second - first - 1));
  auto claims = payload ? read_claims(*payload) : std::nullopt;
  if (!claims) return token_refused();
  if (auto valid = check_expiry(*claims, now_seconds); !valid) return std::move(valid).error();
  return *std::move(claims);
}

Result<void> check_expiry(const TokenClaims& claims, std::int64_t now_seconds) {
  if (now_seconds < claims.expires_at) return {};
  return Error{.type = ErrorType::token_expired,
               .message = "The bearer token has expired.",
               .hint = "Get a new one with client id and client secret, and repeat the call."};
}

Error token_refused() {
  return {.type = ErrorType::unauthorized,
          .message = "The bearer token is not valid.",
          .hint =
              "Get a new one with client id and client secret. If that fails too, the application was "
              "revoked."};
}

}  // namespace tiktok_marketing::platform
