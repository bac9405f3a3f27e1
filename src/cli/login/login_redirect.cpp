#include "cli/login/login_redirect.hpp"

#include <sys/random.h>

#include <array>
#include <cerrno>

#include <fmt/format.h>

#include "base/text.hpp"
#include "http/server/query.hpp"

namespace tiktok_marketing::cli {
namespace {

std::string_view value_in(const QueryPairs& query, std::string_view name) {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace

Result<std::string> random_state() {
  std::array<unsigned char, 32> bytes{};
  ssize_t got = -1;
  do {
    got = getrandom(bytes.data(), bytes.size(), 0);
  } while (got < 0 && errno == EINTR);
  if (got != static_cast<ssize_t>(bytes.size())) {
    Error error{.type = ErrorType::internal_error};
    error.message = "The system gave no random bytes.";
    error.hint = "Try again.";
    return error;
  }
  return fmt::format("{:02x}", fmt::join(bytes, ""));
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  unsigned difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const char other = b.empty() ? '\0' : b[i % b.size()];
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(other);
  }
  return difference == 0;
}

Result<Secret> code_of(const QueryPairs& query, std::string_view state) {
  Error error{.type = ErrorType::value_error};
  if (!equal_in_constant_time(state, value_in(query, "state"))) {
    error.message = "The redirect does not belong to this login: its state differs.";
    error.hint = "Open the address this command printed, in the same run, and use the redirect it leads to.";
    return error;
  }
  std::string_view code = value_in(query, "auth_code");
  if (code.empty()) code = value_in(query, "code");
  if (!code.empty()) return Secret(std::string(code));
  if (const auto refused = value_in(query, "error"); !refused.empty()) {
    error.type = ErrorType::upstream_authentication_failed;
    error.message = fmt::format("TikTok's page ended without access: {}.", shortened(refused));
    error.hint = "Run login again and confirm on TikTok's page.";
    return error;
  }
  error.message = "The redirect has no auth_code.";
  error.hint = "Copy the whole address from the browser, with everything behind the question mark.";
  return error;
}

Result<Secret> code_of_url(std::string_view url, std::string_view state) {
  const std::string_view trimmed = trim(url);
  const std::size_t question = trimmed.find('?');
  const std::string_view query =
      question == std::string_view::npos ? std::string_view{} : trimmed.substr(question + 1);
  return code_of(http::parse_query(query.substr(0, query.find('#'))), state);
}

}  // namespace tiktok_marketing::cli
