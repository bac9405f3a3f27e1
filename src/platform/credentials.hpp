#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

#include "database/connection.hpp"
#include "platform/context.hpp"
#include "platform/types.hpp"

/// Rows of `credentials`: TikTok tokens, sealed. Several connectors of a workspace may share one.
///
/// All work in a transaction of the caller. Errors: those of the database and the keyring.
namespace tiktok_marketing::platform {

/// A token with what is known about it.
struct GrantedToken {
  Secret token;
  std::string tiktok_user;           ///< core user id; empty: not known
  std::string tiktok_app_id;         ///< the app it is known to be of; empty: not known
  std::vector<std::string> granted;  ///< advertisers the exchange of the code named
  std::vector<std::string>
      looked_up;  ///< advertisers TikTok lists for it; belongs to connectors, not stored here
};

/// The id of the new row.
[[nodiscard]] Result<std::string> insert_credential(const Context& context, database::Connection& connection,
                                                    std::string_view organization_id,
                                                    std::string_view workspace_id, const GrantedToken& token);
/// Another token in its place; the version counts up.
[[nodiscard]] Result<void> replace_token(const Context& context, database::Connection& connection,
                                         std::string_view credential_id, const GrantedToken& token);
/// The credential of that organization (and workspace, unless empty) with its open token. Errors also:
/// `not_found`.
[[nodiscard]] Result<GrantedToken> open_credential(Context& context, database::Connection& connection,
                                                   std::string_view organization_id,
                                                   std::string_view workspace_id,
                                                   std::string_view credential_id);
/// Ids of the connectors that use it.
[[nodiscard]] Result<std::vector<std::string>> sharers_of(database::Connection& connection,
                                                          std::string_view credential_id);
[[nodiscard]] Result<void> delete_credential_if_unused(database::Connection& connection,
                                                       std::string_view credential_id);

}  // namespace tiktok_marketing::platform
