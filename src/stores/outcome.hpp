#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <tiktok_marketing/base/error.hpp>
#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/runtime.hpp>

#include "base/json.hpp"
#include "platform/connector_health.hpp"
#include "replication/schedule.hpp"
#include "replication/sync.hpp"

/// What the end of a run means. Pure functions.
namespace tiktok_marketing::stores {

/// Why a run was asked to stop.
enum class Stop {
  none,
  changed,  ///< its connector is another now: token, fence, start date, selection
  held,     ///< paused, switched off, or its workspace was
  deleted,
  shutdown,
};

struct Outcome {
  std::string status;       ///< of the job: `succeeded`, `partial`, `failed`, `cancelled`
  bool good = false;        ///< what could be read was read
  bool lost_owner = false;  ///< the copy is of another TikTok user: it must go
  std::optional<Error> error;
  std::int64_t rows = 0;
  Json details;                            ///< null: it did not get that far
  std::optional<platform::Health> health;  ///< what it says about the connector; nullopt: nothing
  /// When to try again, where that is before the schedule; zero: at once.
  std::optional<std::chrono::seconds> again_after;
};

/// `failures`: runs that failed in a row before this one.
[[nodiscard]] Outcome outcome_of(const Result<replication::SyncReport>& report, Stop stop, int failures);

/// When the run after this one begins.
[[nodiscard]] SystemTime next_after(const replication::Schedule& schedule, SystemTime started,
                                    const Outcome& outcome, SystemTime now);

/// Whether the copy is older than its schedule promises. `fresh_since`: when the last good run began, or the
/// connector was made.
[[nodiscard]] bool is_late(const replication::Schedule& schedule, SystemTime fresh_since, SystemTime now);

}  // namespace tiktok_marketing::stores
