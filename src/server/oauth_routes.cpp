#include <fmt/format.h>

#include "base/text.hpp"
#include "server/changes.hpp"
#include "server/connector_input.hpp"
#include "server/envelope.hpp"
#include "server/error_page.hpp"
#include "server/routes.hpp"
#include "server/tenant.hpp"
#include "server/text_formats.hpp"
#include "server/views.hpp"

namespace tiktok_marketing::server {
namespace {

constexpr std::string_view kCallbackPath = "/api/v1/oauth/callback";

// Clients of other platforms match on these words.
Error in_known_words(Error error) {
  if (error.type != ErrorType::no_source_template) return error;
  error.hint = fmt::format("{} {}", error.message, error.hint);
  error.message = "No organization-specific source template configured for this connector type.";
  return error;
}

Reply initiate(const Services& services, const Call& call) {
  platform::OauthStart start;
  start.connector_id = call.text("connector_id").value_or("");
  if (start.connector_id.empty()) {
    if (auto kind = check_connector_kind(call); !kind) return std::move(kind).error();
  }
  auto workspace = tenant_of(call, services.platform.workspaces());
  if (!workspace) return std::move(workspace).error();
  auto replication = replication_of(call, services);
  if (!replication) return std::move(replication).error();
  start.workspace = std::move(*workspace);
  start.redirect_url = call.text("redirect_url").value_or("");
  start.name = call.text("name");
  start.replication = std::move(*replication);
  auto consent_url = services.platform.oauth().initiate(call.principal, start);
  if (!consent_url) return in_known_words(std::move(consent_url).error());
  note_change(services, call, "oauth.initiated", start.connector_id);
  Json out;
  out.set("consent_url", *consent_url);
  return json_response(out);
}

http::ServerResponse not_kept(http::ServerResponse response) {
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  return response;
}

Reply finish_consent(const Services& services, const Call& call) {
  platform::OauthReturn returned;
  returned.state = call.query("state").value_or("");
  const auto code = call.query("auth_code");
  returned.auth_code = Secret(code ? *code : call.query("code").value_or(""));
  returned.error = call.query("error").value_or("");
  const auto end = services.platform.oauth().finish(returned);
  if (end.redirect_url.empty()) {
    const Error unknown{.type = ErrorType::value_error, .message = "this consent cannot be finished"};
    return not_kept(error_page("The authorization could not be finished", end.error.value_or(unknown)));
  }
  http::ServerResponse response;
  response.status = 303;
  response.content_type = "text/plain; charset=utf-8";
  response.headers.emplace_back("Location", end.redirect_url);
  return not_kept(std::move(response));
}

// The first of several names of one thing.
std::string first_text(const Json& object, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const auto text = object.text_of(name); !text.empty()) return std::string(text);
  }
  return {};
}

Reply put_app(const Services& services, const Call& call) {
  const auto type = call.text("connector_type");
  const auto definition = call.text("connector_definition_id");
  if (!type && !definition) {
    return Error{.type = ErrorType::value_error,
                 .message = "Value error, One of connector_type or connector_definition_id must be provided",
                 .param = "body"};
  }
  if (type && !is_our_connector(*type)) return unknown_connector_type(*type);
  if (definition && lower(*definition) != platform::kDefinitionId) return unknown_connector_type(*definition);
  const Json& configuration = *call.given("configuration");
  const std::string app_id = first_text(configuration, {"app_id", "client_id"});
  Secret secret(first_text(configuration, {"secret", "app_secret", "client_secret"}));
  if (app_id.empty() || secret.empty()) {
    return Error{.type = ErrorType::value_error,
                 .message = "configuration lacks the id or the secret of the TikTok app",
                 .hint = R"(Send {"configuration": {"app_id": "…", "secret": "…"}}, both as text.)",
                 .param = app_id.empty() ? "configuration.app_id" : "configuration.secret"};
  }
  const auto app =
      services.platform.tiktok_apps().put(call.principal.scope.organization_id, app_id, std::move(secret));
  if (!app) return app.error();
  note_change(services, call, "tiktok_app.set", app->id);
  Json out;
  out.set("id", app->id);
  out.set("scope_type", app->organization_id ? "organization" : "global");
  out.set("scope_id", app->organization_id ? Json(*app->organization_id) : Json());
  out.set("connector_type", "source");
  out.set("connector_definition_id", platform::kDefinitionId);
  out.set("created_at", platform::iso_text(app->created_at));
  out.set("updated_at", platform::iso_text(app->updated_at));
  return json_response(out);
}

Reply remove_app(const Services& services, const Call& call) {
  const std::string_view type = call.path.get("connector_type");
  if (!is_our_connector(type)) return unknown_connector_type(type);
  const auto removed = services.platform.tiktok_apps().remove(call.principal.scope.organization_id);
  if (!removed) return removed.error();
  note_change(services, call, "tiktok_app.removed", call.principal.scope.organization_id);
  http::ServerResponse response;
  response.status = 204;
  return response;
}

Reply app_specification(const Services& services, const Call& call) {
  if (const auto type = call.query("connector_type"); type && !is_our_connector(*type))
    return unknown_connector_type(*type);
  Json app_id;
  app_id.set("type", "string");
  app_id.set("description", "Id of your app in TikTok's developer portal; also accepted as client_id.");
  Json secret;
  secret.set("type", "string");
  secret.set("description", "Its secret; also accepted as app_secret and client_secret.");
  secret.set("airbyte_secret", true);
  Json properties;
  properties.set("app_id", std::move(app_id));
  properties.set("secret", std::move(secret));
  Json configuration;
  configuration.set("type", "object");
  configuration.set("required", Json(Json::Array{"app_id", "secret"}));
  configuration.set("properties", std::move(properties));
  Json out;
  out.set("connector_type", "source");
  out.set("connector_name", platform::kConnectorSlug);
  out.set("connector_definition_id", platform::kDefinitionId);
  out.set("configuration", std::move(configuration));
  out.set("redirect_uri", fmt::format("{}{}", services.options.public_url, kCallbackPath));
  return json_response(out);
}

}  // namespace

void add_oauth_routes(Handlers& handlers, const Services& services) {
  const auto add = [&](std::string_view id, Reply (*answer)(const Services&, const Call&)) {
    handlers.add(id, [&services, answer](const Call& call) { return answer(services, call); });
  };
  add("initiateOauth", initiate);
  add("finishOauth", finish_consent);
  add("putOauthCredentials", put_app);
  add("deleteOauthCredentials", remove_app);
  add("getOauthCredentialsSpec", app_specification);
}

}  // namespace tiktok_marketing::server
