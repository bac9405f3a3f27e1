#pragma once

#include <string>

#include "cli/connection_arguments.hpp"

namespace tiktok_marketing::cli {

/// What a next command needs too to ask the same side with the same settings: ` --sandbox=7 --store mine`;
/// empty: nothing. Pure.
[[nodiscard]] std::string repeated_options(const ConnectionArguments& connection);

}  // namespace tiktok_marketing::cli
