#include "http/client/url_parts.hpp"

#include <algorithm>

namespace tiktok_marketing::http {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

std::string_view host_of(std::string_view authority) {
  if (authority.starts_with('[')) {
    const std::size_t end = authority.find(']');
    return end == authority.npos ? std::string_view{} : authority.substr(1, end - 1);
  }
  return authority.substr(0, authority.find(':'));
}

}  // namespace

std::optional<UrlParts> parse_url(std::string_view url) {
  const auto is_unprintable = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == 0x7f || c == '\\';
  };
  if (std::ranges::any_of(url, is_unprintable)) return std::nullopt;
  const std::size_t scheme_end = url.find("://");
  if (scheme_end == url.npos) return std::nullopt;
  const std::string scheme = lower(url.substr(0, scheme_end));
  if (scheme != "http" && scheme != "https") return std::nullopt;
  const std::string_view rest = url.substr(scheme_end + 3);
  const std::size_t authority_end = std::min(rest.find_first_of("/?#"), rest.size());
  const std::string_view authority = rest.substr(0, authority_end);
  const std::string_view host = host_of(authority);
  if (host.empty() || authority.find('@') != authority.npos) return std::nullopt;
  const std::string_view tail = rest.substr(authority_end);
  const std::string_view path = tail.substr(0, tail.find_first_of("?#"));
  return UrlParts{lower(host), path.empty() ? "/" : std::string(path)};
}

bool is_loopback(std::string_view host) {
  constexpr std::string_view kDigitsAndDots = "0123456789.";
  return host == "localhost" || host.ends_with(".localhost") || host == "::1" ||
         (host.starts_with("127.") && host.find_first_not_of(kDigitsAndDots) == host.npos);
}

}  // namespace tiktok_marketing::http
