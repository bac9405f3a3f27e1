#include "context/search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include <fmt/format.h>

#include "context/test_store.hpp"

namespace tiktok_marketing::context {
namespace {

using testing::HasSubstr;

constexpr std::string_view kReports = "campaigns_reports_daily";

struct Asked {
  explicit Asked(std::string_view when = "2026-09-14T12:00:00Z") : asker{.now = at(when)} {}

  Result<Json> ask(std::string_view entity, std::string_view params) {
    auto answer = search(*test.store, *find_layout(entity), params, asker);
    if (!answer) return std::move(answer).error();
    last = *std::move(answer);
    return Json::parse(last.document);
  }
  std::string data(std::string_view entity, std::string_view params) {
    const auto document = ask(entity, params);
    return document ? document->find("data")->dump() : document.error().message;
  }
  std::string meta(std::string_view entity, std::string_view params, std::string_view name) {
    const auto document = ask(entity, params);
    if (!document) return document.error().message;
    const Json* found = document->find("meta")->find(name);
    return found != nullptr ? found->dump() : "absent";
  }
  void know(std::vector<AdvertiserInfo> advertisers) const {
    ASSERT_TRUE(test.store->put_advertisers(advertisers));
  }

  TestStore test;
  Asker asker;
  Answer last;
};

std::string report_row(std::string_view campaign, std::string_view date, std::string_view spend) {
  return fmt::format(R"({{"campaign_id":"{}","stat_time_day":"{} 00:00:00","spend":"{}"}})", campaign, date,
                     spend);
}

// The JSON types the typed clients validate: a number in a text field makes them raise.
TEST(Search, RowsHaveTheTypesOfTheContract) {
  Asked asked;
  asked.test.list(
      "campaigns", "7",
      {R"({"campaign_id":"7000000000000000001","campaign_name":"A \"b\"","budget":50.00,)"
       R"("roas_bid":0,"is_new_structure":true,"create_time":"2026-09-01 10:00:00","rta_id":"5"})"});
  EXPECT_EQ(
      asked.data("campaigns", "{}"),
      R"([{"advertiser_id":"7","app_promotion_type":null,"bid_type":null,"budget":50.00,"budget_mode":null,)"
      R"("budget_optimize_on":null,"campaign_id":"7000000000000000001","campaign_name":"A \"b\"",)"
      R"("campaign_type":null,"create_time":"2026-09-01 10:00:00","deep_bid_type":null,)"
      R"("is_new_structure":true,"is_search_campaign":null,"is_smart_performance_campaign":null,)"
      R"("modify_time":null,"objective":null,"objective_type":null,"operation_status":null,)"
      R"("optimization_goal":null,"rf_campaign_type":null,"roas_bid":0,"secondary_status":null,)"
      R"("split_test_variable":null}])");
  asked.test.window(
      "ads_reports_daily", "7", "2026-09-01", "2026-09-14",
      {R"({"ad_id":"1","stat_time_day":"2026-09-01 00:00:00","spend":"48.20","impressions":"1000",)"
       R"("likes":"7","average_video_play":"3.10","ctr":null,"reach":"<5","campaign_id":"12",)"
       R"("real_time_app_install_cost":"0.00","ad_name":"x"})"});
  EXPECT_EQ(
      asked.data("ads_reports_daily",
                 R"({"fields":["ad_id","stat_time_day","spend","impressions","likes","average_video_play",)"
                 R"("ctr","reach","campaign_id","real_time_app_install_cost","advertiser_id","clicks"]})"),
      R"([{"ad_id":"1","stat_time_day":"2026-09-01 00:00:00","spend":"48.20","impressions":"1000","likes":7,)"
      R"("average_video_play":3.10,"ctr":null,"reach":"<5","campaign_id":"12",)"
      R"("real_time_app_install_cost":0.00,"advertiser_id":"7","clicks":null}])");
  asked.test.list("audiences", "7", {R"({"audience_id":"123","cover_num":5000,"is_valid":true,"name":"n"})"});
  EXPECT_EQ(asked.data("audiences", R"({"fields":["audience_id","cover_num","is_valid"]})"),
            R"([{"audience_id":"123","cover_num":5000,"is_valid":true}])");
  asked.test.list("creative_assets_videos", "7",
                  {R"({"video_id":"v1","duration":15.20,"size":999,"create_time":"2026-09-01T10:00:00Z"})"});
  EXPECT_EQ(
      asked.data("creative_assets_videos", R"({"fields":["video_id","duration","size","create_time"]})"),
      R"([{"video_id":"v1","duration":15.20,"size":999,"create_time":"2026-09-01T10:00:00Z"}])")
      << "shown as it came, compared in the one form";
  EXPECT_NE(asked.data("creative_assets_videos",
                       R"({"query":{"filter":{"eq":{"create_time":"2026-09-01 10:00:00"}}}})"),
            "[]");
}

TEST(Search, EveryDeclaredSearchFieldComesWithItsType) {
  Asked asked;
  for (const TableLayout& table : layouts()) {
    Json record;
    for (const auto& column : table.columns) {
      switch (column.kind) {
        case ColumnKind::boolean:
          record.set(column.name, true);
          break;
        case ColumnKind::integer:
        case ColumnKind::number:
          record.set(column.name, 5);
          break;
        case ColumnKind::time:
          record.set(column.name, "2026-09-01 00:00:00");
          break;
        default:
          record.set(column.name, "5");
      }
    }
    if (table.is_report()) {
      asked.test.window(table.name, "5", "2026-09-01", "2026-09-14", {record.dump()});
    } else {
      asked.test.list(table.name, "5", {record.dump()});
    }
    const auto document = asked.ask(table.name, "{}");
    ASSERT_TRUE(document) << table.name << document.error().message;
    const Json& row = document->find("data")->as_array()->front();
    for (const auto& field : table.entity->search_fields) {
      const Json* value = row.find(field.name);
      ASSERT_NE(value, nullptr) << field.name;
      const bool id = table.find(field.name)->is_id;
      const auto where = fmt::format("{}.{}", table.name, field.name);
      const bool number =
          field.type == catalog::Type::number || (field.type == catalog::Type::integer && !id);
      EXPECT_EQ(value->as_bool() != nullptr, field.type == catalog::Type::boolean) << where;
      EXPECT_EQ(value->as_number() != nullptr, number) << where;
      EXPECT_EQ(value->as_string() != nullptr, id || field.type == catalog::Type::string) << where;
    }
    EXPECT_EQ(row.text_of("advertiser_id"), "5");
  }
}

TEST(Search, FieldsReachIntoListsAndObjects) {
  Asked asked;
  asked.test.list(
      "ads", "7",
      {R"({"ad_id":"1","image_ids":["a","b"],"carousel_image_labels":{"x":{"y":1,"z":2},"w":3}})"});
  EXPECT_EQ(asked.data("ads", R"({"fields":["ad_id","image_ids"]})"),
            R"([{"ad_id":"1","image_ids":["a","b"]}])");
  EXPECT_EQ(asked.data("ads", R"({"fields":["carousel_image_labels.x.y",["ad_id"]]})"),
            R"([{"ad_id":"1","carousel_image_labels":{"x":{"y":1}}}])");
  EXPECT_EQ(asked.data("ads",
                       R"({"fields":["image_ids"],"query":{"filter":{"array_contains":{"image_ids":"b"}}}})"),
            R"([{"image_ids":["a","b"]}])");
  EXPECT_EQ(asked.data("ads", R"({"fields":["landing_page_urls"]})"), "[{}]");
}

TEST(Search, MetaSaysWhatThereIs) {
  Asked asked;
  asked.know({{.id = "7",
               .name = "Shop",
               .currency = "EUR",
               .time_zone = "Europe/Berlin",
               .created = day("2026-08-01"),
               .conversion_days = 7}});
  asked.test.window(std::string(kReports), "7", "2026-08-20", "2026-09-14",
                    {report_row("1", "2026-09-10", "5")});
  const auto document = asked.ask(kReports, R"({"limit":5})").value();
  Json meta = *document.find("meta");
  EXPECT_TRUE(meta.find("took_ms")->as_int());
  meta.set("took_ms", 0);
  EXPECT_EQ(meta.dump(), R"({"has_more":false,"cursor":null,"took_ms":0,"limit":5,"source":"context_store",)"
                         R"("as_of":"2026-09-14T08:00:00Z",)"
                         R"("coverage":{"oldest_complete":"2026-08-20","newest_complete":"2026-09-13"},)"
                         R"("finality":{"moving_from":{"delivery":"2026-09-11","conversion":"2026-09-07"},)"
                         R"("partial_from":"2026-09-14"},)"
                         R"("time_zone":"Europe/Berlin","currency":"EUR","complete":true,"missing":[]})");
  EXPECT_EQ(asked.last.meta.data_as_of, "2026-09-14T08:00:00Z");
  EXPECT_TRUE(asked.last.meta.complete);
}

TEST(Search, WhatIsNotReadIsNamed) {
  Asked asked;
  asked.know(
      {{.id = "7", .time_zone = "UTC", .created = day("2026-08-01")}, {.id = "8", .time_zone = "UTC"}});
  const std::string entity(kReports);
  asked.test.window(entity, "7", "2026-09-01", "2026-09-05", {report_row("1", "2026-09-02", "5")});
  asked.test.window(entity, "7", "2026-09-09", "2026-09-14", {});
  ASSERT_TRUE(asked.test.store->set_state({entity, "8"}, StreamState::not_granted, "no such permission", {}));
  EXPECT_EQ(asked.meta(kReports, R"({"query":{"filter":{"gte":{"stat_time_day":"2026-07-01"}}}})", "missing"),
            R"([{"what":"range","id":"2026-08-01..2026-08-31","reason":"advertiser 7: not read yet"},)"
            R"({"what":"range","id":"2026-09-06..2026-09-08","reason":"advertiser 7: not read yet"},)"
            R"({"what":"advertiser","id":"8","reason":"no such permission"}])");
  EXPECT_FALSE(asked.last.meta.complete);
  const std::string_view only7 = R"("eq":{"advertiser_id":"7"})";
  EXPECT_EQ(asked.meta(kReports,
                       fmt::format(R"({{"query":{{"filter":{{{},"lte":{{"stat_time_day":"2026-09-04"}},)"
                                   R"("gt":{{"stat_time_day":"2026-09-01"}}}}}}}})",
                                   only7),
                       "missing"),
            "[]")
      << "only what was asked for can be missing";
  EXPECT_EQ(asked.meta(kReports,
                       fmt::format(R"({{"query":{{"filter":{{{},"gt":{{"stat_time_day":"2027-01-01"}}}}}}}})",
                                   only7),
                       "complete"),
            "true")
      << "the future is empty, not missing";
}

TEST(Search, WhatTouchesNothingReadIsAnError) {
  Asked asked;
  const auto refused = [&](std::string_view entity, std::string_view params) {
    const auto document = asked.ask(entity, params);
    EXPECT_FALSE(document) << params;
    if (document) return Error{};
    EXPECT_EQ(document.error().type, ErrorType::context_store_not_ready);
    EXPECT_FALSE(document.error().hint.empty());
    return document.error();
  };
  EXPECT_THAT(refused("campaigns", "{}").message, HasSubstr("Nothing has been synced"));
  asked.know({{.id = "7", .time_zone = "UTC"}, {.id = "8", .time_zone = "UTC"}});
  EXPECT_THAT(refused("campaigns", "{}").message, HasSubstr("not read yet"));
  asked.test.list("campaigns", "7", {R"({"campaign_id":"1"})"});
  EXPECT_EQ(asked.meta("campaigns", "{}", "missing"),
            R"([{"what":"advertiser","id":"8","reason":"not read yet"}])");
  EXPECT_THAT(refused("campaigns", R"({"query":{"filter":{"eq":{"advertiser_id":"8"}}}})").message,
              HasSubstr("8"));
  EXPECT_THAT(refused("campaigns", R"({"query":{"filter":{"in":{"advertiser_id":["8","999"]}}}})").message,
              HasSubstr("1 more"));
  ASSERT_TRUE(asked.test.store->set_state({"ads", "7"}, StreamState::not_granted, "scope is missing", {}));
  ASSERT_TRUE(asked.test.store->set_state({"ads", "8"}, StreamState::not_granted, "scope is missing", {}));
  const Error denied = refused("ads", "{}");
  EXPECT_THAT(denied.message, HasSubstr("scope is missing"));
  EXPECT_FALSE(denied.retryable);
  asked.test.window(std::string(kReports), "7", "2026-09-01", "2026-09-05", {});
  EXPECT_THAT(refused(kReports, R"({"query":{"filter":{"eq":{"stat_time_day":"2026-09-06"}}}})").message,
              HasSubstr("not read yet"));
  EXPECT_EQ(asked.data(kReports, R"({"query":{"filter":{"eq":{"stat_time_day":"2026-09-05"}}}})"), "[]")
      << "read, and empty";
}

TEST(Search, AListingThatIsUnderWaySaysSo) {
  Asked asked;
  asked.test.commit({.stream = {"campaigns", "7"},
                     .pages = {page_of({R"({"campaign_id":"1"})"})},
                     .run = 1,
                     .read_at = at("2026-09-14T08:00:00Z")});
  EXPECT_THAT(asked.meta("campaigns", "{}", "missing"), HasSubstr("first listing"));
  EXPECT_EQ(asked.meta("campaigns", "{}", "coverage"), R"({"complete_listing_at":null})");
  asked.test.list("campaigns", "7", {R"({"campaign_id":"1"})"});
  EXPECT_EQ(asked.meta("campaigns", "{}", "coverage"), R"({"complete_listing_at":"2026-09-14T08:00:00Z"})");
}

TEST(Search, SaysWhatSeveralAccountsDoNotShare) {
  Asked asked;
  asked.know({{.id = "7", .currency = "EUR", .time_zone = "UTC"},
              {.id = "8", .currency = "USD", .time_zone = "UTC"}});
  for (const auto* id : {"7", "8"}) asked.test.list("campaigns", id, {R"({"campaign_id":"1"})"});
  EXPECT_EQ(asked.meta("campaigns", "{}", "time_zone"), R"("UTC")");
  EXPECT_EQ(asked.meta("campaigns", "{}", "currency"), "null");
  EXPECT_EQ(asked.meta("campaigns", "{}", "currencies"), R"(["EUR","USD"])");
}

TEST(Search, SaysWhereTheOrderComparesAmountsOfSeveralCurrencies) {
  Asked asked;
  asked.know({{.id = "7", .currency = "JPY"}, {.id = "8", .currency = "EUR"}});
  for (const auto* id : {"7", "8"})
    asked.test.list("campaigns", id, {R"({"campaign_id":"1","budget":5000})"});
  EXPECT_EQ(asked.meta("campaigns", R"({"query":{"sort":[{"budget":"desc"}]}})", "warnings"),
            R"(["The rows are in the order of budget, whose amounts are of different currencies (EUR, JPY): )"
            R"(ask for one advertiser_id to compare them."])");
  EXPECT_EQ(asked.last.meta.warnings.size(), 1U);
  EXPECT_EQ(asked.meta("campaigns", R"({"query":{"sort":[{"campaign_name":"asc"}]}})", "warnings"), "absent");
  EXPECT_EQ(asked.meta("campaigns",
                       R"({"query":{"filter":{"eq":{"advertiser_id":"7"}},"sort":[{"budget":"desc"}]}})",
                       "warnings"),
            "absent");
}

TEST(Search, TellsRefusedMetricsExcludedSpendAndSimulation) {
  Asked asked;
  const std::string entity(kReports);
  asked.test.commit({.stream = {entity, "7"},
                     .run = 1,
                     .read_at = at("2026-09-14T08:00:00Z"),
                     .window_done = std::pair(day("2026-09-01"), day("2026-09-14")),
                     .refused_metrics = {"result"}});
  ASSERT_TRUE(
      asked.test.store->put_note("excludes", Json::parse(R"({"7":{"gmv_max":true,"campaigns":2}})").value()));
  EXPECT_EQ(asked.meta(kReports, "{}", "missing_metrics"), R"(["result"])");
  EXPECT_EQ(asked.meta(kReports, "{}", "excludes"), R"({"7":{"gmv_max":true,"campaigns":2}})");
  EXPECT_EQ(asked.meta(kReports, "{}", "simulated"), "absent");
  ASSERT_TRUE(asked.test.store->claim({.simulated = true}));
  EXPECT_EQ(asked.meta(kReports, "{}", "simulated"), "true");
  EXPECT_TRUE(asked.last.meta.simulated);
}

TEST(Search, DeletedObjectsShowOnlyWhenAskedFor) {
  Asked asked;
  asked.test.list("campaigns", "7", {R"({"campaign_id":"1"})", R"({"campaign_id":"2"})"});
  asked.test.list("campaigns", "7", {R"({"campaign_id":"1"})"}, "2026-09-14T09:00:00Z");
  EXPECT_EQ(asked.data("campaigns", R"({"fields":["campaign_id"]})"), R"([{"campaign_id":"1"}])");
  EXPECT_EQ(
      asked.data("campaigns", R"({"fields":["campaign_id","deleted_at"],"include_deleted":true})"),
      R"([{"campaign_id":"1","deleted_at":null},{"campaign_id":"2","deleted_at":"2026-09-14 09:00:00"}])");
  EXPECT_EQ(
      asked.data("campaigns",
                 R"({"fields":["campaign_id"],"query":{"filter":{"gte":{"deleted_at":"2026-09-14"}}}})"),
      R"([{"campaign_id":"2"}])");
  EXPECT_EQ(asked.meta("campaigns", "{}", "include_deleted"), "false");
  // Rows of reports are replaced, never marked.
  asked.test.window(std::string(kReports), "7", "2026-09-13", "2026-09-13",
                    {report_row("1", "2026-09-13", "1.00")});
  EXPECT_TRUE(asked.ask(kReports, R"({"include_deleted":true})"));
}

TEST(Search, ASortedPageOfManyCampaignsIsRight) {
  Asked asked;
  asked.test.list("campaigns", "7",
                  {R"({"campaign_id":"1","budget":9})", R"({"campaign_id":"2","budget":100})",
                   R"({"campaign_id":"3"})", R"({"campaign_id":"4","budget":20.5})"});
  const std::string_view top =
      R"({"fields":["campaign_id","budget"],"limit":2,"query":{"sort":[{"budget":"desc"}]})";
  EXPECT_EQ(asked.data("campaigns", fmt::format("{}}}", top)),
            R"([{"campaign_id":"2","budget":100},{"campaign_id":"4","budget":20.5}])");
  EXPECT_TRUE(asked.last.meta.has_more);
  const std::string cursor = asked.last.meta.cursor;
  // What changes between two pages neither repeats nor hides other rows.
  asked.test.list(
      "campaigns", "7",
      {R"({"campaign_id":"1","budget":9})", R"({"campaign_id":"2","budget":1})", R"({"campaign_id":"3"})",
       R"({"campaign_id":"4","budget":20.5})", R"({"campaign_id":"5","budget":500})"},
      "2026-09-14T09:00:00Z");
  EXPECT_EQ(asked.data("campaigns", fmt::format(R"({},"cursor":"{}"}})", top, cursor)),
            R"([{"campaign_id":"1","budget":9},{"campaign_id":"2","budget":1}])");
  const auto other = asked.ask("campaigns", fmt::format(R"({{"limit":2,"cursor":"{}"}})", cursor));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().type, ErrorType::invalid_cursor);
}

TEST(Search, NothingGetsThroughTheFence) {
  Asked asked;
  asked.know({{.id = "7", .currency = "EUR"}, {.id = "8", .currency = "USD"}});
  for (const auto* id : {"7", "8"}) {
    asked.test.list("campaigns", id,
                    {fmt::format(R"({{"campaign_id":"{}1","campaign_name":"of {}"}})", id, id)});
  }
  asked.asker.fence = std::vector<std::string>{"7"};
  for (const auto* filter : {R"({})", R"({"or":[{"eq":{"advertiser_id":"8"}},{"eq":{"advertiser_id":"7"}}]})",
                             R"({"not":{"eq":{"advertiser_id":"7"}}})", R"({"neq":{"advertiser_id":"7"}})",
                             R"({"in":{"campaign_id":["81","71"]}})", R"({"like":{"campaign_name":"%"}})",
                             R"({"or":[{}]})", R"({"not":{"or":[]}})"}) {
    const auto rows = asked.data("campaigns", fmt::format(R"({{"query":{{"filter":{}}}}})", filter));
    EXPECT_EQ(rows.find("of 8"), std::string::npos) << filter << rows;
  }
  const auto document = asked.ask("campaigns", "{}").value();
  EXPECT_EQ(document.dump().find("\"8\""), std::string::npos) << "not even in meta";
  EXPECT_EQ(document.dump().find("USD"), std::string::npos);
  const auto outside = asked.ask("campaigns", R"({"query":{"filter":{"eq":{"advertiser_id":"8"}}}})");
  ASSERT_FALSE(outside);
  const auto unknown = asked.ask("campaigns", R"({"query":{"filter":{"eq":{"advertiser_id":"9"}}}})");
  std::string same = outside.error().message;
  same.replace(same.find('8'), 1, "9");
  EXPECT_EQ(same, unknown.error().message) << "looks like one that does not exist";
  asked.asker.fence = std::vector<std::string>{};
  EXPECT_EQ(asked.ask("campaigns", "{}").error().type, ErrorType::context_store_not_ready);
  // A cursor of somebody else opens nothing.
  asked.asker.fence.reset();
  (void)asked.ask("campaigns", R"({"limit":1})");
  asked.asker.fence = std::vector<std::string>{"7"};
  EXPECT_EQ(asked.data("campaigns", fmt::format(R"({{"limit":1,"cursor":"{}"}})", asked.last.meta.cursor)),
            "[]");
}

TEST(Search, GivesUpInTime) {
  Asked asked;
  std::vector<std::string> rows;
  for (int i = 0; i < 3'000; ++i)
    rows.push_back(fmt::format(R"({{"campaign_id":"{}","campaign_name":"n {}"}})", i, i));
  asked.test.list("campaigns", "7", rows);
  asked.asker.patience.deadline = std::chrono::steady_clock::now();
  EXPECT_EQ(asked.ask("campaigns", "{}").error().type, ErrorType::upstream_timeout);
  asked.asker.patience.deadline = SteadyTime::max();
  std::stop_source source;
  asked.asker.patience.stop = source.get_token();
  EXPECT_TRUE(asked.ask("campaigns", R"({"limit":1})"));
  source.request_stop();
  EXPECT_EQ(asked.ask("campaigns", "{}").error().type, ErrorType::cancelled);
}

TEST(Search, IsInterruptedWhileItLooks) {
  Asked asked;
  asked.test.list("campaigns", "7", {R"({"campaign_id":"1"})"});
  const auto outcome =
      asked.test.store->database().read([](database::Connection& connection) -> Result<void> {
        std::stop_source source;
        const Patience patience{.stop = source.get_token()};
        const SqlGuard guard(connection, patience);
        auto query = connection.prepare(
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0");
        if (!query) return std::move(query).error();
        std::jthread stopper([&] { source.request_stop(); });
        auto row = query->step();
        return row ? Result<void>{} : guard.explained(std::move(row).error());
      });
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().type, ErrorType::cancelled);
  EXPECT_TRUE(asked.ask("campaigns", "{}")) << "the next question is not disturbed";
}

}  // namespace
}  // namespace tiktok_marketing::context
