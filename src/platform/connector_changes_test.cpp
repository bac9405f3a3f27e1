#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/random.hpp"
#include "platform/connectors.hpp"
#include "platform/test_hosted.hpp"

namespace tiktok_marketing::platform {
namespace {

using testing::HasSubstr;

class ConnectorChangesTest : public HostedTest {
 protected:
  void SetUp() override {
    HostedTest::SetUp();
    listening_ = connectors_->on_change([this](std::string_view id) { changed_.emplace_back(id); });
  }
  Connector update(const Connector& connector, ConnectorChange change) {
    auto updated = connectors_->update(ours_, connector.id, std::move(change));
    EXPECT_TRUE(updated) << updated.error().message;
    return updated ? *std::move(updated) : Connector{};
  }
  Connector sharing(const Connector& with) {
    NewConnector wanted;
    wanted.workspace = named(with.workspace_name);
    wanted.credential_id = with.credential_id;
    return create(ours_, wanted);
  }
  std::vector<std::string> changed_;
  std::shared_ptr<void> listening_;
};

TEST_F(ConnectorChangesTest, UpdateChangesWhatIsNamed) {
  const Connector made = create(ours_, fenced({"7", "8"}));
  ConnectorChange change;
  change.name = "Renamed";
  change.allow = AllowList{.entities = {"campaigns"}, .actions = {"list"}};
  change.entities = std::optional<std::vector<std::string>>({"ads"});
  const Connector updated = update(made, change);
  EXPECT_EQ(updated.name, "Renamed");
  EXPECT_EQ(updated.allow.entities, (std::vector<std::string>{"campaigns"}));
  EXPECT_EQ(updated.entities, (std::vector<std::string>{"ads"}));
  EXPECT_EQ(updated.replication.advertiser_ids, made.replication.advertiser_ids);
  EXPECT_EQ(updated.credential_version, made.credential_version);
  EXPECT_THAT(changed_, testing::Contains(made.id));
  change = {};
  change.entities.emplace(std::nullopt);
  EXPECT_FALSE(update(made, change).entities);
}

TEST_F(ConnectorChangesTest, UpdateRefusesNonsense) {
  const Connector made = created();
  ConnectorChange change;
  change.name = "";
  TTM_EXPECT_ERROR(connectors_->update(ours_, made.id, change), value_error);
  change = {};
  change.entities = std::optional<std::vector<std::string>>({"nothing"});
  TTM_EXPECT_ERROR(connectors_->update(ours_, made.id, change), value_error);
  change = {};
  change.access_token = Secret("a");
  change.oauth_secret = Secret("b");
  TTM_EXPECT_ERROR(connectors_->update(ours_, made.id, change), value_error);
  change = {};
  change.oauth_secret = Secret("unknown");
  TTM_EXPECT_ERROR(connectors_->update(ours_, made.id, change), invalid_secret_id);
}

TEST_F(ConnectorChangesTest, AFenceEndsNeedsAdvertisersAndItsRemovalBringsItBack) {
  const Connector made = created();
  ASSERT_EQ(made.state, ConnectorState::needs_advertisers);
  ConnectorChange change;
  change.replication.emplace();
  change.replication->advertiser_ids = std::vector<std::string>{"7"};
  EXPECT_EQ(update(made, change).state, ConnectorState::ok);
  change.replication->advertiser_ids.reset();
  EXPECT_EQ(update(made, change).state, ConnectorState::needs_advertisers);
}

TEST_F(ConnectorChangesTest, ANewTokenIsCheckedAndReplacesTheOld) {
  const Connector made = create(ours_, fenced({"7"}));
  ASSERT_TRUE(connectors_->note_state(made.id, ConnectorState::needs_reauthorization, "revoked",
                                      "upstream_authentication_failed"));
  ASSERT_EQ(now_is(made).state, ConnectorState::needs_reauthorization);
  ConnectorChange change;
  change.access_token = Secret(tiktok_.access().revoked_token);
  TTM_EXPECT_ERROR(connectors_->update(ours_, made.id, change), upstream_authentication_failed);
  EXPECT_EQ(now_is(made).credential_version, 1);
  change.access_token = Secret(tiktok_.access().no_scope_token);
  const Connector updated = update(made, change);
  EXPECT_EQ(updated.state, ConnectorState::ok);
  EXPECT_EQ(updated.last_error, "");
  EXPECT_EQ(updated.credential_id, made.credential_id);
  EXPECT_EQ(updated.credential_version, 2);
  EXPECT_EQ(*connectors_->token_of(updated), Secret(tiktok_.access().no_scope_token));
}

TEST_F(ConnectorChangesTest, ANewTokenOfOneSharerIsItsOwn) {
  const Connector first = created();
  const Connector second = sharing(first);
  ConnectorChange change;
  change.access_token = Secret(tiktok_.access().no_scope_token);
  const Connector updated = update(second, change);
  EXPECT_NE(updated.credential_id, first.credential_id);
  EXPECT_EQ(*connectors_->token_of(updated), Secret(tiktok_.access().no_scope_token));
  EXPECT_EQ(*connectors_->token_of(first), Secret(tiktok_.access().access_token));
  EXPECT_EQ(now_is(first).credential_version, 1);
}

TEST_F(ConnectorChangesTest, ASharedCredentialIsReplacedOnceForAll) {
  const Connector first = created();
  const Connector second = sharing(first);
  ASSERT_TRUE(connectors_->note_state(first.id, ConnectorState::needs_reauthorization, "", "x"));
  ASSERT_TRUE(connectors_->note_state(second.id, ConnectorState::needs_reauthorization, "", "x"));
  changed_.clear();
  TTM_EXPECT_ERROR(connectors_->replace_credential(ours_, first.credential_id,
                                                   Secret(tiktok_.access().revoked_token), true),
                   upstream_authentication_failed);
  TTM_EXPECT_ERROR(connectors_->replace_credential(ours_, crypto::random_uuid(), Secret("t"), false),
                   not_found);
  TTM_EXPECT_ERROR(connectors_->replace_credential(ours_, "x", Secret("t"), false), not_found);
  TTM_EXPECT_ERROR(connectors_->replace_credential(ours_, first.credential_id, Secret("a b"), false),
                   value_error);
  EXPECT_TRUE(changed_.empty());
  ASSERT_TRUE(connectors_->replace_credential(ours_, first.credential_id,
                                              Secret(tiktok_.access().no_scope_token), true));
  for (const Connector& each : {now_is(first), now_is(second)}) {
    EXPECT_EQ(each.state, ConnectorState::needs_advertisers);
    EXPECT_EQ(each.credential_version, 2);
    EXPECT_EQ(*connectors_->token_of(each), Secret(tiktok_.access().no_scope_token));
  }
  EXPECT_THAT(changed_, testing::UnorderedElementsAre(first.id, second.id));
}

TEST_F(ConnectorChangesTest, PauseHoldsUntilItIsEnded) {
  const Connector made = create(ours_, fenced({"7"}));
  ConnectorChange change;
  change.paused = true;
  EXPECT_EQ(update(made, change).state, ConnectorState::paused);
  ASSERT_TRUE(connectors_->note_state(made.id, ConnectorState::needs_reauthorization, "r",
                                      "upstream_authentication_failed"));
  EXPECT_EQ(now_is(made).state, ConnectorState::paused);
  EXPECT_EQ(now_is(made).last_error, "upstream_authentication_failed");
  change.paused = false;
  EXPECT_EQ(update(made, change).state, ConnectorState::ok);
  EXPECT_EQ(update(made, change).state, ConnectorState::ok);
}

TEST_F(ConnectorChangesTest, DeletingTakesEverythingAlong) {
  const Connector first = create(ours_, with_token());
  const Connector second = sharing(first);
  ASSERT_TRUE(connectors_->note_advertisers(first.id, {"7"}, "used"));
  const auto job = connectors_->remove(ours_, first.id);
  ASSERT_TRUE(job);
  EXPECT_EQ(job->status, "succeeded");
  EXPECT_EQ(job->connector_id, first.id);
  const auto read = connectors_->job(ours_.scope, job->id);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->kind, "delete");
  EXPECT_TRUE(read->finished_at);
  TTM_EXPECT_ERROR(connectors_->get(ours_.scope, first.id), connector_not_found);
  TTM_EXPECT_ERROR(connectors_->remove(ours_, first.id), connector_not_found);
  EXPECT_EQ(text("SELECT count(*) FROM connector_advertisers"), "0");
  EXPECT_TRUE(connectors_->token_of(second)) << "another connector still uses the credential";
  ASSERT_TRUE(connectors_->remove(ours_, second.id));
  EXPECT_EQ(text("SELECT count(*) FROM credentials"), "0");
  EXPECT_THAT(changed_, testing::Contains(second.id));
}

TEST_F(ConnectorChangesTest, StatesMoveAndAreToldToTheWebhook) {
  change("UPDATE organizations SET webhook_url = 'https://hook.example'");
  const Connector made = create(ours_, fenced({"7"}));
  ASSERT_TRUE(
      connectors_->note_state(made.id, ConnectorState::quota_blocked, "too many", "upstream_rate_limited"));
  const Connector blocked = now_is(made);
  EXPECT_EQ(blocked.state, ConnectorState::quota_blocked);
  EXPECT_EQ(blocked.state_reason, "too many");
  EXPECT_EQ(text("SELECT count(*) FROM webhook_outbox"), "1");
  const auto body = Json::parse(text("SELECT body FROM webhook_outbox"));
  ASSERT_TRUE(body);
  EXPECT_EQ(body->text_of("type"), "connector.state_changed");
  EXPECT_EQ(body->text_of("organization_id"), ours_.scope.organization_id);
  const Json* data = body->find("data");
  ASSERT_NE(data, nullptr);
  EXPECT_EQ(data->text_of("connector_id"), made.id);
  EXPECT_EQ(data->text_of("state"), "quota_blocked");
  EXPECT_EQ(data->text_of("previous_state"), "ok");
  EXPECT_EQ(data->text_of("reason"), "too many");

  // The same again is no news, and a failure that moves nothing is not told.
  ASSERT_TRUE(
      connectors_->note_state(made.id, ConnectorState::quota_blocked, "still", "upstream_rate_limited"));
  ASSERT_TRUE(connectors_->note_state(made.id, std::nullopt, "", "upstream_error"));
  EXPECT_EQ(now_is(made).last_error, "upstream_error");
  EXPECT_EQ(now_is(made).state_since, blocked.state_since);
  EXPECT_EQ(text("SELECT count(*) FROM webhook_outbox"), "1");
  ASSERT_TRUE(connectors_->note_state(made.id, ConnectorState::ok, "", ""));
  EXPECT_EQ(now_is(made).state, ConnectorState::ok);
  EXPECT_EQ(now_is(made).last_error, "");
  EXPECT_EQ(text("SELECT count(*) FROM webhook_outbox"), "2");
  EXPECT_TRUE(connectors_->note_state(crypto::random_uuid(), ConnectorState::ok, "", "")) << "it is gone";
}

TEST_F(ConnectorChangesTest, WhatAnOldTokenDidDoesNotCountForTheNewOne) {
  const Connector before = create(ours_, fenced({"7"}));
  ASSERT_TRUE(connectors_->replace_credential(ours_, before.credential_id,
                                              Secret(tiktok_.access().no_scope_token), false));
  ASSERT_TRUE(connectors_->note_state(before, ConnectorState::needs_reauthorization, "late",
                                      "upstream_authentication_failed"));
  EXPECT_EQ(now_is(before).state, ConnectorState::ok);
  ASSERT_TRUE(connectors_->note_state(now_is(before), ConnectorState::needs_reauthorization, "now",
                                      "upstream_authentication_failed"));
  EXPECT_EQ(now_is(before).state, ConnectorState::needs_reauthorization);
}

TEST_F(ConnectorChangesTest, UsedAdvertisersEndTheNeedForThem) {
  const Connector made = created();
  ASSERT_TRUE(connectors_->note_advertisers(made.id, {"7", "8"}, "used"));
  const Connector known = now_is(made);
  EXPECT_EQ(known.state, ConnectorState::ok);
  EXPECT_EQ(known.known_advertisers, (std::vector<std::string>{"7", "8"}));
  changed_.clear();
  ASSERT_TRUE(connectors_->note_advertisers(made.id, {"8"}, "used"));
  EXPECT_TRUE(changed_.empty()) << "nothing new";
  // What TikTok lists counts more than what was used.
  ASSERT_TRUE(connectors_->note_advertisers(made.id, {"8", "9"}, "discovered"));
  EXPECT_EQ(now_is(made).known_advertisers, (std::vector<std::string>{"8", "9"}));
  EXPECT_TRUE(connectors_->note_advertisers(crypto::random_uuid(), {"7"}, "used"));
}

}  // namespace
}  // namespace tiktok_marketing::platform
