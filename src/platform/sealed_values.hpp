#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>

#include "database/connection.hpp"
#include "platform/schema.hpp"

namespace tiktok_marketing::platform {

/// Calls `value(column, key, sealed)` for everything sealed in a database of any schema up to ours.
[[nodiscard]] Result<void> each_sealed_value(
    database::Connection& connection,
    const std::function<void(const SealedColumn&, std::string_view key, std::string_view sealed)>& value);

/// Ids of the keys needed to open all of it. A damaged value counts as the id "".
[[nodiscard]] Result<std::set<std::string>> sealing_keys_in_use(database::Connection& connection);

}  // namespace tiktok_marketing::platform
