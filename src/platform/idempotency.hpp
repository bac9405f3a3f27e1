#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>

#include "database/connection.hpp"
#include "platform/connectors.hpp"

/// Creates that are sent twice. A key of an organization stands for one request for 24 hours. In a
/// transaction of the caller.
namespace tiktok_marketing::platform {

/// What a create asks for, as 32 bytes. `workspace_id` of the workspace it names.
[[nodiscard]] std::string request_hash(const NewConnector& wanted, std::string_view workspace_id);

/// The connector the key has made; nullopt: the key is new (or empty). Errors also: `conflict` when it stands
/// for another request, or its connector is gone.
[[nodiscard]] Result<std::optional<std::string>> connector_of_key(database::Connection& connection,
                                                                  const Scope& scope, std::string_view key,
                                                                  std::string_view hash, SystemTime now);
/// Does nothing for an empty key.
[[nodiscard]] Result<void> keep_key(database::Connection& connection, std::string_view organization_id,
                                    std::string_view key, std::string_view hash,
                                    std::string_view connector_id, SystemTime now);
[[nodiscard]] Result<void> delete_old_keys(database::Connection& connection, SystemTime now);
/// Errors: `value_error`.
[[nodiscard]] Result<void> check_idempotency_key(std::string_view key);

}  // namespace tiktok_marketing::platform
