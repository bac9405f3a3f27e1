#include <algorithm>
#include <utility>

#include "base/json.hpp"
#include "base/text.hpp"
#include "catalog/model.hpp"
#include "cli/commands.hpp"
#include "cli/health.hpp"
#include "cli/hosted/management.hpp"
#include "cli/hosted/syncs.hpp"
#include "cli/output/error_view.hpp"
#include "cli/output/listing.hpp"
#include "cli/settings/secret_input.hpp"
#include "crypto/random.hpp"

namespace tiktok_marketing::cli {
namespace {

constexpr std::string_view kPath = "/api/v1/integrations/connectors";

std::string path_of(std::string_view id) {
  return std::string(kPath) + "/" + percent_encode(id);
}

int show(const Result<Json>& answer, const Terminal& terminal) {
  return answer ? show_object(*answer, terminal) : report(answer.error(), terminal);
}

/// The API's connector tells clients much about templates that nobody reads on a terminal.
int show_connector(const Result<Json>& answer, const Terminal& terminal) {
  if (!answer || !terminal.out_is_terminal) return show(answer, terminal);
  Json::Object shown;
  for (const std::string_view name :
       {"id", "name", "workspace_name", "status", "status_reason", "hint", "last_error", "known_advertisers",
        "replication_config", "sync", "allowed_entities", "allowed_actions", "credential_id", "created_at",
        "updated_at"}) {
    if (const Json* value = answer->find(name)) shown.emplace_back(name, *value);
  }
  return show_object(Json(std::move(shown)), terminal);
}

/// Sets what was given in `config`; nothing was: it stays as it is.
Result<void> apply_replication(const ConnectorFields& fields, Json& config) {
  if (fields.start_date) config.set("start_date", *fields.start_date);
  if (fields.lookback_days) config.set("lookback_days", *fields.lookback_days);
  if (!fields.advertisers) return {};
  if (trim(*fields.advertisers).empty()) {
    // The server keeps what is absent; null takes the fence away.
    config.set("advertiser_ids", nullptr);
    return {};
  }
  auto ids = parse_advertiser_ids(*fields.advertisers);
  if (!ids) return std::move(ids).error();
  config.set("advertiser_ids", Json::Array(ids->begin(), ids->end()));
  return {};
}

bool changes_replication(const ConnectorFields& fields) {
  return fields.start_date || fields.lookback_days || fields.advertisers;
}

Result<void> apply_credentials(const ConnectorFields& fields, int in, Json& body) {
  if (!fields.token_file.empty() && !fields.secret_id_file.empty()) {
    Error error{.type = ErrorType::value_error};
    error.message = "A connector has one token: of --token-file or of --secret-id-file, not of both.";
    error.hint = "Leave out one of them.";
    return error;
  }
  if (!fields.token_file.empty()) {
    const auto token = read_secret(fields.token_file, in);
    if (!token) return token.error();
    Json credentials;
    credentials.set("access_token", token->reveal());
    body.set("credentials", std::move(credentials));
  }
  if (!fields.secret_id_file.empty()) {
    const auto secret = read_secret(fields.secret_id_file, in);
    if (!secret) return secret.error();
    body.set("server_side_oauth_secret_id", secret->reveal());
  }
  return {};
}

/// A body for create and update; `config` is what the connector has.
Result<Json> body_of(const ConnectorFields& fields, Json config, int in) {
  Json body = Json::Object{};
  if (fields.name) body.set("name", *fields.name);
  if (auto applied = apply_credentials(fields, in, body); !applied) return std::move(applied).error();
  if (!changes_replication(fields)) return body;
  if (auto applied = apply_replication(fields, config); !applied) return std::move(applied).error();
  body.set("replication_config", std::move(config));
  return body;
}

HostedRequest sending(std::string method, std::string path, const Json& body, bool validate) {
  HostedRequest request{.method = std::move(method), .path = std::move(path), .body = body.dump()};
  if (!validate) request.query = {{"validate", "false"}};
  return request;
}

struct Runner {
  const Terminal& terminal;

  int operator()(const ConnectorsList& command) const;
  int operator()(const ConnectorsGet& command) const;
  int operator()(const ConnectorsCreate& command) const;
  int operator()(const ConnectorsUpdate& command) const;
  int operator()(const ConnectorsDelete& command) const;
  int operator()(const ConnectorsCheck& command) const;
  int operator()(const ConnectorsSync& command) const { return run_sync(command, terminal); }
  int operator()(const ConnectorsSyncs& command) const { return run_syncs(command, terminal); }
  int operator()(const ConnectorsStore& command) const { return run_store(command, terminal); }
  int operator()(const ConnectorsPause& command) const { return run_pause(command, terminal); }
};

int Runner::operator()(const ConnectorsList& command) const {
  const auto table = wants_table(command.output, terminal);
  if (!table) return report(table.error(), terminal);
  const auto server = open_management(command.hosted, terminal);
  if (!server) return report(server.error(), terminal);
  HostedRequest request{.path = std::string(kPath), .repeatable = true};
  if (server->workspace_was_named) request.query = {{"workspace_name", server->settings.workspace}};
  const auto answer = server->api.request(std::move(request));
  if (!answer) return report(answer.error(), terminal);
  if (!*table) return show_object(*answer, terminal);
  Listing listing{.columns = {"id", "workspace_name", "name", "status", "status_since", "hint"},
                  .rows = {},
                  .nothing = "no connectors"};
  const Json* data = answer->find("data");
  if (data != nullptr && data->as_array() != nullptr) listing.rows = *data->as_array();
  return write_out(listing_text(listing, terminal.colour_out), terminal);
}

int Runner::operator()(const ConnectorsGet& command) const {
  const auto server = open_management(command.hosted, terminal);
  if (!server) return report(server.error(), terminal);
  return show_connector(server->api.get_connector(command.id), terminal);
}

int Runner::operator()(const ConnectorsCreate& command) const {
  if (command.fields.token_file.empty() && command.fields.secret_id_file.empty()) {
    Error error{.type = ErrorType::missing_credentials};
    error.message = "A connector needs TikTok's access token, or the secret_id of an OAuth redirect.";
    error.hint = "Give --token-file FILE (- for standard input), or --secret-id-file FILE.";
    error.param = "token_file";
    return report(error, terminal);
  }
  const auto server = open_management(command.hosted, terminal);
  if (!server) return report(server.error(), terminal);
  auto body = body_of(command.fields, Json::Object{}, terminal.in);
  if (!body) return report(body.error(), terminal);
  body->set("workspace_name", server->settings.workspace);
  body->set("connector_type", catalog::kConnectorName);
  HostedRequest request = sending("POST", std::string(kPath), *body, command.fields.validate);
  request.headers = {{"Idempotency-Key", crypto::random_uuid()}};
  request.repeatable = true;
  return show_connector(server->api.request(std::move(request)), terminal);
}

int Runner::operator()(const ConnectorsUpdate& command) const {
  const auto server = open_management(command.hosted, terminal);
  if (!server) return report(server.error(), terminal);
  Json config = Json::Object{};
  if (changes_replication(command.fields)) {
    // The API replaces the configuration as a whole; what is not named here stays.
    const auto before = server->api.get_connector(command.id);
    if (!before) return report(before.error(), terminal);
    if (const Json* known = before->find("replication_config"); known != nullptr && known->as_object()) {
      config = *known;
    }
  }
  const auto body = body_of(command.fields, std::move(config), terminal.in);
  if (!body) return report(body.error(), terminal);
  return show_connector(
      server->api.request(sending("PATCH", path_of(command.id), *body, command.fields.validate)), terminal);
}

int Runner::operator()(const ConnectorsDelete& command) const {
  const auto server = open_management(command.hosted, terminal);
  if (!server) return report(server.error(), terminal);
  return show(server->api.delete_connector(command.id), terminal);
}

int Runner::operator()(const ConnectorsCheck& command) const {
  const auto server = open_management(command.hosted, terminal);
  if (!server) return report(server.error(), terminal);
  const auto answer = server->api.request(
      {.method = "POST", .path = path_of(command.id) + "/check", .body = "{}", .repeatable = true});
  const int code = show(answer, terminal);
  if (!answer || code != 0 || answer->text_of("status") == "succeeded") return code;
  const Json* document = answer->find("check");
  if (document == nullptr || document->is_null()) return 1;
  // A token that works without an ad account to read is no success either.
  return std::max(health_exit_code(document->dump()), 1);
}

}  // namespace

int run_connectors(const ConnectorsCommand& command, const Terminal& terminal) {
  return std::visit(Runner{terminal}, command);
}

int run_oauth(const OauthInitiate& command, const Terminal& terminal) {
  const auto server = open_management(command.hosted, terminal);
  if (!server) return report(server.error(), terminal);
  Json body;
  body.set("redirect_url", command.redirect_url);
  if (command.name) body.set("name", *command.name);
  if (!server->settings.connector_id.empty()) body.set("connector_id", server->settings.connector_id);
  if (command.start_date) {
    Json config;
    config.set("start_date", *command.start_date);
    body.set("replication_config", std::move(config));
  }
  return show(server->api.initiate_oauth(std::move(body)), terminal);
}

}  // namespace tiktok_marketing::cli
