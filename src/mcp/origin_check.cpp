#include "mcp/origin_check.hpp"

#include <algorithm>
#include <cctype>

namespace tiktok_marketing::mcp {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

bool is_number(std::string_view text, std::size_t max_digits) {
  return !text.empty() && text.size() <= max_digits &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// The host without its port; empty when what follows it is no port.
std::string_view without_port(std::string_view host) {
  std::size_t end = host.find(':');
  if (host.starts_with('[')) {
    const auto bracket = host.find(']');
    if (bracket == host.npos) return {};
    end = bracket + 1;
  }
  if (end >= host.size()) return host;
  if (host[end] != ':' || !is_number(host.substr(end + 1), 5)) return {};
  return host.substr(0, end);
}

bool is_loopback_number(std::string_view host) {
  if (!host.starts_with("127.")) return false;
  int parts = 1;
  for (std::string_view rest = host.substr(4);;) {
    const auto dot = rest.find('.');
    if (!is_number(rest.substr(0, dot), 3)) return false;
    ++parts;
    if (dot == rest.npos) return parts == 4;
    rest.remove_prefix(dot + 1);
  }
}

}  // namespace

bool is_known_host(std::string_view host, std::span<const std::string> allowed) {
  const std::string name = lower(without_port(host));
  if (name == "localhost" || name == "[::1]" || is_loopback_number(name)) return true;
  return !name.empty() && std::ranges::any_of(allowed, [&](const std::string& each) {
    return lower(each) == name || lower(each) == lower(host);
  });
}

bool is_known_origin(std::string_view origin, std::span<const std::string> allowed) {
  const std::string given = lower(origin);
  if (std::ranges::any_of(allowed, [&](const std::string& each) { return lower(each) == given; }))
    return true;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (given.starts_with(scheme)) return is_known_host(std::string_view(given).substr(scheme.size()), {});
  }
  return false;
}

}  // namespace tiktok_marketing::mcp
