#include "cli/settings/listen_address.hpp"

#include <arpa/inet.h>

#include <charconv>

#include <fmt/format.h>

#include "base/text.hpp"

namespace tiktok_marketing::cli {

Result<ListenAddress> parse_listen_address(std::string_view text) {
  Error error{.type = ErrorType::value_error};
  error.message = fmt::format("\"{}\" is no address to listen on.", shortened(text));
  error.hint = "Give HOST:PORT, for example 127.0.0.1:8781; port 0 lets the system choose.";
  error.param = "listen";
  error.given = shortened(text);
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return error;
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const std::string_view digits = text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (digits.empty() || fault != std::errc{} || end != digits.data() + digits.size()) return error;
  return ListenAddress{.host = host.empty() ? "127.0.0.1" : std::string(host), .port = port};
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "::1") return true;
  in_addr address{};
  return inet_pton(AF_INET, std::string(host).c_str(), &address) == 1 && (ntohl(address.s_addr) >> 24) == 127;
}

}  // namespace tiktok_marketing::cli
