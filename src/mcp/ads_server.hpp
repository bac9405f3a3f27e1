#pragma once

#include <memory>

#include "mcp/ads_options.hpp"
#include "mcp/features.hpp"

namespace tiktok_marketing::mcp {

/// The connector as tools, resources and prompts. Errors of the options: none; what is missing is not
/// offered.
[[nodiscard]] std::shared_ptr<Features> make_ads_server(AdsOptions options);

}  // namespace tiktok_marketing::mcp
