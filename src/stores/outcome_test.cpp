#include "stores/outcome.hpp"

#include <gtest/gtest.h>

#include "base/date.hpp"

namespace tiktok_marketing::stores {
namespace {

using namespace std::chrono_literals;
using platform::ConnectorState;
using replication::Schedule;
using replication::SyncReport;

SystemTime at(std::string_view text) {
  return parse_datetime(text).value();
}

Error error_of(ErrorType type) {
  return {.type = type, .message = "why"};
}

SyncReport report_of(std::string status, std::optional<Error> error = {}) {
  SyncReport report;
  report.status = std::move(status);
  report.error = std::move(error);
  report.rows = 7;
  return report;
}

TEST(Outcome, AGoodRunPutsTheConnectorInOrder) {
  for (const std::string_view status : {"succeeded", "partial"}) {
    const Outcome outcome = outcome_of(report_of(std::string(status)), Stop::none, 3);
    EXPECT_EQ(outcome.status, status);
    EXPECT_TRUE(outcome.good);
    EXPECT_EQ(outcome.rows, 7);
    EXPECT_EQ(outcome.health->state, ConnectorState::ok);
    EXPECT_FALSE(outcome.again_after);
  }
}

TEST(Outcome, ARefusedTokenNeedsSomebodyToAuthorize) {
  const Outcome outcome = outcome_of(
      report_of("needs_reauthorization", error_of(ErrorType::upstream_authentication_failed)), Stop::none, 0);
  EXPECT_EQ(outcome.status, "failed");
  EXPECT_FALSE(outcome.good);
  EXPECT_EQ(outcome.health->state, ConnectorState::needs_reauthorization);
}

TEST(Outcome, NoPermissionAtAllIsTheConnectorsState) {
  const Outcome outcome = outcome_of(error_of(ErrorType::upstream_permission_denied), Stop::none, 0);
  EXPECT_EQ(outcome.health->state, ConnectorState::permission_missing);
}

TEST(Outcome, ALongBlockIsTheConnectorsStateThoughRowsCame) {
  Error blocked = error_of(ErrorType::upstream_rate_limited);
  blocked.retry_after_s = 300;
  const Outcome outcome = outcome_of(report_of("partial", blocked), Stop::none, 0);
  EXPECT_TRUE(outcome.good);
  EXPECT_EQ(outcome.health->state, ConnectorState::quota_blocked);
  EXPECT_EQ(outcome.again_after, 300s);
}

TEST(Outcome, AFullDiskIsTriedAgainSoon) {
  const Outcome outcome =
      outcome_of(report_of("storage_unavailable", error_of(ErrorType::storage_unavailable)), Stop::none, 9);
  EXPECT_EQ(outcome.health->state, ConnectorState::sync_late);
  EXPECT_EQ(outcome.again_after, 1min);
}

TEST(Outcome, FailuresWaitLongerAndLonger) {
  const auto after = [](int failures) {
    return *outcome_of(error_of(ErrorType::upstream_error), Stop::none, failures).again_after;
  };
  EXPECT_EQ(after(0), 5min);
  EXPECT_EQ(after(1), 10min);
  EXPECT_EQ(after(100), 160min);
}

TEST(Outcome, ACopyOfAnotherUserGoes) {
  const Outcome outcome = outcome_of(error_of(ErrorType::conflict), Stop::none, 0);
  EXPECT_TRUE(outcome.lost_owner);
  EXPECT_EQ(outcome.again_after, 0s);
}

TEST(Outcome, AStoppedRunIsNoFailure) {
  for (const Stop stop : {Stop::changed, Stop::held, Stop::deleted, Stop::shutdown}) {
    const Outcome outcome = outcome_of(report_of("cancelled"), stop, 0);
    EXPECT_EQ(outcome.status, "cancelled");
    EXPECT_FALSE(outcome.good);
    EXPECT_FALSE(outcome.health);
    EXPECT_EQ(outcome.again_after, 0s);
    EXPECT_EQ(outcome_of(error_of(ErrorType::cancelled), stop, 0).status, "cancelled");
  }
  EXPECT_EQ(outcome_of(report_of("succeeded"), Stop::shutdown, 0).status, "succeeded");
}

TEST(Outcome, TheNextRunIsTheSchedulesOrSooner) {
  const auto schedule = Schedule::parse("1h").value();
  const SystemTime began = at("2026-09-14T08:00:00Z");
  const SystemTime now = began + 2min;
  Outcome outcome{.status = "succeeded", .good = true};
  EXPECT_EQ(next_after(schedule, began, outcome, now), began + 1h);
  outcome.again_after = 5min;
  EXPECT_EQ(next_after(schedule, began, outcome, now), now + 5min);
  outcome.again_after = 5h;
  EXPECT_EQ(next_after(schedule, began, outcome, now), began + 1h);
  EXPECT_EQ(next_after(schedule, began, {.status = "partial"}, began + 3h), began + 3h);
}

TEST(Outcome, LateIsWhatAScheduleDoesNotPromise) {
  const SystemTime fresh = at("2026-09-14T08:00:00Z");
  const auto hourly = Schedule::parse("1h").value();
  EXPECT_FALSE(is_late(hourly, fresh, fresh + 89min));
  EXPECT_TRUE(is_late(hourly, fresh, fresh + 91min));
  const auto often = Schedule::parse("5m").value();
  EXPECT_FALSE(is_late(often, fresh, fresh + 19min));
  EXPECT_TRUE(is_late(often, fresh, fresh + 21min));
  const auto nightly = Schedule::parse("0 3 * * *").value();
  EXPECT_FALSE(is_late(nightly, at("2026-09-14T03:00:00Z"), at("2026-09-15T14:59:00Z")));
  EXPECT_TRUE(is_late(nightly, at("2026-09-14T03:00:00Z"), at("2026-09-15T15:01:00Z")));
}

}  // namespace
}  // namespace tiktok_marketing::stores
