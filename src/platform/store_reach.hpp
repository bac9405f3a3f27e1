#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/error.hpp>

#include "platform/types.hpp"

namespace tiktok_marketing::platform {

/// Why a question to a context store touches entities its allow list does not name; nullopt: it does not.
/// Groups and filters of an aggregate may name fields of the entities above (`campaign.objective_type`). An
/// empty list permits everything. Not for SQL, which only the store can read: see `sql_entities`. Pure.
[[nodiscard]] std::optional<Error> beyond_entities(const AllowList& allow, std::string_view action,
                                                   std::string_view params_json);

/// The entities whose tables a statement of SQL may read when both lists hold; nullopt: all. Pure.
[[nodiscard]] std::optional<std::vector<std::string>> sql_entities(const AllowList& one,
                                                                   const AllowList& other);

}  // namespace tiktok_marketing::platform
