#pragma once

#include <string>

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"
#include "catalog/model.hpp"
#include "cli/commands.hpp"

namespace tiktok_marketing::cli {

/// Params of a call: the object of `--params` (already read), then `-p`, `--select`, `--limit`; later ones
/// win. `entity` may be null (an unknown one is refused later, with a hint). Pure. Errors: `value_error` for
/// text that is no JSON object or an assignment without `=`.
[[nodiscard]] Result<Json> build_params(const ExecuteCommand& command, std::string_view params_text,
                                        const catalog::Entity* entity);

/// The value of `-p name=text`: text for text parameters, a comma list for lists, JSON where it is meant.
[[nodiscard]] Json assigned_value(std::string_view text, const catalog::Param* param);

/// The text of `--params`: itself, the file after `@`, or standard input for `-`.
[[nodiscard]] Result<std::string> load_params(const std::string& given, int in);

}  // namespace tiktok_marketing::cli
