#pragma once

#include <string>

#include "base/json.hpp"
#include "platform/platform.hpp"

/// What agents are told about a connector before they ask it. Pure.
namespace tiktok_marketing::server {

/// Names the document about the connector: `connector-source:<id>`.
[[nodiscard]] std::string skill_id_of(const platform::Connector& connector);
/// Its state, when it is not ok.
[[nodiscard]] Json warnings_json(const platform::Connector& connector);
/// The document as it stands in lists.
[[nodiscard]] Json skill_json(const platform::Connector& connector);

}  // namespace tiktok_marketing::server
