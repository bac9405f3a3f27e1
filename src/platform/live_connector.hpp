#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <tiktok_marketing/connector/connector.hpp>

#include "platform/connector_health.hpp"
#include "platform/connectors.hpp"
#include "platform/types.hpp"

namespace tiktok_marketing::platform {

/// What was learnt about a live connector's health, so that only news are written. Thread-safe.
class HealthNotes {
 public:
  HealthNotes(ConnectorState state, std::string last_error)
      : now_{.state = state, .reason = {}, .last_error = std::move(last_error)}, written_(now_) {}

  /// True: something is to be written and the caller has to see to it (`next`); nobody else does. A missing
  /// permission is only taken back by a success of the entity that lacked it, or of a check.
  [[nodiscard]] bool note(std::string_view entity, std::string_view action, const Health& health);
  /// What is to be written next; nullopt: all is written, and the caller's duty ends.
  [[nodiscard]] std::optional<Health> next();

 private:
  std::mutex mutex_;
  Health now_;
  Health written_;
  bool state_learnt_ = false;  ///< else the state in `now_` is only what it was at the start
  bool writing_ = false;
  std::string lacking_entity_;
};

/// A connector of the platform, opened. Immutable but for its notes.
struct LiveConnector {
  LiveConnector(Connector connector, tiktok_marketing::Connector opened, std::uint64_t number)
      : about(std::move(connector)),
        door(std::move(opened)),
        serial(number),
        health(about.state, about.last_error) {}

  /// Whether that caller may do that now. Errors: `connector_not_found`, `forbidden`, `workspace_inactive`.
  [[nodiscard]] Result<void> admit(const Principal& principal, std::string_view entity,
                                   std::string_view action) const;

  const Connector about;
  const tiktok_marketing::Connector door;
  const std::uint64_t serial;  ///< of this opening
  HealthNotes health;
};

/// `search` and the like by their one name.
[[nodiscard]] std::string_view canonical_action(std::string_view action);

}  // namespace tiktok_marketing::platform
