#include "connector/hosted_errors.hpp"

#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"

namespace tiktok_marketing {
namespace {

std::optional<ErrorType> type_named(std::string_view word) {
  for (int i = 0; i <= static_cast<int>(ErrorType::internal_error); ++i) {
    const auto type = static_cast<ErrorType>(i);
    if (name_of(type) == word) return type;
  }
  // `value_error.missing`: the part before the point is the word.
  const auto point = word.find('.');
  return point == std::string_view::npos ? std::nullopt : type_named(word.substr(0, point));
}

// What a status means when nothing else is known, and what to do about it.
struct ByStatus {
  int from;
  int to;
  ErrorType type;
  bool retryable;
  std::string_view hint;
};

constexpr std::string_view kLater = "Repeat the call later; if it stays, ask whoever runs the server.";
constexpr ByStatus kByStatus[] = {
    {300, 399, ErrorType::upstream_error, false,
     "The host redirects, and credentials are sent to the configured host only: set AIRBYTE_API_HOST to the "
     "final address if you trust it."},
    {400, 400, ErrorType::value_error, false, "Correct the call."},
    {401, 401, ErrorType::unauthorized, false, "Check AIRBYTE_CLIENT_ID and AIRBYTE_CLIENT_SECRET."},
    {403, 403, ErrorType::forbidden, false,
     "Check the application's role, its organization and the workspace, and any proxy in between."},
    {404, 404, ErrorType::not_found, false, "Check AIRBYTE_API_HOST: it is the address without a path."},
    {405, 405, ErrorType::method_not_allowed, false, "Check AIRBYTE_API_HOST and the server's version."},
    {409, 409, ErrorType::conflict, false, "Look at the state of the connector, then repeat the call."},
    {413, 413, ErrorType::payload_too_large, false, "Ask for less at once."},
    {415, 415, ErrorType::unsupported_media_type, false, "Check any proxy in between."},
    {422, 422, ErrorType::value_error, false, "Correct the call."},
    {424, 424, ErrorType::upstream_error, false, "TikTok refused the server; check the connector."},
    {429, 429, ErrorType::rate_limited, true, "Too many requests; wait and repeat the call."},
    {501, 501, ErrorType::not_implemented, false, "The server does not offer this; check its version."},
    {504, 504, ErrorType::upstream_timeout, true, kLater},
    {500, 599, ErrorType::upstream_error, true, kLater},
};

ByStatus judged_by(int status) {
  for (const auto& row : kByStatus) {
    if (status >= row.from && status <= row.to) return row;
  }
  return {status, status, ErrorType::upstream_unreadable, false, kLater};
}

std::optional<double> retry_after_in(const HttpResponse& response) {
  double seconds = 0;
  const auto text = response.header("retry-after");
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (failed != std::errc{} || end != text.data() + text.size() || seconds < 0) return std::nullopt;
  return seconds;
}

std::string what_came(const HttpResponse& response) {
  const std::string_view body = response.body ? std::string_view(*response.body) : std::string_view{};
  const std::string_view start = trim(body.substr(0, 200));
  if (start.empty()) return "an empty body";
  if (start.front() == '<') return "an HTML page";
  if (start.front() == '{' || start.front() == '[') return "JSON that is not its error envelope";
  return fmt::format("text that is not JSON (\"{}\")",
                     shortened(start.substr(0, start.find_first_of("\r\n")), 60));
}

std::optional<Upstream> upstream_in(const Json& details) {
  const Json* json = details.find("upstream");
  if (json == nullptr || json->as_object() == nullptr) return std::nullopt;
  Upstream upstream;
  upstream.tiktok_code = json->int_of("tiktok_code");
  upstream.tiktok_message = json->text_of("tiktok_message");
  upstream.request_id = json->text_of("request_id");
  upstream.http_status = static_cast<int>(json->int_of("http_status").value_or(0));
  return upstream;
}

void read_details(const Json& details, Error& error) {
  if (!details.text_of("hint").empty()) error.hint = details.text_of("hint");
  if (const Json* retryable = details.find("retryable");
      retryable != nullptr && retryable->as_bool() != nullptr)
    error.retryable = *retryable->as_bool();
  if (const Json* wait = details.find("retry_after_s"); wait != nullptr && wait->as_double())
    error.retry_after_s = wait->as_double();
  if (!details.text_of("param").empty()) error.param = details.text_of("param");
  error.given = details.text_of("given");
  if (const Json* allowed = details.find("allowed"); allowed != nullptr && allowed->as_array() != nullptr) {
    for (const Json& item : *allowed->as_array()) {
      error.allowed.push_back(item.as_string() != nullptr ? *item.as_string() : item.dump());
    }
  }
  if (const Json* example = details.find("example"); example != nullptr && !example->is_null()) {
    error.example = example->as_string() != nullptr ? *example->as_string() : example->dump();
  }
  error.upstream = upstream_in(details);
}

const Json* first_of(const Json& body) {
  const Json* errors = body.find("errors");
  if (errors == nullptr || errors->as_array() == nullptr || errors->as_array()->empty()) return nullptr;
  return &errors->as_array()->front();
}

std::string message_in(const Json& body, const Json* first) {
  for (const char* name : {"message", "detail", "error"}) {
    if (!body.text_of(name).empty()) return std::string(body.text_of(name));
  }
  return first == nullptr ? std::string{} : std::string(first->text_of("message"));
}

}  // namespace

Error error_of_hosted(const HttpResponse& response) {
  const ByStatus judged = judged_by(response.status);
  Error error;
  error.type = judged.type;
  error.hint = judged.hint;
  error.retryable = judged.retryable;
  error.retry_after_s = retry_after_in(response);

  const auto body = Json::parse(response.body ? std::string_view(*response.body) : std::string_view{});
  const Json* first = body ? first_of(*body) : nullptr;
  if (body) error.message = message_in(*body, first);
  if (error.message.empty()) {
    error.message = fmt::format("the server answered HTTP {} with {}", response.status, what_came(response));
    return error;
  }
  if (first == nullptr) return error;
  if (const auto type = type_named(first->text_of("error_code"))) {
    // The status' hint is for strangers; it may mislead about what the server named.
    if (*type != judged.type && response.status != 401) error.hint.clear();
    error.type = *type;
  }
  const auto field = first->text_of("field");
  if (!field.empty() && field != "body") error.param = field;
  if (const Json* details = first->find("details"); details != nullptr) read_details(*details, error);
  return error;
}

Error unreadable_hosted(std::string_view what) {
  return Error{
      .type = ErrorType::upstream_unreadable,
      .message = fmt::format("the server's answer cannot be read: {}", what),
      .hint = "Check that AIRBYTE_API_HOST is a server of the hosted API; if it is, report the call."};
}

}  // namespace tiktok_marketing
