#include "cli/server/connector_row.hpp"

#include <fmt/format.h>

#include "cli/output/error_view.hpp"

namespace tiktok_marketing::cli {
namespace {

std::string reauthorization_of(const platform::Connector& connector) {
  return fmt::format(
      "tiktok-marketing oauth initiate --connector-id {} --workspace {} --redirect-url YOUR_PAGE, or "
      "connectors update {} --token-file FILE",
      connector.id, shell_quoted(connector.workspace_name), connector.id);
}

}  // namespace

Json connector_row(const platform::Connector& connector) {
  Json row;
  row.set("id", connector.id);
  row.set("name", connector.name);
  row.set("organization_id", connector.organization_id);
  row.set("workspace", connector.workspace_name);
  row.set("state", platform::name_of(connector.state));
  row.set("reason", connector.state_reason);
  row.set("since", platform::iso_text(connector.state_since));
  row.set("last_error", connector.last_error);
  row.set("advertisers", Json::Array(connector.known_advertisers.begin(), connector.known_advertisers.end()));
  row.set("replication_config", connector.replication.to_json());
  row.set("credential_id", connector.credential_id);
  row.set("created_at", platform::iso_text(connector.created_at));
  return row;
}

std::string cure_command(const platform::Connector& connector) {
  using platform::ConnectorState;
  switch (connector.state) {
    case ConnectorState::ok:
      return {};
    case ConnectorState::pending:
      return "tiktok-marketing connectors create --secret-id-file FILE, or wait: it starts by itself";
    case ConnectorState::needs_advertisers:
      return fmt::format("tiktok-marketing connectors update {} --advertisers ID,ID", connector.id);
    case ConnectorState::needs_reauthorization:
      return reauthorization_of(connector);
    case ConnectorState::permission_missing:
      return "add the permission to the TikTok app, then: " + reauthorization_of(connector);
    case ConnectorState::paused:
      return fmt::format("tiktok-marketing admin connector resume {}", connector.id);
    case ConnectorState::sync_late:
      return fmt::format("tiktok-marketing connectors sync {} --wait, and read its error", connector.id);
    case ConnectorState::quota_blocked:
      break;
  }
  return std::string(platform::cure_of(connector.state));
}

}  // namespace tiktok_marketing::cli
