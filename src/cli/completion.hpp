#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "cli/arguments.hpp"

namespace tiktok_marketing::cli {

/// The script of a shell (`bash`, `zsh`, `fish`): commands and options as the parser knows them, entities and
/// actions as the catalog does. Pure. Errors: `value_error` for another shell.
[[nodiscard]] Result<std::string> completion_script(std::string_view shell,
                                                    const std::vector<CommandInfo>& commands);

}  // namespace tiktok_marketing::cli
