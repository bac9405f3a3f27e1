#include "catalog/model.hpp"
#include "server/connector_input.hpp"
#include "server/envelope.hpp"
#include "server/routes.hpp"
#include "server/text_formats.hpp"
#include "server/views.hpp"

namespace tiktok_marketing::server {
namespace {

std::string_view failure_type_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::quota:
    case ErrorKind::transient:
    case ErrorKind::timeout:
    case ErrorKind::protocol:
      return "transient_error";
    case ErrorKind::internal:
      return "system_error";
    default:
      return "config_error";
  }
}

Json failure_json(const Error& error, SystemTime now) {
  Json out;
  out.set("timestamp", platform::to_millis(now));
  out.set("failure_origin", "source");
  out.set("failure_type", failure_type_of(error.kind()));
  out.set("external_message", error.hint.empty() ? error.message : error.message + ". " + error.hint);
  out.set("internal_message", name_of(error.type));
  out.set("stacktrace", nullptr);
  out.set("retryable", error.retryable);
  return out;
}

// The message of the permission that an entity lacks; nullptr when it lacks none.
const std::string* missing_permission(const Json& document, std::string_view entity) {
  const Json* missing = document.find("missing_permissions");
  if (missing == nullptr || missing->as_array() == nullptr) return nullptr;
  for (const Json& each : *missing->as_array()) {
    const Json* entities = each.find("entities");
    const Json* message = each.find("message");
    if (entities == nullptr || entities->as_array() == nullptr || message == nullptr) continue;
    for (const Json& name : *entities->as_array()) {
      if (name == Json(entity)) return message->as_string();
    }
  }
  return nullptr;
}

Json entity_results(const platform::CheckResult& result, const Json& document) {
  const Json* advertisers = document.find("advertisers");
  const bool tried = result.healthy && advertisers != nullptr && advertisers->as_array() != nullptr &&
                     !advertisers->as_array()->empty();
  Json::Array out;
  for (const auto* entity : catalog::entities()) {
    const std::string* lacks = missing_permission(document, entity->name);
    Json item;
    item.set("entity", entity->name);
    item.set("status", !tried ? "skipped" : lacks != nullptr ? "failed" : "succeeded");
    item.set("status_code", nullptr);
    item.set("error_message", lacks != nullptr ? Json(*lacks) : Json());
    out.push_back(std::move(item));
  }
  return Json(std::move(out));
}

http::ServerResponse check_response(const Services& services, std::string_view id,
                                    const platform::CheckResult& result) {
  const Json document = Json::parse(result.document).value_or(Json());
  Json out;
  out.set("id", id);
  out.set("status", result.healthy ? "succeeded" : "failed");
  out.set("error_message", result.error ? Json(result.error->message) : Json());
  out.set("failure_reason",
          result.error ? failure_json(*result.error, services.platform.context().now()) : Json());
  out.set("entity_check_results", entity_results(result, document));
  out.set("check", document);
  return json_response(out);
}

Reply check_configuration(const Services& services, const Call& call) {
  auto wanted = new_connector_of(call, services);
  if (!wanted) return std::move(wanted).error();
  const auto result = services.platform.connectors().check_configuration(call.principal, *wanted);
  if (!result) return result.error();
  return check_response(services, new_uuid(), *result);
}

// A configuration that is not stored yet, tried with the token that is.
Result<platform::CheckResult> check_proposed(const Services& services, const Call& call,
                                             const platform::Connector& connector,
                                             platform::ReplicationConfig proposed) {
  if (!proposed.advertiser_ids && !connector.known_advertisers.empty())
    proposed.advertiser_ids = connector.known_advertisers;
  platform::NewConnector wanted;
  wanted.workspace.id = connector.workspace_id;
  wanted.credential_id = connector.credential_id;
  wanted.replication = std::move(proposed);
  return services.platform.connectors().check_configuration(call.principal, wanted);
}

Reply check_existing(const Services& services, const Call& call) {
  const std::string_view id = call.path.get("id");
  const auto& scope = call.principal.scope;
  const auto connector = services.platform.connectors().get(scope, id);
  if (!connector) return connector.error();
  auto replication = replication_of(call, services, connector->replication);
  if (!replication) return std::move(replication).error();
  if (auto entities = entities_of(call); !entities) return std::move(entities).error();
  const auto result = *replication ? check_proposed(services, call, *connector, **std::move(replication))
                                   : services.platform.connectors().check_existing(scope, id);
  if (!result) return result.error();
  return check_response(services, id, *result);
}

}  // namespace

void add_check_routes(Handlers& handlers, const Services& services) {
  handlers.add("checkConnectorConfiguration",
               [&services](const Call& call) { return check_configuration(services, call); });
  handlers.add("checkConnector", [&services](const Call& call) { return check_existing(services, call); });
}

}  // namespace tiktok_marketing::server
