#include "sandbox/accounts.hpp"

#include <fmt/format.h>
#include <algorithm>

#include "sandbox/pure.hpp"

namespace tiktok_marketing::sandbox {
namespace {

constexpr std::chrono::hours kCodeLife{1};

}  // namespace

bool Grant::reads(std::string_view advertiser_id) const {
  return std::ranges::find(advertiser_ids, advertiser_id) != advertiser_ids.end();
}

bool Grant::has(Scope scope) const {
  return std::ranges::find(scopes, scope) != scopes.end();
}

Accounts::Accounts(const World& world) : seed_(world.seed()) {
  app_id_ = std::to_string(7'300'000'000'000'000'000ULL + below(seed_, 0xa99, 9'000'000'000'000'000ULL));
  app_secret_ = hex40(1);
  token_ = hex40(2);
  revoked_ = hex40(3);
  expired_ = hex40(4);
  no_scope_ = hex40(5);
  Grant all;
  for (const Advertiser& advertiser : world.advertisers()) all.advertiser_ids.push_back(advertiser.id_text);
  grants_[token_] = all;
  grants_[revoked_] = all;
  grants_[revoked_].state = Grant::State::revoked;
  grants_[expired_] = all;
  grants_[expired_].state = Grant::State::expired;
  grants_[no_scope_] = all;
  grants_[no_scope_].scopes = {Scope::ads, Scope::reporting};
}

std::string Accounts::hex40(std::uint64_t salt) const {
  const auto hash = mix(seed_, 0x5ec7e7, salt);
  return fmt::format("{:016x}{:016x}{:08x}", mix(hash, 1), mix(hash, 2), mix(hash, 3) >> 32);
}

std::optional<ApiError> Accounts::check_token(std::string_view token, Grant& grant) const {
  if (token.empty()) return ApiError{40104, "The access_token is empty"};
  const std::lock_guard lock(mutex_);
  const auto found = grants_.find(token);
  if (found == grants_.end() || found->second.state == Grant::State::revoked) {
    return ApiError{40105, "Access token is incorrect or has been revoked."};
  }
  if (found->second.state == Grant::State::expired) return ApiError{40102, "The access token has expired."};
  grant = found->second;
  return std::nullopt;
}

std::optional<ApiError> Accounts::check_app(std::string_view app_id, std::string_view secret) const {
  if (app_id.empty()) return ApiError{40002, "app_id: Missing data for required field."};
  if (secret.empty()) return ApiError{40002, "secret: Missing data for required field."};
  if (app_id != app_id_ || secret != app_secret_) return ApiError{40101, "The app_id or secret is invalid."};
  return std::nullopt;
}

std::string Accounts::issue_code(std::vector<std::string> advertiser_ids, SystemTime now) {
  const std::lock_guard lock(mutex_);
  std::string code = hex40(1'000 + ++issued_);
  codes_[code] = {std::move(advertiser_ids), now, false};
  return code;
}

std::optional<ApiError> Accounts::exchange(std::string_view code, SystemTime now, std::string& token,
                                           Grant& grant) {
  const std::lock_guard lock(mutex_);
  const auto found = codes_.find(code);
  const bool good = found != codes_.end() && !found->second.used && now >= found->second.issued &&
                    now - found->second.issued < kCodeLife;
  if (!good) return ApiError{40110, "Auth_code is used or expired."};
  found->second.used = true;
  grant = Grant{};
  grant.advertiser_ids = found->second.advertiser_ids;
  token = hex40(1'000'000 + ++issued_);
  grants_[token] = grant;
  return std::nullopt;
}

std::optional<ApiError> Accounts::revoke(std::string_view token, Grant& grant) {
  const std::lock_guard lock(mutex_);
  const auto found = grants_.find(token);
  if (found == grants_.end() || found->second.state == Grant::State::revoked) {
    return ApiError{40105, "Access token is incorrect or has been revoked."};
  }
  found->second.state = Grant::State::revoked;
  grant = found->second;
  return std::nullopt;
}

}  // namespace tiktok_marketing::sandbox
