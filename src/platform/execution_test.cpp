#include "platform/execution.hpp"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/random.hpp"
#include "platform/test_hosted.hpp"

namespace tiktok_marketing::platform {
namespace {

using testing::HasSubstr;

class ExecutionTest : public HostedTest {
 protected:
  void SetUp() override {
    HostedTest::SetUp();
    start();
  }
  void TearDown() override { execution_.reset(); }
  void start() { execution_ = std::make_unique<Execution>(context_, *connectors_); }
  void start_with(const std::function<void(PlatformOptions&)>& change) {
    execution_.reset();
    change(options_);
    build();
    start();
  }

  struct Pending {
    Event done;
    std::optional<ExecuteOutcome> outcome;
    int calls = 0;
    std::thread::id thread;
  };
  static ExecuteRequest request(const Connector& connector, std::string entity, std::string action,
                                std::string params = {}) {
    ExecuteRequest request;
    request.connector_id = connector.id;
    request.entity = std::move(entity);
    request.action = std::move(action);
    request.params = std::move(params);
    return request;
  }
  std::shared_ptr<Pending> begin(const Principal& principal, ExecuteRequest request) {
    auto pending = std::make_shared<Pending>();
    execution_->execute(principal, std::move(request), [pending](ExecuteOutcome outcome) {
      pending->outcome = std::move(outcome);
      pending->thread = std::this_thread::get_id();
      ++pending->calls;
      pending->done.set();
    });
    return pending;
  }
  ExecuteOutcome run(const Principal& principal, ExecuteRequest request) {
    auto pending = begin(principal, std::move(request));
    pending->done.wait();
    EXPECT_NE(pending->thread, std::this_thread::get_id()) << "execute must not call its caller back";
    return *pending->outcome;
  }
  ExecuteOutcome run(const Connector& connector, std::string entity, std::string action,
                     std::string params = {}) {
    return run(ours_, request(connector, std::move(entity), std::move(action), std::move(params)));
  }
  ErrorType error_of(const ExecuteOutcome& outcome) {
    EXPECT_FALSE(outcome.answer);
    return outcome.answer ? ErrorType::internal_error : outcome.answer.error().type;
  }
  /// What was learnt from calls is written by workers.
  Connector settled(const Connector& connector, const std::function<bool(const Connector&)>& until) {
    for (;;) {
      Connector now = now_is(connector);
      if (until(now)) return now;
      std::this_thread::yield();
    }
  }
  std::string advertiser(std::size_t i = 0) { return tiktok_.access().advertiser_ids[i]; }
  Connector readable() { return create(ours_, fenced({advertiser()})); }
  static std::string of(const std::string& advertiser_id) {
    return R"({"advertiser_id":")" + advertiser_id + R"(","page_size":10})";
  }

  std::unique_ptr<Execution> execution_;
};

TEST_F(ExecutionTest, AnswersRowsOfTikTok) {
  const Connector made = readable();
  const ExecuteOutcome outcome = run(made, "campaigns", "list", of(advertiser()));
  ASSERT_TRUE(outcome.answer) << outcome.answer.error().message;
  EXPECT_EQ(outcome.answer->records.size(), 10U);
  EXPECT_EQ(outcome.connector_id, made.id);
  EXPECT_EQ(outcome.workspace_id, made.workspace_id);
  EXPECT_GT(outcome.duration.count(), 0);
  EXPECT_EQ(outcome.rate.limit, 120);
  EXPECT_EQ(execution_->live_connectors(), 1U);
  EXPECT_THAT(
      context_->metrics.text(),
      HasSubstr(R"(tiktok_marketing_executes_total{action="list",entity="campaigns",outcome="ok"} 1)"));
  EXPECT_THAT(context_->metrics.text(), HasSubstr("tiktok_marketing_upstream_requests_total 1"));
}

TEST_F(ExecutionTest, TheNewestClientsCheckWorksFromTheKnownIds) {
  const Connector made = readable();
  const ExecuteOutcome outcome = run(made, "advertisers", "list", R"({"limit":1})");
  ASSERT_TRUE(outcome.answer) << outcome.answer.error().message;
  EXPECT_EQ(outcome.answer->records.size(), 1U);
}

TEST_F(ExecutionTest, PseudoActionsPass) {
  const Connector made = readable();
  for (const auto* entity : {"", "*"}) {
    const ExecuteOutcome described = run(made, entity, "describe");
    ASSERT_TRUE(described.answer);
    EXPECT_THAT(described.answer->document, HasSubstr("campaigns"));
    const ExecuteOutcome checked = run(made, entity, "check", "{}");
    ASSERT_TRUE(checked.answer) << checked.answer.error().message;
    EXPECT_THAT(checked.answer->document, HasSubstr(R"("status":"healthy")"));
  }
  EXPECT_EQ(error_of(run(made, "campaigns", "search", "{}")), ErrorType::context_store_not_ready);
  EXPECT_EQ(error_of(run(made, "campaign", "list")), ErrorType::unknown_entity);
  EXPECT_EQ(error_of(run(made, "campaigns", "lst")), ErrorType::unknown_action);
  EXPECT_EQ(error_of(run(made, "campaigns", "list", "[1]")), ErrorType::value_error);
  EXPECT_EQ(error_of(run(made, "campaigns", "list", R"({"pag":1})")), ErrorType::invalid_parameter);
}

TEST_F(ExecutionTest, FieldsAreChosenAndTextsCut) {
  const Connector made = readable();
  ExecuteRequest wanted = request(made, "campaigns", "list", of(advertiser()));
  wanted.select_fields = {"campaign_id"};
  const ExecuteOutcome outcome = run(ours_, wanted);
  ASSERT_TRUE(outcome.answer);
  EXPECT_TRUE(outcome.answer->records[0].is_absent("campaign_name"));
  EXPECT_FALSE(outcome.answer->records[0].is_absent("campaign_id"));
  wanted.select_fields = {};
  wanted.exclude_fields = {"campaign_id"};
  EXPECT_TRUE(run(ours_, wanted).answer->records[0].is_absent("campaign_id"));
}

TEST_F(ExecutionTest, TheFenceHolds) {
  const Connector made = readable();
  const std::size_t requests = tiktok_.requests();
  EXPECT_EQ(error_of(run(made, "campaigns", "list", of(advertiser(1)))), ErrorType::forbidden);
  EXPECT_EQ(error_of(run(made, "advertisers", "list", R"({"advertiser_ids":[")" + advertiser(1) + R"("]})")),
            ErrorType::forbidden);
  EXPECT_EQ(tiktok_.requests(), requests);
  EXPECT_EQ(now_is(made).state, ConnectorState::ok);
}

TEST_F(ExecutionTest, OtherOrganizationsDoNotSeeIt) {
  const Connector made = readable();
  const ExecuteRequest wanted = request(made, "campaigns", "list", of(advertiser()));
  // Cold, and again when it is live.
  EXPECT_EQ(error_of(run(theirs_, wanted)), ErrorType::connector_not_found);
  EXPECT_EQ(execution_->live_connectors(), 0U);
  ASSERT_TRUE(run(ours_, wanted).answer);
  const ExecuteOutcome foreign = run(theirs_, wanted);
  EXPECT_EQ(error_of(foreign), ErrorType::connector_not_found);
  EXPECT_EQ(foreign.workspace_id, "");
  const std::size_t requests = tiktok_.requests();
  for (const std::string& id : {std::string(), std::string("x"), crypto::random_uuid()}) {
    ExecuteRequest other = wanted;
    other.connector_id = id;
    EXPECT_EQ(error_of(run(ours_, other)), ErrorType::connector_not_found);
  }
  EXPECT_EQ(tiktok_.requests(), requests);
}

TEST_F(ExecutionTest, OtherWorkspacesAreForbiddenToScopedCallers) {
  const Connector made = readable();
  const Connector beta = create(ours_, with_token("beta"));
  const ExecuteRequest wanted = request(made, "campaigns", "list", of(advertiser()));
  const Principal stranger = scoped(ours_, beta.workspace_id);
  EXPECT_EQ(error_of(run(stranger, wanted)), ErrorType::forbidden);
  EXPECT_TRUE(run(scoped(ours_, made.workspace_id), wanted).answer);
  EXPECT_EQ(error_of(run(stranger, wanted)), ErrorType::forbidden);
}

TEST_F(ExecutionTest, AllowListsHoldForConnectorAndApplication) {
  NewConnector wanted = fenced({advertiser()});
  wanted.allow = {.entities = {"campaigns", "ads"}, .actions = {"list"}};
  const Connector made = create(ours_, wanted);
  EXPECT_TRUE(run(made, "campaigns", "list", of(advertiser())).answer);
  const ExecuteOutcome entity = run(made, "ad_groups", "list", of(advertiser()));
  EXPECT_EQ(error_of(entity), ErrorType::forbidden);
  EXPECT_EQ(entity.answer.error().allowed, wanted.allow.entities);
  EXPECT_EQ(error_of(run(made, "campaigns", "search")), ErrorType::forbidden);
  EXPECT_EQ(error_of(run(made, "*", "check")), ErrorType::forbidden);
  EXPECT_TRUE(run(made, "", "describe").answer);

  Principal restricted = ours_;
  restricted.allow.entities = {"ads"};
  const ExecuteRequest campaigns = request(made, "campaigns", "list", of(advertiser()));
  EXPECT_EQ(error_of(run(restricted, campaigns)), ErrorType::forbidden);
  EXPECT_TRUE(run(restricted, request(made, "ads", "list", of(advertiser()))).answer);
  restricted.allow = {.entities = {}, .actions = {"context_store_search"}};
  EXPECT_EQ(error_of(run(restricted, campaigns)), ErrorType::forbidden);
  EXPECT_EQ(error_of(run(restricted, request(readable(), "campaigns", "search"))),
            ErrorType::context_store_not_ready);
}

/// A store that answers when it is told to, and keeps what it was asked.
class HeldStore : public StoreQueries {
 public:
  void ask(StoreQuery query, Done done) override {
    std::lock_guard lock(mutex_);
    asked_.push_back(query.sql_entities);
    waiting_.push_back(std::move(done));
  }
  std::vector<std::optional<std::vector<std::string>>> asked(std::size_t count) {
    for (;; std::this_thread::yield()) {
      std::lock_guard lock(mutex_);
      if (asked_.size() >= count) return asked_;
    }
  }
  void answer() {
    std::lock_guard lock(mutex_);
    for (const Done& done : waiting_) done(Answer{});
    waiting_.clear();
  }

 private:
  std::mutex mutex_;
  std::vector<std::optional<std::vector<std::string>>> asked_;
  std::vector<Done> waiting_;
};

TEST_F(ExecutionTest, SqlIsToldWhichEntitiesItMayReadAndNotJoinedWithOthers) {
  using testing::Optional;
  using testing::UnorderedElementsAre;
  const auto store = std::make_shared<HeldStore>();
  execution_->use_stores([store](const Connector&) { return store; });
  NewConnector wanted = fenced({advertiser()});
  wanted.allow.entities = {"campaigns", "ads"};
  const ExecuteRequest sql =
      request(create(ours_, wanted), "campaigns", "context_store_sql_query", R"({"sql":"SELECT 1"})");
  Principal restricted = ours_;
  restricted.allow.entities = {"ads", "audiences"};
  const auto first = begin(ours_, sql);
  store->asked(1);
  const auto second = begin(restricted, sql);
  const auto free = begin(ours_, request(readable(), "campaigns", "context_store_sql_query", sql.params));
  EXPECT_THAT(store->asked(3), UnorderedElementsAre(Optional(std::vector<std::string>{"campaigns", "ads"}),
                                                    Optional(std::vector<std::string>{"ads"}), std::nullopt));
  store->answer();
  for (const auto& each : {first, second, free}) {
    each->done.wait();
    EXPECT_TRUE(each->outcome->answer);
  }
  restricted.allow.actions = {"list"};
  EXPECT_EQ(error_of(run(restricted, sql)), ErrorType::forbidden);
}

TEST_F(ExecutionTest, AnInactiveWorkspaceIsRefused) {
  const Connector made = readable();
  Workspaces::Change off;
  off.active = false;
  ASSERT_TRUE(workspaces_->update(ours_.scope, made.workspace_id, off));
  EXPECT_EQ(error_of(run(made, "campaigns", "list", of(advertiser()))), ErrorType::workspace_inactive);
}

TEST_F(ExecutionTest, TooManyExecutesOfOneConnectorAreRefused) {
  start_with([](PlatformOptions& options) { options.connector_rate_per_minute = 2; });
  const Connector made = readable();
  EXPECT_EQ(run(made, "", "describe").rate.remaining, 1);
  EXPECT_TRUE(run(made, "", "describe").answer);
  const ExecuteOutcome third = run(made, "", "describe");
  EXPECT_EQ(error_of(third), ErrorType::rate_limited);
  EXPECT_GE(third.rate.retry_after_s, 1);
  EXPECT_EQ(third.answer.error().retry_after_s, static_cast<double>(third.rate.retry_after_s));
  EXPECT_TRUE(run(readable(), "", "describe").answer) << "each connector has its own";
}

TEST_F(ExecutionTest, ChangesAreSeenByTheNextCall) {
  const Connector made = readable();
  ASSERT_TRUE(run(made, "campaigns", "list", of(advertiser())).answer);
  ConnectorChange change;
  change.replication.emplace();
  change.replication->advertiser_ids = std::vector<std::string>{advertiser(1)};
  ASSERT_TRUE(connectors_->update(ours_, made.id, change));
  EXPECT_EQ(execution_->live_connectors(), 0U);
  EXPECT_EQ(error_of(run(made, "campaigns", "list", of(advertiser()))), ErrorType::forbidden);
  EXPECT_TRUE(run(made, "campaigns", "list", of(advertiser(1))).answer);
  ASSERT_TRUE(connectors_->remove(ours_, made.id));
  EXPECT_EQ(error_of(run(made, "campaigns", "list", of(advertiser(1)))), ErrorType::connector_not_found);
}

TEST_F(ExecutionTest, ARefusedTokenNeedsReauthorizationUntilANewOneIsThere) {
  NewConnector wanted = fenced({advertiser()});
  wanted.access_token = Secret(tiktok_.access().revoked_token);
  wanted.validate = false;
  const Connector made = create(ours_, wanted);
  EXPECT_EQ(error_of(run(made, "campaigns", "list", of(advertiser()))),
            ErrorType::upstream_authentication_failed);
  const Connector refused =
      settled(made, [](const Connector& now) { return now.state == ConnectorState::needs_reauthorization; });
  EXPECT_EQ(refused.last_error, "upstream_authentication_failed");
  EXPECT_NE(refused.state_reason, "");
  ConnectorChange change;
  change.access_token = Secret(tiktok_.access().access_token);
  ASSERT_TRUE(connectors_->update(ours_, made.id, change));
  EXPECT_EQ(now_is(made).state, ConnectorState::ok);
  EXPECT_TRUE(run(made, "campaigns", "list", of(advertiser())).answer);
}

TEST_F(ExecutionTest, ALaterSuccessHeals) {
  const Connector made = readable();
  tiktok_.fail("/campaign/get/", std::string(kTokenRevoked));
  (void)run(made, "campaigns", "list", of(advertiser()));
  settled(made, [](const Connector& now) { return now.state == ConnectorState::needs_reauthorization; });
  tiktok_.fail("/campaign/get/", "");
  ASSERT_TRUE(run(made, "campaigns", "list", of(advertiser())).answer);
  settled(made,
          [](const Connector& now) { return now.state == ConnectorState::ok && now.last_error.empty(); });
}

TEST_F(ExecutionTest, ASuccessAlsoHealsWhatACheckFound) {
  const Connector made = readable();
  ASSERT_TRUE(run(made, "campaigns", "list", of(advertiser())).answer);
  tiktok_.fail("/user/info/", std::string(kTokenRevoked));
  ASSERT_TRUE(connectors_->check_existing(ours_.scope, made.id));
  ASSERT_EQ(now_is(made).state, ConnectorState::needs_reauthorization);
  ASSERT_TRUE(run(made, "campaigns", "list", of(advertiser())).answer);
  settled(made, [](const Connector& now) { return now.state == ConnectorState::ok; });
}

TEST_F(ExecutionTest, AMissingPermissionIsTheConnectorsAndAStrangeAdvertiserIsNot) {
  const Connector made = readable();
  tiktok_.fail("/ad/get/", std::string(kNoPermission));
  EXPECT_EQ(error_of(run(made, "ads", "list", of(advertiser()))), ErrorType::upstream_permission_denied);
  settled(made, [](const Connector& now) { return now.state == ConnectorState::permission_missing; });

  use_app();
  const Connector open = create(ours_, with_token());
  ASSERT_EQ(open.state, ConnectorState::ok);
  EXPECT_EQ(error_of(run(open, "campaigns", "list", of("7000000000000000001"))),
            ErrorType::upstream_permission_denied);
  execution_.reset();  // everything learnt is written
  EXPECT_EQ(now_is(open).state, ConnectorState::ok);
  EXPECT_EQ(now_is(open).last_error, "");
}

TEST_F(ExecutionTest, UsedAdvertisersBecomeKnown) {
  const Connector made = create(ours_, with_token());
  ASSERT_EQ(made.state, ConnectorState::needs_advertisers);
  const ExecuteOutcome nobody = run(made, "advertisers", "list", R"({"limit":1})");
  EXPECT_EQ(error_of(nobody), ErrorType::missing_parameter);
  EXPECT_THAT(nobody.answer.error().hint, HasSubstr("replication_config.advertiser_ids"));
  Event told;
  const auto listening = connectors_->on_change([&](std::string_view) { told.set(); });
  ASSERT_TRUE(run(made, "campaigns", "list", of(advertiser(2))).answer);
  told.wait();
  const Connector known = settled(made, [](const Connector& now) { return now.state == ConnectorState::ok; });
  EXPECT_EQ(known.known_advertisers, (std::vector<std::string>{advertiser(2)}));
  const ExecuteOutcome checked = run(made, "advertisers", "list", R"({"limit":1})");
  ASSERT_TRUE(checked.answer) << checked.answer.error().message;
  EXPECT_EQ(checked.answer->records[0].text("advertiser_id"), advertiser(2));
  EXPECT_TRUE(run(made, "campaigns", "list", of(advertiser(1))).answer) << "known is not a fence";
}

TEST_F(ExecutionTest, AnAppFindsTheAdvertisersAtTheFirstCall) {
  NewConnector wanted = with_token();
  wanted.validate = false;
  const Connector made = create(ours_, wanted);
  ASSERT_EQ(made.state, ConnectorState::needs_advertisers);
  use_app();
  const ExecuteOutcome outcome = run(made, "advertisers", "list", "{}");
  ASSERT_TRUE(outcome.answer) << outcome.answer.error().message;
  EXPECT_EQ(outcome.answer->records.size(), tiktok_.access().advertiser_ids.size());
  EXPECT_EQ(now_is(made).state, ConnectorState::ok);
}

TEST_F(ExecutionTest, IdenticalReadsInFlightAreOneRequest) {
  const Connector made = readable();
  ASSERT_TRUE(run(made, "", "describe").answer);
  tiktok_.hold("/campaign/get/");
  const ExecuteRequest same = request(made, "campaigns", "list", of(advertiser()));
  ExecuteRequest narrower = same;
  narrower.select_fields = {"campaign_id"};
  ExecuteRequest cut = same;
  cut.skip_truncation = false;
  auto first = begin(ours_, same);
  auto second = begin(scoped(ours_, made.workspace_id), same);
  auto other = begin(ours_, narrower);
  auto third = begin(ours_, cut);
  tiktok_.wait_until_held(3);
  tiktok_.release();
  for (const auto& each : {first, second, other, third}) {
    each->done.wait();
    ASSERT_TRUE(each->outcome->answer);
    EXPECT_EQ(each->calls, 1);
  }
  EXPECT_EQ(tiktok_.requests("/campaign/get/"), 3);
  EXPECT_EQ(first->outcome->answer->to_json(), second->outcome->answer->to_json());
  EXPECT_TRUE(other->outcome->answer->records[0].is_absent("campaign_name"));
}

TEST_F(ExecutionTest, WhoGoesDoesNotTakeTheAnswerFromTheOthers) {
  const Connector made = readable();
  ASSERT_TRUE(run(made, "", "describe").answer);
  tiktok_.hold("/campaign/get/");
  std::stop_source gone;
  ExecuteRequest leaving = request(made, "campaigns", "list", of(advertiser()));
  leaving.stop = gone.get_token();
  auto first = begin(ours_, leaving);
  auto second = begin(ours_, request(made, "campaigns", "list", of(advertiser())));
  tiktok_.wait_until_held(1);
  gone.request_stop();
  first->done.wait();
  EXPECT_EQ(error_of(*first->outcome), ErrorType::cancelled);
  EXPECT_FALSE(second->done.is_set());
  tiktok_.release();
  second->done.wait();
  EXPECT_TRUE(second->outcome->answer);
}

TEST_F(ExecutionTest, CallsOfDifferentCredentialsAreNotJoined) {
  const Connector made = readable();
  ASSERT_TRUE(run(made, "", "describe").answer);
  tiktok_.hold("/campaign/get/");
  auto before = begin(ours_, request(made, "campaigns", "list", of(advertiser())));
  tiktok_.wait_until_held(1);
  ConnectorChange change;
  change.access_token = Secret(tiktok_.access().no_scope_token);
  ASSERT_TRUE(connectors_->update(ours_, made.id, change));
  auto after = begin(ours_, request(made, "campaigns", "list", of(advertiser())));
  tiktok_.wait_until_held(2);
  tiktok_.release();
  before->done.wait();
  after->done.wait();
  EXPECT_TRUE(before->outcome->answer) << "calls in flight end with the old one";
  EXPECT_TRUE(after->outcome->answer);
}

TEST_F(ExecutionTest, ManyFirstCallsOpenItOnce) {
  const Connector made = readable();
  std::vector<std::shared_ptr<Pending>> all;
  for (int i = 0; i < 20; ++i) all.push_back(begin(ours_, request(made, "", "describe")));
  auto foreign = begin(theirs_, request(made, "", "describe"));
  for (const auto& each : all) {
    each->done.wait();
    EXPECT_TRUE(each->outcome->answer);
  }
  foreign->done.wait();
  EXPECT_EQ(error_of(*foreign->outcome), ErrorType::connector_not_found);
  EXPECT_EQ(execution_->live_connectors(), 1U);
}

TEST_F(ExecutionTest, ManyThreadsAtOnce) {
  start_with([](PlatformOptions& options) { options.connector_rate_per_minute = 0; });
  const Connector made = readable();
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        if (i % 7 == t) execution_->forget(made.id);
        auto pending = begin(ours_, request(made, "campaigns", "list", of(advertiser())));
        pending->done.wait();
        if (pending->outcome->answer) ++good;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 80);
}

TEST_F(ExecutionTest, EndsWithCallsUnderWay) {
  const Connector made = readable();
  ASSERT_TRUE(run(made, "", "describe").answer);
  tiktok_.hold("/campaign/get/");
  auto pending = begin(ours_, request(made, "campaigns", "list", of(advertiser())));
  tiktok_.wait_until_held(1);
  execution_.reset();
  ASSERT_TRUE(pending->done.is_set());
  EXPECT_EQ(error_of(*pending->outcome), ErrorType::cancelled);
  EXPECT_TRUE(connectors_->update(ours_, made.id, {})) << "nobody listens any more";
}

TEST_F(ExecutionTest, LiveReadsGoOnWhenNothingCanBeWritten) {
  const Connector made = create(ours_, with_token());
  ASSERT_TRUE(run(made, "", "describe").answer);
  change(
      "CREATE TRIGGER full BEFORE INSERT ON connector_advertisers BEGIN SELECT RAISE(ABORT, 'no room'); END");
  EXPECT_TRUE(run(made, "campaigns", "list", of(advertiser())).answer);
  execution_.reset();
  EXPECT_THAT(log_->lines(), testing::Contains(HasSubstr("advertisers_not_noted")));
}

TEST_F(ExecutionTest, ACallOfALiveConnectorDoesNotTouchTheDisk) {
  const Connector made = readable();
  ASSERT_TRUE(run(made, "", "describe").answer);
  const auto database = std::exchange(context_->database, nullptr);
  EXPECT_TRUE(run(made, "campaigns", "list", of(advertiser())).answer);
  EXPECT_EQ(error_of(run(made, "campaigns", "list", of(advertiser(1)))), ErrorType::forbidden);
  EXPECT_EQ(error_of(run(theirs_, request(made, "", "describe"))), ErrorType::connector_not_found);
  context_->database = database;
}

}  // namespace
}  // namespace tiktok_marketing::platform
