#pragma once

#include "platform/connectors.hpp"

/// How the state of a connector moves. Pure functions.
namespace tiktok_marketing::platform {

/// The state of a connector nothing is wrong with.
[[nodiscard]] ConnectorState resting_state(const Connector& connector);
/// What becomes of the state when `noted` was learnt from a call. Paused and pending stay until somebody ends
/// them; `ok` without a known advertiser is `needs_advertisers`.
[[nodiscard]] ConnectorState state_after(const Connector& connector, ConnectorState noted);
/// Why a state that has no other reason is what it is; empty for ok.
[[nodiscard]] std::string_view usual_reason(ConnectorState state);

}  // namespace tiktok_marketing::platform
