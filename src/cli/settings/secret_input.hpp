#pragma once

#include <string_view>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

namespace tiktok_marketing::cli {

/// A secret somebody gives: from a file or, for `-`, standard input; without the blanks around it. Errors:
/// `value_error`, `missing_credentials` when it is empty.
[[nodiscard]] Result<Secret> read_secret(std::string_view file, int in);

}  // namespace tiktok_marketing::cli
