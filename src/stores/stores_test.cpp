#include "stores/stores.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/test_hosted.hpp"
#include "stores/test_stores.hpp"

namespace tiktok_marketing::stores {
namespace {

using namespace std::chrono_literals;
using platform::ConnectorState;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kEverything = R"({"query": {}})";

TEST_F(StoresTest, AConnectorIsSyncedAsSoonAsItIsMade) {
  const auto connector = create();
  until_ready(connector);
  const auto runs = jobs(connector);
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].kind, "initial");
  EXPECT_EQ(runs[0].status, "succeeded") << runs[0].details.dump();
  EXPECT_EQ(now_is(connector).state, ConnectorState::ok);
  const Json found = ask(connector, "campaigns", "context_store_search", kEverything);
  const Json live = ask(connector, "campaigns", "list", R"({"all": true})");
  ASSERT_NE(found.find("data"), nullptr) << found.dump();
  for (const Json& row : *live.find("data")->as_array())
    EXPECT_THAT(found.dump(), HasSubstr(row.text_of("campaign_id")));
  const SyncSummary about = summary(connector);
  EXPECT_GT(about.row.next_at, platform_->context().now() + 50min);
}

TEST_F(StoresTest, NothingIsSyncedBeforeTheFirstRunIsThere) {
  tiktok_.hold("/user/info/");
  const auto connector = create();
  const Json refused = ask(connector, "campaigns", "search", kEverything);
  EXPECT_EQ(refused.text_of("error"), "context_store_not_ready") << refused.dump();
}

TEST_F(StoresTest, RunsAgainOnItsSchedule) {
  const auto connector = create();
  until_ready(connector);
  clock_->advance(59min);
  ASSERT_TRUE(stores_->change(owner_, connector.id, {.enabled = true, .refresh = {}, .entities = {}}));
  EXPECT_EQ(jobs(connector).size(), 1U);
  clock_->advance(2min);
  until([&] { return jobs(connector).size() == 2; }, "the second run");
  until_ready(connector);
  EXPECT_EQ(jobs(connector)[0].kind, "scheduled");
}

TEST_F(StoresTest, AnotherScheduleCountsFromTheLastRun) {
  const auto connector = create();
  until_ready(connector);
  clock_->advance(31min);
  EXPECT_EQ(jobs(connector).size(), 1U);
  ASSERT_TRUE(stores_->change(owner_, connector.id, {.enabled = {}, .refresh = "30m", .entities = {}}));
  until([&] { return jobs(connector).size() == 2; }, "a run");
  const auto wrong = stores_->change(owner_, connector.id, {.enabled = {}, .refresh = "1s", .entities = {}});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().param, "refresh");
}

TEST_F(StoresTest, RunsOnDemandOneAtATime) {
  const auto connector = create();
  until_ready(connector);
  tiktok_.hold("/user/info/");
  const auto job =
      stores_->start_sync(owner_, connector.id, {.entities = {"campaigns"}, .full_refresh = true});
  ASSERT_TRUE(job) << job.error().message;
  until_runs(connector);
  const auto second = stores_->start_sync(owner_, connector.id, {});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().type, ErrorType::sync_in_progress);
  EXPECT_EQ(second.error().given, job->id);
  tiktok_.release();
  until([&] { return !summary(connector).running_job; }, "the end");
  const SyncJob ended = jobs(connector)[0];
  EXPECT_EQ(ended.id, job->id);
  EXPECT_EQ(ended.kind, "manual");
  EXPECT_EQ(ended.status, "succeeded") << ended.details.dump();
  EXPECT_THAT(ended.details.dump(), Not(HasSubstr("\"ads\"")));
  const auto wrong = stores_->start_sync(owner_, connector.id, {.entities = {"campains"}});
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().allowed, Contains("campaigns"));
}

TEST_F(StoresTest, APauseStopsARunAndResumingGoesOn) {
  tiktok_.hold("/campaign/get/");
  const auto connector = create();
  tiktok_.wait_until_held(1);
  ASSERT_TRUE(platform_->connectors().update(owner_, connector.id, {.paused = true}));
  until_job(connector, "cancelled");
  tiktok_.release();
  EXPECT_EQ(now_is(connector).state, ConnectorState::paused);
  const auto refused = stores_->start_sync(owner_, connector.id, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, ErrorType::conflict);
  clock_->advance(3h);
  ASSERT_TRUE(platform_->connectors().update(owner_, connector.id, {.paused = false}));
  until_ready(connector);
  EXPECT_EQ(jobs(connector).size(), 2U);
}

TEST_F(StoresTest, ANewStartDateIsReadAtOnce) {
  const auto connector = create("acme", {0}, "2026-11-10");
  until_ready(connector);
  const auto oldest = [&] {
    const Json answer = ask(connector, "advertisers_reports_daily", "context_store_sql_query",
                            R"({"sql": "SELECT min(stat_time_day) AS day FROM advertisers_reports_daily"})");
    const Json* rows = answer.find("data");
    return rows == nullptr ? answer.dump() : std::string((*rows->as_array())[0].text_of("day"));
  };
  EXPECT_GE(oldest(), "2026-11-10");
  platform::ConnectorChange earlier;
  earlier.replication = connector.replication;
  earlier.replication->start_date = "2026-10-20";
  ASSERT_TRUE(platform_->connectors().update(owner_, connector.id, earlier));
  until([&] { return jobs(connector).size() == 2 && !summary(connector).running_job; }, "the backfill");
  const std::string backfilled = oldest();
  EXPECT_GE(backfilled, "2026-10-20");
  EXPECT_LT(backfilled, "2026-11-10");
  platform::ConnectorChange later;
  later.replication = connector.replication;
  later.replication->start_date = "2026-11-20";
  ASSERT_TRUE(platform_->connectors().update(owner_, connector.id, later));
  until([&] { return jobs(connector).size() == 3 && !summary(connector).running_job; }, "the third run");
  EXPECT_EQ(oldest(), backfilled);
}

/// Without an app nobody can be looked up.
class StoresWithoutApp : public StoresTest {
 protected:
  StoresWithoutApp() {
    options_.app_id.clear();
    options_.app_secret = {};
  }
  void name_somebody(const platform::Connector& connector) {
    const Json live =
        ask(connector, "campaigns", "list", fmt::format(R"({{"advertiser_id": "{}"}})", advertiser(0)));
    EXPECT_NE(live.find("data"), nullptr) << live.dump();
  }
};

TEST_F(StoresWithoutApp, AnAdvertiserThatACallNamesFirstIsSyncedAtOnce) {
  const auto connector = create("acme", {});
  EXPECT_EQ(now_is(connector).state, ConnectorState::needs_advertisers);
  name_somebody(connector);
  until_ready(connector);
  EXPECT_EQ(jobs(connector).size(), 1U);
  EXPECT_EQ(now_is(connector).state, ConnectorState::ok);
}

TEST_F(StoresWithoutApp, ARunThatFoundNobodyDoesNotHoldUpTheNext) {
  const auto connector = create("acme", {});
  ASSERT_TRUE(stores_->start_sync(owner_, connector.id, {}));
  until_job(connector, "failed");
  EXPECT_EQ(jobs(connector)[0].details.find("error")->text_of("type"), "missing_parameter");
  EXPECT_GT(summary(connector).row.next_at, platform_->context().now());
  name_somebody(connector);
  until_ready(connector);
  EXPECT_EQ(jobs(connector).size(), 2U);
}

TEST_F(StoresTest, ARevokedTokenEndsTheRunAndIsTold) {
  auto url = platform_->webhooks().configure(owner_.scope.organization_id, "http://127.0.0.1:1/hook");
  ASSERT_TRUE(url) << url.error().message;
  tiktok_.fail("/report/integrated/get/", std::string(platform::kTokenRevoked));
  const auto connector = create();
  until([&] { return now_is(connector).state == ConnectorState::needs_reauthorization; }, "the state");
  until_job(connector, "failed");
  for (const std::string_view type : {"connector.state_changed", "sync.started", "sync.failed"}) {
    EXPECT_EQ(count(fmt::format("SELECT count(*) FROM webhook_outbox WHERE body LIKE '%{}%'", type)), 1)
        << type;
  }
  clock_->advance(2h);
  EXPECT_EQ(jobs(connector).size(), 1U);
  tiktok_.fail("/report/integrated/get/", "");
  platform::ConnectorChange renewed;
  renewed.access_token = Secret(tiktok_.access().access_token);
  renewed.validate = false;
  ASSERT_TRUE(platform_->connectors().update(owner_, connector.id, renewed));
  until_ready(connector);
  EXPECT_EQ(now_is(connector).state, ConnectorState::ok);
}

TEST_F(StoresTest, NothingOfADeletedConnectorStays) {
  const auto connector = create();
  until_ready(connector);
  EXPECT_TRUE(has_file(connector));
  ASSERT_TRUE(platform_->connectors().remove(owner_, connector.id));
  until([&] { return !has_file(connector) && !has_file(connector, "-wal") && !has_file(connector, "-shm"); },
        "the files");
  EXPECT_EQ(count("SELECT count(*) FROM connector_syncs"), 0);
}

TEST_F(StoresTest, ARunEndsWithItsConnector) {
  tiktok_.hold("/campaign/get/");
  const auto connector = create();
  tiktok_.wait_until_held(1);
  ASSERT_TRUE(has_file(connector));
  ASSERT_TRUE(platform_->connectors().remove(owner_, connector.id));
  until([&] { return !has_file(connector) && !has_file(connector, "-wal"); }, "the files");
  EXPECT_EQ(count("SELECT count(*) FROM jobs WHERE kind = 'sync' AND status = 'cancelled'"), 1);
}

TEST_F(StoresTest, SwitchedOffTheCopyGoesAndComesBackAnew) {
  const auto connector = create();
  until_ready(connector);
  ASSERT_TRUE(stores_->change(owner_, connector.id, {.enabled = false, .refresh = {}, .entities = {}}));
  EXPECT_EQ(ask(connector, "ads", "search", kEverything).text_of("error"), "context_store_disabled");
  until([&] { return !has_file(connector); }, "the file");
  EXPECT_EQ(summary(connector).status, "disabled");
  EXPECT_EQ(ask(connector, "ads", "search", kEverything).text_of("error"), "context_store_disabled");
  const auto refused = stores_->start_sync(owner_, connector.id, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, ErrorType::context_store_disabled);
  ASSERT_TRUE(stores_->change(owner_, connector.id, {.enabled = true, .refresh = {}, .entities = {}}));
  until_ready(connector);
  EXPECT_NE(ask(connector, "ads", "search", kEverything).find("data"), nullptr);
}

TEST_F(StoresTest, AWorkspaceSwitchesItsCopiesOff) {
  const auto connector = create();
  until_ready(connector);
  platform::Workspaces::Change off;
  off.cache_enabled = std::optional<bool>(false);
  ASSERT_TRUE(platform_->workspaces().update(owner_.scope, connector.workspace_id, off));
  EXPECT_EQ(ask(connector, "ads", "search", kEverything).text_of("error"), "context_store_disabled");
  until([&] { return !has_file(connector); }, "the file");
  EXPECT_EQ(ask(connector, "ads", "search", kEverything).text_of("error"), "context_store_disabled");
}

TEST_F(StoresTest, OnlySelectedEntitiesAreRead) {
  const auto connector = create();
  until_ready(connector);
  const std::optional<std::vector<std::string>> selected{{"campaigns", "advertisers"}};
  ASSERT_TRUE(stores_->change(owner_, connector.id, {.enabled = {}, .refresh = {}, .entities = selected}));
  until([&] { return jobs(connector).size() == 2 && !summary(connector).running_job; }, "the run");
  EXPECT_NE(ask(connector, "campaigns", "search", kEverything).find("data"), nullptr);
  EXPECT_EQ(ask(connector, "ads", "search", kEverything).text_of("error"), "context_store_not_ready");
  const auto about = stores_->describe(owner_.scope, connector.id);
  ASSERT_TRUE(about) << about.error().message;
  for (const Json& entity : *about->find("entities")->as_array()) {
    const bool is_selected =
        entity.text_of("entity") == "campaigns" || entity.text_of("entity") == "advertisers";
    EXPECT_EQ(entity.text_of("status"), is_selected ? "ready" : "not_selected") << entity.dump();
  }
}

TEST_F(StoresTest, AStoppedServerGoesOnWhereItStood) {
  tiktok_.hold("/campaign/get/");
  const auto connector = create();
  tiktok_.wait_until_held(1);
  stop();
  tiktok_.release();
  start();
  until_ready(connector);
  const auto all = jobs(connector);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].status, "cancelled");
  EXPECT_EQ(all[0].status, "succeeded");
}

TEST_F(StoresTest, ARunThatTheEndOfTheProcessCutOffIsEnded) {
  const auto connector = create();
  until_ready(connector);
  stop();
  auto database = database::Database::open({.file = options_.data_dir / "platform.db",
                                            .migrations = platform::migrations(),
                                            .before_migration = {}});
  ASSERT_TRUE(database);
  ASSERT_TRUE((*database)->write([](database::Connection& connection) -> Result<void> {
    auto done = connection.run("UPDATE jobs SET status = 'running', finished_at = NULL");
    return done ? connection.run("UPDATE connector_syncs SET next_at = 0") : done;
  }));
  database->reset();
  start();
  until([&] { return jobs(connector).size() == 2; }, "the second run");
  until_ready(connector);
  EXPECT_EQ(jobs(connector)[1].status, "cancelled");
}

TEST_F(StoresTest, OneThatWaitsHoldsNobodyUp) {
  tiktok_.hold("/dmp/custom_audience/list/");
  const auto waiting = create("slow", {1});
  tiktok_.wait_until_held(1);
  tiktok_.hold("/nothing/");
  const auto quick = create("quick", {0});
  until_ready(quick);
  EXPECT_TRUE(summary(waiting).running_job);
  tiktok_.release();
  until_ready(waiting);
}

TEST_F(StoresTest, ACopyOfAnotherUserIsReadAnew) {
  const auto connector = create();
  until_ready(connector);
  auto store = stores_->files().open(connector.id, StoreFiles::Absent::refuse).value();
  ASSERT_TRUE(store->database().write([](database::Connection& connection) {
    return connection.run("UPDATE store_owner SET tiktok_user = 'somebody else'");
  }));
  ASSERT_TRUE(stores_->start_sync(owner_, connector.id, {}));
  until_job(connector, "failed");
  store.reset();
  until([&] { return jobs(connector).size() >= 3 && summary(connector).status == "ready"; }, "the new copy");
}

TEST_F(StoresTest, NoPathLeadsToAnothersRows) {
  const auto mine = create("acme", {0, 1});
  until_ready(mine);
  const std::string foreign = advertiser(1);
  platform::ConnectorChange fence;
  fence.replication = mine.replication;
  fence.replication->advertiser_ids = {{advertiser(0)}};
  // Held, so that the rows of both stay in the store while only one may be read.
  tiktok_.hold("/user/info/");
  ASSERT_TRUE(platform_->connectors().update(owner_, mine.id, fence));
  for (const std::string_view entity :
       {"advertisers", "campaigns", "ad_groups", "ads", "advertisers_reports_daily"}) {
    const Json found = ask(mine, entity, "context_store_search", R"({"query": {}, "limit": 1000})");
    EXPECT_THAT(found.dump(), Not(HasSubstr(foreign))) << entity;
    EXPECT_THAT(found.dump(), HasSubstr(advertiser(0))) << entity;
  }
  const Json sums = ask(mine, "advertisers_reports_daily", "context_store_aggregate",
                        R"({"metrics": ["spend"], "group_by": ["advertiser_id"]})");
  EXPECT_THAT(sums.dump(), Not(HasSubstr(foreign)));
  const Json rows =
      ask(mine, "campaigns", "context_store_sql_query",
          R"({"sql": "SELECT DISTINCT advertiser_id FROM campaigns UNION SELECT advertiser_id FROM ads"})");
  EXPECT_THAT(rows.dump(), Not(HasSubstr(foreign)));
  EXPECT_THAT(rows.dump(), HasSubstr(advertiser(0)));
  const Json named =
      ask(mine, "campaigns", "context_store_search",
          fmt::format(R"({{"query": {{"filter": {{"eq": {{"advertiser_id": "{}"}}}}}}}})", foreign));
  EXPECT_EQ(named.find("data") == nullptr || named.find("data")->as_array()->empty(), true) << named.dump();
  tiktok_.release();
}

TEST_F(StoresTest, AllowListsHoldInSqlAndForParents) {
  const auto connector = create();
  until_ready(connector);
  platform::Principal narrow = owner_;
  narrow.allow.entities = {"ads_reports_daily"};
  EXPECT_EQ(ask(connector, "campaigns", "search", kEverything, narrow).text_of("error"), "forbidden");
  for (const auto& [action, params] : std::vector<std::pair<std::string, std::string>>{
           {"context_store_sql_query", R"({"sql": "SELECT * FROM campaigns"})"},
           {"context_store_aggregate",
            R"({"metrics": ["spend"], "group_by": ["campaign.objective_type"]})"}}) {
    EXPECT_EQ(ask(connector, "ads_reports_daily", action, params, narrow).text_of("error"), "forbidden")
        << action;
    EXPECT_NE(ask(connector, "ads_reports_daily", action, params).find("data"), nullptr) << action;
  }
  for (const auto& [action, params] : std::vector<std::pair<std::string, std::string>>{
           {"context_store_sql_query", R"({"sql": "SELECT count(*) FROM ads_reports_daily"})"},
           {"context_store_aggregate", R"({"metrics": ["spend"]})"}})
    EXPECT_NE(ask(connector, "ads_reports_daily", action, params, narrow).find("data"), nullptr) << action;
}

TEST_F(StoresTest, ManyCustomersAreOneTable) {
  const auto first = create("first", {0});
  const auto second = create("second", {1});
  const auto overlapping = create("second", {1, 0});
  for (const auto& each : {first, second, overlapping}) until_ready(each);
  ASSERT_TRUE(platform_->workspaces().resolve(owner_.scope, {.id = {}, .name = "empty"},
                                              platform::Workspaces::Unknown::create));
  const Json params =
      Json::parse(
          R"({"metrics": ["spend"], "date_range": {"start_date": "2026-11-02", "end_date": "2026-11-20"}})")
          .value();
  const auto table =
      stores_->aggregate(owner_, {.customers = {}, .entity = "advertisers_reports_daily", .params = params});
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_THAT(table->find("meta")->find("missing")->dump(), HasSubstr("empty"));
  const auto spend = [&](const platform::Connector& connector) {
    const Json answer = ask(connector, "advertisers_reports_daily", "context_store_aggregate", params.dump());
    return (*answer.find("data")->as_array())[0].find("spend")->dump();
  };
  const Json::Array& rows = *table->find("data")->as_array();
  const auto row_of = [&](std::string_view customer) {
    std::vector<Json> found;
    for (const Json& row : rows) {
      if (row.text_of("customer") == customer) found.push_back(row);
    }
    return found;
  };
  ASSERT_EQ(row_of("first").size(), 1U) << table->dump();
  EXPECT_EQ(row_of("first")[0].find("spend")->dump(), spend(first));
  EXPECT_NE(row_of("first")[0].text_of("as_of"), "");
  EXPECT_EQ(row_of("first")[0].find("finality")->text_of("spend"), "final");
  ASSERT_GE(row_of("second").size(), 1U);

  const auto one = stores_->aggregate(
      owner_, {.customers = {{"first"}}, .entity = "advertisers_reports_daily", .params = params});
  ASSERT_TRUE(one);
  EXPECT_EQ(one->find("data")->as_array()->size(), 1U);
  const auto unknown = stores_->aggregate(
      owner_, {.customers = {{"nobody"}}, .entity = "advertisers_reports_daily", .params = params});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().type, ErrorType::workspace_not_found);
  platform::Principal scoped = owner_;
  scoped.kind = platform::TokenKind::scoped;
  scoped.scope.workspace_id = first.workspace_id;
  const auto refused =
      stores_->aggregate(scoped, {.customers = {}, .entity = "advertisers_reports_daily", .params = params});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, ErrorType::forbidden);
}

TEST_F(StoresTest, ALateCopyIsTheConnectorsState) {
  const auto connector = create();
  until_ready(connector);
  tiktok_.hold("/user/info/");
  clock_->advance(100min);
  until([&] { return now_is(connector).state == ConnectorState::sync_late; }, "late");
  tiktok_.release();
  until([&] { return now_is(connector).state == ConnectorState::ok; }, "in time again");
}

}  // namespace
}  // namespace tiktok_marketing::stores
