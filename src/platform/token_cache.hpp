#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include <tiktok_marketing/base/secret.hpp>

#include "crypto/hash.hpp"
#include "platform/published.hpp"
#include "platform/token_text.hpp"

namespace tiktok_marketing::platform {

/// Tokens whose signature was right, so that it is not computed with every call. A place for each hash of a
/// token's text; a newer token takes the place of an older one. Whether it has expired is the caller's to
/// ask. Thread-safe.
class TokenCache {
 public:
  using Claims = std::shared_ptr<const TokenClaims>;

  /// nullptr when it is not there.
  [[nodiscard]] Claims find(std::string_view token) const {
    const auto entry = places_[place_of(token)].load();
    if (!entry || !crypto::equal_in_constant_time(entry->token.reveal(), token)) return nullptr;
    return {entry, &entry->claims};
  }
  Claims put(std::string_view token, TokenClaims claims) {
    auto entry = std::make_shared<const Entry>(Secret(std::string(token)), std::move(claims));
    places_[place_of(token)].store(entry);
    return {entry, &entry->claims};
  }

 private:
  struct Entry {
    Entry(Secret text, TokenClaims proven) : token(std::move(text)), claims(std::move(proven)) {}
    Secret token;
    TokenClaims claims;
  };
  static constexpr std::size_t kPlaces = 1024;
  static std::size_t place_of(std::string_view token) {
    return std::hash<std::string_view>{}(token) % kPlaces;
  }

  std::array<Published<const Entry>, kPlaces> places_;
};

}  // namespace tiktok_marketing::platform
