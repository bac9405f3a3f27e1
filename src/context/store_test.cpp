#include "context/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "context/schema.hpp"
#include "context/test_store.hpp"

namespace tiktok_marketing::context {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string campaign(int id, std::string_view name, std::string_view more = "") {
  return fmt::format(R"({{"campaign_id":"{}","campaign_name":"{}"{}}})", id, name, more);
}

std::string report_row(int campaign, std::string_view date, std::string_view spend) {
  return fmt::format(R"({{"campaign_id":"{}","stat_time_day":"{} 00:00:00","spend":"{}"}})", campaign, date,
                     spend);
}

TEST(Store, KeepsRowsTheirRecordsAndWhenTheyWereSeen) {
  TestStore test;
  const auto first = test.list("campaigns", "7", {campaign(1, "a"), campaign(2, "b")});
  EXPECT_EQ(first.inserted, 2);
  EXPECT_EQ(
      test.rows("SELECT campaign_id, campaign_name, advertiser_id, deleted_at FROM campaigns ORDER BY 1"),
      "1|a|7|null\n2|b|7|null");
  EXPECT_EQ(test.rows("SELECT record FROM campaigns_raw ORDER BY id"),
            campaign(1, "a") + "\n" + campaign(2, "b"));
  const auto second = test.list("campaigns", "7", {campaign(2, "b"), campaign(1, "new"), campaign(3, "c")},
                                "2026-09-15T08:00:00Z");
  EXPECT_EQ(second.inserted, 1);
  EXPECT_EQ(second.changed, 1);
  EXPECT_EQ(second.unchanged, 1);
  EXPECT_EQ(second.deleted, 0);
  EXPECT_EQ(test.rows("SELECT c.campaign_name, s.first_seen/86400000, s.last_seen FROM campaigns c JOIN "
                      "campaigns_seen s ON s.id = c.id ORDER BY c.campaign_id"),
            "new|20710|2\nb|20710|2\nc|20711|2");
  EXPECT_EQ(test.rows("SELECT record FROM campaigns_raw WHERE id = 1"), campaign(1, "new"));
  EXPECT_EQ(test.store->stream({"campaigns", "7"})->rows, 3);
}

TEST(Store, MarksWhatIsNoLongerListedAndTakesItBack) {
  TestStore test;
  test.list("campaigns", "7", {campaign(1, "a"), campaign(2, "b")});
  test.list("campaigns", "8", {campaign(5, "other")});
  const auto gone = test.list("campaigns", "7", {campaign(1, "a")}, "2026-09-15T08:00:00Z");
  EXPECT_EQ(gone.deleted, 1);
  const std::string_view all = "SELECT campaign_id, deleted_at FROM campaigns ORDER BY 1";
  EXPECT_EQ(test.rows(all), "1|null\n2|2026-09-15 08:00:00\n5|null");
  EXPECT_EQ(test.store->stream({"campaigns", "7"})->rows, 1);
  EXPECT_EQ(test.list("campaigns", "7", {campaign(1, "a")}, "2026-09-16T08:00:00Z").deleted, 0)
      << "it is deleted already";
  EXPECT_EQ(test.rows(all), "1|null\n2|2026-09-15 08:00:00\n5|null");
  const auto back = test.list("campaigns", "7", {campaign(1, "a"), campaign(2, "b")});
  EXPECT_EQ(back.changed, 1);
  EXPECT_EQ(back.unchanged, 1);
  EXPECT_EQ(test.rows(all), "1|null\n2|null\n5|null");
  EXPECT_EQ(test.store->stream({"campaigns", "7"})->rows, 2);
}

TEST(Store, AnUnfinishedListingDeletesNothing) {
  TestStore test;
  test.list("campaigns", "7", {campaign(1, "a"), campaign(2, "b")});
  const auto run = test.store->begin_run("test", at("2026-09-15T08:00:00Z")).value();
  const StreamKey stream{"campaigns", "7"};
  test.commit({.stream = stream,
               .pages = {page_of({campaign(1, "a")})},
               .run = run,
               .read_at = at("2026-09-15T08:00:00Z")});
  EXPECT_EQ(test.rows("SELECT count(*) FROM campaigns WHERE deleted_at IS NULL"), "2");
  EXPECT_EQ(test.store->stream(stream)->listed_at, at("2026-09-14T08:00:00Z"));
  test.commit({.stream = stream, .run = run, .read_at = at("2026-09-15T08:00:09Z"), .listing_done = true});
  EXPECT_EQ(test.rows("SELECT count(*) FROM campaigns WHERE deleted_at IS NULL"), "1");
  EXPECT_EQ(test.store->stream(stream)->listed_at, at("2026-09-15T08:00:00Z")) << "when the listing began";
  EXPECT_EQ(test.store->stream(stream)->updated_at, at("2026-09-15T08:00:09Z"));
}

TEST(Store, TheSameAudienceOfTwoAdvertisersIsTwoRows) {
  TestStore test;
  const std::string shared = R"({"audience_id":"9","name":"shared"})";
  test.list("audiences", "7", {shared});
  test.list("audiences", "8", {shared});
  EXPECT_EQ(test.rows("SELECT audience_id, advertiser_id FROM audiences ORDER BY 2"), "9|7\n9|8");
}

TEST(Store, AFinishedWindowReplacesItsDays) {
  TestStore test;
  const std::string entity = "campaigns_reports_daily";
  test.window(entity, "7", "2026-09-01", "2026-09-03",
              {report_row(1, "2026-09-01", "1.00"), report_row(1, "2026-09-03", "3.00"),
               report_row(2, "2026-09-03", "4.00")});
  test.window(entity, "8", "2026-09-01", "2026-09-03", {report_row(8, "2026-09-03", "8.00")});
  const auto again = test.window(entity, "7", "2026-09-03", "2026-09-04",
                                 {report_row(1, "2026-09-03", "3.50")}, "2026-09-15T08:00:00Z");
  EXPECT_EQ(again.deleted, 1) << "the row of campaign 2 vanished";
  EXPECT_EQ(again.changed, 1);
  EXPECT_EQ(test.rows("SELECT campaign_id, stat_time_day, spend, spend_micros FROM campaigns_reports_daily "
                      "ORDER BY 1, 2"),
            "1|2026-09-01 00:00:00|1.00|1000000\n1|2026-09-03 00:00:00|3.50|3500000\n"
            "8|2026-09-03 00:00:00|8.00|8000000");
  EXPECT_EQ(test.rows("SELECT count(*) FROM campaigns_reports_daily_raw"), "3");
  EXPECT_EQ(test.rows("SELECT count(*) FROM campaigns_reports_daily_seen"), "3");
  const auto status = test.store->stream({entity, "7"}).value();
  EXPECT_EQ(status.rows, 2);
  ASSERT_EQ(status.covered.size(), 1U);
  EXPECT_EQ(status.covered[0].first, day("2026-09-01"));
  EXPECT_EQ(status.covered[0].last, day("2026-09-04"));
  EXPECT_EQ(status.covered[0].read_at, at("2026-09-14T08:00:00Z")) << "the oldest reading";
  ASSERT_EQ(status.readings.size(), 2U);
  EXPECT_EQ(status.readings[0].last, day("2026-09-02"));
  EXPECT_EQ(status.readings[1].read_at, at("2026-09-15T08:00:00Z"));
}

TEST(Store, ManyVanishedRowsAreAllDeleted) {
  TestStore test;
  std::vector<std::string> rows;
  for (int i = 0; i < 2'500; ++i) rows.push_back(report_row(i, "2026-09-01", "1"));
  test.window("campaigns_reports_daily", "7", "2026-09-01", "2026-09-01", rows);
  EXPECT_EQ(test.window("campaigns_reports_daily", "7", "2026-09-01", "2026-09-01", {}).deleted, 2'500);
  EXPECT_EQ(test.rows("SELECT count(*) FROM campaigns_reports_daily_raw"), "0");
  std::vector<std::string> objects;
  for (int i = 0; i < 2'500; ++i) objects.push_back(campaign(i, "x"));
  test.list("campaigns", "7", objects);
  EXPECT_EQ(test.list("campaigns", "7", {}).deleted, 2'500);
  EXPECT_EQ(test.store->stream({"campaigns", "7"})->rows, 0);
}

TEST(Store, RowsAndStateAreOneTransaction) {
  TestStore test;
  // The limit is the writer's own: the disk is full in the middle of a commit.
  ASSERT_TRUE(test.store->database().write(
      [](database::Connection& connection) { return connection.run("PRAGMA max_page_count = 200"); }));
  std::vector<std::string> rows;
  for (int i = 0; i < 5'000; ++i) rows.push_back(report_row(i, "2026-09-01", "1"));
  const auto failed = test.store->commit({.stream = {"campaigns_reports_daily", "7"},
                                          .pages = {page_of(rows)},
                                          .run = 1,
                                          .read_at = at("2026-09-14T08:00:00Z"),
                                          .window_done = std::pair(day("2026-09-01"), day("2026-09-01"))});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().type, ErrorType::storage_unavailable);
  EXPECT_EQ(test.rows("SELECT count(*) FROM campaigns_reports_daily"), "0");
  EXPECT_TRUE(test.store->streams()->empty());
  EXPECT_EQ(test.rows("SELECT count(*) FROM store_coverage"), "0");
}

TEST(Store, RowsThatSayNotWhatTheyAreAboutAreCounted) {
  TestStore test;
  const auto count = test.list("campaigns", "7", {R"({"campaign_name":"nobody"})", campaign(1, "a")});
  EXPECT_EQ(count.without_key, 1);
  EXPECT_EQ(count.inserted, 1);
  const auto unknown = test.store->commit({.stream = {"campaing", "7"}});
  EXPECT_EQ(unknown.error().type, ErrorType::unknown_entity);
}

TEST(Store, BelongsToOneUserAndApp) {
  TestStore test;
  EXPECT_EQ(test.store->owner().value(), std::nullopt);
  ASSERT_TRUE(test.store->claim({}));
  ASSERT_TRUE(test.store->claim({.tiktok_user = "u1"}));
  ASSERT_TRUE(test.store->claim({.app_id = "a1"}));
  ASSERT_TRUE(test.store->claim({.tiktok_user = "u1", .app_id = "a1"}));
  EXPECT_EQ(test.store->owner().value()->tiktok_user, "u1");
  for (const Owner& other : {Owner{.tiktok_user = "u2"}, Owner{.app_id = "a2"}, Owner{.simulated = true}}) {
    const auto refused = test.open()->claim(other);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().type, ErrorType::conflict);
    EXPECT_THAT(refused.error().hint, HasSubstr("--store"));
  }
}

TEST(Store, RemembersAdvertisersRunsStatesAndNotes) {
  TestStore test;
  const AdvertiserInfo info{.id = "7",
                            .name = "Shop",
                            .currency = "EUR",
                            .time_zone = "Europe/Berlin",
                            .created = day("2024-02-01"),
                            .conversion_days = 28};
  ASSERT_TRUE(test.store->put_advertisers({info, {.id = "8"}}));
  ASSERT_TRUE(test.store->put_advertisers({{.id = "8", .name = "Later"}}));
  const auto known = test.store->advertisers().value();
  ASSERT_EQ(known.size(), 2U);
  EXPECT_EQ(known[0].created, info.created);
  EXPECT_EQ(known[0].conversion_days, 28);
  EXPECT_EQ(known[1].name, "Later");
  EXPECT_EQ(known[1].created, std::nullopt);

  const auto first = test.store->begin_run("full", at("2026-09-14T08:00:00Z")).value();
  const auto second = test.store->begin_run("hourly", at("2026-09-14T09:00:00Z")).value();
  EXPECT_LT(first, second);
  Json details;
  details.set("rows", 5);
  ASSERT_TRUE(test.store->end_run(first, "succeeded", details, at("2026-09-14T08:10:00Z")));
  const auto runs = test.store->runs(10, 0).value();
  EXPECT_EQ(
      runs.dump(),
      R"([{"id":2,"kind":"hourly","status":"running","started_at":"2026-09-14T09:00:00Z",)"
      R"("finished_at":null,"details":{}},{"id":1,"kind":"full","status":"succeeded",)"
      R"("started_at":"2026-09-14T08:00:00Z","finished_at":"2026-09-14T08:10:00Z","details":{"rows":5}}])");
  EXPECT_EQ(test.store->runs(10, second)->as_array()->size(), 1U);
  EXPECT_EQ(test.store->runs(1, 0)->as_array()->size(), 1U);

  const StreamKey stream{"ads", "7"};
  EXPECT_EQ(test.store->stream(stream)->state, StreamState::pending);
  ASSERT_TRUE(test.store->set_state(stream, StreamState::reading, "", day("2026-01-01")));
  ASSERT_TRUE(test.store->set_state(stream, StreamState::not_granted, "no permission", std::nullopt));
  EXPECT_EQ(test.store->stream(stream)->state, StreamState::not_granted);
  EXPECT_EQ(test.store->stream(stream)->reason, "no permission");
  EXPECT_EQ(test.store->stream(stream)->wanted_from, day("2026-01-01"));
  for (const auto state :
       {StreamState::pending, StreamState::reading, StreamState::ready, StreamState::failed}) {
    ASSERT_TRUE(test.store->set_state(stream, state, "", std::nullopt));
    EXPECT_EQ(test.store->stream(stream)->state, state);
  }

  EXPECT_EQ(test.store->note("x").value(), std::nullopt);
  ASSERT_TRUE(test.store->put_note("x", details));
  EXPECT_EQ(test.store->note("x").value(), details);
  ASSERT_TRUE(test.store->put_note("x", Json(1)));
  EXPECT_EQ(test.open()->note("x").value(), Json(1));
}

TEST(Store, RemembersRefusedMetrics) {
  TestStore test;
  const StreamKey stream{"ads_reports_daily", "7"};
  test.commit({.stream = stream,
               .run = 1,
               .read_at = at("2026-09-14T08:00:00Z"),
               .refused_metrics = {"result", "complete_payment"}});
  test.commit(
      {.stream = stream, .run = 1, .read_at = at("2026-09-14T08:00:00Z"), .refused_metrics = {"result"}});
  EXPECT_THAT(test.store->stream(stream)->missing_metrics, ElementsAre("complete_payment", "result"));
}

TEST(Store, ClearForgetsAnEntityAndNothingElse) {
  TestStore test;
  test.list("campaigns", "7", {campaign(1, "a")});
  test.window("campaigns_reports_daily", "7", "2026-09-01", "2026-09-01", {report_row(1, "2026-09-01", "1")});
  ASSERT_TRUE(test.store->clear({"campaigns_reports_daily"}));
  EXPECT_EQ(test.rows("SELECT count(*) FROM campaigns_reports_daily"), "0");
  EXPECT_EQ(test.rows("SELECT count(*) FROM campaigns_reports_daily_raw"), "0");
  EXPECT_TRUE(test.store->stream({"campaigns_reports_daily", "7"})->covered.empty());
  EXPECT_EQ(test.store->streams()->size(), 1U);
  EXPECT_EQ(test.rows("SELECT count(*) FROM campaigns"), "1");
  EXPECT_EQ(test.store->clear({"nothing"}).error().type, ErrorType::unknown_entity);
}

// A catalog of an earlier day: without a column, with another kind of one.
TableLayout older(std::string_view entity) {
  TableLayout table = *find_layout(entity);
  std::erase_if(table.columns, [](const ColumnLayout& column) { return column.name == "modify_time"; });
  for (auto& column : table.columns) {
    if (column.name == "budget") column = {.name = "budget", .kind = ColumnKind::text, .searched = true};
  }
  return table;
}

TEST(Store, AnOlderCatalogsTablesAreBroughtForward) {
  const database::TestFolder folder;
  const TableLayout before = older("campaigns");
  {
    auto database =
        database::Database::open({.file = folder / "store.db", .migrations = migrations()}).value();
    ASSERT_TRUE(bring_forward(*database, std::span(&before, 1), {}));
    ASSERT_TRUE(database->write([](database::Connection& connection) {
      return connection.run(
          R"(INSERT INTO campaigns (id, campaign_id, advertiser_id, budget, deleted_at) VALUES
               (1, 5, 7, '50.5', NULL), (2, 6, 7, '1', '2026-01-01 00:00:00');
             INSERT INTO campaigns_raw VALUES
               (1, '{"campaign_id":"5","budget":50.5,"modify_time":"2026-09-01 01:02:03"}'),
               (2, '{"campaign_id":"6","budget":1}');
             INSERT INTO campaigns_seen VALUES (1, 1000, 1), (2, 1000, 1))");
    }));
  }
  auto store = Store::open({.file = folder / "store.db", .backups = folder / "backups"}).value();
  const auto read = store->database().read([](database::Connection& connection) -> Result<std::string> {
    auto query = connection.prepare(
        "SELECT group_concat(campaign_id || ' ' || budget || ' ' || budget_micros || ' ' || "
        "ifnull(modify_time, '-') || ' ' || ifnull(deleted_at, '-'), '; ') FROM campaigns");
    if (auto row = query->step(); !row) return std::move(row).error();
    return std::string(query->text(0));
  });
  EXPECT_EQ(read.value(), "5 50.5 50500000 2026-09-01 01:02:03 -; 6 1 1000000 - 2026-01-01 00:00:00");
  int copies = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder / "backups")) {
    copies += file.path().extension() == ".db" ? 1 : 0;
  }
  EXPECT_EQ(copies, 1);
}

TEST(Store, RowsWithAnotherIdentityAreReadAnew) {
  const database::TestFolder folder;
  TableLayout before = *find_layout("campaigns");
  before.key = {before.advertiser};
  {
    auto database =
        database::Database::open({.file = folder / "store.db", .migrations = migrations()}).value();
    ASSERT_TRUE(bring_forward(*database, std::span(&before, 1), {}));
    ASSERT_TRUE(database->write([](database::Connection& connection) {
      return connection.run(
          "INSERT INTO campaigns (id, campaign_id, advertiser_id) VALUES (1, 5, 7);"
          "INSERT INTO store_streams (entity, advertiser_id, state) VALUES "
          "('campaigns', '7', 'ready'), ('ads', '7', 'ready')");
    }));
  }
  auto store = Store::open({.file = folder / "store.db"}).value();
  const auto streams = store->streams().value();
  ASSERT_EQ(streams.size(), 1U) << "this table must be listed again";
  EXPECT_EQ(streams[0].stream.entity, "ads");
}

TEST(Store, ANewerProgramsFileIsRefused) {
  const database::TestFolder folder;
  {
    auto connection = database::Connection::open({.path = (folder / "store.db").string()}).value();
    ASSERT_TRUE(connection->run("PRAGMA user_version = 99"));
  }
  const auto refused = Store::open({.file = folder / "store.db"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, ErrorType::value_error);
}

}  // namespace
}  // namespace tiktok_marketing::context
