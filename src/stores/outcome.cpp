#include "stores/outcome.hpp"

#include <algorithm>
#include <cmath>

namespace tiktok_marketing::stores {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds kAfterFullDisk = 1min;
constexpr std::chrono::seconds kAfterFailure = 5min;
constexpr int kMostDoublings = 5;
/// Beside the interval itself; a run takes its time, and so does the quota of other customers.
constexpr std::chrono::seconds kGrace = 15min;
constexpr std::chrono::hours kNever{24 * 365 * 10};

platform::Health in_order() {
  return {.state = platform::ConnectorState::ok, .reason = {}, .last_error = {}};
}

platform::Health held_up(const Error& error) {
  return {.state = platform::ConnectorState::sync_late,
          .reason = error.message,
          .last_error = std::string(name_of(error.type))};
}

std::chrono::seconds patience_after(const Error& error, int failures) {
  if (error.type == ErrorType::storage_unavailable) return kAfterFullDisk;
  // The store before this one is still being deleted.
  if (error.type == ErrorType::context_store_not_ready) return 1s;
  const auto backoff = kAfterFailure * (1 << std::min(failures, kMostDoublings));
  if (!error.retry_after_s) return backoff;
  return std::max(std::chrono::seconds(std::llround(std::ceil(*error.retry_after_s))), backoff);
}

Outcome failed(const Error& error, int failures) {
  Outcome outcome{.status = "failed", .error = error};
  outcome.lost_owner = error.type == ErrorType::conflict;
  outcome.health = error.type == ErrorType::storage_unavailable ? held_up(error) : platform::health_of(error);
  outcome.again_after = outcome.lost_owner ? 0s : patience_after(error, failures);
  return outcome;
}

Error stopped(Stop stop) {
  Error error{.type = ErrorType::cancelled};
  error.hint = "What was read is kept; the next sync goes on from there.";
  switch (stop) {
    case Stop::changed:
      error.message = "the connector was changed while it was synced";
      break;
    case Stop::held:
      error.message = "replication was paused";
      break;
    case Stop::deleted:
      error.message = "the connector was deleted";
      break;
    case Stop::none:
    case Stop::shutdown:
      error.message = "the server was stopped";
      break;
  }
  return error;
}

}  // namespace

Outcome outcome_of(const Result<replication::SyncReport>& report, Stop stop, int failures) {
  const bool cut_off = stop != Stop::none && (!report || report->status == "cancelled");
  if (!report && !cut_off) return failed(report.error(), failures);
  Outcome outcome;
  if (report && !cut_off && report->status != "succeeded" && report->status != "partial") {
    outcome = failed(report->error.value_or(Error{.message = "the sync failed"}), failures);
  } else if (cut_off) {
    outcome.status = "cancelled";
    outcome.error = stopped(stop);
    outcome.again_after = 0s;
  } else {
    outcome.status = report->status;
    outcome.good = true;
    outcome.error = report->error;
    outcome.health = in_order();
    // A block of the whole app is the connector's state, though some rows came through before it.
    const auto trouble = outcome.error ? platform::health_of(*outcome.error) : std::nullopt;
    if (trouble && trouble->state == platform::ConnectorState::quota_blocked) {
      outcome.health = trouble;
      outcome.again_after = patience_after(*outcome.error, 0);
    }
  }
  if (report) {
    outcome.rows = report->rows;
    outcome.details = report->details;
  }
  return outcome;
}

SystemTime next_after(const replication::Schedule& schedule, SystemTime started, const Outcome& outcome,
                      SystemTime now) {
  const SystemTime planned = schedule.next_run(started, now).value_or(now + kNever);
  if (!outcome.again_after) return planned;
  return std::min(planned, now + *outcome.again_after);
}

bool is_late(const replication::Schedule& schedule, SystemTime fresh_since, SystemTime now) {
  // As if the run that was due had begun then: it must be there before the one after it.
  const auto due = schedule.next_run(fresh_since, fresh_since);
  if (!due) return false;
  const auto interval = std::max<SystemTime::duration>(*due - fresh_since, 0ms);
  return now > *due + std::max<SystemTime::duration>(interval / 2, kGrace);
}

}  // namespace tiktok_marketing::stores
