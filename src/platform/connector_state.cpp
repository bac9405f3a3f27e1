#include "platform/connector_state.hpp"

#include <array>

namespace tiktok_marketing::platform {
namespace {

struct About {
  ConnectorState state;
  std::string_view name;
  std::string_view reason;
  std::string_view cure;
};

constexpr std::array kStates{
    About{ConnectorState::ok, "ok", "", ""},
    About{ConnectorState::pending, "pending", "Made by an OAuth login that no create has taken up yet.",
          "Create the connector with server_side_oauth_secret_id; otherwise it becomes active by itself when "
          "that secret expires."},
    About{ConnectorState::needs_advertisers, "needs_advertisers",
          "No ad account is known for the token. Either set replication_config.advertiser_ids; or register "
          "the TikTok app the token belongs to (PUT /api/v1/oauth/credentials), so that its accounts can be "
          "looked up; or authorize again and tick at least one ad account; or name an advertiser_id in an "
          "execute, it is remembered.",
          "Set replication_config.advertiser_ids, or name an advertiser_id in an execute."},
    About{ConnectorState::needs_reauthorization, "needs_reauthorization", "TikTok refuses the access token.",
          "Authorize again: POST /api/v1/integrations/connectors/oauth/initiate with this connector_id, or "
          "update the connector with a new access_token."},
    About{ConnectorState::permission_missing, "permission_missing",
          "TikTok refuses a permission the token would need.",
          "Grant the permission to the TikTok app or the ad account to the user, then authorize again; the "
          "check names what is missing."},
    About{ConnectorState::quota_blocked, "quota_blocked", "TikTok has blocked the app for too many requests.",
          "Wait; it ends by itself. Should it return, ask TikTok for a higher level or spread the calls."},
    About{ConnectorState::sync_late, "sync_late", "Replication is behind its schedule.",
          "Look at the connector's last error; the next finished sync ends this state."},
    About{ConnectorState::paused, "paused", "Paused by an operator.",
          "Update the connector with paused=false."},
};

const About& about(ConnectorState state) {
  return kStates[static_cast<std::size_t>(state)];
}

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    if (kStates[i].state != static_cast<ConnectorState>(i)) return false;
  }
  return true;
}
static_assert(is_in_order());

}  // namespace

std::string_view name_of(ConnectorState state) {
  return about(state).name;
}
std::optional<ConnectorState> connector_state_of(std::string_view name) {
  for (const About& each : kStates) {
    if (each.name == name) return each.state;
  }
  return std::nullopt;
}
std::string_view cure_of(ConnectorState state) {
  return about(state).cure;
}
std::string_view usual_reason(ConnectorState state) {
  return about(state).reason;
}

ConnectorState resting_state(const Connector& connector) {
  if (connector.pending_until) return ConnectorState::pending;
  return connector.known_advertisers.empty() ? ConnectorState::needs_advertisers : ConnectorState::ok;
}

ConnectorState state_after(const Connector& connector, ConnectorState noted) {
  if (connector.state == ConnectorState::paused || connector.state == ConnectorState::pending)
    return connector.state;
  return noted == ConnectorState::ok ? resting_state(connector) : noted;
}

}  // namespace tiktok_marketing::platform
