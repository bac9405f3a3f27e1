#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/error.hpp>

#include "platform/types.hpp"

namespace tiktok_marketing::platform {

/// Why a question to a context store touches entities its allow list does not name; nullopt: it does not.
/// Statements of SQL can name any table, and groups and filters of an aggregate may name fields of the
/// entities above (`campaign.objective_type`). An empty list permits everything. Pure.
[[nodiscard]] std::optional<Error> beyond_entities(const AllowList& allow, std::string_view action,
                                                   std::string_view params_json);

}  // namespace tiktok_marketing::platform
