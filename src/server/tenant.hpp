#pragma once

#include <tiktok_marketing/base/result.hpp>

#include "platform/platform.hpp"
#include "server/call.hpp"

namespace tiktok_marketing::server {

/// The workspace a call names, by any of its names (`workspace_id`, `workspace_name`, `customer_name`,
/// `external_user_id`) in body or query. Empty when it names none. Equal duplicates are fine. Blocks on the
/// disk when both an id and a name are given. Errors: `value_error` for contradictions.
[[nodiscard]] Result<platform::WorkspaceSelector> tenant_of(const Call& call,
                                                            platform::Workspaces& workspaces);

}  // namespace tiktok_marketing::server
