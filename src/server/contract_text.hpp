#pragma once

#include <string_view>

namespace tiktok_marketing::server {

/// `contract.json`, which stands in the program.
extern const std::string_view kContractText;

}  // namespace tiktok_marketing::server
