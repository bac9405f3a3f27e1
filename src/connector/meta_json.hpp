#pragma once

#include <tiktok_marketing/connector/answer.hpp>

#include "base/json.hpp"

namespace tiktok_marketing {

/// What `Meta::to_json` wrote, read back. Members it does not know are passed over, and those of another type
/// than ours count as absent; an answer that does not say it is complete is not taken for complete. Pure.
[[nodiscard]] Meta meta_of_json(const Json& json);

}  // namespace tiktok_marketing
