#include "platform/oauth.hpp"

#include <utility>

#include "base/text.hpp"
#include "crypto/random.hpp"
#include "platform/asking_tiktok.hpp"
#include "platform/connector_input.hpp"
#include "platform/names.hpp"
#include "platform/oauth_login.hpp"
#include "platform/oauth_rows.hpp"
#include "platform/redirect_url.hpp"
#include "tiktok/oauth.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::string_view kCallbackPath = "/api/v1/oauth/callback";
constexpr std::size_t kMaxDescriptionBytes = 300;

/// How a login ended badly, in the words the customer's page gets.
enum class Failure { access_denied, session_expired, invalid_state, token_exchange_failed, creation_failed };

std::string_view name_of(Failure failure) {
  switch (failure) {
    case Failure::access_denied:
      return "access_denied";
    case Failure::session_expired:
      return "session_expired";
    case Failure::invalid_state:
      return "invalid_state";
    case Failure::token_exchange_failed:
      return "token_exchange_failed";
    case Failure::creation_failed:
      break;
  }
  return "creation_failed";
}

OauthEnd failed(const OauthAttempt& attempt, Failure failure, std::string_view description) {
  return {.redirect_url = with_outcome(attempt.redirect_url,
                                       {{"error", std::string(name_of(failure))},
                                        {"error_description", shortened(description, kMaxDescriptionBytes)}}),
          .error = std::nullopt};
}

OauthEnd shown(Error error) {
  return {.redirect_url = {}, .error = std::move(error)};
}

Error unknown_state() {
  return {.type = ErrorType::value_error,
          .message = "This login was not started here, or it is long over.",
          .hint = "Go back to the application you came from and start again.",
          .param = "state"};
}

Error no_app() {
  return {.type = ErrorType::no_source_template,
          .message = "No TikTok app is configured for this organization, so nobody can be asked for consent.",
          .hint =
              "Register one: PUT /api/v1/oauth/credentials with {\"connector_type\": \"Tiktok-Marketing\", "
              "\"configuration\": {\"app_id\": …, \"secret\": …}}, or start the server with "
              "TIKTOK_MARKETING_APP_ID and TIKTOK_MARKETING_APP_SECRET. A ready access token needs no app."};
}

/// The parameters of a good end, as the application wants them.
QueryParameters outcome_for(OauthCallback style, const Login& login) {
  QueryParameters parameters;
  if (style != OauthCallback::secret_id) parameters.emplace_back("connector_id", login.connector_id);
  if (style != OauthCallback::connector_id) parameters.emplace_back("secret_id", login.secret.reveal());
  return parameters;
}

/// Only an application that may still act gets the result of what it started.
const Application* application_of(const Directory::Snapshot& directory, const OauthAttempt& attempt) {
  const auto found = directory.applications.find(attempt.application_id);
  if (found == directory.applications.end() || found->second.revoked_at) return nullptr;
  return &found->second;
}

}  // namespace

/// The workspace a login is for: of the connector to be authorized anew, else the one that is named.
Result<Workspace> Oauth::workspace_of(const Scope& scope, const OauthStart& start) {
  if (start.connector_id.empty())
    return workspaces_.resolve(scope, start.workspace, Workspaces::Unknown::create);
  auto connector = connectors_.get(scope, start.connector_id);
  if (!connector) return std::move(connector).error();
  if (!start.workspace.empty()) {
    auto named = workspaces_.resolve(scope, start.workspace, Workspaces::Unknown::refuse);
    if (!named) return named;
    if (named->id != connector->workspace_id) {
      return Error{.type = ErrorType::value_error,
                   .message = "The connector is not in the workspace that is named.",
                   .hint = "Leave the workspace out; connector_id says it.",
                   .param = "workspace_name"};
    }
  }
  return workspaces_.get(scope, connector->workspace_id);
}

Result<std::string> Oauth::initiate(const Principal& principal, const OauthStart& start) {
  if (auto good = check_operator(principal); !good) return std::move(good).error();
  const std::string& organization_id = principal.scope.organization_id;
  const auto directory = directory_.snapshot();
  const auto organization = directory->organizations.find(organization_id);
  const std::vector<std::string> nothing;
  const auto& permitted =
      organization == directory->organizations.end() ? nothing : organization->second.redirect_urls;
  if (auto good = check_redirect_url(start.redirect_url, permitted); !good) return std::move(good).error();
  if (start.name) {
    if (auto good = check_name("name", *start.name); !good) return std::move(good).error();
  }
  auto app = apps_.app_for(organization_id);
  if (!app) return std::move(app).error();
  if (!*app) return no_app();
  auto workspace = workspace_of(principal.scope, start);
  if (!workspace) return std::move(workspace).error();
  if (!workspace->active) {
    return Error{.type = ErrorType::workspace_inactive,
                 .message = "The workspace is switched off.",
                 .hint = "Switch it on again, or use another one.",
                 .param = "workspace_name"};
  }

  const PlatformOptions& options = context_->options;
  OauthAttempt attempt{.organization_id = organization_id,
                       .workspace_id = workspace->id,
                       .application_id = principal.application_id,
                       .redirect_url = start.redirect_url,
                       .tiktok_app_id = (*app)->app_id,
                       .name = start.name,
                       .replication_config = {},
                       .connector_id = {},
                       .expires_at = context_->now() + options.oauth_state_life};
  if (start.replication) attempt.replication_config = start.replication->to_json().dump();
  if (!start.connector_id.empty()) attempt.connector_id = canonical_id(start.connector_id);
  const std::string state = crypto::random_token();
  auto stored = context_->database->write(
      [&](database::Connection& connection) { return insert_attempt(connection, state, attempt); });
  if (!stored) return std::move(stored).error();
  const std::string page =
      options.consent_url.empty() ? tiktok::consent_url_of(options.api_url) : options.consent_url;
  return tiktok::consent_page(page, attempt.tiktok_app_id, options.public_url + std::string(kCallbackPath),
                              state);
}

OauthEnd Oauth::finish(const OauthReturn& returned) {
  const SystemTime now = context_->now();
  auto taken = context_->database->write(
      [&](database::Connection& connection) { return take_attempt(connection, returned.state, now); });
  if (!taken) return shown(std::move(taken).error());
  if (!*taken) return shown(unknown_state());
  const OauthAttempt& attempt = **taken;
  if (attempt.used)
    return failed(attempt, Failure::invalid_state, "This login was finished before. Start a new one.");
  if (attempt.expires_at <= now)
    return failed(attempt, Failure::session_expired, "The login took too long. Start a new one.");
  if (!returned.error.empty() || returned.auth_code.empty())
    return failed(attempt, Failure::access_denied, "Access was not granted on TikTok's page.");

  const auto directory = directory_.snapshot();
  const Application* application = application_of(*directory, attempt);
  if (application == nullptr)
    return failed(attempt, Failure::creation_failed,
                  "The application that started the login has no access any more.");
  auto app = apps_.app_for(attempt.organization_id);
  if (!app) return failed(attempt, Failure::creation_failed, app.error().message);
  if (!*app || (*app)->app_id != attempt.tiktok_app_id)
    return failed(attempt, Failure::token_exchange_failed,
                  "The TikTok app was changed during the login. Start a new one.");
  auto token = exchange_for_token(*context_, **app, returned.auth_code);
  if (!token) return failed(attempt, Failure::token_exchange_failed, token.error().message);

  auto login = context_->database->write(
      [&](database::Connection& connection) { return store_login(*context_, connection, attempt, *token); });
  if (!login) return failed(attempt, Failure::creation_failed, login.error().message);
  for (const std::string& id : login->changed) connectors_.changed(id);
  return {
      .redirect_url = with_outcome(attempt.redirect_url, outcome_for(application->oauth_callback, *login)),
      .error = std::nullopt};
}

}  // namespace tiktok_marketing::platform
