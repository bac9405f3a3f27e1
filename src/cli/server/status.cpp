#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/output/error_view.hpp"
#include "cli/output/listing.hpp"
#include "cli/server/connector_row.hpp"
#include "cli/server/data_folder.hpp"
#include "stores/stores.hpp"

namespace tiktok_marketing::cli {
namespace {

/// How old the copy is at most: `4m`, `3h`, `2d`.
std::string lag_text(const std::optional<std::chrono::seconds>& lag) {
  if (!lag) return "never";
  const auto seconds = lag->count();
  if (seconds < 60) return fmt::format("{}s", std::max<std::int64_t>(seconds, 0));
  if (seconds < 2 * 3600) return fmt::format("{}m", seconds / 60);
  if (seconds < 2 * 86'400) return fmt::format("{}h", seconds / 3600);
  return fmt::format("{}d", seconds / 86'400);
}

std::string cure_of(const platform::Connector& connector, const stores::SyncSummary& sync) {
  if (auto cure = cure_command(connector); !cure.empty()) return cure;
  if (sync.row.failures == 0) return {};
  return fmt::format("tiktok-marketing connectors syncs {} shows why; it is tried again by itself",
                     connector.id);
}

Json status_row(const platform::Connector& connector, const stores::SyncSummary& sync) {
  Json row;
  row.set("id", connector.id);
  row.set("name", connector.name);
  row.set("organization_id", connector.organization_id);
  row.set("workspace", connector.workspace_name);
  row.set("state", platform::name_of(connector.state));
  row.set("since", platform::iso_text(connector.state_since));
  row.set("reason", connector.state_reason);
  row.set("store", sync.status);
  row.set("lag", lag_text(sync.lag));
  row.set("lag_s", sync.lag ? Json(std::int64_t{sync.lag->count()}) : Json());
  row.set("last_error", connector.last_error.empty() ? sync.row.error_type : connector.last_error);
  row.set("last_sync_error", sync.row.error);
  row.set("cure", cure_of(connector, sync));
  return row;
}

Result<std::vector<Json>> status_rows(const std::shared_ptr<platform::Platform>& platform) {
  std::vector<Json> rows;
  stores::Stores stores(platform);
  const auto snapshot = platform->directory().snapshot();
  for (const auto& [id, organization] : snapshot->organizations) {
    const auto page = platform->connectors().list({.organization_id = id}, {});
    if (!page) return page.error();
    for (const auto& connector : page->items) {
      const auto sync = stores.summary(connector);
      if (!sync) return sync.error();
      rows.push_back(status_row(connector, *sync));
    }
  }
  return rows;
}

}  // namespace

int run_status(const StatusCommand& command, const Terminal& terminal) {
  auto folder = open_data_folder(command.settings, terminal);
  if (!folder) return report(folder.error(), terminal);
  auto rows = status_rows(folder->platform);
  folder->platform->stop();
  if (!rows) return report(rows.error(), terminal);
  const Listing listing{.columns = {"id", "workspace", "name", "state", "lag", "last_error", "cure"},
                        .rows = *std::move(rows),
                        .nothing = "no connectors"};
  return show_listing(listing, command.output, terminal);
}

}  // namespace tiktok_marketing::cli
