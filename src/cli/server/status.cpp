#include <utility>

#include "cli/commands.hpp"
#include "cli/error_view.hpp"
#include "cli/listing.hpp"
#include "cli/server/connector_row.hpp"
#include "cli/server/data_folder.hpp"

namespace tiktok_marketing::cli {
namespace {

Json status_row(const platform::Connector& connector) {
  Json row;
  row.set("id", connector.id);
  row.set("name", connector.name);
  row.set("organization_id", connector.organization_id);
  row.set("workspace", connector.workspace_name);
  row.set("state", platform::name_of(connector.state));
  row.set("since", platform::iso_text(connector.state_since));
  row.set("reason", connector.state_reason);
  row.set("last_error", connector.last_error);
  row.set("cure", cure_command(connector));
  return row;
}

Result<std::vector<Json>> status_rows(platform::Platform& platform) {
  std::vector<Json> rows;
  const auto snapshot = platform.directory().snapshot();
  for (const auto& [id, organization] : snapshot->organizations) {
    const auto page = platform.connectors().list({.organization_id = id}, {});
    if (!page) return page.error();
    for (const auto& connector : page->items) rows.push_back(status_row(connector));
  }
  return rows;
}

}  // namespace

int run_status(const StatusCommand& command, const Terminal& terminal) {
  auto folder = open_data_folder(command.settings, terminal);
  if (!folder) return report(folder.error(), terminal);
  auto rows = status_rows(*folder->platform);
  folder->platform->stop();
  if (!rows) return report(rows.error(), terminal);
  const Listing listing{.columns = {"id", "workspace", "name", "state", "since", "last_error", "cure"},
                        .rows = *std::move(rows),
                        .nothing = "no connectors"};
  return show_listing(listing, command.output, terminal);
}

}  // namespace tiktok_marketing::cli
