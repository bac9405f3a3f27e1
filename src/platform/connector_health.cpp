#include "platform/connector_health.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr double kLongBlockSeconds = 60;
constexpr std::size_t kMaxReasonBytes = 300;

Health in_order() {
  return {.state = ConnectorState::ok, .reason = {}, .last_error = {}};
}

Health moved_to(ConnectorState state, const Error& error) {
  return {.state = state,
          .reason = shortened(error.message, kMaxReasonBytes),
          .last_error = std::string(name_of(error.type))};
}

ErrorType type_named(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(ErrorType::internal_error); ++i) {
    const auto type = static_cast<ErrorType>(i);
    if (name_of(type) == name) return type;
  }
  return ErrorType::upstream_error;
}

void append_id(std::vector<std::string>& ids, const Json& value) {
  std::string text;
  if (const auto* given = value.as_string()) text = *given;
  if (const auto* number = value.as_number()) text = number->text;
  const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (digits && !text.empty() && text.size() <= 20) ids.push_back(std::move(text));
}

void append_ids(std::vector<std::string>& ids, const Json& value) {
  if (const auto* items = value.as_array()) {
    for (const Json& item : *items) append_id(ids, item);
  } else {
    append_id(ids, value);
  }
}

bool names_a_stranger(std::string_view params_json, const std::vector<std::string>& known) {
  if (known.empty()) return false;
  const auto named = advertisers_in(params_json);
  return std::ranges::any_of(
      named, [&](const std::string& id) { return std::ranges::find(known, id) == known.end(); });
}

}  // namespace

std::optional<Health> health_of(const Error& error) {
  switch (error.type) {
    case ErrorType::upstream_authentication_failed:
      return moved_to(ConnectorState::needs_reauthorization, error);
    case ErrorType::upstream_permission_denied:
      return moved_to(ConnectorState::permission_missing, error);
    case ErrorType::upstream_rate_limited:
      if (error.retry_after_s.value_or(0) >= kLongBlockSeconds)
        return moved_to(ConnectorState::quota_blocked, error);
      [[fallthrough]];
    case ErrorType::upstream_error:
    case ErrorType::upstream_unreadable:
    case ErrorType::upstream_timeout:
      return Health{.state = std::nullopt, .reason = {}, .last_error = std::string(name_of(error.type))};
    default:
      return std::nullopt;
  }
}

std::optional<Health> health_of(const CheckResult& result) {
  if (result.healthy) return in_order();
  return result.error ? health_of(*result.error) : std::nullopt;
}

std::optional<Health> health_of(std::string_view action, std::string_view params_json,
                                const Result<Answer>& answer, const Connector& connector) {
  if (!answer) {
    const bool strange = answer.error().type == ErrorType::upstream_permission_denied &&
                         names_a_stranger(params_json, connector.known_advertisers);
    return strange ? std::nullopt : health_of(answer.error());
  }
  if (action == "list") return in_order();
  if (action != "check") return std::nullopt;
  const auto document = Json::parse(answer->document);
  if (!document) return std::nullopt;
  const auto error = error_of_check(*document);
  return error ? health_of(*error) : in_order();
}

std::vector<std::string> advertisers_in(std::string_view params_json) {
  std::vector<std::string> ids;
  const auto params = Json::parse(params_json);
  if (!params) return ids;
  for (const std::string_view name : {"advertiser_id", "advertiser_ids"}) {
    const Json* value = params->find(name);
    if (value == nullptr) continue;
    const auto* text = value->as_string();
    // The original's clients send the list as JSON text.
    const auto inner = text != nullptr && text->starts_with('[') ? Json::parse(*text) : Result<Json>(*value);
    if (inner) append_ids(ids, *inner);
  }
  return ids;
}

std::optional<Error> error_of_check(const Json& document) {
  if (document.text_of("status") == "healthy") return std::nullopt;
  Error error{.type = ErrorType::upstream_error, .message = std::string(document.text_of("error"))};
  const Json* detail = document.find("error_detail");
  if (detail == nullptr) return error;
  error.type = type_named(detail->text_of("type"));
  error.message = detail->text_of("message");
  error.hint = detail->text_of("hint");
  if (const Json* wait = detail->find("retry_after_s")) error.retry_after_s = wait->as_double();
  return error;
}

}  // namespace tiktok_marketing::platform
