#pragma once

#include <string_view>

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"
#include "cli/store/commands.hpp"

namespace tiktok_marketing::cli {

/// The params of the action: what `--query` holds, with the other options in their places. `query_text`:
/// that option's JSON. Pure. Errors: `value_error` when it is no JSON object.
[[nodiscard]] Result<Json> question_params(const QuestionCommand& command, std::string_view query_text);

}  // namespace tiktok_marketing::cli
