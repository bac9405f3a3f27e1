#pragma once

#include <string_view>

#include <tiktok_marketing/base/result.hpp>

namespace tiktok_marketing::platform {

/// An entry of an organization's list of OAuth redirect URLs: a whole `https://` URL (or `http://` to
/// loopback), or the beginning of one, up to somewhere in its path, and `*`. Errors: `value_error`, also for
/// a beginning that stops inside the host: `https://app.example.com*` would permit
/// `https://app.example.com.evil`.
[[nodiscard]] Result<void> check_redirect_pattern(std::string_view pattern);

}  // namespace tiktok_marketing::platform
