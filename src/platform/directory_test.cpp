#include "platform/directory.hpp"

#include "crypto/hash.hpp"
#include "platform/test_platform.hpp"

namespace tiktok_marketing::platform {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr auto kOtherId = "123e4567-e89b-12d3-a456-426614174000";

class DirectoryTest : public PlatformTest {
 protected:
  DirectoryTest() : directory_(context_) {}

  Organization organization(std::string name = "Acme") {
    auto made = directory_.create_organization(std::move(name));
    EXPECT_TRUE(made);
    return *made;
  }
  NewSecret application(const Organization& organization, Role role = Role::admin) {
    auto made = directory_.create_application("agent", {{organization.id, role}});
    EXPECT_TRUE(made);
    return *made;
  }
  [[nodiscard]] bool opens(const NewSecret& secret) const {
    return directory_.authenticate(secret.client_id, secret.client_secret).has_value();
  }
  [[nodiscard]] Application stored(std::string_view id) const {
    return directory_.snapshot()->applications.find(id)->second;
  }

  Directory directory_;
};

TEST_F(DirectoryTest, AnOrganizationComesWithAWorkspace) {
  const auto made = organization();
  const auto snapshot = directory_.snapshot();
  ASSERT_TRUE(snapshot->organizations.contains(made.id));
  EXPECT_EQ(snapshot->organizations.at(made.id).name, "Acme");
  EXPECT_EQ(snapshot->organizations.at(made.id).created_at, context_->now());
  EXPECT_EQ(number("SELECT count(*) FROM workspaces WHERE name = 'default' AND organization_id = '" +
                   made.id + "'"),
            1);
}

TEST_F(DirectoryTest, KeepsGivenIdsAndRefusesThemTwice) {
  const auto made = directory_.create_organization("Acme", "123E4567-E89B-12D3-A456-426614174000");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->id, kOtherId);
  TTM_EXPECT_ERROR(directory_.create_organization("Other", kOtherId), conflict);
  TTM_EXPECT_ERROR(directory_.create_organization("Other", "acme"), value_error);
  TTM_EXPECT_ERROR(directory_.create_organization("a\nb"), value_error);
  EXPECT_EQ(directory_.snapshot()->organizations.size(), 1U);
  EXPECT_EQ(number("SELECT count(*) FROM workspaces"), 1);
}

TEST_F(DirectoryTest, ChangesOfAnOrganizationAreKept) {
  auto changed = organization();
  changed.name = "Acme Ltd";
  changed.ip_allow = {"10.0.0.0/8"};
  changed.redirect_urls = {"https://app.example.com/*"};
  const auto updated = directory_.update_organization(changed);
  ASSERT_TRUE(updated);
  Directory other(open_context());
  ASSERT_TRUE(other.reload());
  const auto& read = other.snapshot()->organizations.at(changed.id);
  EXPECT_EQ(read.name, "Acme Ltd");
  EXPECT_EQ(read.ip_allow, changed.ip_allow);
  EXPECT_EQ(read.redirect_urls, changed.redirect_urls);
  changed.ip_allow = {"10.0.0.1/8"};
  TTM_EXPECT_ERROR(directory_.update_organization(changed), value_error);
  changed.ip_allow = {};
  changed.redirect_urls = {"https://app.example.com*"};
  TTM_EXPECT_ERROR(directory_.update_organization(changed), value_error);
  changed = {.id = kOtherId, .name = "nobody"};
  TTM_EXPECT_ERROR(directory_.update_organization(changed), not_found);
}

TEST_F(DirectoryTest, AnApplicationOpensWithItsSecretOnly) {
  const auto acme = organization();
  const auto made = application(acme, Role::operator_);
  const auto other = application(acme);
  const auto found = directory_.authenticate(made.client_id, made.client_secret);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, made.client_id);
  ASSERT_EQ(found->grants.size(), 1U);
  EXPECT_EQ(found->grants[0].organization_id, acme.id);
  EXPECT_EQ(found->grants[0].role, Role::operator_);
  TTM_EXPECT_ERROR(directory_.authenticate(made.client_id, other.client_secret), invalid_client);
  TTM_EXPECT_ERROR(directory_.authenticate(made.client_id, Secret()), invalid_client);
  TTM_EXPECT_ERROR(directory_.authenticate("", made.client_secret), invalid_client);
  TTM_EXPECT_ERROR(directory_.authenticate(kOtherId, made.client_secret), invalid_client);
  TTM_EXPECT_ERROR(directory_.authenticate("' OR 1=1 --", made.client_secret), invalid_client);
}

TEST_F(DirectoryTest, OnlyTheHashOfASecretIsStored) {
  const auto made = application(organization());
  const std::string file = text_of(folder_ / "platform.db") + text_of(folder_ / "platform.db-wal");
  EXPECT_EQ(file.find(made.client_secret.reveal()), std::string::npos);
  EXPECT_NE(file.find(crypto::sha256(made.client_secret.reveal())), std::string::npos);
}

TEST_F(DirectoryTest, TakesOverIdsAndSecretsOfAnotherPlatform) {
  const auto acme = organization();
  const Secret secret("kept-from-elsewhere");
  const auto made = directory_.create_application("agent", {{acme.id, Role::admin}}, kOtherId, secret);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->client_id, kOtherId);
  EXPECT_TRUE(directory_.authenticate(kOtherId, secret));
  TTM_EXPECT_ERROR(directory_.create_application("b", {}, kOtherId), conflict);
  TTM_EXPECT_ERROR(directory_.create_application("b", {}, {}, secret), conflict);
  TTM_EXPECT_ERROR(directory_.create_application("b", {}, {}, Secret("fifteen-letters")), value_error);
  TTM_EXPECT_ERROR(directory_.create_application("b", {}, {}, Secret("sixteen letters!")), value_error);
  TTM_EXPECT_ERROR(directory_.create_application("b", {}, {}, Secret("with-a-line-break\n")), value_error);
  TTM_EXPECT_ERROR(directory_.create_application("b", {}, "not-an-id"), value_error);
  EXPECT_EQ(directory_.snapshot()->applications.size(), 1U);
}

TEST_F(DirectoryTest, AnUnknownOrganizationLeavesNoHalfApplication) {
  const auto acme = organization();
  TTM_EXPECT_ERROR(
      directory_.create_application("agent", {{acme.id, Role::reader}, {kOtherId, Role::reader}}), not_found);
  EXPECT_EQ(number("SELECT count(*) FROM applications"), 0);
  EXPECT_EQ(number("SELECT count(*) FROM application_secrets"), 0);
}

TEST_F(DirectoryTest, ARotationWithGraceKeepsTheOldSecretForAWhile) {
  const auto old = application(organization());
  const auto fresh = directory_.rotate_secret(old.client_id, hours(1));
  ASSERT_TRUE(fresh);
  EXPECT_EQ(fresh->old_valid_until, context_->now() + hours(1));
  EXPECT_TRUE(opens(old));
  EXPECT_TRUE(opens(*fresh));
  EXPECT_EQ(stored(old.client_id).version, 1) << "issued tokens stay good";
  clock_->advance(hours(1) - std::chrono::milliseconds(1));
  EXPECT_TRUE(opens(old));
  clock_->advance(std::chrono::milliseconds(1));
  EXPECT_FALSE(opens(old));
  EXPECT_TRUE(opens(*fresh));
}

TEST_F(DirectoryTest, ALaterRotationNeverLengthensAnEarlierGrace) {
  const auto first = application(organization());
  const auto second = directory_.rotate_secret(first.client_id, seconds(10));
  const auto third = directory_.rotate_secret(first.client_id, hours(24));
  ASSERT_TRUE(second && third);
  clock_->advance(seconds(11));
  EXPECT_FALSE(opens(first));
  EXPECT_TRUE(opens(*second));
  ASSERT_TRUE(directory_.rotate_secret(first.client_id, seconds(1)));
  EXPECT_EQ(number("SELECT count(*) FROM application_secrets"), 3) << "the expired one is gone";
}

TEST_F(DirectoryTest, ARotationWithoutGraceEndsSecretsAndTokens) {
  const auto old = application(organization());
  const auto fresh = directory_.rotate_secret(old.client_id, seconds(0));
  ASSERT_TRUE(fresh);
  EXPECT_EQ(fresh->old_valid_until, std::nullopt);
  EXPECT_FALSE(opens(old));
  EXPECT_TRUE(opens(*fresh));
  EXPECT_EQ(stored(old.client_id).version, 2);
  TTM_EXPECT_ERROR(directory_.rotate_secret(kOtherId, seconds(0)), not_found);
  TTM_EXPECT_ERROR(directory_.rotate_secret(old.client_id, seconds(-1)), value_error);
  TTM_EXPECT_ERROR(directory_.rotate_secret(old.client_id, seconds::max()), value_error);
}

TEST_F(DirectoryTest, ARevokedApplicationNeverComesBack) {
  const auto acme = organization();
  const auto made = application(acme);
  ASSERT_TRUE(directory_.revoke_application(made.client_id));
  EXPECT_FALSE(opens(made));
  EXPECT_EQ(stored(made.client_id).version, 2);
  const auto revoked_at = stored(made.client_id).revoked_at;
  EXPECT_EQ(revoked_at, context_->now());
  clock_->advance(hours(1));
  ASSERT_TRUE(directory_.revoke_application(made.client_id));
  EXPECT_EQ(stored(made.client_id).revoked_at, revoked_at);
  TTM_EXPECT_ERROR(directory_.rotate_secret(made.client_id, hours(1)), conflict);
  TTM_EXPECT_ERROR(directory_.grant(made.client_id, {acme.id, Role::admin}), conflict);
  TTM_EXPECT_ERROR(directory_.revoke_application(kOtherId), not_found);
}

TEST_F(DirectoryTest, GrantsAreGivenChangedAndTakenBack) {
  const auto acme = organization();
  const auto globex = organization("Globex");
  const auto made = application(acme, Role::reader);
  ASSERT_TRUE(directory_.grant(made.client_id, {globex.id, Role::operator_}));
  ASSERT_TRUE(directory_.grant(made.client_id, {acme.id, Role::admin}));
  ASSERT_EQ(stored(made.client_id).grants.size(), 2U);
  for (const Grant& grant : stored(made.client_id).grants) {
    EXPECT_EQ(grant.role, grant.organization_id == acme.id ? Role::admin : Role::operator_);
  }
  ASSERT_TRUE(directory_.withdraw(made.client_id, acme.id));
  ASSERT_EQ(stored(made.client_id).grants.size(), 1U);
  EXPECT_EQ(stored(made.client_id).grants[0].organization_id, globex.id);
  TTM_EXPECT_ERROR(directory_.withdraw(made.client_id, acme.id), not_found);
  TTM_EXPECT_ERROR(directory_.grant(made.client_id, {kOtherId, Role::admin}), not_found);
  TTM_EXPECT_ERROR(directory_.grant(kOtherId, {acme.id, Role::admin}), not_found);
}

TEST_F(DirectoryTest, ChangesOfAnApplicationAreKept) {
  const auto made = application(organization());
  auto changed = stored(made.client_id);
  changed.name = "reporter";
  changed.allow = {.entities = {"campaigns"}, .actions = {"list"}};
  changed.ip_allow = {"192.0.2.7"};
  changed.oauth_callback = OauthCallback::secret_id;
  ASSERT_TRUE(directory_.update_application(changed));
  const auto read = stored(made.client_id);
  EXPECT_EQ(read.name, "reporter");
  EXPECT_EQ(read.allow.entities, changed.allow.entities);
  EXPECT_EQ(read.allow.actions, changed.allow.actions);
  EXPECT_EQ(read.ip_allow, changed.ip_allow);
  EXPECT_EQ(read.oauth_callback, OauthCallback::secret_id);
  EXPECT_TRUE(opens(made));
  changed.ip_allow = {"everywhere"};
  TTM_EXPECT_ERROR(directory_.update_application(changed), value_error);
  changed.ip_allow = {};
  changed.id = kOtherId;
  TTM_EXPECT_ERROR(directory_.update_application(changed), not_found);
}

TEST_F(DirectoryTest, ADamagedListIsAnErrorAndNotAnEmptyOne) {
  const auto made = application(organization());
  change("UPDATE applications SET allow_entities = '[\"camp'");
  TTM_EXPECT_ERROR(directory_.reload(), internal_error);
  EXPECT_TRUE(opens(made)) << "what was known stays";
}

TEST_F(DirectoryTest, OtherProcessesAreSeenAfterAReload) {
  Directory other(open_context());
  const auto made = application(organization());
  EXPECT_FALSE(other.authenticate(made.client_id, made.client_secret));
  ASSERT_TRUE(other.reload());
  EXPECT_TRUE(other.authenticate(made.client_id, made.client_secret));
}

TEST(OauthCallbackNames, GoBothWays) {
  for (const auto callback : {OauthCallback::both, OauthCallback::connector_id, OauthCallback::secret_id}) {
    EXPECT_EQ(oauth_callback_of(name_of(callback)), callback);
  }
  EXPECT_EQ(oauth_callback_of("none"), std::nullopt);
}

}  // namespace
}  // namespace tiktok_marketing::platform
