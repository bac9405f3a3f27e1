#include <utility>

#include "base/json.hpp"
#include "cli/admin/tasks.hpp"
#include "cli/output/error_view.hpp"
#include "cli/server/connector_row.hpp"
#include "cli/settings/secret_input.hpp"
#include "cli/settings/settings.hpp"

namespace tiktok_marketing::cli::admin {
namespace {

Result<platform::ReplicationConfig> replication_of(const ConnectorCreate& task, bool ignore_unknown) {
  Json config = Json::Object{};
  if (!task.start_date.empty()) config.set("start_date", task.start_date);
  if (task.lookback_days) config.set("lookback_days", *task.lookback_days);
  if (!task.advertisers.empty()) {
    auto ids = parse_advertiser_ids(task.advertisers);
    if (!ids) return std::move(ids).error();
    config.set("advertiser_ids", list_json(*ids));
  }
  return platform::parse_replication_config(config, ignore_unknown);
}

Result<platform::NewConnector> wanted_of(const ConnectorCreate& task, const Desk& desk) {
  platform::NewConnector wanted;
  wanted.workspace.name = task.workspace;
  wanted.name = task.name;
  wanted.id = task.id;
  wanted.credential_id = task.credential;
  wanted.allow = {.entities = task.entities, .actions = task.actions};
  wanted.validate = task.validate;
  auto replication = replication_of(task, desk.settings.ignore_unknown_replication_keys);
  if (!replication) return std::move(replication).error();
  wanted.replication = *std::move(replication);
  if (task.token_file.empty() == task.credential.empty()) {
    Error error{.type = ErrorType::missing};
    error.message = "A connector needs one token: from a file, or one that is stored already.";
    error.hint = "Give --token-file FILE (- for standard input), or --credential ID.";
    error.param = "token_file";
    return error;
  }
  if (task.token_file.empty()) return wanted;
  auto token = read_secret(task.token_file, desk.terminal.in);
  if (!token) return std::move(token).error();
  wanted.access_token = *std::move(token);
  return wanted;
}

Result<Json> create(const ConnectorCreate& task, const Desk& desk) {
  auto organization = find_organization(desk.platform, task.organization);
  if (!organization) return std::move(organization).error();
  auto wanted = wanted_of(task, desk);
  if (!wanted) return std::move(wanted).error();
  auto made = desk.platform.connectors().create(administrator_of(organization->id), *std::move(wanted));
  if (!made) return std::move(made).error();
  auto noted = note_in_audit_log(desk.platform, organization->id, "connector.created", made->id);
  if (!noted) return std::move(noted).error();
  return connector_row(*made);
}

Result<Json> remove(const ConnectorDelete& task, const Desk& desk) {
  auto connector = find_connector(desk.platform, task.id);
  if (!connector) return std::move(connector).error();
  auto job = desk.platform.connectors().remove(administrator_of(connector->organization_id), connector->id);
  if (!job) return std::move(job).error();
  auto noted =
      note_in_audit_log(desk.platform, connector->organization_id, "connector.deleted", connector->id);
  if (!noted) return std::move(noted).error();
  Json json;
  json.set("id", connector->id);
  json.set("job_id", job->id);
  json.set("status", job->status);
  return json;
}

Result<Json> set_paused(const std::string& id, bool paused, const Desk& desk) {
  auto connector = find_connector(desk.platform, id);
  if (!connector) return std::move(connector).error();
  platform::ConnectorChange change;
  change.paused = paused;
  change.validate = false;
  auto changed = desk.platform.connectors().update(administrator_of(connector->organization_id),
                                                   connector->id, std::move(change));
  if (!changed) return std::move(changed).error();
  auto noted = note_in_audit_log(desk.platform, changed->organization_id,
                                 paused ? "connector.paused" : "connector.resumed", changed->id);
  if (!noted) return std::move(noted).error();
  return connector_row(*changed);
}

Result<void> append_rows(const std::string& organization_id, const Desk& desk, std::vector<Json>& rows) {
  const auto page = desk.platform.connectors().list({.organization_id = organization_id}, {});
  if (!page) return page.error();
  for (const auto& connector : page->items) rows.push_back(connector_row(connector));
  return {};
}

}  // namespace

int run(const ConnectorCreate& task, const Desk& desk) {
  return answer(create(task, desk), desk.terminal);
}

int run(const ConnectorList& task, const Desk& desk) {
  const auto listing =
      listing_of(desk.platform, task.organization,
                 {.columns = {"id", "name", "workspace", "state", "since", "organization_id"},
                  .rows = {},
                  .nothing = "no connectors"},
                 [&](const std::string& id, std::vector<Json>& rows) { return append_rows(id, desk, rows); });
  return show(listing, task.output, desk.terminal);
}

int run(const ConnectorDelete& task, const Desk& desk) {
  return answer(remove(task, desk), desk.terminal);
}

int run(const ConnectorPause& task, const Desk& desk) {
  return answer(set_paused(task.id, true, desk), desk.terminal);
}

int run(const ConnectorResume& task, const Desk& desk) {
  return answer(set_paused(task.id, false, desk), desk.terminal);
}

}  // namespace tiktok_marketing::cli::admin
