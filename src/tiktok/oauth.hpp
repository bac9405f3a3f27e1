#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/secret.hpp>

#include "tiktok/client.hpp"

/// TikTok's OAuth for advertiser accounts (long-term tokens).
namespace tiktok_marketing::tiktok {

struct TokenGrant {
  Secret access_token;
  std::vector<std::string> advertiser_ids;  ///< may be empty: the user ticked none
  std::vector<std::string> scopes;          ///< TikTok's numeric scope ids
};

struct GrantedAdvertiser {
  std::string id;
  std::string name;
};

/// Where the user's browser goes.
[[nodiscard]] std::string consent_page(std::string_view consent_url, std::string_view app_id,
                                       std::string_view redirect_uri, std::string_view state);
/// `…/open_api/v1.3` → `…/portal/auth` on the same host: the default of TIKTOK_MARKETING_CONSENT_URL.
[[nodiscard]] std::string consent_url_of(std::string_view api_url);

/// Exchanges the code of the redirect. The code works once and for an hour.
/// Errors: `upstream_authentication_failed` (used or expired code, wrong secret), transport errors.
[[nodiscard]] Task<Result<TokenGrant>> exchange_code(std::shared_ptr<Client> client, std::string app_id,
                                                     Secret app_secret, Secret auth_code,
                                                     CallContext context);
/// The advertisers the client's token may read. Not offered by TikTok's own sandbox host.
[[nodiscard]] Task<Result<std::vector<GrantedAdvertiser>>> granted_advertisers(std::shared_ptr<Client> client,
                                                                               std::string app_id,
                                                                               Secret app_secret,
                                                                               CallContext context);
/// Revokes the client's token for good.
[[nodiscard]] Task<Result<void>> revoke_token(std::shared_ptr<Client> client, std::string app_id,
                                              Secret app_secret, CallContext context);

}  // namespace tiktok_marketing::tiktok
