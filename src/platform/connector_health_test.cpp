#include "platform/connector_health.hpp"

#include <gtest/gtest.h>

#include "platform/connector_state.hpp"
#include "platform/live_connector.hpp"

namespace tiktok_marketing::platform {
namespace {

Error error_of(ErrorType type, std::optional<double> wait = {}) {
  Error error{.type = type, .message = "said so"};
  error.retry_after_s = wait;
  return error;
}

Answer check_answer(std::string document) {
  Answer answer;
  answer.document = std::move(document);
  return answer;
}

TEST(ConnectorHealth, ReadsTroubleFromErrors) {
  const auto refused = health_of(error_of(ErrorType::upstream_authentication_failed));
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->state, ConnectorState::needs_reauthorization);
  EXPECT_EQ(refused->reason, "said so");
  EXPECT_EQ(refused->last_error, "upstream_authentication_failed");
  EXPECT_EQ(health_of(error_of(ErrorType::upstream_permission_denied))->state,
            ConnectorState::permission_missing);
  EXPECT_EQ(health_of(error_of(ErrorType::upstream_rate_limited, 60))->state, ConnectorState::quota_blocked);
}

TEST(ConnectorHealth, LeavesTheStateAloneForPassingFailures) {
  for (const Error& error :
       {error_of(ErrorType::upstream_rate_limited, 59), error_of(ErrorType::upstream_rate_limited),
        error_of(ErrorType::upstream_error), error_of(ErrorType::upstream_timeout),
        error_of(ErrorType::upstream_unreadable)}) {
    const auto health = health_of(error);
    ASSERT_TRUE(health);
    EXPECT_FALSE(health->state);
    EXPECT_EQ(health->last_error, name_of(error.type));
  }
}

TEST(ConnectorHealth, DoesNotBlameTheConnectorForItsCallers) {
  for (const ErrorType type :
       {ErrorType::invalid_parameter, ErrorType::unknown_entity, ErrorType::forbidden, ErrorType::cancelled,
        ErrorType::upstream_invalid_request, ErrorType::upstream_not_found, ErrorType::rate_limited,
        ErrorType::context_store_not_ready})
    EXPECT_FALSE(health_of(error_of(type))) << name_of(type);
  Connector connector;
  connector.known_advertisers = {"7"};
  const Result<Answer> denied = error_of(ErrorType::upstream_permission_denied);
  EXPECT_FALSE(health_of("list", R"({"advertiser_id":"8"})", denied, connector));
  EXPECT_FALSE(health_of("list", R"({"advertiser_ids":"[\"7\",\"8\"]"})", denied, connector));
  EXPECT_TRUE(health_of("list", R"({"advertiser_id":"7"})", denied, connector));
  EXPECT_TRUE(health_of("list", R"({"advertiser_id":7})", denied, connector));
  EXPECT_TRUE(health_of("list", "", denied, connector));
}

TEST(ConnectorHealth, ReadsAnswers) {
  const Connector connector;
  EXPECT_EQ(health_of("list", "{}", Answer{}, connector)->state, ConnectorState::ok);
  EXPECT_FALSE(health_of("describe", "{}", Answer{}, connector));
  EXPECT_FALSE(health_of("context_store_search", "{}", Answer{}, connector));
  EXPECT_EQ(health_of("check", "", check_answer(R"({"status":"healthy"})"), connector)->state,
            ConnectorState::ok);
  const auto unhealthy = health_of(
      "check", "",
      check_answer(
          R"({"status":"unhealthy","error":"x","error_detail":{"type":"upstream_authentication_failed","message":"m"}})"),
      connector);
  EXPECT_EQ(unhealthy->state, ConnectorState::needs_reauthorization);
  EXPECT_EQ(unhealthy->reason, "m");
}

TEST(ConnectorHealth, FindsAdvertisersInParams) {
  EXPECT_EQ(advertisers_in(R"({"advertiser_id":"7"})"), (std::vector<std::string>{"7"}));
  EXPECT_EQ(advertisers_in(R"({"advertiser_ids":["7",8]})"), (std::vector<std::string>{"7", "8"}));
  EXPECT_EQ(advertisers_in(R"({"advertiser_ids":"[\"7\"]"})"), (std::vector<std::string>{"7"}));
  EXPECT_TRUE(advertisers_in(R"({"advertiser_id":"x'; --","advertiser_ids":{}})").empty());
  EXPECT_TRUE(advertisers_in("").empty());
}

TEST(ConnectorState, HasNamesAndCures) {
  for (int i = 0; i <= static_cast<int>(ConnectorState::paused); ++i) {
    const auto state = static_cast<ConnectorState>(i);
    EXPECT_EQ(connector_state_of(name_of(state)), state);
    EXPECT_EQ(cure_of(state).empty(), state == ConnectorState::ok);
    EXPECT_EQ(usual_reason(state).empty(), state == ConnectorState::ok);
  }
  EXPECT_FALSE(connector_state_of("OK"));
}

TEST(ConnectorState, KeepsPauseAndPending) {
  Connector connector;
  connector.known_advertisers = {"7"};
  connector.state = ConnectorState::paused;
  EXPECT_EQ(state_after(connector, ConnectorState::ok), ConnectorState::paused);
  connector.state = ConnectorState::pending;
  EXPECT_EQ(state_after(connector, ConnectorState::needs_reauthorization), ConnectorState::pending);
  connector.state = ConnectorState::quota_blocked;
  EXPECT_EQ(state_after(connector, ConnectorState::ok), ConnectorState::ok);
  connector.known_advertisers.clear();
  EXPECT_EQ(state_after(connector, ConnectorState::ok), ConnectorState::needs_advertisers);
}

const Health kGood{.state = ConnectorState::ok, .reason = {}, .last_error = {}};
const Health kLacking{
    .state = ConnectorState::permission_missing, .reason = "r", .last_error = "upstream_permission_denied"};

TEST(HealthNotes, WriteNewsOnlyAndOnce) {
  HealthNotes notes(ConnectorState::ok, "");
  EXPECT_FALSE(notes.note("campaigns", "list", kGood));
  const Health refused = *health_of(error_of(ErrorType::upstream_authentication_failed));
  EXPECT_TRUE(notes.note("campaigns", "list", refused));
  // Somebody is writing already.
  EXPECT_FALSE(notes.note("campaigns", "list", kGood));
  EXPECT_FALSE(notes.note("campaigns", "list", refused));
  ASSERT_TRUE(notes.next());
  EXPECT_FALSE(notes.next());
  EXPECT_TRUE(notes.note("campaigns", "list", kGood));
  EXPECT_EQ(notes.next()->state, ConnectorState::ok);
  EXPECT_FALSE(notes.next());
}

TEST(HealthNotes, AMissingPermissionEndsWithASuccessOfTheSameEntity) {
  HealthNotes notes(ConnectorState::ok, "");
  ASSERT_TRUE(notes.note("creative_assets_images", "list", kLacking));
  (void)notes.next();
  EXPECT_FALSE(notes.next());
  EXPECT_FALSE(notes.note("campaigns", "list", kGood));
  EXPECT_TRUE(notes.note("creative_assets_images", "list", kGood));
  (void)notes.next();
  EXPECT_FALSE(notes.next());
  ASSERT_TRUE(notes.note("creative_assets_images", "list", kLacking));
  EXPECT_FALSE(notes.note("*", "check", kGood));
  EXPECT_FALSE(notes.next()) << "the check took it back before it was written";
}

TEST(HealthNotes, DoNotTakeBackWhatASuccessSaysNothingAbout) {
  for (const ConnectorState state : {ConnectorState::sync_late, ConnectorState::needs_advertisers,
                                     ConnectorState::paused, ConnectorState::pending}) {
    HealthNotes notes(state, "upstream_error");
    ASSERT_TRUE(notes.note("campaigns", "list", kGood));
    const auto news = notes.next();
    ASSERT_TRUE(news);
    EXPECT_FALSE(news->state);
    EXPECT_EQ(news->last_error, "");
  }
}

}  // namespace
}  // namespace tiktok_marketing::platform
