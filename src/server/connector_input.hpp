#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

#include "platform/platform.hpp"
#include "server/call.hpp"
#include "server/services.hpp"

/// Reads what create, update, check and initiate have in common out of a body.
namespace tiktok_marketing::server {

/// connector_type, definition_id or source_template_id must name our one connector. Errors: `value_error`
/// when none is given, `definition_not_found`, `template_not_found`.
[[nodiscard]] Result<void> check_connector_kind(const Call& call);
/// `Tiktok-Marketing` in any case, with blanks, `-` or `_`.
[[nodiscard]] bool is_our_connector(std::string_view connector_type);
[[nodiscard]] Error unknown_connector_type(std::string_view given);

/// The token in `credentials`; an empty secret when there are none. Errors: `invalid_parameter` for any other
/// shape than `access_token`.
[[nodiscard]] Result<Secret> access_token_of(const Call& call);

/// What is not given stays as in `base`, so that a new start date does not take a fence away.
/// Errors: `value_error` naming the key.
[[nodiscard]] Result<std::optional<platform::ReplicationConfig>> replication_of(
    const Call& call, const Services& services, const platform::ReplicationConfig& base = {});
/// Names of `entities`. Errors: `value_error` for one that does not exist.
[[nodiscard]] Result<std::optional<std::vector<std::string>>> entities_of(const Call& call);
/// `allowed_entities` and `allowed_actions`; nullopt when neither is given, what is not given stays as in
/// `before`. Errors: `value_error` for an entity that does not exist.
[[nodiscard]] Result<std::optional<platform::AllowList>> allow_list_of(const Call& call,
                                                                       const platform::AllowList& before);

/// Everything of a create or check. `validate` is the query's, else the setting's.
[[nodiscard]] Result<platform::NewConnector> new_connector_of(const Call& call, const Services& services);

}  // namespace tiktok_marketing::server
