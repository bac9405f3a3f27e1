#include "server/envelope.hpp"

#include <cmath>
#include <memory>

#include <fmt/format.h>

namespace tiktok_marketing::server {
namespace {

std::string with_hint(std::string_view message, std::string_view hint) {
  if (hint.empty()) return std::string(message);
  const std::string_view end = message.ends_with(')') ? message.substr(0, message.size() - 1) : message;
  const bool ended = end.ends_with('.') || end.ends_with('!') || end.ends_with('?');
  return fmt::format("{}{} {}", message, ended ? "" : ".", hint);
}

Json entry(const Json& field, std::string message, std::string_view code, Json details) {
  Json out;
  out.set("field", field);
  out.set("message", std::move(message));
  out.set("error_code", code);
  out.set("details", std::move(details));
  return out;
}

http::ServerResponse envelope(int status, std::string_view message, std::string detail, Json::Array errors) {
  Json body;
  body.set("message", message);
  body.set("detail", std::move(detail));
  body.set("errors", Json(std::move(errors)));
  return json_response(body, status);
}

void add_waiting_headers(http::ServerResponse& response, const Error& error) {
  if (response.status == 401) {
    response.headers.emplace_back("WWW-Authenticate", "Bearer error=\"invalid_token\"");
  }
  if (response.status == 429 || error.retry_after_s) {
    const double seconds = std::ceil(error.retry_after_s.value_or(1));
    response.headers.emplace_back("Retry-After", fmt::format("{:.0f}", std::max(1.0, seconds)));
  }
}

Json details_of(const Error& error, const Json& more) {
  Json details = Json::parse(to_json(error)).value_or(Json(Json::Object{}));
  details.erase("type");
  details.erase("message");
  // The name under which clients look for the place of a fault in a query.
  if (error.type == ErrorType::invalid_query && !error.param.empty()) details.set("path", error.param);
  if (error.upstream) {
    // The names that programs for the original's platform look for.
    const auto& code = error.upstream->tiktok_code;
    details.set("upstream_code", code ? Json(*code) : Json());
    details.set("upstream_message", error.upstream->tiktok_message);
    details.set("request_id", error.upstream->request_id);
  }
  if (more.as_object() != nullptr) {
    for (const auto& [name, value] : *more.as_object()) details.set(name, value);
  }
  return details;
}

}  // namespace

int http_status_of(ErrorType type) {
  switch (type) {
    case ErrorType::value_error:
    case ErrorType::missing:
      return 422;
    case ErrorType::unknown_entity:
    case ErrorType::unknown_action:
    case ErrorType::missing_parameter:
    case ErrorType::invalid_parameter:
    case ErrorType::invalid_query:
    case ErrorType::invalid_cursor:
    case ErrorType::entity_not_searchable:
    case ErrorType::organization_ambiguous:
    case ErrorType::invalid_secret_id:
    case ErrorType::no_source_template:
    case ErrorType::upstream_invalid_request:
    case ErrorType::upstream_not_found:  // not 404, which clients read as "the connector is gone"
      return 400;
    case ErrorType::invalid_client:
    case ErrorType::unauthorized:
    case ErrorType::token_expired:
      return 401;
    case ErrorType::forbidden:
    case ErrorType::ip_not_allowed:
      return 403;
    case ErrorType::not_found:
    case ErrorType::workspace_not_found:
    case ErrorType::connector_not_found:
    case ErrorType::template_not_found:
    case ErrorType::definition_not_found:
    case ErrorType::job_not_found:
      return 404;
    case ErrorType::method_not_allowed:
      return 405;
    case ErrorType::workspace_inactive:
    case ErrorType::upstream_conflict:
    case ErrorType::context_store_not_ready:
    case ErrorType::context_store_disabled:
    case ErrorType::conflict:
    case ErrorType::sync_in_progress:
      return 409;
    case ErrorType::payload_too_large:
    case ErrorType::result_too_large:
      return 413;
    case ErrorType::unsupported_media_type:
      return 415;
    case ErrorType::missing_credentials:
    case ErrorType::upstream_authentication_failed:
    case ErrorType::upstream_permission_denied:
      return 424;
    case ErrorType::upstream_rate_limited:
    case ErrorType::rate_limited:
      return 429;
    case ErrorType::internal_error:
      return 500;
    case ErrorType::not_implemented:
      return 501;
    case ErrorType::upstream_error:
    case ErrorType::upstream_unreadable:
      return 502;
    case ErrorType::storage_unavailable:
    case ErrorType::cancelled:  // by the end of this server
      return 503;
    case ErrorType::upstream_timeout:
      return 504;
  }
  return 500;
}

http::ServerResponse error_response(const Error& error, const Json& more) {
  const std::string detail = with_hint(error.message, error.hint);
  const Json field = error.param.empty() ? Json() : Json(error.param);
  auto response = envelope(http_status_of(error.type), error.message, detail,
                           {entry(field, detail, name_of(error.type), details_of(error, more))});
  add_waiting_headers(response, error);
  return response;
}

http::ServerResponse violations_response(const std::vector<Violation>& violations) {
  Json::Array errors;
  std::string all;
  for (const Violation& each : violations) {
    Error error{.type = each.error_code == "missing" ? ErrorType::missing : ErrorType::value_error};
    error.param = each.field;
    error.given = each.given;
    error.allowed = each.allowed;
    errors.push_back(entry(each.field, each.message, each.error_code, details_of(error, {})));
    if (!all.empty()) all += "; ";
    all += each.message;
  }
  return envelope(422, all, all, std::move(errors));
}

http::ServerResponse refusal_response(int status, std::string_view why) {
  ErrorType type = ErrorType::value_error;
  if (status == 413) type = ErrorType::payload_too_large;
  if (status >= 500) type = ErrorType::internal_error;
  const Error error{.type = type, .message = std::string(why)};
  auto response = error_response(error);
  response.status = status;
  return response;
}

http::ServerResponse json_response(const Json& body, int status) {
  http::ServerResponse response;
  response.status = status;
  response.body = std::make_shared<const std::string>(body.dump());
  return response;
}

http::ServerResponse text_response(std::string body, std::string content_type, int status) {
  http::ServerResponse response;
  response.status = status;
  response.content_type = std::move(content_type);
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

}  // namespace tiktok_marketing::server
