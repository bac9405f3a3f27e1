#include "platform/redirect_pattern.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::string_view kHttps = "https://";
constexpr std::string_view kHttp = "http://";

std::string_view without_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  return colon == std::string_view::npos || host.ends_with(']') ? host : host.substr(0, colon);
}

bool is_loopback(std::string_view host) {
  constexpr std::array<std::string_view, 3> kLoopback{"localhost", "127.0.0.1", "[::1]"};
  return std::ranges::find(kLoopback, without_port(host)) != kLoopback.end();
}

bool is_good(std::string_view pattern) {
  const bool plain = std::ranges::all_of(pattern, [](char c) { return c > ' ' && c < '\x7F' && c != '\\'; });
  const bool secure = pattern.starts_with(kHttps);
  if (!plain || (!secure && !pattern.starts_with(kHttp))) return false;
  const std::string_view rest = pattern.substr(secure ? kHttps.size() : kHttp.size());
  const std::size_t host_end = std::min(rest.find_first_of("/?#"), rest.size());
  const std::string_view host = rest.substr(0, host_end);
  if (host.empty() || host.find_first_of("@*") != std::string_view::npos) return false;
  if (!secure && !is_loopback(host)) return false;
  const std::size_t star = rest.find('*');
  return star == std::string_view::npos || (star + 1 == rest.size() && rest[host_end] == '/');
}

}  // namespace

Result<void> check_redirect_pattern(std::string_view pattern) {
  if (is_good(pattern)) return {};
  return Error{.type = ErrorType::value_error,
               .message = "This is no redirect URL that can be permitted.",
               .hint =
                   "Write a whole URL, https://app.example.com/oauth/done, or its beginning up to a place "
                   "in the path and *, https://app.example.com/oauth/*. http is possible to localhost only.",
               .param = "redirect_urls",
               .given = shortened(pattern)};
}

}  // namespace tiktok_marketing::platform
