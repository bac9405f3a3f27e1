#pragma once

#include <string_view>

#include <tiktok_marketing/base/result.hpp>

#include "platform/context.hpp"
#include "platform/workspaces.hpp"

namespace tiktok_marketing::platform {

/// Makes a workspace before anybody names it; an id may be kept from elsewhere, empty: a new one. Blocks on
/// the disk; thread-safe. Errors: `conflict` (name taken, id in use or once used), `value_error` (name or
/// id), `storage_unavailable`.
[[nodiscard]] Result<Workspace> create_workspace(const Context& context, std::string_view organization_id,
                                                 std::string_view name, std::string_view id);

}  // namespace tiktok_marketing::platform
