#pragma once

#include <tiktok_marketing/base/result.hpp>

#include "database/connection.hpp"
#include "platform/directory.hpp"

namespace tiktok_marketing::platform {

/// Organizations, applications, grants and hashes of secrets as the database has them.
[[nodiscard]] Result<Directory::Snapshot> read_directory(database::Connection& connection);

}  // namespace tiktok_marketing::platform
