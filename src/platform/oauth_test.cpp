#include "platform/oauth.hpp"

#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/test_hosted.hpp"

namespace tiktok_marketing::platform {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kPage = "https://app.example.com/done?user_id=7#tab";

class OauthTest : public HostedTest {
 protected:
  void SetUp() override {
    HostedTest::SetUp();
    use_app();
  }
  static OauthStart start(const std::string& workspace = "acme") {
    OauthStart start;
    start.workspace = named(workspace);
    start.redirect_url = kPage;
    return start;
  }
  std::string initiate(const OauthStart& start) { return initiate(ours_, start); }
  std::string initiate(const Principal& principal, const OauthStart& start) {
    auto url = oauth_->initiate(principal, start);
    EXPECT_TRUE(url) << url.error().message;
    return url ? *url : std::string();
  }
  std::optional<std::vector<std::string>> all() { return tiktok_.access().advertiser_ids; }

  struct End {
    std::string url;
    std::map<std::string, std::string> query;
    [[nodiscard]] std::string at(const std::string& name) const {
      const auto found = query.find(name);
      return found == query.end() ? std::string() : found->second;
    }
  };
  End finish(const OauthReturn& returned) {
    const OauthEnd end = oauth_->finish(returned);
    EXPECT_FALSE(end.error) << end.error->message;
    End read{.url = end.redirect_url, .query = {}};
    const auto from = end.redirect_url.find('?') + 1;
    for (auto& [name, value] :
         http::parse_query(end.redirect_url.substr(from, end.redirect_url.find('#') - from)))
      read.query[name] = value;
    return read;
  }
  End login(const OauthStart& start) { return finish(tiktok_.consent(initiate(start), all())); }
  Connector connector(const End& end) {
    auto read = connectors_->get(ours_.scope, end.at("connector_id"));
    EXPECT_TRUE(read) << read.error().message << " in " << end.url;
    return read ? *std::move(read) : Connector{};
  }
  static NewConnector with_secret(const End& end, const std::string& workspace = "acme") {
    NewConnector wanted;
    wanted.workspace = named(workspace);
    wanted.oauth_secret = Secret(end.at("secret_id"));
    return wanted;
  }
};

TEST_F(OauthTest, AsksForConsentWithOurOwnCallback) {
  const std::string url = initiate(start());
  EXPECT_THAT(url, testing::StartsWith(tiktok_.access().consent_url + "?app_id=" + tiktok_.access().app_id));
  EXPECT_THAT(url, HasSubstr("redirect_uri=https%3A%2F%2Fhosted.example%2Fapi%2Fv1%2Foauth%2Fcallback"));
  std::set<std::string> states;
  for (int i = 0; i < 5; ++i) {
    const std::string each = initiate(start());
    states.insert(each.substr(each.find("state=") + 6));
  }
  EXPECT_EQ(states.size(), 5U);
  EXPECT_GE(states.begin()->size(), 43U);
  EXPECT_EQ(text("SELECT count(*) FROM oauth_states WHERE hash = '" + *states.begin() + "'"), "0")
      << "hashes only";
}

TEST_F(OauthTest, NeedsATikTokApp) {
  ASSERT_TRUE(apps_->remove(std::nullopt));
  const auto url = oauth_->initiate(ours_, start());
  TTM_EXPECT_ERROR(url, no_source_template);
  EXPECT_THAT(url.error().hint, HasSubstr("TIKTOK_MARKETING_APP_ID"));
}

TEST_F(OauthTest, RefusesPagesThatAreNotPermitted) {
  OauthStart wanted = start();
  wanted.redirect_url = "http://app.example.com/done";
  TTM_EXPECT_ERROR(oauth_->initiate(ours_, wanted), value_error);
  Organization organization = directory_->snapshot()->organizations.at(ours_.scope.organization_id);
  organization.redirect_urls = {"https://app.example.com/done"};
  ASSERT_TRUE(directory_->update_organization(organization));
  EXPECT_TRUE(oauth_->initiate(ours_, start()));
  wanted.redirect_url = "https://app.example.com.evil.example/done";
  TTM_EXPECT_ERROR(oauth_->initiate(ours_, wanted), value_error);
  EXPECT_TRUE(oauth_->initiate(theirs_, start())) << "each organization has its own list";
}

TEST_F(OauthTest, RefusesReadersAndForeignConnectors) {
  Principal reader = ours_;
  reader.role = Role::reader;
  TTM_EXPECT_ERROR(oauth_->initiate(reader, start()), forbidden);
  OauthStart again = start();
  again.workspace = {};
  again.connector_id = create(ours_, with_token()).id;
  TTM_EXPECT_ERROR(oauth_->initiate(theirs_, again), connector_not_found);
  const Connector beta = create(ours_, with_token("beta"));
  TTM_EXPECT_ERROR(oauth_->initiate(scoped(ours_, beta.workspace_id), again), forbidden);
  again.workspace = named("beta");
  TTM_EXPECT_ERROR(oauth_->initiate(ours_, again), value_error);
}

TEST_F(OauthTest, MakesAConnectorThatWaitsForItsCreate) {
  const End end = login(start());
  EXPECT_THAT(end.url, testing::StartsWith("https://app.example.com/done?user_id=7&connector_id="));
  EXPECT_THAT(end.url, testing::EndsWith("#tab"));
  const Connector made = connector(end);
  EXPECT_EQ(made.state, ConnectorState::pending);
  EXPECT_EQ(made.known_advertisers, *all());
  EXPECT_EQ(made.tiktok_user, "1001");
  EXPECT_EQ(made.tiktok_app_id, tiktok_.access().app_id);
  EXPECT_EQ(made.name, "tiktok-marketing - acme");
  EXPECT_EQ(text("SELECT count(*) FROM oauth_secrets WHERE hash = '" + end.at("secret_id") + "'"), "0");

  NewConnector wanted = with_secret(end);
  wanted.name = "Acme's ads";
  wanted.replication.emplace();
  wanted.replication->start_date = "2025-01-01";
  const std::size_t requests = tiktok_.requests();
  const Connector taken = create(ours_, wanted);
  EXPECT_EQ(taken.id, made.id);
  EXPECT_EQ(taken.state, ConnectorState::ok);
  EXPECT_EQ(taken.name, "Acme's ads");
  EXPECT_EQ(taken.replication.start_date, "2025-01-01");
  EXPECT_EQ(tiktok_.requests(), requests) << "the token has just come from TikTok";

  wanted.name = "Once more";
  const Connector again = create(ours_, wanted);
  EXPECT_EQ(again.id, made.id);
  EXPECT_EQ(again.name, "Once more");
  EXPECT_EQ(text("SELECT count(*) FROM connectors"), "1");
}

TEST_F(OauthTest, ASecretWorksInItsWorkspaceAndItsTimeOnly) {
  const End end = login(start());
  (void)create(ours_, with_token("beta"));
  TTM_EXPECT_ERROR(connectors_->create(ours_, with_secret(end, "beta")), invalid_secret_id);
  TTM_EXPECT_ERROR(connectors_->create(ours_, with_secret(end, "made up")), invalid_secret_id);
  EXPECT_EQ(text("SELECT count(*) FROM workspaces WHERE name = 'made up'"), "0");
  (void)create(theirs_, with_token("acme"));
  const auto foreign = connectors_->create(theirs_, with_secret(end));
  TTM_EXPECT_ERROR(foreign, invalid_secret_id);
  EXPECT_THAT(to_json(foreign.error()), Not(HasSubstr(end.at("secret_id"))));
  NewConnector guessed = with_secret(end);
  guessed.oauth_secret = Secret(end.at("secret_id") + "x");
  TTM_EXPECT_ERROR(connectors_->create(ours_, guessed), invalid_secret_id);
  clock_->advance(options_.oauth_secret_life);
  TTM_EXPECT_ERROR(connectors_->create(ours_, with_secret(end)), invalid_secret_id);
}

TEST_F(OauthTest, AConnectorNobodyTakesUpBecomesActiveWhenItsSecretExpires) {
  const End end = login(start());
  ASSERT_TRUE(connectors_->tidy());
  EXPECT_EQ(connector(end).state, ConnectorState::pending);
  clock_->advance(options_.oauth_secret_life + std::chrono::seconds{1});
  ASSERT_TRUE(connectors_->tidy());
  EXPECT_EQ(connector(end).state, ConnectorState::ok);
  EXPECT_EQ(text("SELECT count(*) FROM oauth_secrets"), "0");
}

TEST_F(OauthTest, AtItsExpiryAConnectorIsWhatItsCheckSays) {
  const End end = login(start());
  clock_->advance(options_.oauth_secret_life + std::chrono::seconds{1});
  tiktok_.fail("/user/info/", std::string(kTokenRevoked));
  ASSERT_TRUE(connectors_->tidy());
  EXPECT_EQ(connector(end).state, ConnectorState::needs_reauthorization);
}

TEST_F(OauthTest, IsActiveAtOnceWhenTheConfigurationCameFirst) {
  OauthStart wanted = start();
  wanted.name = "From the start";
  wanted.replication.emplace();
  wanted.replication->start_date = "2024-05-06";
  wanted.replication->advertiser_ids = std::vector<std::string>{tiktok_.access().advertiser_ids[0]};
  const End end = login(wanted);
  const Connector made = connector(end);
  EXPECT_EQ(made.state, ConnectorState::ok);
  EXPECT_EQ(made.name, "From the start");
  EXPECT_EQ(made.replication.start_date, "2024-05-06");
  EXPECT_EQ(made.known_advertisers, *wanted.replication->advertiser_ids);

  NewConnector taken = with_secret(end);
  taken.replication.emplace();
  EXPECT_EQ(create(ours_, taken).replication.advertiser_ids, wanted.replication->advertiser_ids)
      << "the create of an old client must not take the fence away";
}

TEST_F(OauthTest, WithoutAnyGrantedAdvertiserThereIsStillAConnector) {
  const End end = finish(tiktok_.consent(initiate(start()), std::vector<std::string>{}));
  EXPECT_EQ(connector(end).state, ConnectorState::pending);
  const Connector taken = create(ours_, with_secret(end));
  EXPECT_EQ(taken.state, ConnectorState::needs_advertisers);
  EXPECT_TRUE(taken.known_advertisers.empty());
}

TEST_F(OauthTest, TheApplicationChoosesHowTheResultIsTold) {
  Application application = directory_->snapshot()->applications.at(ours_.application_id);
  application.oauth_callback = OauthCallback::secret_id;
  ASSERT_TRUE(directory_->update_application(application));
  End end = login(start());
  EXPECT_EQ(end.at("connector_id"), "");
  EXPECT_NE(end.at("secret_id"), "");
  application.oauth_callback = OauthCallback::connector_id;
  ASSERT_TRUE(directory_->update_application(application));
  end = login(start());
  EXPECT_NE(end.at("connector_id"), "");
  EXPECT_EQ(end.at("secret_id"), "");
}

TEST_F(OauthTest, TheSameUserInTheSameWorkspaceHasOneConnector) {
  const Connector first = connector(login(start()));
  OauthStart renamed = start();
  renamed.name = "Second login";
  const End again = finish(tiktok_.consent(initiate(renamed), std::vector<std::string>{all()->front()}));
  const Connector second = connector(again);
  EXPECT_EQ(second.id, first.id);
  EXPECT_EQ(second.credential_version, 2);
  EXPECT_EQ(second.name, "Second login");
  EXPECT_EQ(second.known_advertisers, (std::vector<std::string>{all()->front()}));
  EXPECT_NE(*connectors_->token_of(second), Secret(tiktok_.access().access_token));

  EXPECT_NE(connector(login(start("beta"))).id, first.id) << "another workspace";
  tiktok_.set_user("2002");
  EXPECT_NE(connector(login(start())).id, first.id) << "another user";
  EXPECT_EQ(text("SELECT count(*) FROM connectors"), "3");
}

TEST_F(OauthTest, ALoginRevivesAConnectorThatLostItsToken) {
  const End end = login(start());
  const Connector made = create(ours_, with_secret(end));
  ASSERT_TRUE(connectors_->note_state(made.id, ConnectorState::needs_reauthorization, "",
                                      "upstream_authentication_failed"));
  OauthStart again = start();
  again.workspace = {};
  again.connector_id = made.id;
  const Connector revived = connector(login(again));
  EXPECT_EQ(revived.id, made.id);
  EXPECT_EQ(revived.state, ConnectorState::ok);
  EXPECT_EQ(revived.last_error, "");
  EXPECT_EQ(revived.credential_version, 2);
  EXPECT_EQ(text("SELECT count(*) FROM connectors"), "1");
}

TEST_F(OauthTest, AConnectorIsNotHandedToAnotherUser) {
  const Connector made = create(ours_, with_secret(login(start())));
  tiktok_.set_user("2002");
  OauthStart again = start();
  again.connector_id = made.id;
  const End end = login(again);
  EXPECT_EQ(end.at("error"), "creation_failed");
  EXPECT_THAT(end.at("error_description"), HasSubstr("Another TikTok user"));
  EXPECT_EQ(now_is(made).credential_version, 1);
  EXPECT_EQ(text("SELECT count(*) FROM credentials"), "1");
}

TEST_F(OauthTest, AStateWorksOnce) {
  const OauthReturn returned = tiktok_.consent(initiate(start()), all());
  const End first = finish(returned);
  EXPECT_NE(first.at("connector_id"), "");
  const End replayed = finish(returned);
  EXPECT_EQ(replayed.at("error"), "invalid_state");
  EXPECT_EQ(replayed.at("secret_id"), "");
  EXPECT_EQ(replayed.at("user_id"), "7");
  EXPECT_EQ(text("SELECT count(*) FROM connectors"), "1");
}

TEST_F(OauthTest, OneOfManyFinishesAtTheSameMomentWins) {
  const OauthReturn returned = tiktok_.consent(initiate(start()), all());
  std::vector<OauthEnd> ends(8);
  std::vector<std::thread> threads;
  for (OauthEnd& end : ends) threads.emplace_back([&] { end = oauth_->finish(returned); });
  for (auto& thread : threads) thread.join();
  int won = 0;
  for (const OauthEnd& end : ends) {
    const bool good = end.redirect_url.find("secret_id=") != std::string::npos;
    won += good ? 1 : 0;
    EXPECT_EQ(good, end.redirect_url.find("error=invalid_state") == std::string::npos);
  }
  EXPECT_EQ(won, 1);
  EXPECT_EQ(tiktok_.requests("/oauth2/access_token/"), 1);
  EXPECT_EQ(text("SELECT count(*) FROM connectors"), "1");
}

TEST_F(OauthTest, WhoSaysNoIsSentBack) {
  const End end = finish(tiktok_.consent(initiate(start()), std::nullopt));
  EXPECT_EQ(end.at("error"), "access_denied");
  EXPECT_NE(end.at("error_description"), "");
  EXPECT_EQ(text("SELECT count(*) FROM connectors"), "0");
}

TEST_F(OauthTest, ALateLoginIsSentBack) {
  const OauthReturn returned = tiktok_.consent(initiate(start()), all());
  clock_->advance(options_.oauth_state_life);
  EXPECT_EQ(finish(returned).at("error"), "session_expired");
  EXPECT_EQ(tiktok_.requests("/oauth2/access_token/"), 0);
  clock_->advance(std::chrono::hours{2});
  ASSERT_TRUE(connectors_->tidy());
  EXPECT_EQ(text("SELECT count(*) FROM oauth_states"), "0");
  EXPECT_TRUE(oauth_->finish(returned).error);
}

TEST_F(OauthTest, AnUnknownStateLeadsNowhere) {
  for (const std::string& state : {std::string(), std::string("guess"), std::string(10'000, 'x')}) {
    OauthReturn returned;
    returned.state = state;
    returned.auth_code = Secret("code");
    const OauthEnd end = oauth_->finish(returned);
    EXPECT_EQ(end.redirect_url, "");
    ASSERT_TRUE(end.error);
    EXPECT_FALSE(end.error->hint.empty());
  }
  EXPECT_EQ(tiktok_.requests(), 0U);
}

TEST_F(OauthTest, ACodeThatTikTokRefusesIsSentBack) {
  OauthReturn returned = tiktok_.consent(initiate(start()), all());
  returned.auth_code = Secret("forged-code");
  const End end = finish(returned);
  EXPECT_EQ(end.at("error"), "token_exchange_failed");
  EXPECT_THAT(end.url, Not(HasSubstr("forged-code")));
  EXPECT_EQ(text("SELECT count(*) FROM connectors"), "0");
}

TEST_F(OauthTest, ARevokedApplicationGetsNothing) {
  const OauthReturn returned = tiktok_.consent(initiate(start()), all());
  ASSERT_TRUE(directory_->revoke_application(ours_.application_id));
  EXPECT_EQ(finish(returned).at("error"), "creation_failed");
  EXPECT_EQ(tiktok_.requests("/oauth2/access_token/"), 0);
}

TEST_F(OauthTest, AnAppChangedMeanwhileEndsTheLogin) {
  const OauthReturn returned = tiktok_.consent(initiate(start()), all());
  ASSERT_TRUE(apps_->put(ours_.scope.organization_id, "4711", Secret("s")));
  EXPECT_EQ(finish(returned).at("error"), "token_exchange_failed");
}

TEST_F(OauthTest, ADiskThatFailsIsSentBackAsFailedCreation) {
  const OauthReturn returned = tiktok_.consent(initiate(start()), all());
  change("CREATE TRIGGER full BEFORE INSERT ON connectors BEGIN SELECT RAISE(ABORT, 'no room'); END");
  EXPECT_EQ(finish(returned).at("error"), "creation_failed");
  EXPECT_EQ(text("SELECT count(*) FROM credentials"), "0") << "all or nothing";
}

TEST_F(OauthTest, ATokenWhoseUserIsNotToldIsKept) {
  tiktok_.fail("/user/info/", std::string(kNoPermission));
  const End end = login(start());
  EXPECT_EQ(connector(end).tiktok_user, "");
  EXPECT_EQ(connector(end).known_advertisers, *all());
  EXPECT_NE(connector(login(start())).id, end.at("connector_id")) << "two unknown users are not one";
}

TEST_F(OauthTest, ASecretCanBeGivenToAnExistingConnector) {
  const Connector mine = create(ours_, fenced({all()->front()}));
  const End end = login(start());
  const std::string waiting = end.at("connector_id");
  ASSERT_NE(waiting, mine.id);
  ConnectorChange change;
  change.oauth_secret = Secret(end.at("secret_id"));
  auto updated = connectors_->update(ours_, mine.id, change);
  ASSERT_TRUE(updated) << updated.error().message;
  EXPECT_EQ(updated->tiktok_user, "1001");
  EXPECT_EQ(updated->replication.advertiser_ids, mine.replication.advertiser_ids);
  TTM_EXPECT_ERROR(connectors_->get(ours_.scope, waiting), connector_not_found);
  EXPECT_EQ(text("SELECT count(*) FROM credentials"), "1");
  updated = connectors_->update(ours_, mine.id, change);
  EXPECT_TRUE(updated) << "the same again is the same";
}

TEST_F(OauthTest, ALoginThroughASecretCanBeChecked) {
  const End end = login(start());
  const auto result = connectors_->check_configuration(ours_, with_secret(end));
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_TRUE(result->healthy);
}

TEST_F(OauthTest, DeletingAConnectorEndsItsSecretsAndLogins) {
  const End end = login(start());
  OauthStart again = start();
  again.connector_id = end.at("connector_id");
  const OauthReturn returned = tiktok_.consent(initiate(again), all());
  ASSERT_TRUE(connectors_->remove(ours_, end.at("connector_id")));
  TTM_EXPECT_ERROR(connectors_->create(ours_, with_secret(end)), invalid_secret_id);
  EXPECT_TRUE(oauth_->finish(returned).error);
  EXPECT_EQ(text("SELECT count(*) FROM connectors"), "0");
}

}  // namespace
}  // namespace tiktok_marketing::platform
