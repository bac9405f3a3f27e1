#pragma once

#include "cli/hosted/commands.hpp"
#include "cli/output/terminal.hpp"

/// Commands on a connector's replication; each returns the exit code.
namespace tiktok_marketing::cli {

int run_sync(const ConnectorsSync& command, const Terminal& terminal);
int run_syncs(const ConnectorsSyncs& command, const Terminal& terminal);
int run_store(const ConnectorsStore& command, const Terminal& terminal);
int run_pause(const ConnectorsPause& command, const Terminal& terminal);

}  // namespace tiktok_marketing::cli
