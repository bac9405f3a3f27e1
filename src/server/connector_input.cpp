#include "server/connector_input.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "catalog/model.hpp"
#include "server/tenant.hpp"
#include "server/text_formats.hpp"

namespace tiktok_marketing::server {
namespace {

constexpr std::string_view kAcceptedShape = R"({"access_token": "your TikTok access token"})";

// Clients of other platforms match on these words.
Error kind_missing() {
  return {
      .type = ErrorType::value_error,
      .message = "Value error, One of connector_type, definition_id, or source_template_id must be provided",
      .param = "body"};
}

Error wrong_credentials(const Json::Object& given) {
  std::vector<std::string> keys;
  for (const auto& [name, value] : given) keys.push_back("'" + shortened(name, 40) + "'");
  return {.type = ErrorType::invalid_parameter,
          .message = fmt::format("Credentials do not match any auth scheme. Provided keys: [{}]. Available "
                                 "schemes: ['access_token']. Token authentication isn't available for this "
                                 "connector.",
                                 join(keys, ", ")),
          .hint = fmt::format("The accepted credentials are {}.", kAcceptedShape),
          .param = "credentials",
          .example = fmt::format(R"({{"credentials": {}}})", kAcceptedShape)};
}

Result<void> check_entity(std::string_view name, std::string field) {
  if (catalog::find_entity(name) != nullptr) return {};
  std::vector<std::string_view> names;
  for (const auto* entity : catalog::entities()) names.push_back(entity->name);
  const std::string_view near = nearest(name, names);
  Error error{
      .type = ErrorType::value_error,
      .message = fmt::format("there is no entity '{}'", shortened(name, 60)),
      .hint = near.empty() ? std::string("Use names of allowed.") : fmt::format("Did you mean {}?", near),
      .param = std::move(field),
      .given = shortened(name)};
  error.allowed.assign(names.begin(), names.end());
  return error;
}

}  // namespace

bool is_our_connector(std::string_view connector_type) {
  std::string normal = lower(trim(connector_type));
  std::ranges::replace_if(normal, [](char c) { return c == ' ' || c == '_'; }, '-');
  return normal == platform::kConnectorSlug;
}

Error unknown_connector_type(std::string_view given) {
  return {.type = ErrorType::definition_not_found,
          .message = fmt::format("there is no connector type '{}' here", shortened(given, 60)),
          .hint = "This server offers Tiktok-Marketing.",
          .param = "connector_type",
          .given = shortened(given),
          .allowed = {std::string(platform::kConnectorName)}};
}

Result<void> check_connector_kind(const Call& call) {
  const auto type = call.text("connector_type");
  const auto definition = call.text("definition_id");
  const auto source_template = call.text("source_template_id");
  if (!type && !definition && !source_template) return kind_missing();
  if (type && !is_our_connector(*type)) return unknown_connector_type(*type);
  if (definition && lower(*definition) != platform::kDefinitionId) {
    return Error{.type = ErrorType::definition_not_found,
                 .message = "there is no such definition here",
                 .hint = fmt::format("Tiktok-Marketing is {}.", platform::kDefinitionId),
                 .param = "definition_id"};
  }
  if (source_template && lower(*source_template) != platform::kTemplateId) {
    return Error{.type = ErrorType::template_not_found,
                 .message = "there is no such source template here",
                 .hint = "GET /api/v1/integrations/templates/sources lists them.",
                 .param = "source_template_id"};
  }
  return {};
}

Result<Secret> access_token_of(const Call& call) {
  const Json* credentials = call.given("credentials");
  if (credentials == nullptr) return Secret{};
  static const Json::Object kNone;
  const Json::Object& members = credentials->as_object() == nullptr ? kNone : *credentials->as_object();
  const bool only_known = std::ranges::all_of(members, [](const Json::Member& each) {
    return each.first == "access_token" || each.first == "option_title";
  });
  const std::string_view token = credentials->text_of("access_token");
  if (!only_known || token.empty()) return wrong_credentials(members);
  return Secret(std::string(token));
}

Result<std::optional<platform::ReplicationConfig>> replication_of(const Call& call, const Services& services,
                                                                  const platform::ReplicationConfig& base) {
  const Json* given = call.given("replication_config");
  if (given == nullptr) return std::optional<platform::ReplicationConfig>();
  auto parsed = platform::parse_replication_config(
      *given, services.platform.context().options.ignore_unknown_replication_keys, base);
  if (!parsed) return std::move(parsed).error();
  return std::optional(std::move(*parsed));
}

Result<std::optional<std::vector<std::string>>> entities_of(const Call& call) {
  const Json* given = call.given("entities");
  if (given == nullptr) return std::optional<std::vector<std::string>>();
  std::vector<std::string> names;
  for (const Json& each : *given->as_array()) {
    const std::string_view name = each.text_of("entity");
    auto known = check_entity(name, fmt::format("entities.{}.entity", names.size()));
    if (!known) return std::move(known).error();
    names.emplace_back(name);
  }
  return std::optional(std::move(names));
}

Result<std::optional<platform::AllowList>> allow_list_of(const Call& call,
                                                         const platform::AllowList& before) {
  auto entities = call.texts("allowed_entities");
  auto actions = call.texts("allowed_actions");
  if (!entities && !actions) return std::optional<platform::AllowList>();
  for (const std::string& name : entities.value_or(std::vector<std::string>{})) {
    if (auto known = check_entity(name, "allowed_entities"); !known) return std::move(known).error();
  }
  platform::AllowList out = before;
  if (entities) out.entities = std::move(*entities);
  if (actions) {
    for (std::string& action : *actions) {
      if (action == "search") action = "context_store_search";
    }
    out.actions = std::move(*actions);
  }
  return std::optional(std::move(out));
}

Result<platform::NewConnector> new_connector_of(const Call& call, const Services& services) {
  if (auto kind = check_connector_kind(call); !kind) return std::move(kind).error();
  platform::NewConnector out;
  auto workspace = tenant_of(call, services.platform.workspaces());
  if (!workspace) return std::move(workspace).error();
  auto token = access_token_of(call);
  if (!token) return std::move(token).error();
  auto replication = replication_of(call, services);
  if (!replication) return std::move(replication).error();
  auto entities = entities_of(call);
  if (!entities) return std::move(entities).error();
  auto allow = allow_list_of(call, {});
  if (!allow) return std::move(allow).error();
  out.workspace = std::move(*workspace);
  out.name = call.text("name").value_or("");
  out.access_token = std::move(*token);
  out.oauth_secret = Secret(call.text("server_side_oauth_secret_id").value_or(""));
  out.credential_id = call.text("credential_id").value_or("");
  out.replication = std::move(*replication);
  out.entities = std::move(*entities);
  out.allow = allow->value_or(platform::AllowList{});
  out.validate = call.query_bool("validate").value_or(services.platform.context().options.validate_on_create);
  out.idempotency_key = call.request.header("idempotency-key");
  return out;
}

}  // namespace tiktok_marketing::server
