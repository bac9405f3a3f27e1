#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/connectors.hpp"
#include "platform/test_hosted.hpp"

namespace tiktok_marketing::platform {
namespace {

using testing::HasSubstr;

class ConnectorChecksTest : public HostedTest {
 protected:
  CheckResult check(const Connector& connector) {
    auto result = connectors_->check_existing(ours_.scope, connector.id);
    EXPECT_TRUE(result) << result.error().message;
    return result ? *std::move(result) : CheckResult{};
  }
  CheckResult check(const NewConnector& wanted) {
    auto result = connectors_->check_configuration(ours_, wanted);
    EXPECT_TRUE(result) << result.error().message;
    return result ? *std::move(result) : CheckResult{};
  }
};

TEST_F(ConnectorChecksTest, AreHealthyAfterRowsWereRead) {
  const CheckResult result = check(fenced({tiktok_.access().advertiser_ids[0]}));
  EXPECT_TRUE(result.healthy);
  EXPECT_FALSE(result.error);
  const auto document = Json::parse(result.document);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->find("advertisers")->as_array()->size(), 1U);
  EXPECT_EQ(text("SELECT count(*) FROM connectors"), "0");
  EXPECT_EQ(text("SELECT count(*) FROM workspaces WHERE name = 'acme'"), "0");
}

TEST_F(ConnectorChecksTest, AreNotHealthyWhereNothingCouldBeRead) {
  const CheckResult nobody = check(with_token());
  EXPECT_FALSE(nobody.healthy);
  ASSERT_TRUE(nobody.error);
  EXPECT_THAT(nobody.error->message, HasSubstr("no ad account is known"));
  EXPECT_FALSE(check(fenced({"7000000000000000001"})).healthy);
  NewConnector revoked = with_token();
  revoked.access_token = Secret(tiktok_.access().revoked_token);
  const CheckResult refused = check(revoked);
  EXPECT_FALSE(refused.healthy);
  EXPECT_EQ(refused.error->type, ErrorType::upstream_authentication_failed);
}

TEST_F(ConnectorChecksTest, FindTheAdvertisersWithAnApp) {
  use_app();
  EXPECT_TRUE(check(with_token()).healthy);
  NewConnector revoked = with_token();
  revoked.access_token = Secret(tiktok_.access().revoked_token);
  EXPECT_EQ(check(revoked).error->type, ErrorType::upstream_authentication_failed);
}

TEST_F(ConnectorChecksTest, RequestsThatMakeNoSenseAreErrors) {
  NewConnector none;
  none.workspace = named("acme");
  TTM_EXPECT_ERROR(connectors_->check_configuration(ours_, none), missing);
  none.oauth_secret = Secret("nothing");
  TTM_EXPECT_ERROR(connectors_->check_configuration(ours_, none), invalid_secret_id);
  (void)created();
  TTM_EXPECT_ERROR(connectors_->check_configuration(ours_, none), invalid_secret_id);
  none.oauth_secret = {};
  none.credential_id = "not-there";
  TTM_EXPECT_ERROR(connectors_->check_configuration(ours_, none), not_found);
  const Connector beta = create(ours_, with_token("beta"));
  TTM_EXPECT_ERROR(connectors_->check_configuration(scoped(ours_, beta.workspace_id), with_token("acme")),
                   forbidden);
}

TEST_F(ConnectorChecksTest, MoveTheState) {
  const Connector made = create(ours_, fenced({tiktok_.access().advertiser_ids[0]}));
  EXPECT_TRUE(check(made).healthy);
  tiktok_.fail("/user/info/", std::string(kTokenRevoked));
  EXPECT_FALSE(check(made).healthy);
  EXPECT_EQ(now_is(made).state, ConnectorState::needs_reauthorization);
  EXPECT_EQ(now_is(made).last_error, "upstream_authentication_failed");
  tiktok_.fail("/user/info/", "");
  EXPECT_TRUE(check(made).healthy);
  EXPECT_EQ(now_is(made).state, ConnectorState::ok);
  EXPECT_EQ(now_is(made).last_error, "");
}

TEST_F(ConnectorChecksTest, OfATokenWithoutAdvertisersLearnsThemWhenTheAppIsThere) {
  const Connector made = created();
  EXPECT_FALSE(check(made).healthy);
  EXPECT_EQ(now_is(made).state, ConnectorState::needs_advertisers);
  use_app();
  EXPECT_TRUE(check(made).healthy);
  EXPECT_EQ(now_is(made).state, ConnectorState::ok);
}

TEST_F(ConnectorChecksTest, ACheckThatCannotBeAskedIsAResultToo) {
  const Connector made = create(ours_, fenced({"7"}));
  tiktok_.fail("/user/info/", "<html>elsewhere</html>", 302);
  const CheckResult result = check(made);
  EXPECT_FALSE(result.healthy);
  ASSERT_TRUE(result.error);
  EXPECT_TRUE(result.document.empty());
  EXPECT_EQ(now_is(made).state, ConnectorState::ok);
}

}  // namespace
}  // namespace tiktok_marketing::platform
