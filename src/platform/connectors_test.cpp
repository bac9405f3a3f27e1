#include "platform/connectors.hpp"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/random.hpp"
#include "platform/test_hosted.hpp"

namespace tiktok_marketing::platform {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class ConnectorsTest : public HostedTest {};

TEST_F(ConnectorsTest, AreMadeFromAnAccessTokenAloneWithoutAnyApp) {
  const Connector made = create(ours_, with_token());
  EXPECT_EQ(made.state, ConnectorState::needs_advertisers);
  EXPECT_THAT(made.state_reason, HasSubstr("advertiser_ids"));
  EXPECT_THAT(made.state_reason, HasSubstr("oauth/credentials"));
  EXPECT_EQ(made.name, "tiktok-marketing - acme");
  EXPECT_EQ(made.workspace_name, "acme");
  EXPECT_EQ(made.replication.start_date, "2016-09-01");
  EXPECT_TRUE(crypto::is_uuid(made.id));
  EXPECT_FALSE(made.tiktok_user.empty());
  EXPECT_EQ(tiktok_.requests("/user/info/"), 1);
  const auto token = connectors_->token_of(made);
  ASSERT_TRUE(token);
  EXPECT_EQ(*token, Secret(tiktok_.access().access_token));
}

TEST_F(ConnectorsTest, AFenceIsWhatIsKnown) {
  const Connector made = create(ours_, fenced({tiktok_.access().advertiser_ids[1]}));
  EXPECT_EQ(made.state, ConnectorState::ok);
  EXPECT_EQ(made.known_advertisers, (std::vector<std::string>{tiktok_.access().advertiser_ids[1]}));
  const auto options = connectors_->live_options(made);
  ASSERT_TRUE(options);
  EXPECT_TRUE(options->fenced);
  EXPECT_EQ(options->advertiser_ids, made.known_advertisers);
}

TEST_F(ConnectorsTest, AdvertisersAreLookedUpWithTheOrganizationsApp) {
  use_app();
  const Connector made = create(ours_, with_token());
  EXPECT_EQ(made.state, ConnectorState::ok);
  EXPECT_THAT(made.known_advertisers, testing::UnorderedElementsAreArray(tiktok_.access().advertiser_ids));
  EXPECT_EQ(made.tiktok_app_id, tiktok_.access().app_id);
  const auto options = connectors_->live_options(made);
  ASSERT_TRUE(options);
  EXPECT_FALSE(options->fenced);
  EXPECT_EQ(options->app_id, tiktok_.access().app_id);
}

TEST_F(ConnectorsTest, AnAppTheTokenDoesNotBelongToIsNoObstacle) {
  ASSERT_TRUE(apps_->put(ours_.scope.organization_id, "999", Secret("not-its-secret")));
  const Connector made = create(ours_, with_token());
  EXPECT_EQ(made.state, ConnectorState::needs_advertisers);
  EXPECT_EQ(made.tiktok_app_id, "");
  const auto options = connectors_->live_options(made);
  ASSERT_TRUE(options);
  EXPECT_TRUE(options->app_secret.empty()) << "a look-up with it would fail as if the token were bad";
}

TEST_F(ConnectorsTest, AnAppThatComesLaterIsUsedAtTheNextOpening) {
  const Connector made = created();
  ASSERT_EQ(made.state, ConnectorState::needs_advertisers);
  use_app();
  const auto options = connectors_->live_options(made);
  ASSERT_TRUE(options);
  EXPECT_THAT(options->advertiser_ids, SizeIs(tiktok_.access().advertiser_ids.size()));
  EXPECT_EQ(now_is(made).state, ConnectorState::ok);
  EXPECT_EQ(now_is(made).tiktok_app_id, tiktok_.access().app_id);
}

TEST_F(ConnectorsTest, ARefusedTokenIsNotStored) {
  for (const std::string& bad :
       {tiktok_.access().revoked_token, tiktok_.access().expired_token, std::string("0000")}) {
    NewConnector wanted = with_token("new workspace");
    wanted.access_token = Secret(bad);
    const auto made = connectors_->create(ours_, wanted);
    TTM_EXPECT_ERROR(made, upstream_authentication_failed);
    EXPECT_THAT(to_json(made.error()), Not(HasSubstr(bad == "0000" ? "\"0000\"" : bad)));
  }
  EXPECT_EQ(text("SELECT count(*) FROM connectors"), "0");
  EXPECT_EQ(text("SELECT count(*) FROM credentials"), "0");
  EXPECT_EQ(text("SELECT count(*) FROM workspaces WHERE name = 'new workspace'"), "0");
}

TEST_F(ConnectorsTest, ValidationCanBeSkipped) {
  NewConnector wanted = with_token();
  wanted.access_token = Secret(tiktok_.access().revoked_token);
  wanted.validate = false;
  EXPECT_EQ(create(ours_, wanted).state, ConnectorState::needs_advertisers);
  EXPECT_EQ(tiktok_.requests(), 0U);
}

TEST_F(ConnectorsTest, ValidationThatCannotBeDoneSaysHowToGoOn) {
  tiktok_.fail("/user/info/", "<html>elsewhere</html>", 302);
  const auto made = connectors_->create(ours_, with_token());
  TTM_EXPECT_ERROR(made, upstream_error);
  EXPECT_THAT(made.error().hint, HasSubstr("validate=false"));
  EXPECT_EQ(text("SELECT count(*) FROM connectors"), "0");
}

TEST_F(ConnectorsTest, WantExactlyOneCredential) {
  NewConnector none = with_token();
  none.access_token = {};
  TTM_EXPECT_ERROR(connectors_->create(ours_, none), missing);
  NewConnector two = with_token();
  two.oauth_secret = Secret("s");
  TTM_EXPECT_ERROR(connectors_->create(ours_, two), value_error);
  NewConnector other = with_token();
  other.credential_id = crypto::random_uuid();
  TTM_EXPECT_ERROR(connectors_->create(ours_, other), value_error);
  NewConnector split = with_token();
  split.access_token = Secret("token\r\nX-Evil: 1");
  TTM_EXPECT_ERROR(connectors_->create(ours_, split), value_error);
  EXPECT_EQ(tiktok_.requests(), 0U);
}

TEST_F(ConnectorsTest, RefuseNamesAndListsThatMakeNoSense) {
  NewConnector wanted = with_token();
  wanted.name = "a\nb";
  TTM_EXPECT_ERROR(connectors_->create(ours_, wanted), value_error);
  wanted = with_token();
  wanted.entities = std::vector<std::string>{"campaign"};
  const auto unknown = connectors_->create(ours_, wanted);
  TTM_EXPECT_ERROR(unknown, value_error);
  EXPECT_THAT(unknown.error().hint, HasSubstr("campaigns"));
  wanted = with_token();
  wanted.allow.actions = {"delete"};
  TTM_EXPECT_ERROR(connectors_->create(ours_, wanted), value_error);
  wanted = with_token();
  wanted.idempotency_key = "a b";
  TTM_EXPECT_ERROR(connectors_->create(ours_, wanted), value_error);
  wanted = with_token();
  wanted.id = "42";
  TTM_EXPECT_ERROR(connectors_->create(ours_, wanted), value_error);
}

TEST_F(ConnectorsTest, KeepTheIdTheyAreGiven) {
  NewConnector wanted = with_token();
  wanted.id = "6F1D2C3B-0000-4000-8000-00000000ABCD";
  EXPECT_EQ(create(ours_, wanted).id, "6f1d2c3b-0000-4000-8000-00000000abcd");
  TTM_EXPECT_ERROR(connectors_->create(ours_, wanted), conflict);
  TTM_EXPECT_ERROR(connectors_->create(theirs_, wanted), conflict);
}

TEST_F(ConnectorsTest, ReadersChangeNothing) {
  const Connector made = created();
  Principal reader = ours_;
  reader.role = Role::reader;
  TTM_EXPECT_ERROR(connectors_->create(reader, with_token()), forbidden);
  TTM_EXPECT_ERROR(connectors_->update(reader, made.id, {}), forbidden);
  TTM_EXPECT_ERROR(connectors_->remove(reader, made.id), forbidden);
  TTM_EXPECT_ERROR(connectors_->replace_credential(reader, made.credential_id, Secret("t"), false),
                   forbidden);
  EXPECT_TRUE(connectors_->get(reader.scope, made.id));
}

TEST_F(ConnectorsTest, NeedAWorkspaceThatIsSwitchedOn) {
  const Connector made = created();
  Workspaces::Change off;
  off.active = false;
  ASSERT_TRUE(workspaces_->update(ours_.scope, made.workspace_id, off));
  TTM_EXPECT_ERROR(connectors_->create(ours_, with_token()), workspace_inactive);
  EXPECT_FALSE(now_is(made).workspace_active);
  TTM_EXPECT_ERROR(connectors_->create(ours_, with_token("")), value_error);
}

TEST_F(ConnectorsTest, TheSameIdempotencyKeyMakesOneConnector) {
  NewConnector wanted = with_token();
  wanted.idempotency_key = "k-1";
  const Connector first = create(ours_, wanted);
  EXPECT_EQ(create(ours_, wanted).id, first.id);
  NewConnector other = wanted;
  other.name = "another";
  TTM_EXPECT_ERROR(connectors_->create(ours_, other), conflict);
  NewConnector elsewhere = wanted;
  elsewhere.workspace = named("a new workspace");
  TTM_EXPECT_ERROR(connectors_->create(ours_, elsewhere), conflict);
  EXPECT_NE(create(theirs_, wanted).id, first.id) << "a key belongs to its organization";

  clock_->advance(std::chrono::hours{24});
  EXPECT_NE(create(ours_, wanted).id, first.id);
}

TEST_F(ConnectorsTest, AKeyOfADeletedConnectorDoesNotMakeItAgain) {
  NewConnector wanted = with_token();
  wanted.idempotency_key = "k-2";
  const Connector made = create(ours_, wanted);
  ASSERT_TRUE(connectors_->remove(ours_, made.id));
  TTM_EXPECT_ERROR(connectors_->create(ours_, wanted), conflict);
}

TEST_F(ConnectorsTest, TheSameKeyAtTheSameMomentMakesOneConnector) {
  (void)created();
  NewConnector wanted = with_token();
  wanted.idempotency_key = "k-3";
  std::vector<std::string> ids(4);
  std::vector<std::thread> threads;
  for (std::string& id : ids) {
    threads.emplace_back([&] {
      auto made = connectors_->create(ours_, wanted);
      id = made ? made->id : made.error().message;
    });
  }
  for (auto& thread : threads) thread.join();
  for (const std::string& id : ids) EXPECT_EQ(id, ids.front());
  EXPECT_EQ(text("SELECT count(*) FROM connectors"), "2");
  EXPECT_EQ(text("SELECT count(*) FROM credentials"), "2");
}

TEST_F(ConnectorsTest, ShareACredentialOfTheirWorkspaceOnly) {
  const Connector first = created();
  NewConnector wanted;
  wanted.workspace = named("acme");
  wanted.credential_id = first.credential_id;
  const Connector second = create(ours_, wanted);
  EXPECT_EQ(second.credential_id, first.credential_id);
  EXPECT_EQ(*connectors_->token_of(second), *connectors_->token_of(first));

  wanted.workspace = named("default");
  TTM_EXPECT_ERROR(connectors_->create(ours_, wanted), not_found);
  wanted.workspace = named("not there yet");
  TTM_EXPECT_ERROR(connectors_->create(ours_, wanted), value_error);
  wanted.workspace = named("acme");
  TTM_EXPECT_ERROR(connectors_->create(theirs_, wanted), value_error);
  wanted.workspace = named("default");
  TTM_EXPECT_ERROR(connectors_->create(theirs_, wanted), not_found);
}

TEST_F(ConnectorsTest, AreListedWithFilters) {
  NewConnector wanted = with_token();
  wanted.name = "Äpfel";
  const Connector first = create(ours_, wanted);
  const Connector second = create(ours_, fenced({"7"}));
  const Connector third = create(ours_, with_token("beta"));
  (void)create(theirs_, with_token());
  const auto ids = [&](const ConnectorQuery& query) {
    std::vector<std::string> found;
    auto page = connectors_->list(ours_.scope, query);
    EXPECT_TRUE(page) << page.error().message;
    for (const auto& each : page->items) found.push_back(each.id);
    return found;
  };
  using Ids = std::vector<std::string>;
  EXPECT_THAT(ids({}), testing::UnorderedElementsAre(first.id, second.id, third.id));
  EXPECT_EQ(ids({.workspace = named("BETA")}), Ids{third.id});
  EXPECT_EQ(ids({.name = "äPFEL"}), Ids{first.id});
  EXPECT_EQ(ids({.name = "äpf"}), Ids{});
  EXPECT_EQ(ids({.state = ConnectorState::ok}), Ids{second.id});
  EXPECT_EQ(ids({.definition_id = std::string(kDefinitionId)}).size(), 3U);
  EXPECT_EQ(ids({.definition_id = crypto::random_uuid()}), Ids{});
  EXPECT_EQ(ids({.definition_id = "x"}), Ids{});
  TTM_EXPECT_ERROR(connectors_->list(ours_.scope, {.workspace = named("nobody")}), workspace_not_found);
}

TEST_F(ConnectorsTest, AreListedPageByPage) {
  std::vector<std::string> made;
  for (int i = 0; i < 5; ++i) made.push_back(create(ours_, fenced({"7"})).id);
  std::vector<std::string> seen;
  ConnectorQuery query{.limit = 2};
  int pages = 0;
  do {
    auto page = connectors_->list(ours_.scope, query);
    ASSERT_TRUE(page);
    EXPECT_LE(page->items.size(), 2U);
    for (const auto& each : page->items) seen.push_back(each.id);
    query.cursor = page->next_cursor;
    ++pages;
  } while (!query.cursor.empty());
  EXPECT_EQ(pages, 3);
  EXPECT_THAT(seen, testing::UnorderedElementsAreArray(made));
  TTM_EXPECT_ERROR(connectors_->list(ours_.scope, {.limit = 0}), value_error);
  TTM_EXPECT_ERROR(connectors_->list(ours_.scope, {.limit = 1'001}), value_error);
  TTM_EXPECT_ERROR(connectors_->list(ours_.scope, {.cursor = "zzz"}), invalid_cursor);
}

TEST_F(ConnectorsTest, OfAnotherOrganizationDoNotExist) {
  const Connector ours = created();
  const auto unknown = connectors_->get(theirs_.scope, crypto::random_uuid());
  const auto foreign = connectors_->get(theirs_.scope, ours.id);
  TTM_EXPECT_ERROR(foreign, connector_not_found);
  EXPECT_EQ(foreign.error().message, unknown.error().message);
  ConnectorChange change;
  change.name = "taken";
  TTM_EXPECT_ERROR(connectors_->update(theirs_, ours.id, change), connector_not_found);
  TTM_EXPECT_ERROR(connectors_->remove(theirs_, ours.id), connector_not_found);
  TTM_EXPECT_ERROR(connectors_->check_existing(theirs_.scope, ours.id), connector_not_found);
  TTM_EXPECT_ERROR(connectors_->replace_credential(theirs_, ours.credential_id, Secret("t"), false),
                   not_found);
  EXPECT_TRUE(connectors_->list(theirs_.scope, {})->items.empty());
  const auto job = connectors_->remove(ours_, ours.id);
  ASSERT_TRUE(job);
  TTM_EXPECT_ERROR(connectors_->job(theirs_.scope, job->id), job_not_found);
  Connector stolen = ours;
  stolen.organization_id = theirs_.scope.organization_id;
  TTM_EXPECT_ERROR(connectors_->token_of(stolen), not_found);
}

TEST_F(ConnectorsTest, OfAnotherWorkspaceAreForbiddenToScopedCallers) {
  const Connector acme = created();
  const Connector beta = create(ours_, with_token("beta"));
  const Principal scoped_to_beta = scoped(ours_, beta.workspace_id);
  EXPECT_TRUE(connectors_->get(scoped_to_beta.scope, beta.id));
  TTM_EXPECT_ERROR(connectors_->get(scoped_to_beta.scope, acme.id), forbidden);
  TTM_EXPECT_ERROR(connectors_->update(scoped_to_beta, acme.id, {}), forbidden);
  TTM_EXPECT_ERROR(connectors_->remove(scoped_to_beta, acme.id), forbidden);
  TTM_EXPECT_ERROR(connectors_->check_existing(scoped_to_beta.scope, acme.id), forbidden);
  TTM_EXPECT_ERROR(connectors_->replace_credential(scoped_to_beta, acme.credential_id, Secret("t"), false),
                   not_found);
  TTM_EXPECT_ERROR(connectors_->get(scoped_to_beta.scope, crypto::random_uuid()), connector_not_found);
  const auto listed = connectors_->list(scoped_to_beta.scope, {});
  ASSERT_THAT(listed->items, SizeIs(1));
  EXPECT_EQ(listed->items[0].id, beta.id);
  TTM_EXPECT_ERROR(connectors_->list(scoped_to_beta.scope, {.workspace = named("acme")}), forbidden);
  TTM_EXPECT_ERROR(connectors_->create(scoped_to_beta, with_token("acme")), forbidden);
  NewConnector own = with_token();
  own.workspace = {};
  EXPECT_EQ(create(scoped_to_beta, own).workspace_id, beta.workspace_id);
  const auto job = connectors_->remove(ours_, acme.id);
  TTM_EXPECT_ERROR(connectors_->job(scoped_to_beta.scope, job->id), job_not_found);
}

TEST_F(ConnectorsTest, IdsThatAreNoIdsAreUnknown) {
  for (const std::string& id :
       {std::string(), std::string("1"), std::string("' OR '1'='1"), std::string("x").append(100'000, 'y')})
    TTM_EXPECT_ERROR(connectors_->get(ours_.scope, id), connector_not_found);
  TTM_EXPECT_ERROR(connectors_->job(ours_.scope, "' OR 1=1 --"), job_not_found);
}

TEST_F(ConnectorsTest, NoSecretStandsInTheDatabaseOrTheLog) {
  (void)created();
  use_app();
  drop();
  std::string bytes;
  for (const auto& file : std::filesystem::directory_iterator(folder_.path())) {
    if (file.path().extension() != ".key") bytes += text_of(file.path());
  }
  EXPECT_THAT(bytes, HasSubstr("connector_advertisers")) << "the file that is looked through is the database";
  EXPECT_EQ(bytes.find(tiktok_.access().access_token), std::string::npos);
  EXPECT_EQ(bytes.find(tiktok_.access().app_secret), std::string::npos);
  for (const std::string& line : log_->lines())
    EXPECT_THAT(line, Not(HasSubstr(tiktok_.access().access_token)));
}

TEST_F(ConnectorsTest, ASealedTokenOpensInItsOwnRowOnly) {
  const Connector one = created();
  const Connector two = create(ours_, with_token("beta"));
  change("UPDATE credentials SET sealed_token = (SELECT sealed_token FROM credentials WHERE id = '" +
         one.credential_id + "')");
  EXPECT_TRUE(connectors_->token_of(one));
  EXPECT_FALSE(connectors_->token_of(two));
}

TEST_F(ConnectorsTest, AreCountedByState) {
  (void)created();
  (void)create(ours_, fenced({"7"}));
  (void)create(theirs_, fenced({"7"}));
  const auto counts = connectors_->state_counts();
  ASSERT_TRUE(counts);
  std::int64_t sum = 0;
  for (const auto& each : *counts) sum += each.count;
  EXPECT_EQ(sum, 3);
  EXPECT_THAT(*counts, SizeIs(3));
}

}  // namespace
}  // namespace tiktok_marketing::platform
