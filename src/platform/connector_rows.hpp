#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "database/connection.hpp"
#include "platform/connectors.hpp"
#include "platform/credentials.hpp"

/// Rows of `connectors` and their advertisers, in a transaction of the caller. Errors: those of the database.
namespace tiktok_marketing::platform {

/// Errors also: `connector_not_found`; `forbidden` when the scope is a workspace and the connector stands in
/// another one of the organization.
[[nodiscard]] Result<Connector> get_connector(database::Connection& connection, const Scope& scope,
                                              std::string_view id);
/// Without a scope, for what the platform does by itself. nullopt when it is gone.
[[nodiscard]] Result<std::optional<Connector>> find_connector(database::Connection& connection,
                                                              std::string_view id);
/// In order of creation, from after the row with `after` (time and id) on; `row` returns false to stop.
struct RowAfter {
  std::int64_t created_at = INT64_MIN;
  std::string id;
};
[[nodiscard]] Result<void> each_connector(database::Connection& connection, const Scope& scope,
                                          const RowAfter& after, const std::function<bool(Connector)>& row);
/// The oldest connector of the workspace whose token is of that TikTok user; nullopt: none.
[[nodiscard]] Result<std::optional<Connector>> find_connector_of_user(database::Connection& connection,
                                                                      const Scope& scope,
                                                                      std::string_view tiktok_user);

/// With the advertisers `token` came with; at rest. Its credential is there already. As it then is.
[[nodiscard]] Result<Connector> insert_connector(database::Connection& connection, Connector connector,
                                                 const GrantedToken& token);
/// Writes name, configuration, lists, credential and `pending_until`; neither state nor `last_error`.
[[nodiscard]] Result<void> update_connector(database::Connection& connection, const Connector& connector,
                                            SystemTime now);
/// With its advertisers and secrets, and its credential when no other connector uses it.
[[nodiscard]] Result<void> delete_connector(database::Connection& connection, const Connector& connector);

/// Another state is also told to the organization's webhook. An empty reason: the usual one.
[[nodiscard]] Result<void> set_state(database::Connection& connection, const Connector& connector,
                                     ConnectorState state, std::string_view reason,
                                     std::string_view last_error, SystemTime now);
/// Moves between ok, pending and needs_advertisers as the rows now are; other states stay.
[[nodiscard]] Result<Connector> settle(database::Connection& connection, std::string_view id, SystemTime now);
/// The same, and forgets what was wrong: after a new token. A pause stays.
[[nodiscard]] Result<Connector> restart(database::Connection& connection, std::string_view id,
                                        SystemTime now);

/// `source`: `discovered` (TikTok listed them) or `used`. True when one was new.
[[nodiscard]] Result<bool> add_advertisers(database::Connection& connection, std::string_view connector_id,
                                           const std::vector<std::string>& ids, std::string_view source,
                                           SystemTime now);
/// In the place of all there are: those TikTok lists for another token.
[[nodiscard]] Result<void> replace_advertisers(database::Connection& connection,
                                               std::string_view connector_id,
                                               const std::vector<std::string>& ids, SystemTime now);

}  // namespace tiktok_marketing::platform
