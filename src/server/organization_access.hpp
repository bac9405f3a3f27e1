#pragma once

#include <tiktok_marketing/base/result.hpp>

#include "server/call.hpp"

namespace tiktok_marketing::server {

/// The organization in the path must be the one the caller acts in. Errors: `forbidden`.
[[nodiscard]] Result<void> check_organization(const Call& call);

}  // namespace tiktok_marketing::server
