#include "tiktok/base_url.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace tiktok_marketing::tiktok {
namespace {

// Digits and points only: `127.example.com` is somebody's name.
bool is_loopback_v4(std::string_view host) {
  return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace

Result<std::string> checked_base_url(std::string url, bool allow_plain_http, const BaseUrlWords& words) {
  const auto refuse = [&](std::string message, std::string hint) {
    // What stands before an @ is a password.
    const bool quotable = url.find('@') == std::string::npos;
    return Error{.type = ErrorType::value_error,
                 .message = std::move(message),
                 .hint = std::move(hint),
                 .param = std::string(words.param),
                 .given = quotable ? shortened(url) : std::string{}};
  };
  while (!url.empty() && url.back() == '/') url.pop_back();
  const bool secure = url.starts_with("https://");
  if (!secure && !url.starts_with("http://")) {
    return refuse(fmt::format("{} must start with https://", words.what), std::string(words.how_to_set));
  }
  const std::string_view rest = std::string_view(url).substr(url.find("//") + 2);
  const std::string_view authority = rest.substr(0, rest.find('/'));
  if (authority.empty() || authority.find('@') != std::string_view::npos ||
      rest.find_first_of("?#") != std::string_view::npos) {
    return refuse(fmt::format("{} needs a plain host and path", words.what),
                  "Leave out user names, query and fragment.");
  }
  const std::string_view host = authority.starts_with('[') ? authority.substr(0, authority.find(']') + 1)
                                                           : authority.substr(0, authority.find(':'));
  const bool loopback = host == "localhost" || host == "[::1]" || is_loopback_v4(host);
  if (!secure && !loopback && !allow_plain_http) {
    return refuse(fmt::format("plain http:// to {} would send secrets unencrypted", host),
                  "Use https://, or allow plain HTTP explicitly if the network is yours.");
  }
  return url;
}

}  // namespace tiktok_marketing::tiktok
