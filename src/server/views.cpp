#include "server/views.hpp"

#include <algorithm>

namespace tiktok_marketing::server {
namespace {

Json entities_json(const std::optional<std::vector<std::string>>& entities) {
  if (!entities) return {};
  Json::Array out;
  for (const std::string& entity : *entities) {
    Json item;
    item.set("entity", entity);
    item.set("modes", Json(Json::Array{"read"}));
    out.push_back(std::move(item));
  }
  return Json(std::move(out));
}

// What is ours and stands in connectors whole and in lists.
void set_own_members(Json& out, const platform::Connector& connector) {
  out.set("workspace_id", connector.workspace_id);
  out.set("workspace_name", connector.workspace_name);
  out.set("status", platform::name_of(connector.state));
  out.set("status_reason", text_or_null(connector.state_reason));
  out.set("hint", text_or_null(platform::cure_of(connector.state)));
  out.set("status_since", platform::iso_text(connector.state_since));
  out.set("last_error", text_or_null(connector.last_error));
  out.set("credential_id", connector.credential_id);
}

void set_times(Json& out, SystemTime created, SystemTime updated) {
  out.set("created_at", platform::iso_text(created));
  out.set("updated_at", platform::iso_text(updated));
}

void set_template_members(Json& out) {
  out.set("tags", Json(Json::Array{}));
  out.set("customization", nullptr);
  out.set("mode", "MULTI");
  out.set("organization_id", nullptr);
  out.set("connector_name", platform::kConnectorSlug);
  out.set("runtime_mode", "direct_and_context_store");
  out.set("supports_context_store", true);
  out.set("created_at", nullptr);
  out.set("updated_at", nullptr);
}

Json property(std::string_view type, std::string_view title, std::string_view description) {
  Json out;
  out.set("type", type);
  out.set("title", title);
  out.set("description", description);
  return out;
}

}  // namespace

Json workspace_json(const platform::Workspace& workspace) {
  Json out;
  out.set("id", workspace.id);
  out.set("name", workspace.name);
  out.set("organization_id", workspace.organization_id);
  out.set("status", workspace.active ? "active" : "inactive");
  out.set("cache_enabled", workspace.cache_enabled ? Json(*workspace.cache_enabled) : Json());
  out.set("tombstone", workspace.deleted_at.has_value());
  set_times(out, workspace.created_at, workspace.updated_at);
  return out;
}

Json sync_json(const stores::SyncSummary& sync) {
  Json out;
  out.set("status", sync.status);
  out.set("refresh", sync.row.refresh);
  out.set("running_job_id", sync.running_job ? Json(*sync.running_job) : Json());
  out.set("last_status", text_or_null(sync.row.status));
  out.set("last_error", text_or_null(sync.row.error_type));
  out.set("last_error_message", text_or_null(sync.row.error));
  out.set("last_started_at", time_json(sync.row.started_at));
  out.set("last_success_started_at", time_json(sync.row.succeeded_at));
  out.set("lag_s", sync.lag ? Json(std::int64_t{sync.lag->count()}) : Json());
  return out;
}

Json connector_json(const platform::Connector& connector, const stores::SyncSummary& sync) {
  Json out;
  out.set("id", connector.id);
  out.set("name", connector.name);
  out.set("source_template", source_template_json());
  out.set("replication_config", connector.replication.to_json());
  out.set("entities", entities_json(connector.entities));
  set_own_members(out, connector);
  out.set("known_advertisers", texts_json(connector.known_advertisers));
  out.set("allowed_entities", texts_json(connector.allow.entities));
  out.set("allowed_actions", texts_json(connector.allow.actions));
  out.set("sync", sync_json(sync));
  set_times(out, connector.created_at, connector.updated_at);
  return out;
}

Json connector_item_json(const platform::Connector& connector, const stores::SyncSummary& sync) {
  Json out;
  out.set("id", connector.id);
  out.set("name", connector.name);
  out.set("summarized_source_template", source_template_item_json());
  set_own_members(out, connector);
  out.set("sync", sync_json(sync));
  set_times(out, connector.created_at, connector.updated_at);
  return out;
}

Json job_json(const platform::Job& job) {
  Json out;
  out.set("id", job.id);
  out.set("kind", job.kind);
  out.set("status", job.status);
  out.set("connector_id", job.connector_id);
  out.set("error", text_or_null(job.error));
  out.set("details", job.details);
  out.set("created_at", platform::iso_text(job.created_at));
  out.set("finished_at", time_json(job.finished_at));
  return out;
}

Json tool_call_json(const platform::ToolCall& call) {
  const bool is_search = call.action == "search" || call.action.starts_with("context_store_");
  Json out;
  out.set("id", std::to_string(call.id));
  out.set("created_at", platform::iso_text(call.at));
  out.set("type", is_search ? "search" : "direct");
  out.set("organization_id", call.organization_id);
  out.set("workspace_id", text_or_null(call.workspace_id));
  out.set("connector_id", call.connector_id);
  out.set("application_id", call.application_id);
  out.set("entity", call.entity);
  out.set("action", call.action);
  out.set("status", call.ok ? "success" : "error");
  out.set("http_status", call.http_status);
  out.set("error_code", text_or_null(call.error_code));
  out.set("duration_ms", call.duration_ms);
  out.set("row_count", call.row_count);
  out.set("upstream_request_id", text_or_null(call.upstream_request_id));
  out.set("intent", text_or_null(call.intent));
  out.set("request_id", call.request_id);
  out.set("session_id", text_or_null(call.session_id));
  return out;
}

Json application_json(const platform::Application& application, std::string_view organization_id) {
  const auto grant =
      std::ranges::find(application.grants, organization_id, &platform::Grant::organization_id);
  std::string_view callback = "both";
  if (application.oauth_callback == platform::OauthCallback::connector_id) callback = "connector_id";
  if (application.oauth_callback == platform::OauthCallback::secret_id) callback = "secret_id";
  Json out;
  out.set("id", application.id);
  out.set("name", application.name);
  out.set("role",
          platform::name_of(grant == application.grants.end() ? platform::Role::reader : grant->role));
  out.set("allowed_entities", texts_json(application.allow.entities));
  out.set("allowed_actions", texts_json(application.allow.actions));
  out.set("ip_allow", texts_json(application.ip_allow));
  out.set("oauth_callback", callback);
  out.set("created_at", platform::iso_text(application.created_at));
  out.set("revoked_at", time_json(application.revoked_at));
  return out;
}

Json connector_specification_json() {
  Json token = property("string", "Access token", "Long-lived token of TikTok's Marketing API.");
  token.set("airbyte_secret", true);
  Json start = property("string", "Start date", "First day to replicate.");
  start.set("format", "date");
  start.set("default", platform::kDefaultStartDate);
  Json advertisers = property("array", "Advertisers", "Ad accounts the connector may touch, and no others.");
  advertisers.set("items", property("string", "Advertiser id", "Digits."));
  Json lookback = property("integer", "Look-back", "Days to read again for late conversions.");
  lookback.set("minimum", 1);
  lookback.set("maximum", 28);
  Json properties;
  properties.set("access_token", std::move(token));
  properties.set("start_date", std::move(start));
  properties.set("advertiser_ids", std::move(advertisers));
  properties.set("lookback_days", std::move(lookback));
  Json specification;
  specification.set("type", "object");
  specification.set("title", "TikTok Marketing");
  specification.set("required", Json(Json::Array{"access_token"}));
  specification.set("properties", std::move(properties));
  Json out;
  out.set("documentationUrl", nullptr);
  out.set("connectionSpecification", std::move(specification));
  out.set("advanced_auth", nullptr);
  out.set("supported_destination_sync_modes", Json(Json::Array{}));
  return out;
}

Json source_template_json() {
  Json out;
  out.set("id", platform::kTemplateId);
  out.set("name", platform::kConnectorName);
  out.set("icon", nullptr);
  out.set("source_definition_id", platform::kDefinitionId);
  out.set("connector_type", platform::kConnectorSlug);
  out.set("user_config_spec", connector_specification_json());
  out.set("partial_default_config", Json(Json::Object{}));
  out.set("is_experimental", false);
  out.set("auth_tooltip", "A long-lived access token of TikTok's Marketing API, or TikTok's consent page.");
  set_template_members(out);
  return out;
}

Json source_template_item_json() {
  Json out;
  out.set("id", platform::kTemplateId);
  out.set("name", platform::kConnectorName);
  out.set("icon", nullptr);
  out.set("actor_definition_id", platform::kDefinitionId);
  set_template_members(out);
  return out;
}

Json definition_json() {
  Json out;
  out.set("sourceDefinitionId", platform::kDefinitionId);
  out.set("destinationDefinitionId", nullptr);
  out.set("name", platform::kConnectorName);
  out.set("dockerRepository", nullptr);
  out.set("iconUrl", nullptr);
  out.set("custom", false);
  out.set("supportLevel", "community");
  return out;
}

Json texts_json(const std::vector<std::string>& texts) {
  return Json(Json::Array(texts.begin(), texts.end()));
}
Json time_json(const std::optional<SystemTime>& time) {
  return time ? Json(platform::iso_text(*time)) : Json();
}
Json text_or_null(std::string_view text) {
  return text.empty() ? Json() : Json(text);
}

}  // namespace tiktok_marketing::server
