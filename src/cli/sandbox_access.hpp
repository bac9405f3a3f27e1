#pragma once

#include <string>

#include "sandbox/options.hpp"

namespace tiktok_marketing::cli {

/// What a client of a virtual TikTok needs, as `KEY=VALUE` lines a shell can read. Pure.
[[nodiscard]] std::string sandbox_lines(const sandbox::SandboxAccess& access);

}  // namespace tiktok_marketing::cli
