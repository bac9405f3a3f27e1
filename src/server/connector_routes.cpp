#include "catalog/model.hpp"
#include "server/changes.hpp"
#include "server/connector_input.hpp"
#include "server/envelope.hpp"
#include "server/page_links.hpp"
#include "server/routes.hpp"
#include "server/skill_views.hpp"
#include "server/tenant.hpp"
#include "server/views.hpp"

namespace tiktok_marketing::server {
namespace {

Reply whole(const Services& services, const platform::Connector& connector) {
  const auto sync = services.stores.summary(connector);
  if (!sync) return sync.error();
  return json_response(connector_json(connector, *sync));
}

Reply create_connector(const Services& services, const Call& call) {
  auto wanted = new_connector_of(call, services);
  if (!wanted) return std::move(wanted).error();
  const auto made = services.platform.connectors().create(call.principal, std::move(*wanted));
  if (!made) return made.error();
  note_change(services, call, "connector.created", made->id);
  return whole(services, *made);
}

Result<platform::ConnectorPage> read_list(const Services& services, const Call& call) {
  platform::ConnectorQuery query;
  auto workspace = tenant_of(call, services.platform.workspaces());
  if (!workspace) return std::move(workspace).error();
  query.workspace = std::move(*workspace);
  query.definition_id = call.query("definition_id");
  query.name = call.query("name");
  if (const auto state = call.query("status")) query.state = platform::connector_state_of(*state);
  query.limit = call.query_int("limit");
  query.cursor = call.query("cursor").value_or("");
  return services.platform.connectors().list(call.principal.scope, query);
}

Result<Json> items_json(const Services& services, const platform::ConnectorPage& page) {
  Json::Array data;
  for (const auto& each : page.items) {
    const auto sync = services.stores.summary(each);
    if (!sync) return sync.error();
    data.push_back(connector_item_json(each, *sync));
  }
  return Json(std::move(data));
}

Reply list_connectors(const Services& services, const Call& call) {
  const auto page = read_list(services, call);
  if (!page) return page.error();
  auto items = items_json(services, *page);
  if (!items) return std::move(items).error();
  Json out;
  out.set("data", std::move(*items));
  out.set("next", next_page(call, page->next_cursor));
  return json_response(out);
}

Reply list_for_user(const Services& services, const Call& call) {
  const auto page = read_list(services, call);
  if (!page) return page.error();
  const auto items = items_json(services, *page);
  if (!items) return items.error();
  Json out;
  for (const std::string_view name : {"connectors", "instances", "data"}) out.set(name, *items);
  return json_response(out);
}

Reply get_connector(const Services& services, const Call& call) {
  const auto connector = services.platform.connectors().get(call.principal.scope, call.path.get("id"));
  if (!connector) return connector.error();
  return whole(services, *connector);
}

Result<platform::ConnectorChange> change_of(const Services& services, const Call& call,
                                            const platform::Connector& before) {
  platform::ConnectorChange change;
  auto token = access_token_of(call);
  if (!token) return std::move(token).error();
  auto replication = replication_of(call, services, before.replication);
  if (!replication) return std::move(replication).error();
  auto entities = entities_of(call);
  if (!entities) return std::move(entities).error();
  auto allow = allow_list_of(call, before.allow);
  if (!allow) return std::move(allow).error();
  change.name = call.text("name");
  change.replication = std::move(*replication);
  if (*entities) {
    change.entities = (*entities)->empty() ? std::optional<std::vector<std::string>>() : std::move(*entities);
  }
  change.allow = std::move(*allow);
  change.access_token = std::move(*token);
  change.oauth_secret = Secret(call.text("server_side_oauth_secret_id").value_or(""));
  if (const Json* paused = call.given("paused")) change.paused = *paused->as_bool();
  change.validate =
      call.query_bool("validate").value_or(services.platform.context().options.validate_on_create);
  return change;
}

Reply update_connector(const Services& services, const Call& call) {
  const std::string_view id = call.path.get("id");
  const auto before = services.platform.connectors().get(call.principal.scope, id);
  if (!before) return before.error();
  auto change = change_of(services, call, *before);
  if (!change) return std::move(change).error();
  const auto changed = services.platform.connectors().update(call.principal, id, std::move(*change));
  if (!changed) return changed.error();
  note_change(services, call, "connector.updated", id);
  return whole(services, *changed);
}

Reply delete_connector(const Services& services, const Call& call) {
  const std::string_view id = call.path.get("id");
  const auto job = services.platform.connectors().remove(call.principal, id);
  if (!job) return job.error();
  note_change(services, call, "connector.deleted", id);
  Json out;
  out.set("job_id", job->id);
  out.set("id", job->connector_id);
  out.set("deleted_at", time_json(job->finished_at.value_or(job->created_at)));
  return json_response(out, 202);
}

Reply get_job(const Services& services, const Call& call) {
  const auto job = services.platform.connectors().job(call.principal.scope, call.path.get("job_id"));
  if (!job) return job.error();
  Json out = job_json(*job);
  const auto progress = services.stores.progress_of(*job);
  out.set("progress", progress ? *progress : Json());
  return json_response(out);
}

/// In the words of the platform whose clients ask.
Json readiness_of(const Json& store) {
  Json::Array supported;
  Json::Array configured;
  const Json* entities = store.find("entities");
  if (entities == nullptr || entities->as_array() == nullptr) return {};
  for (const Json& entity : *entities->as_array()) {
    const Json name = *entity.find("entity");
    Json able;
    able.set("entity", name);
    const auto* known = catalog::find_entity(entity.text_of("entity"));
    able.set("suggested", known != nullptr && known->suggested);
    supported.push_back(std::move(able));
    if (!*entity.find("selected")->as_bool()) continue;
    Json item;
    item.set("entity", name);
    item.set("status", entity.text_of("status"));
    item.set("ready_for_search", *entity.find("ready_for_search"));
    item.set("supported", true);
    item.set("entity_count", *entity.find("rows"));
    item.set("updated_at", *entity.find("updated_at"));
    item.set("semantic_search_status", Json(Json::Array{}));
    configured.push_back(std::move(item));
  }
  Json out;
  out.set("connector_id", store.text_of("connector_id"));
  out.set("source_definition_id", platform::kDefinitionId);
  out.set("supported_context_store_entities", Json(std::move(supported)));
  out.set("configured_cache_entities", Json(std::move(configured)));
  return out;
}

Reply inspect_connector(const Services& services, const Call& call) {
  const auto connector = services.platform.connectors().get(call.principal.scope, call.path.get("id"));
  if (!connector) return connector.error();
  const auto store = services.stores.describe(call.principal.scope, call.path.get("id"));
  if (!store) return store.error();
  Json out;
  out.set("connector_id", connector->id);
  out.set("name", connector->name);
  out.set("workspace_id", connector->workspace_id);
  out.set("organization_id", connector->organization_id);
  out.set("source_definition_id", platform::kDefinitionId);
  out.set("source_definition_name", platform::kConnectorName);
  out.set("source_config_template_id", platform::kTemplateId);
  out.set("docs_skill_id", skill_id_of(*connector));
  out.set("warnings", warnings_json(*connector));
  out.set("context_store_readiness", readiness_of(*store));
  return json_response(out);
}

}  // namespace

void add_connector_routes(Handlers& handlers, const Services& services) {
  const auto add = [&](std::string_view id, Reply (*answer)(const Services&, const Call&)) {
    handlers.add(id, [&services, answer](const Call& call) { return answer(services, call); });
  };
  add("createConnector", create_connector);
  add("listConnectors", list_connectors);
  add("listConnectorsForUser", list_for_user);
  add("getConnector", get_connector);
  add("updateConnector", update_connector);
  add("patchConnector", update_connector);
  add("deleteConnector", delete_connector);
  add("getJob", get_job);
  add("inspectConnector", inspect_connector);
}

}  // namespace tiktok_marketing::server
