#include "platform/tokens.hpp"

#include <algorithm>
#include <cctype>
#include <thread>

#include "crypto/encoding.hpp"
#include "platform/test_platform.hpp"

namespace tiktok_marketing::platform {
namespace {

using std::chrono::seconds;

constexpr auto kPeer = "203.0.113.9";
constexpr auto kNobody = "123e4567-e89b-12d3-a456-426614174000";

class TokensTest : public PlatformTest {
 protected:
  TokensTest() : directory_(context_), workspaces_(context_), tokens_(context_, directory_, workspaces_) {
    EXPECT_TRUE(tokens_.reload());
    acme_ = directory_.create_organization("Acme")->id;
    globex_ = directory_.create_organization("Globex")->id;
    one_ = *directory_.create_application("one", {{acme_, Role::operator_}});
    both_ = *directory_.create_application("both", {{acme_, Role::admin}, {globex_, Role::reader}});
  }

  [[nodiscard]] std::string token(const NewSecret& application, std::string_view organization = {}) const {
    const auto issued = tokens_.issue_application_token(application.client_id, application.client_secret,
                                                        organization, kPeer);
    EXPECT_TRUE(issued) << issued.error().message;
    return issued ? std::string(issued->token.reveal()) : "";
  }
  [[nodiscard]] Result<Principal> who(std::string_view bearer, std::string_view organization = {}) const {
    return tokens_.authenticate(bearer, organization, kPeer);
  }
  [[nodiscard]] Principal principal(const NewSecret& application, std::string_view organization = {}) const {
    return *who(token(application, organization));
  }
  [[nodiscard]] std::string scoped(std::string_view workspace) {
    auto issued = tokens_.issue_scoped_token(principal(one_), {.name = std::string(workspace)});
    EXPECT_TRUE(issued) << issued.error().message;
    return issued ? std::string(issued->token.reveal()) : "";
  }

  Directory directory_;
  Workspaces workspaces_;
  Tokens tokens_;
  std::string acme_;
  std::string globex_;
  NewSecret one_;
  NewSecret both_;
};

TEST_F(TokensTest, AnApplicationTokenProvesItsApplication) {
  const auto issued = tokens_.issue_application_token(one_.client_id, one_.client_secret, "", kPeer);
  ASSERT_TRUE(issued);
  EXPECT_EQ(issued->expires_in, seconds(900));
  EXPECT_EQ(issued->organization_id, acme_);
  const auto caller = who(issued->token.reveal());
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->application_id, one_.client_id);
  EXPECT_EQ(caller->application_name, "one");
  EXPECT_EQ(caller->scope.organization_id, acme_);
  EXPECT_EQ(caller->scope.workspace_id, std::nullopt);
  EXPECT_EQ(caller->role, Role::operator_);
  EXPECT_EQ(caller->kind, TokenKind::application);
}

TEST_F(TokensTest, BadCredentialsGetNoToken) {
  TTM_EXPECT_ERROR(tokens_.issue_application_token(one_.client_id, both_.client_secret, "", kPeer),
                   invalid_client);
  TTM_EXPECT_ERROR(tokens_.issue_application_token(kNobody, one_.client_secret, "", kPeer), invalid_client);
  ASSERT_TRUE(directory_.revoke_application(one_.client_id));
  TTM_EXPECT_ERROR(tokens_.issue_application_token(one_.client_id, one_.client_secret, "", kPeer),
                   invalid_client);
}

TEST_F(TokensTest, AForeignOrganizationGetsNoToken) {
  TTM_EXPECT_ERROR(tokens_.issue_application_token(one_.client_id, one_.client_secret, globex_, kPeer),
                   forbidden);
  TTM_EXPECT_ERROR(tokens_.issue_application_token(one_.client_id, one_.client_secret, "garbage", kPeer),
                   forbidden);
  ASSERT_TRUE(directory_.withdraw(one_.client_id, acme_));
  TTM_EXPECT_ERROR(tokens_.issue_application_token(one_.client_id, one_.client_secret, "", kPeer), forbidden);
}

TEST_F(TokensTest, WithSeveralOrganizationsTheCallMustNameOne) {
  const auto issued = tokens_.issue_application_token(both_.client_id, both_.client_secret, "", kPeer);
  ASSERT_TRUE(issued);
  EXPECT_EQ(issued->organization_id, std::nullopt);
  const auto silent = who(issued->token.reveal());
  TTM_EXPECT_ERROR(silent, organization_ambiguous);
  EXPECT_NE(silent.error().message.find("specify target organization"), std::string::npos);
  auto wanted = std::vector{acme_, globex_};
  std::ranges::sort(wanted);
  EXPECT_EQ(silent.error().allowed, wanted);
  const auto named = who(issued->token.reveal(), globex_);
  ASSERT_TRUE(named);
  EXPECT_EQ(named->scope.organization_id, globex_);
  EXPECT_EQ(named->role, Role::reader);
}

TEST_F(TokensTest, TheNamedOrganizationGoesBeforeTheTokens) {
  const std::string bound = token(both_, acme_);
  EXPECT_EQ(who(bound)->scope.organization_id, acme_);
  EXPECT_EQ(who(bound, acme_)->scope.organization_id, acme_);
  EXPECT_EQ(who(bound, globex_)->scope.organization_id, globex_);
  std::string capitals = globex_;
  std::ranges::transform(capitals, capitals.begin(), [](unsigned char c) { return std::toupper(c); });
  EXPECT_EQ(who(bound, capitals)->scope.organization_id, globex_);
  TTM_EXPECT_ERROR(who(bound, kNobody), forbidden);
  TTM_EXPECT_ERROR(who(token(one_), globex_), forbidden);
  TTM_EXPECT_ERROR(who(token(one_), "'; --"), forbidden);
}

TEST_F(TokensTest, AWithdrawnGrantCountsAtOnce) {
  const std::string bound = token(both_, acme_);
  ASSERT_TRUE(directory_.withdraw(both_.client_id, acme_));
  TTM_EXPECT_ERROR(who(bound), forbidden);
  EXPECT_TRUE(who(bound, globex_));
}

TEST_F(TokensTest, TokensExpire) {
  const std::string bearer = token(one_);
  EXPECT_TRUE(who(bearer));
  clock_->advance(seconds(899));
  EXPECT_TRUE(who(bearer));
  clock_->advance(seconds(1));
  TTM_EXPECT_ERROR(who(bearer), token_expired);
  const std::string never_seen = token(one_);
  clock_->advance(seconds(900));
  TTM_EXPECT_ERROR(who(never_seen), token_expired);
}

TEST_F(TokensTest, RevocationEndsTokensAtOnce) {
  const std::string bearer = token(one_);
  ASSERT_TRUE(who(bearer));
  ASSERT_TRUE(directory_.revoke_application(one_.client_id));
  TTM_EXPECT_ERROR(who(bearer), unauthorized);
}

TEST_F(TokensTest, ARotationWithoutGraceEndsTokensAndOneWithGraceDoesNot) {
  const std::string first = token(one_);
  auto fresh = directory_.rotate_secret(one_.client_id, seconds(60));
  ASSERT_TRUE(fresh);
  EXPECT_TRUE(who(first));
  fresh = directory_.rotate_secret(one_.client_id, seconds(0));
  ASSERT_TRUE(fresh);
  TTM_EXPECT_ERROR(who(first), unauthorized);
  EXPECT_TRUE(who(token(*fresh)));
}

TEST_F(TokensTest, WhatIsNoTokenIsRefused) {
  for (const auto* bad : {"", "Bearer", "eyJhbGciOiJub25lIn0.e30.", "a.b.c", "null"}) {
    TTM_EXPECT_ERROR(who(bad), unauthorized);
  }
  std::string altered = token(one_);
  ASSERT_TRUE(who(altered));
  altered[altered.size() / 2] ^= 1;
  TTM_EXPECT_ERROR(who(altered), unauthorized);
}

TEST_F(TokensTest, AddressesAreCheckedLast) {
  auto application = directory_.snapshot()->applications.at(one_.client_id);
  const std::string bearer = token(one_);
  application.ip_allow = {"10.0.0.0/8"};
  ASSERT_TRUE(directory_.update_application(application));
  TTM_EXPECT_ERROR(who(bearer), ip_not_allowed);
  TTM_EXPECT_ERROR(tokens_.issue_application_token(one_.client_id, one_.client_secret, "", kPeer),
                   ip_not_allowed);
  TTM_EXPECT_ERROR(tokens_.issue_application_token(one_.client_id, Secret("wrong"), "", kPeer),
                   invalid_client);
  TTM_EXPECT_ERROR(who(bearer, globex_), forbidden);
  EXPECT_TRUE(tokens_.authenticate(bearer, "", "10.1.2.3"));
  clock_->advance(seconds(901));
  TTM_EXPECT_ERROR(who(bearer), token_expired);
}

TEST_F(TokensTest, AddressesOfTheOrganizationCountForItAlone) {
  auto organization = directory_.snapshot()->organizations.at(acme_);
  organization.ip_allow = {"10.0.0.0/8"};
  ASSERT_TRUE(directory_.update_organization(organization));
  const std::string bearer = token(both_);
  TTM_EXPECT_ERROR(who(bearer, acme_), ip_not_allowed);
  EXPECT_TRUE(who(bearer, globex_));
  EXPECT_TRUE(tokens_.authenticate(bearer, acme_, "10.1.2.3"));
}

TEST_F(TokensTest, AScopedTokenSeesItsWorkspaceOnly) {
  const std::string bearer = scoped("Customer 7");
  const auto caller = who(bearer);
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->kind, TokenKind::scoped);
  EXPECT_EQ(caller->scope.organization_id, acme_);
  const auto workspace = workspaces_.resolve(caller->scope, {}, Workspaces::Unknown::refuse);
  ASSERT_TRUE(workspace);
  EXPECT_EQ(workspace->name, "Customer 7");
  EXPECT_EQ(workspace->id, caller->scope.workspace_id);
  clock_->advance(seconds(1'199));
  EXPECT_TRUE(who(bearer));
  clock_->advance(seconds(1));
  TTM_EXPECT_ERROR(who(bearer), token_expired);
}

TEST_F(TokensTest, AScopedTokenNeverLeavesItsOrganization) {
  const auto issued = tokens_.issue_scoped_token(principal(both_, acme_), {.name = "Customer 7"});
  ASSERT_TRUE(issued);
  EXPECT_EQ(issued->organization_id, acme_);
  TTM_EXPECT_ERROR(who(issued->token.reveal(), globex_), forbidden);
  EXPECT_EQ(who(issued->token.reveal())->role, Role::operator_) << "never an admin";
}

TEST_F(TokensTest, WhoMayMintScopedTokens) {
  TTM_EXPECT_ERROR(tokens_.issue_scoped_token(principal(both_, globex_), {.name = "x"}), forbidden);
  TTM_EXPECT_ERROR(tokens_.issue_scoped_token(*who(scoped("x")), {.name = "x"}), forbidden);
  TTM_EXPECT_ERROR(tokens_.issue_scoped_token(principal(one_), {}), missing);
  TTM_EXPECT_ERROR(tokens_.issue_scoped_token(principal(one_), {.name = ""}), value_error);
  TTM_EXPECT_ERROR(tokens_.issue_scoped_token(principal(one_), {.id = kNobody}), workspace_not_found);
  const Principal before = principal(one_);
  ASSERT_TRUE(directory_.revoke_application(one_.client_id));
  TTM_EXPECT_ERROR(tokens_.issue_scoped_token(before, {.name = "x"}), unauthorized);
}

TEST_F(TokensTest, NoScopedTokenForAnInactiveOrUnknownWorkspace) {
  const Principal caller = principal(one_);
  const auto workspace = workspaces_.resolve(caller.scope, {.name = "x"}, Workspaces::Unknown::create);
  ASSERT_TRUE(workspaces_.update(caller.scope, workspace->id, {.active = false}));
  TTM_EXPECT_ERROR(tokens_.issue_scoped_token(caller, {.name = "x"}), workspace_inactive);
  context_->options.workspace_autocreate = false;
  TTM_EXPECT_ERROR(tokens_.issue_scoped_token(caller, {.name = "never seen"}), workspace_not_found);
}

TEST_F(TokensTest, TokensSurviveARestart) {
  const std::string bearer = token(one_);
  const auto context = open_context();
  Directory directory(context);
  Workspaces workspaces(context);
  Tokens tokens(context, directory, workspaces);
  ASSERT_TRUE(directory.reload());
  ASSERT_TRUE(tokens.reload());
  EXPECT_TRUE(tokens.authenticate(bearer, "", kPeer));
  EXPECT_EQ(number("SELECT count(*) FROM signing_keys"), 1);
}

TEST_F(TokensTest, ATokenOfAnotherServerIsRefused) {
  const std::string bearer = token(one_);
  change("DELETE FROM signing_keys");
  ASSERT_TRUE(tokens_.reload());
  TTM_EXPECT_ERROR(who(bearer), unauthorized);
  EXPECT_TRUE(who(token(one_)));
}

TEST_F(TokensTest, AnOlderSigningKeyStillProves) {
  const std::string bearer = token(one_);
  clock_->advance(seconds(1));
  const auto other = open_context();
  change("UPDATE signing_keys SET created_at = created_at - 1000");
  change("CREATE TABLE kept AS SELECT * FROM signing_keys");
  change("DELETE FROM signing_keys");
  Tokens maker(other, directory_, workspaces_);
  ASSERT_TRUE(maker.reload());
  change("INSERT INTO signing_keys SELECT * FROM kept");
  ASSERT_TRUE(tokens_.reload());
  EXPECT_TRUE(who(bearer));
  const auto header = [](std::string_view text) { return std::string(text.substr(0, text.find('.'))); };
  EXPECT_NE(header(bearer), header(token(one_))) << "the newest key signs";
}

TEST_F(TokensTest, ASigningKeyThatWasMovedDoesNotOpen) {
  change("UPDATE signing_keys SET id = '" + std::string(kNobody) + "'");
  TTM_EXPECT_ERROR(tokens_.reload(), value_error);
}

TEST_F(TokensTest, ManyThreadsMayAskAtOnce) {
  std::vector<std::string> bearers;
  for (int i = 0; i < 8; ++i) bearers.push_back(token(one_));
  std::atomic<int> good = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 200; ++i) good += who(bearers[static_cast<std::size_t>(i) % 8]) ? 1 : 0;
      });
    }
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(directory_.reload() && tokens_.reload());
  }
  EXPECT_EQ(good, 800);
}

}  // namespace
}  // namespace tiktok_marketing::platform
