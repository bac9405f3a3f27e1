#include "tiktok/error_mapping.hpp"

#include <charconv>

#include <fmt/format.h>

#include "base/text.hpp"

namespace tiktok_marketing::tiktok {
namespace {

using catalog::CodeClass;

ErrorType type_of(CodeClass code_class) {
  switch (code_class) {
    case CodeClass::parameter:
    case CodeClass::shrink:
    case CodeClass::unsupported:
      return ErrorType::upstream_invalid_request;
    case CodeClass::permission:
    case CodeClass::blocked:
      return ErrorType::upstream_permission_denied;
    case CodeClass::authentication:
      return ErrorType::upstream_authentication_failed;
    case CodeClass::not_found:
      return ErrorType::upstream_not_found;
    case CodeClass::quota:
      return ErrorType::upstream_rate_limited;
    case CodeClass::conflict:
    case CodeClass::task:
      return ErrorType::upstream_conflict;
    case CodeClass::ok:
    case CodeClass::partial:
    case CodeClass::server:
    case CodeClass::maintenance:
      return ErrorType::upstream_error;
  }
  return ErrorType::upstream_error;
}

catalog::Code judged_by_range(std::int64_t code) {
  const bool server = code >= 50'000 && code < 60'000;
  const bool parameter = code >= 40'000 && code < 50'000;
  return {.code = code,
          .name = {},
          .code_class = parameter ? CodeClass::parameter : CodeClass::server,
          .retryable = server,
          .meaning = {}};
}

std::string first_line_of(std::string_view body) {
  const std::string_view start = trim(body.substr(0, 200));
  return shortened(start.substr(0, start.find_first_of("\r\n")), 60);
}

std::string what_the_body_is(const HttpResponse& response) {
  const std::string_view body = response.body ? std::string_view(*response.body) : std::string_view{};
  const std::string_view start = trim(body.substr(0, 200));
  if (start.empty()) return "an empty body";
  if (start.front() == '<') return "an HTML page";
  if (start.front() == '{' || start.front() == '[') return "JSON that is cut off or not TikTok's envelope";
  return fmt::format("text that is not JSON (\"{}\")", first_line_of(body));
}

}  // namespace

bool is_success(std::int64_t code) {
  return code == 0 || code == 20'001;
}

std::int64_t code_of(const Error& error) {
  return error.upstream && error.upstream->tiktok_code ? *error.upstream->tiktok_code : 0;
}

Error error_of_code(std::int64_t code, std::string_view message, std::string_view request_id,
                    int http_status) {
  const catalog::Code* known = catalog::find_code(code);
  const catalog::Code judged = known != nullptr ? *known : judged_by_range(code);
  Error error;
  error.type = type_of(judged.code_class);
  error.message = message.empty()
                      ? fmt::format("TikTok answered code {}", code)
                      : fmt::format("TikTok answered code {}: {}", code, shortened(trim(message), 500));
  if (!judged.meaning.empty()) error.message += fmt::format(" ({})", judged.meaning);
  error.hint = catalog::hint_of(judged);
  error.retryable = judged.retryable;
  error.upstream = Upstream{.tiktok_code = code,
                            .tiktok_message = shortened(message, 500),
                            .request_id = std::string(request_id),
                            .http_status = http_status};
  return error;
}

Error not_an_envelope(const HttpResponse& response) {
  Error error;
  error.upstream = Upstream{.http_status = response.status};
  error.message = fmt::format("TikTok's host answered HTTP {} with {} instead of its JSON envelope",
                              response.status, what_the_body_is(response));
  error.hint = "Repeat the call later; if it stays, check TIKTOK_MARKETING_API_URL and any proxy in between.";
  const int status = response.status;
  if (status == 429) {
    error.type = ErrorType::upstream_rate_limited;
    error.retryable = true;
    error.hint = "Too many requests; wait and repeat the call.";
    double seconds = 0;
    const auto text = response.header("retry-after");
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (failed == std::errc{} && end == text.data() + text.size() && seconds >= 0)
      error.retry_after_s = seconds;
  } else if (status >= 500) {
    error.type = ErrorType::upstream_error;
    error.retryable = true;
  } else if (status >= 300 && status < 400) {
    error.type = ErrorType::upstream_error;
    error.hint =
        "The host redirects, and the token is sent to the configured host only: set "
        "TIKTOK_MARKETING_API_URL to the final address if you trust it.";
  } else if (status == 401) {
    error.type = ErrorType::upstream_authentication_failed;
    error.hint = "Something in front of TikTok refused the request; check proxy and token.";
  } else if (status == 403) {
    error.type = ErrorType::upstream_permission_denied;
    error.hint = "Something in front of TikTok refused the request; check proxy, network and country.";
  } else if (status == 404 || status == 405) {
    error.type = ErrorType::upstream_not_found;
    error.hint = "Check TIKTOK_MARKETING_API_URL: it must end in /open_api/v1.3.";
  } else {
    error.type = ErrorType::upstream_unreadable;
    error.retryable = true;
  }
  return error;
}

Error records_missing(std::string_view path, std::string_view records_key, std::string_view request_id) {
  Error error;
  error.type = ErrorType::upstream_unreadable;
  error.message = fmt::format(
      "TikTok reported success for {} but its answer has no data.{}, so it is not known whether "
      "there are rows",
      path, records_key);
  error.hint = "Repeat the call; if it stays, report the request_id.";
  error.retryable = true;
  // Without a code: the retry policy takes it for what it is, an answer that cannot be read.
  error.upstream = Upstream{.request_id = std::string(request_id), .http_status = 200};
  return error;
}

}  // namespace tiktok_marketing::tiktok
