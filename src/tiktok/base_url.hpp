#pragma once

#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>

namespace tiktok_marketing::tiktok {

/// How messages about a URL name it.
struct BaseUrlWords {
  std::string_view param;       ///< `api_url`
  std::string_view what;        ///< `the API URL`
  std::string_view how_to_set;  ///< one sentence with an example
};

/// Where secrets are sent: `https://host[:port]/path`, and `http://` for loopback hosts or when
/// `allow_plain_http`; strips trailing slashes. Errors: `value_error`, which does not quote a URL with a
/// password in it.
[[nodiscard]] Result<std::string> checked_base_url(std::string url, bool allow_plain_http,
                                                   const BaseUrlWords& words);

}  // namespace tiktok_marketing::tiktok
