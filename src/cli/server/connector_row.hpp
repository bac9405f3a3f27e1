#pragma once

#include <string>

#include "base/json.hpp"
#include "platform/connectors.hpp"

namespace tiktok_marketing::cli {

/// A connector for people and scripts who have the data folder. Pure.
[[nodiscard]] Json connector_row(const platform::Connector& connector);

/// The command that cures its state, or what to do where no command does; empty when it is well. Pure.
[[nodiscard]] std::string cure_command(const platform::Connector& connector);

}  // namespace tiktok_marketing::cli
