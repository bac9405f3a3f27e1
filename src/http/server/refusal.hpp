#pragma once

#include <string_view>

#include "http/server/server.hpp"

namespace tiktok_marketing::http {

/// The server's own answer: the hook's, or the plain one without a hook or when the hook fails.
[[nodiscard]] ServerResponse make_refusal(const RefusalHook& hook, int status, std::string_view why);

}  // namespace tiktok_marketing::http
