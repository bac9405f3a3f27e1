#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "platform/connectors.hpp"

/// What a caller may ask of connectors. Pure functions.
namespace tiktok_marketing::platform {

/// Errors: `forbidden`.
[[nodiscard]] Result<void> check_operator(const Principal& principal);
/// Exactly one credential, good names, known entities. Errors: `missing`, `value_error`.
[[nodiscard]] Result<void> check_new_connector(const NewConnector& wanted);
[[nodiscard]] Result<void> check_change(const ConnectorChange& change);
/// The name of a connector that was given none.
[[nodiscard]] std::string default_connector_name(std::string_view workspace_name);
/// A token as it is sent in a header. Errors: `value_error`, which does not repeat it.
[[nodiscard]] Result<void> check_access_token(const Secret& token);

}  // namespace tiktok_marketing::platform
