#include "server/admission.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "server/text_formats.hpp"

namespace tiktok_marketing::server {
namespace {

Error media_type_error(std::string_view given) {
  return {.type = ErrorType::unsupported_media_type,
          .message = fmt::format("the body is said to be {}", shortened(given, 100)),
          .hint = "Send JSON in UTF-8 with the header Content-Type: application/json.",
          .param = "Content-Type",
          .given = shortened(given)};
}

Error wrong_kind(TokenNeed need) {
  if (need == TokenNeed::scoped) {
    return {.type = ErrorType::forbidden,
            .message = "this call is for scoped tokens",
            .hint = "Mint one with POST /api/v1/account/applications/scoped-token."};
  }
  return {.type = ErrorType::forbidden,
          .message = "this call requires an application token, and the token sent is a scoped one",
          .hint = "Mint one with POST /api/v1/account/applications/token."};
}

void add_all(std::vector<Violation>& out, std::vector<Violation> more) {
  std::ranges::move(more, std::back_inserter(out));
}

void check_text(std::vector<Violation>& out, const Parameter& parameter, std::string_view text) {
  add_all(out, check(*parameter.schema, value_from_text(*parameter.schema, text), parameter.name));
}

void check_list(std::vector<Violation>& out, const Parameter& parameter,
                const std::vector<std::string_view>& texts) {
  const Schema* list = parameter.schema;
  while (list->target != nullptr) list = list->target;
  Json::Array items;
  for (const std::string_view text : texts) {
    items.push_back(list->items == nullptr ? Json(text) : value_from_text(*list->items, text));
  }
  add_all(out, check(*list, Json(std::move(items)), parameter.name));
}

void check_query(std::vector<Violation>& out, const Parameter& parameter,
                 const http::ServerRequest& request) {
  std::vector<std::string_view> texts;
  for (const auto& [name, value] : request.query) {
    if (name == parameter.name) texts.push_back(value);
  }
  if (texts.empty()) {
    if (!parameter.required) return;
    out.push_back(
        {parameter.name, fmt::format("required property '{}' not found", parameter.name), "missing", {}, {}});
  } else if (parameter.repeats) {
    check_list(out, parameter, texts);
  } else if (std::ranges::count(texts, texts.front()) != static_cast<std::ptrdiff_t>(texts.size())) {
    out.push_back({parameter.name,
                   fmt::format("{} is given twice with different values", parameter.name),
                   "value_error.repeated",
                   shortened(texts.back()),
                   {}});
  } else {
    check_text(out, parameter, texts.front());
  }
}

void check_parameters(std::vector<Violation>& out, const Call& call) {
  for (const Parameter& parameter : call.operation->parameters) {
    switch (parameter.in) {
      case Parameter::In::path:
        check_text(out, parameter, call.path.get(parameter.name));
        break;
      case Parameter::In::query:
        check_query(out, parameter, call.request);
        break;
      case Parameter::In::header:
        // An empty header was sent too, and is no UUID.
        for (const auto& [name, value] : call.request.headers) {
          if (name == parameter.name) check_text(out, parameter, value);
        }
        break;
    }
  }
}

void rename_members(Json& body, const std::vector<std::pair<std::string, std::string>>& aliases) {
  for (const auto& [old_name, name] : aliases) {
    const Json* value = body.find(old_name);
    if (value == nullptr || body.find(name) != nullptr) continue;
    Json copy = *value;
    body.erase(old_name);
    body.set(name, std::move(copy));
  }
}

}  // namespace

Result<void> check_content_type(const Operation& operation, const http::ServerRequest& request) {
  const std::string_view given = request.header("content-type");
  if (operation.body == nullptr || request.body.empty() || given.empty()) return {};
  const std::size_t semicolon = std::min(given.find(';'), given.size());
  const std::string type = lower(trim(given.substr(0, semicolon)));
  if (type != "application/json" && !(type.starts_with("application/") && type.ends_with("+json")))
    return media_type_error(given);
  const std::string rest = lower(given.substr(semicolon));
  if (const std::size_t at = rest.find("charset="); at != rest.npos) {
    const std::string_view charset = std::string_view(rest).substr(at + 8);
    if (!charset.starts_with("utf-8") && !charset.starts_with("\"utf-8\"") && !charset.starts_with("utf8"))
      return media_type_error(given);
  }
  return {};
}

std::string_view bearer_of(const http::ServerRequest& request) {
  constexpr std::string_view kScheme = "bearer ";
  const std::string_view header = request.header("authorization");
  if (header.size() <= kScheme.size() || lower(header.substr(0, kScheme.size())) != kScheme) return {};
  return trim(header.substr(kScheme.size()));
}

Result<void> authorize(Call& call, const platform::Tokens& tokens) {
  const Operation& operation = *call.operation;
  if (operation.token == TokenNeed::none) return {};
  const std::string_view bearer = bearer_of(call.request);
  if (bearer.empty()) {
    return Error{.type = ErrorType::unauthorized,
                 .message = "no bearer token was sent",
                 .hint =
                     "Get one with POST /api/v1/account/applications/token and send it as Authorization: "
                     "Bearer TOKEN."};
  }
  auto principal = tokens.authenticate(bearer, call.request.header("x-organization-id"), call.peer);
  if (!principal) return std::move(principal).error();
  const bool is_scoped = principal->kind == platform::TokenKind::scoped;
  if (operation.token != TokenNeed::any && (operation.token == TokenNeed::scoped) != is_scoped)
    return wrong_kind(operation.token);
  if (principal->role < operation.role) {
    Error error{.type = ErrorType::forbidden};
    error.message = fmt::format("this call needs the role {}, and the application has the role {}",
                                platform::name_of(operation.role), platform::name_of(principal->role));
    error.hint = "Ask the operator of this server to grant it.";
    return error;
  }
  call.principal = std::move(*principal);
  return {};
}

Result<void> take_rate(Call& call, platform::RateLimiter& limits, SteadyTime now) {
  if (call.operation->token == TokenNeed::none) return {};
  call.rate = limits.take(call.principal.application_id, now);
  if (call.rate.allowed) return {};
  return rate_error(call.rate, "application");
}

std::vector<Violation> read_input(Call& call) {
  std::vector<Violation> found;
  check_parameters(found, call);
  const Operation& operation = *call.operation;
  if (operation.body == nullptr) return found;
  if (trim(call.request.body).empty()) {
    if (operation.body_required) {
      found.push_back({"body", "the request has no body; a JSON object is required", "missing", {}, {}});
    }
    return found;
  }
  auto body = Json::parse(call.request.body);
  if (!body) {
    found.push_back({"body", "the body is " + body.error().message, "value_error.json", {}, {}});
    return found;
  }
  call.body = std::move(*body);
  rename_members(call.body, operation.body_aliases);
  if (!operation.body_required && call.body.is_null()) return found;
  add_all(found, check(*operation.body, call.body));
  return found;
}

std::string caller_address(const http::ServerRequest& request, bool behind_proxy) {
  if (!behind_proxy) return request.peer;
  std::string_view forwarded;
  for (const auto& [name, value] : request.headers) {
    if (name == "x-forwarded-for") forwarded = value;
  }
  const std::size_t comma = forwarded.rfind(',');
  if (comma != forwarded.npos) forwarded.remove_prefix(comma + 1);
  forwarded = trim(forwarded);
  return forwarded.empty() ? request.peer : std::string(forwarded);
}

std::string request_id_of(const http::ServerRequest& request) {
  const std::string_view given = request.header("x-request-id");
  return is_safe_id(given) ? std::string(given) : new_uuid();
}

Error rate_error(const platform::RateDecision& decision, std::string_view whose) {
  Error error{.type = ErrorType::rate_limited};
  error.message = fmt::format("more than {} calls a minute of this {}", decision.limit, whose);
  error.hint = fmt::format("Wait {} s.", decision.retry_after_s);
  error.retryable = true;
  error.retry_after_s = static_cast<double>(decision.retry_after_s);
  return error;
}

}  // namespace tiktok_marketing::server
