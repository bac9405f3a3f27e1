#pragma once

#include <string>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

#include "database/connection.hpp"
#include "platform/context.hpp"
#include "platform/credentials.hpp"
#include "platform/oauth_rows.hpp"

namespace tiktok_marketing::platform {

/// What a login has made.
struct Login {
  std::string connector_id;
  Secret secret;                     ///< for the create that takes the connector up
  std::vector<std::string> changed;  ///< connectors that have another token now
};

/// Stores the token of a login in one transaction of the caller: in the connector that was to be authorized
/// anew; else in the workspace's connector of the same TikTok user; else in a new one, which waits for a
/// create unless the attempt brought its configuration.
///
/// Errors also: `conflict` when somebody else than the connector's TikTok user has logged in: an id would
/// silently stand for the accounts of another person; `connector_not_found`.
[[nodiscard]] Result<Login> store_login(const Context& context, database::Connection& connection,
                                        const OauthAttempt& attempt, const GrantedToken& token);

}  // namespace tiktok_marketing::platform
