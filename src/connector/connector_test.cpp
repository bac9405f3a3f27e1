#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include <rapidcheck/gtest.h>

#include "connector/fake_tiktok.hpp"

namespace tiktok_marketing {
namespace {

using namespace std::chrono_literals;
using Rows = std::vector<std::string>;

Rows rows_of(const Answer& answer) {
  Rows rows;
  for (std::size_t i = 0; i < answer.records.size(); ++i) rows.emplace_back(answer.records.json(i));
  return rows;
}

Json meta_of(const Answer& answer) {
  const auto whole = Json::parse(answer.to_json());
  EXPECT_TRUE(whole) << answer.to_json();
  return whole ? *whole->find("meta") : Json();
}

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

struct Chain {
  Rows rows;
  int calls = 0;
  bool only_last_ends = true;
};

// Follows `meta.next` to the end, as an agent does.
Chain follow(const ConnectorFixture& door, std::string_view entity, std::string params) {
  Chain chain;
  for (;;) {
    const auto answer = door.list(entity, params);
    EXPECT_TRUE(answer) << params << ": " << answer.error().message;
    if (!answer || ++chain.calls > 400) return chain;
    for (auto& row : rows_of(*answer)) chain.rows.push_back(std::move(row));
    chain.only_last_ends = chain.only_last_ends && answer->meta.has_more != answer->meta.next.empty();
    if (!answer->meta.has_more) return chain;
    params = answer->meta.next;
  }
}

std::string with(std::string_view params, std::string_view name, const Json& value) {
  Json json = *Json::parse(params);
  json.set(name, value);
  return json.dump();
}

TEST(Connector, AnswersOnePageByDefault) {
  ConnectorFixture door({.campaigns = 25});
  const auto answer = door.list("campaigns", R"({"advertiser_id":"1","page_size":10})");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->records.size(), 10U);
  const Json meta = meta_of(*answer);
  EXPECT_EQ(meta.find("complete")->dump(), "false");
  EXPECT_EQ(meta.find("has_more")->dump(), "true");
  EXPECT_EQ(meta.find("page_info")->dump(), R"({"page":1,"page_size":10,"total_number":25,"total_page":3})");
  EXPECT_EQ(meta.text_of("source"), "live");
  EXPECT_EQ(meta.int_of("requests"), 1);
  EXPECT_EQ(meta.find("next")->dump(), R"({"advertiser_id":"1","page_size":10,"page":2})");
  EXPECT_EQ(meta.find("simulated"), nullptr);
  EXPECT_FALSE(answer->meta.data_as_of.empty());
  EXPECT_EQ(
      door.transport->seen.front().url,
      "https://business-api.tiktok.com/open_api/v1.3/campaign/get/?advertiser_id=1&page=1&page_size=10");
}

TEST(Connector, RecordsAreTheBytesThatCameIn) {
  ConnectorFixture door({.campaigns = 1});
  const auto answer = door.list("campaigns", R"({"advertiser_id":"1"})");
  ASSERT_TRUE(answer);
  EXPECT_TRUE(holds(answer->to_json(), R"({"data":[{"campaign_id":"1790000000000000000",)"))
      << answer->to_json();
  EXPECT_TRUE(holds(answer->to_json(), R"("budget":100.00})"));
  EXPECT_TRUE(answer->meta.complete);
  EXPECT_TRUE(answer->meta.next.empty());
}

TEST(Connector, FollowingNextWalksTheWholeList) {
  ConnectorFixture door({.campaigns = 57});
  const auto all = door.list("campaigns", R"({"advertiser_id":"1","all":true,"page_size":10})");
  ASSERT_TRUE(all);
  EXPECT_EQ(all->records.size(), 57U);
  EXPECT_TRUE(all->meta.complete);
  const Chain chain = follow(door, "campaigns", R"({"advertiser_id":"1","page_size":10})");
  EXPECT_EQ(chain.rows, rows_of(*all));
  EXPECT_EQ(chain.calls, 6);
  EXPECT_TRUE(chain.only_last_ends);
}

TEST(Connector, ALimitMayEndInTheMiddleOfAPage) {
  ConnectorFixture door({.campaigns = 57});
  const auto all = door.list("campaigns", R"({"advertiser_id":"1","all":true})");
  const auto first = door.list("campaigns", R"({"advertiser_id":"1","page_size":10,"limit":7})");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->records.size(), 7U);
  EXPECT_EQ(first->meta.requests, 1);
  EXPECT_TRUE(first->meta.has_more);
  EXPECT_FALSE(first->meta.complete);
  const Chain chain = follow(door, "campaigns", R"({"advertiser_id":"1","page_size":10,"limit":7})");
  EXPECT_EQ(chain.rows, rows_of(*all));
  EXPECT_EQ(chain.calls, 9);
  const auto exact = door.list("campaigns", R"({"advertiser_id":"1","page_size":10,"limit":57})");
  ASSERT_TRUE(exact);
  EXPECT_FALSE(exact->meta.has_more);
  EXPECT_TRUE(exact->meta.complete);
}

TEST(Connector, ReportsOfSeveralWindowsAnswerTheFirstPageOfTheFirst) {
  ConnectorFixture door({.campaigns = 3});
  const auto answer =
      door.list("campaigns_reports_daily",
                R"({"advertiser_id":"1","start_date":"2026-01-01","end_date":"2026-03-31","page_size":25})");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->records.size(), 25U);
  EXPECT_EQ(answer->meta.date_range, R"({"start_date":"2026-01-01","end_date":"2026-03-31"})");
  EXPECT_TRUE(answer->meta.has_more);
  EXPECT_EQ(tiktok::query_value(door.transport->seen.front().url, "end_date"), "2026-01-30");
  const Record row = answer->records[1];
  EXPECT_EQ(row.text("spend"), "1.50");
  EXPECT_EQ(row.text("stat_time_day"), "2026-01-01 00:00:00");
  EXPECT_TRUE(row.is_null("impressions"));
  EXPECT_TRUE(row.is_null("clicks"));
}

RC_GTEST_PROP(ConnectorProperty, EveryWayThroughAReportGivesTheSameRows, ()) {
  ConnectorFixture door({.campaigns = *rc::gen::inRange(0, 4)}, {.qps = -1});
  Json params = *Json::parse(R"({"advertiser_id":"1"})");
  const Date start = *parse_date("2026-01-01");
  const int days = *rc::gen::inRange(1, 100);
  params.set("start_date", format_date(start));
  params.set("end_date", format_date(start + std::chrono::days{days - 1}));
  const std::string entity = *rc::gen::element<std::string>("campaigns_reports_daily", "campaigns");
  if (entity == "campaigns") {
    params.erase("start_date");
    params.erase("end_date");
    door.tiktok->campaigns = days;
  }
  const auto all = door.list(entity, with(params.dump(), "all", true));
  RC_ASSERT(all.has_value());
  RC_ASSERT(all->meta.complete);
  RC_ASSERT(entity == "campaigns" ||
            all->records.size() == static_cast<std::size_t>(days * door.tiktok->campaigns));

  const Json size(*rc::gen::inRange(7, 60));
  const Chain pages = follow(door, entity, with(params.dump(), "page_size", size));
  RC_ASSERT(pages.rows == rows_of(*all));
  const Json limit(*rc::gen::inRange(5, 80));
  std::string limited = with(params.dump(), "limit", limit);
  if (*rc::gen::arbitrary<bool>()) limited = with(limited, "page_size", size);
  const Chain limits = follow(door, entity, limited);
  RC_ASSERT(limits.rows == rows_of(*all));
  RC_ASSERT(limits.only_last_ends);
}

TEST(Connector, RowsThatWentAwayDoNotCostRowsOfTheNextWindow) {
  ConnectorFixture door({.campaigns = 3});
  const std::string params =
      R"({"advertiser_id":"1","start_date":"2026-01-01","end_date":"2026-01-31","limit":89,"page_size":100})";
  const auto first = door.list("campaigns_reports_daily", params);
  ASSERT_TRUE(first);
  ASSERT_TRUE(first->meta.has_more);
  door.tiktok->campaigns = 1;
  const auto second = door.list("campaigns_reports_daily", first->meta.next);
  ASSERT_TRUE(second) << second.error().message;
  ASSERT_EQ(second->records.size(), 1U);
  EXPECT_EQ(second->records[0].text("stat_time_day"), "2026-01-31 00:00:00");
}

TEST(Connector, TheDefaultRangeIsSevenCompleteDaysInTheAccountsZone) {
  struct Case {
    const char* zone;
    const char* start;
    const char* end;
  };
  const Case cases[] = {{"UTC", "2026-09-07", "2026-09-13"},
                        {"Asia/Tokyo", "2026-09-08", "2026-09-14"},
                        {"Etc/GMT-9", "2026-09-08", "2026-09-14"},
                        {"America/Los_Angeles", "2026-09-07", "2026-09-13"}};
  for (const auto& [zone, start, end] : cases) {
    ConnectorFixture door({.campaigns = 1, .zones = {{"1", zone}}}, {}, "2026-09-14T20:00:00Z");
    const auto answer = door.list("campaigns_reports_daily", R"({"advertiser_id":"1"})");
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->records.size(), 7U);
    EXPECT_EQ(answer->meta.date_range,
              fmt::format(R"({{"start_date":"{}","end_date":"{}","time_zone":"{}"}})", start, end, zone));
    EXPECT_EQ(answer->meta.requests, 2);
  }
  ConnectorFixture behind({.campaigns = 1, .zones = {{"1", "America/Los_Angeles"}}}, {},
                          "2026-09-14T03:00:00Z");
  const auto answer = behind.list("campaigns_reports_daily", R"({"advertiser_id":"1"})");
  ASSERT_TRUE(answer);
  EXPECT_TRUE(holds(answer->meta.date_range, R"("end_date":"2026-09-12")")) << answer->meta.date_range;
}

TEST(Connector, DateWordsAreResolvedAndEchoed) {
  const std::pair<const char*, const char*> words[] = {
      {"today", R"("start_date":"2026-09-14","end_date":"2026-09-14")"},
      {"yesterday", R"("start_date":"2026-09-13","end_date":"2026-09-13")"},
      {"last_7_days", R"("start_date":"2026-09-07","end_date":"2026-09-13")"},
      {"last_30_days", R"("start_date":"2026-08-15","end_date":"2026-09-13")"},
      {"this_month", R"("start_date":"2026-09-01","end_date":"2026-09-14")"},
      {"last_month", R"("start_date":"2026-08-01","end_date":"2026-08-31")"}};
  ConnectorFixture door({.campaigns = 1});
  for (const auto& [word, range] : words) {
    const auto answer =
        door.list("campaigns_reports_daily",
                  fmt::format(R"({{"advertiser_id":"1","date_range":"{}","all":true}})", word));
    ASSERT_TRUE(answer) << word;
    EXPECT_TRUE(holds(answer->meta.date_range, range)) << word << answer->meta.date_range;
  }
  const auto bound =
      door.list("campaigns_reports_daily", R"({"advertiser_id":"1","date_range":"last_month","page":2})");
  ASSERT_FALSE(bound) << "31 days are two windows, which is known only once the word is resolved";
  EXPECT_EQ(bound.error().param, "page");
}

TEST(Connector, NextKeepsTheDaysOfTheFirstCall) {
  ConnectorFixture door({.campaigns = 3}, {}, "2026-09-14T23:59:00Z");
  const auto first =
      door.list("campaigns_reports_daily", R"({"advertiser_id":"1","date_range":"yesterday","page_size":2})");
  ASSERT_TRUE(first);
  door.runtime->advance(2h);
  const auto second = door.list("campaigns_reports_daily", first->meta.next);
  ASSERT_TRUE(second) << second.error().message;
  ASSERT_EQ(second->records.size(), 1U);
  EXPECT_EQ(second->records[0].text("stat_time_day"), "2026-09-13 00:00:00");
}

TEST(Connector, TheOnlyAdvertiserIsFilledIn) {
  ConnectorFixture door({.campaigns = 2}, {.advertiser_ids = {"1"}});
  const auto answer = door.list("campaigns", R"({"page_size":1})");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(tiktok::query_value(door.transport->seen.front().url, "advertiser_id"), "1");
  EXPECT_TRUE(holds(answer->meta.next, R"("advertiser_id":"1")")) << answer->meta.next;
}

TEST(Connector, SeveralAdvertisersAreListedToChooseFrom) {
  ConnectorFixture door({.zones = {{"1", "UTC"}, {"2", "UTC"}}}, {.advertiser_ids = {"1", "2", "3"}});
  const auto answer = door.list("campaigns", "{}");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::missing_parameter);
  EXPECT_EQ(answer.error().param, "advertiser_id");
  EXPECT_EQ(answer.error().allowed, (Rows{"1 (Account 1, EUR)", "2 (Account 2, EUR)", "3"}));
  EXPECT_EQ(answer.error().example,
            R"({"entity":"campaigns","action":"list","params":{"advertiser_id":"1"}})");
}

TEST(Connector, AdvertisersAreDiscoveredWithTheApp) {
  FakeTikTok world{.campaigns = 1, .zones = {{"9", "UTC"}}, .granted = {"9"}};
  ConnectorFixture door(world, {.app_id = "7123", .app_secret = Secret("app-secret")});
  ASSERT_TRUE(door.list("campaigns"));
  ASSERT_TRUE(door.list("campaigns"));
  EXPECT_EQ(door.transport->seen.size(), 3U) << "discovered once";
  EXPECT_EQ(tiktok::path_of(door.transport->seen.front().url), "/oauth2/advertiser/get/");
  const auto advertisers = door.list("advertisers");
  ASSERT_TRUE(advertisers);
  EXPECT_EQ(advertisers->records.size(), 1U);
}

TEST(Connector, NoKnownAdvertiserSaysWhatToSet) {
  ConnectorFixture door;
  for (const char* entity : {"campaigns", "advertisers"}) {
    const auto answer = door.list(entity);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().type, ErrorType::missing_parameter);
    EXPECT_TRUE(holds(answer.error().hint, "TIKTOK_MARKETING_ADVERTISER_IDS")) << answer.error().hint;
    EXPECT_TRUE(door.transport->seen.empty());
  }
}

TEST(Connector, UnreadableAdvertisersAreNamed) {
  FakeTikTok world{.zones = {{"1", "UTC"}, {"2", "UTC"}, {"3", "UTC"}, {"4", "UTC"}}, .unreadable = {"3"}};
  ConnectorFixture door(world);
  const auto answer = door.list("advertisers", R"({"advertiser_ids":["1","2","3","4"]})");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->records.size(), 3U);
  EXPECT_FALSE(answer->meta.complete);
  ASSERT_EQ(answer->meta.missing.size(), 1U);
  EXPECT_EQ(answer->meta.missing.front().what, "advertiser");
  EXPECT_EQ(answer->meta.missing.front().id, "3");
  EXPECT_FALSE(answer->meta.missing.front().reason.empty());
  (void)meta_of(*answer);
  EXPECT_FALSE(door.list("advertisers", R"({"advertiser_ids":["3"]})")) << "nothing readable is an error";
}

TEST(Connector, ALimitOnAdvertisersContinues) {
  FakeTikTok world{.unreadable = {"3"}};
  for (int i = 1; i <= 9; ++i) world.zones[std::to_string(i)] = "UTC";
  ConnectorFixture door(world);
  for (const int limit : {1, 2, 3, 4, 7}) {
    Json params = *Json::parse(R"({"advertiser_ids":["1","2","3","4","5","6","7","8","9"]})");
    params.set("limit", limit);
    const Chain chain = follow(door, "advertisers", params.dump());
    EXPECT_EQ(chain.rows.size(), 8U) << limit;
  }
}

TEST(Connector, EveryEntityCanBeListed) {
  ConnectorFixture door({.campaigns = 3}, {.advertiser_ids = {"1"}});
  for (const auto* entity : catalog::entities()) {
    const auto answer = door.list(entity->name, "{}");
    ASSERT_TRUE(answer) << entity->name << ": " << answer.error().message;
    EXPECT_FALSE(answer->records.empty()) << entity->name;
    EXPECT_TRUE(Json::parse(answer->to_json())) << entity->name;
    EXPECT_EQ(tiktok::path_of(door.transport->seen.back().url), entity->path);
  }
}

TEST(Connector, UnknownNamesGetHints) {
  ConnectorFixture door;
  const auto entity = door.connector->execute("campaing", "list");
  ASSERT_FALSE(entity);
  EXPECT_EQ(entity.error().type, ErrorType::unknown_entity);
  EXPECT_TRUE(holds(entity.error().hint, "campaigns")) << entity.error().hint;
  EXPECT_EQ(entity.error().allowed.size(), catalog::entities().size());
  const auto action = door.connector->execute("campaigns", "lists");
  ASSERT_FALSE(action);
  EXPECT_EQ(action.error().type, ErrorType::unknown_action);
  EXPECT_TRUE(holds(action.error().hint, "list"));
  EXPECT_EQ(door.connector->execute("", "list").error().type, ErrorType::unknown_entity);
  EXPECT_EQ(door.connector->execute("nope", "check").error().type, ErrorType::unknown_entity);
  EXPECT_EQ(door.connector->execute("nope", "describe").error().type, ErrorType::unknown_entity);
  EXPECT_EQ(door.connector->execute("campaigns", "list", "[]").error().type, ErrorType::value_error);
  EXPECT_TRUE(door.transport->seen.empty());
}

TEST(Connector, StoreActionsSayThatThereIsNoStore) {
  ConnectorFixture door;
  for (const char* action :
       {"search", "context_store_search", "context_store_aggregate", "context_store_sql_query"}) {
    const auto answer = door.connector->execute("campaigns", action, "{}");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().type, ErrorType::context_store_not_ready);
  }
}

TEST(Connector, DescribesWithoutARequest) {
  ConnectorFixture door;
  for (const char* entity : {"campaigns", "", "*"}) {
    const auto answer = door.connector->execute(entity, "describe");
    ASSERT_TRUE(answer) << entity;
    EXPECT_TRUE(Json::parse(answer->document));
  }
  EXPECT_TRUE(Json::parse(Connector::list_entities()));
  EXPECT_TRUE(Json::parse(*Connector::entity_schema("ads")));
  EXPECT_FALSE(Connector::entity_schema("add"));
  EXPECT_TRUE(door.transport->seen.empty());
}

TEST(Connector, TikToksErrorsAreErrors) {
  const std::tuple<HttpResponse, ErrorType, int> cases[] = {
      {tiktok::code_response(40105, "Access token is incorrect or has been revoked."),
       ErrorType::upstream_authentication_failed, 2},
      {tiktok::code_response(40001), ErrorType::upstream_permission_denied, 2},
      {tiktok::code_response(40002), ErrorType::upstream_invalid_request, 4},
      {tiktok::code_response(40100), ErrorType::upstream_rate_limited, 5},
      {tiktok::code_response(50000), ErrorType::upstream_error, 5},
      {tiktok::html_response(502), ErrorType::upstream_error, 5},
      {json_response("{\"code\":0"), ErrorType::upstream_unreadable, 5}};
  for (const auto& [response, type, exit_code] : cases) {
    ConnectorFixture door;
    door.tiktok->failing.emplace("/campaign/get/", response);
    for (const char* params : {R"({"advertiser_id":"1"})", R"({"advertiser_id":"1","all":true})"}) {
      const auto answer = door.list("campaigns", params);
      ASSERT_FALSE(answer);
      EXPECT_EQ(name_of(answer.error().type), name_of(type)) << answer.error().message;
      EXPECT_EQ(exit_code_of(answer.error().kind()), exit_code);
      EXPECT_TRUE(Json::parse(to_json(answer.error())));
      EXPECT_FALSE(holds(to_json(answer.error()), tiktok::kTestToken));
    }
  }
}

TEST(Connector, WhatTikTokCutIsNotComplete) {
  ConnectorFixture door;
  HttpResponse cut = tiktok::rows_response({R"({"dimensions":{"campaign_id":"1"},"metrics":{}})"});
  cut.headers.emplace_back("x-tt-ads-throttle", "20000");
  door.tiktok->failing.emplace("/report/integrated/get/", cut);
  const auto answer = door.list("campaigns_reports_daily",
                                R"({"advertiser_id":"1","start_date":"2026-09-01","end_date":"2026-09-01"})");
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->meta.complete);
  ASSERT_EQ(answer->meta.truncated.size(), 1U);
  EXPECT_TRUE(holds(answer->meta.truncated.front(), "20,000"));
}

TEST(Connector, PagingCannotReachEveryImage) {
  ConnectorFixture door({.campaigns = 10'250}, {.qps = -1});
  const auto answer =
      door.list("creative_assets_images", R"({"advertiser_id":"1","all":true,"page_size":100})");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->records.size(), 10'000U);
  EXPECT_FALSE(answer->meta.complete);
  EXPECT_FALSE(answer->meta.has_more);
  ASSERT_EQ(answer->meta.truncated.size(), 1U);
  EXPECT_TRUE(holds(answer->meta.truncated.front(), "10000")) << answer->meta.truncated.front();
}

TEST(Connector, PartialSuccessIsAWarning) {
  ConnectorFixture door;
  door.tiktok->failing.emplace(
      "/campaign/get/",
      json_response(
          R"({"code":20001,"message":"Partial","request_id":"R","data":{"list":[{"campaign_id":"1"}]}})"));
  const auto answer = door.list("campaigns", R"({"advertiser_id":"1"})");
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->meta.warnings.size(), 1U);
  EXPECT_TRUE(holds(answer->meta.warnings.front(), "20001"));
}

TEST(Connector, DeadlineAndStopEndACall) {
  ConnectorFixture door({.campaigns = 1});
  door.transport->latency = 10s;
  const auto late = door.list("campaigns", R"({"advertiser_id":"1"})", {.deadline = 2s});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().type, ErrorType::upstream_timeout);
  std::stop_source stop;
  stop.request_stop();
  const auto stopped = door.list("campaigns", R"({"advertiser_id":"1"})", {.stop = stop.get_token()});
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().type, ErrorType::cancelled);
}

TEST(Connector, ProjectionShapesAndNumbers) {
  ConnectorFixture door({.campaigns = 1}, {.advertiser_ids = {"1"}});
  const std::string dates =
      R"("start_date":"2026-09-01","end_date":"2026-09-01","metrics":["spend","impressions"])";
  const auto row = [&](std::string_view more) {
    const auto answer = door.list("campaigns_reports_daily", fmt::format("{{{}{}}}", dates, more));
    return answer ? std::string(answer->records.json(0)) : answer.error().message;
  };
  EXPECT_EQ(
      row(""),
      R"({"campaign_id":"1790000000000000000","stat_time_day":"2026-09-01 00:00:00","spend":"0.50","impressions":null})");
  EXPECT_EQ(row(R"(,"numbers":true,"fields":["spend"])"), R"({"spend":0.50})");
  EXPECT_EQ(
      row(R"(,"shape":"nested")"),
      R"({"dimensions":{"campaign_id":"1790000000000000000","stat_time_day":"2026-09-01 00:00:00"},"metrics":{"spend":"0.50","impressions":null}})");
  const auto campaigns = door.list("campaigns", R"({"fields":["campaign_name"]})");
  ASSERT_TRUE(campaigns);
  EXPECT_EQ(campaigns->records.json(0), R"({"campaign_name":"Campaign 0"})");
  EXPECT_EQ(tiktok::query_value(door.transport->seen.back().url, "fields"),
            R"(["campaign_name","campaign_id"])");
}

TEST(Connector, StreamsPagesAndRows) {
  ConnectorFixture door({.campaigns = 25});
  auto stream = door.connector->stream("campaigns", R"({"advertiser_id":"1","page_size":10})");
  ASSERT_TRUE(stream);
  std::vector<std::size_t> sizes;
  for (;;) {
    auto page = stream->next();
    ASSERT_TRUE(page);
    if (!*page) break;
    sizes.push_back((*page)->records.size());
  }
  EXPECT_EQ(sizes, (std::vector<std::size_t>{10, 10, 5}));
  EXPECT_TRUE(stream->summary().complete);
  EXPECT_EQ(stream->summary().requests, 3);

  int rows = 0;
  for (const auto& record : door.connector->campaigns().list({.advertiser_id = "1", .page_size = 10})) {
    ASSERT_TRUE(record);
    EXPECT_EQ(record->text("campaign_id"), FakeTikTok::id_of(rows++));
  }
  EXPECT_EQ(rows, 25);
}

TEST(Connector, TheFirstErrorIsTheLastElement) {
  ConnectorFixture door({.campaigns = 5});
  int elements = 0;
  for (const auto& record : door.connector->list("campaigns", R"({"advertiser_id":"1","pagesize":1})")) {
    ++elements;
    ASSERT_FALSE(record);
    EXPECT_EQ(record.error().param, "pagesize");
  }
  EXPECT_EQ(elements, 1);
  elements = 0;
  for (const auto& record : door.connector->list("campaigns", R"({"advertiser_id":"1","page_size":2})")) {
    if (++elements == 2) door.tiktok->failing.emplace("/campaign/get/", tiktok::code_response(40105));
    if (!record) {
      EXPECT_EQ(record.error().upstream->tiktok_code, 40105);
    }
  }
  EXPECT_GT(elements, 2);
}

TEST(Connector, AnswersWithoutWaiting) {
  ConnectorFixture door({.campaigns = 2});
  std::vector<std::string> done;
  const auto ask = [&](const char* name, const char* entity, const char* action, const char* params) {
    door.connector->execute_async(entity, action, params, {}, [&done, name](const Result<Answer>& answer) {
      done.push_back(std::string(name) + (answer ? " ok" : " " + std::string(name_of(answer.error().type))));
    });
  };
  ask("refused", "campaigns", "list", R"({"x":1})");
  ask("described", "campaigns", "describe", "{}");
  ask("listed", "campaigns", "list", R"({"advertiser_id":"1"})");
  EXPECT_TRUE(done.empty()) << "never from inside the call";
  door.connector.reset();  // what is under way outlives the connector
  door.runtime->advance(1s);
  EXPECT_EQ(done, (Rows{"refused invalid_parameter", "described ok", "listed ok"}));
}

TEST(Connector, OpenRefusesWhatCannotWork) {
  EXPECT_EQ(Connector::open({}).error().type, ErrorType::missing_credentials);
  ConnectorOptions options{.access_token = Secret("t"), .api_url = "http://example.com/open_api/v1.3"};
  EXPECT_EQ(Connector::open(options).error().param, "api_url");
}

Json check_of(const ConnectorFixture& door) {
  const auto answer = door.connector->check();
  EXPECT_TRUE(answer) << answer.error().message;
  if (!answer) return {};
  EXPECT_TRUE(Json::parse(answer->to_json()));
  return *Json::parse(answer->document);
}

TEST(Check, HealthyNamesUserAndAdvertisers) {
  ConnectorFixture door({.campaigns = 1}, {.advertiser_ids = {"1"}});
  const Json check = check_of(door);
  EXPECT_EQ(check.text_of("status"), "healthy");
  EXPECT_TRUE(check.find("error")->is_null());
  EXPECT_EQ(check.text_of("checked_entity"), "advertisers");
  EXPECT_EQ(check.text_of("checked_action"), "list");
  EXPECT_EQ(check.find("user")->dump(), R"({"id":"77","name":"Ada"})");
  EXPECT_EQ(check.find("advertisers")->dump(),
            R"([{"advertiser_id":"1","name":"Account 1","currency":"EUR","time_zone":"UTC"}])");
  EXPECT_EQ(check.find("missing_permissions")->dump(), "[]");
}

TEST(Check, ARevokedTokenIsUnhealthy) {
  ConnectorFixture door({}, {.advertiser_ids = {"1"}});
  door.tiktok->failing.emplace("/user/info/", tiktok::code_response(40105, "Access token is revoked"));
  const Json check = check_of(door);
  EXPECT_EQ(check.text_of("status"), "unhealthy");
  EXPECT_TRUE(holds(check.text_of("error"), "revoked"));
  EXPECT_EQ(check.find("error_detail")->text_of("type"), "upstream_authentication_failed");
  EXPECT_EQ(door.transport->seen.size(), 1U);
}

TEST(Check, AGrantOfNoAdvertiserIsUnhealthy) {
  ConnectorFixture door({}, {.app_id = "7", .app_secret = Secret("s")});
  EXPECT_EQ(check_of(door).text_of("status"), "unhealthy");
}

TEST(Check, WithoutKnownAdvertisersItSaysThatNoneWasTried) {
  ConnectorFixture door;
  const Json check = check_of(door);
  EXPECT_EQ(check.text_of("status"), "healthy");
  EXPECT_TRUE(holds(check.find("notes")->dump(), "TIKTOK_MARKETING_ADVERTISER_IDS"));
}

TEST(Check, NoReadableAdvertiserIsUnhealthy) {
  ConnectorFixture door({.unreadable = {"1"}}, {.advertiser_ids = {"1"}});
  EXPECT_EQ(check_of(door).text_of("status"), "unhealthy");
}

TEST(Check, UnreadableAdvertisersAreListed) {
  ConnectorFixture door({.zones = {{"1", "UTC"}, {"2", "UTC"}}, .unreadable = {"2"}},
                        {.advertiser_ids = {"1", "2"}});
  const Json check = check_of(door);
  EXPECT_EQ(check.text_of("status"), "healthy");
  EXPECT_EQ(check.find("unreadable")->as_array()->front().text_of("advertiser_id"), "2");
}

TEST(Check, AMissingScopeIsNamedWithItsEntities) {
  ConnectorFixture door({.campaigns = 1}, {.advertiser_ids = {"1"}});
  door.tiktok->failing.emplace("/dmp/custom_audience/list/", tiktok::code_response(40001, "no permission"));
  const Json check = check_of(door);
  EXPECT_EQ(check.text_of("status"), "healthy");
  const auto& missing = *check.find("missing_permissions")->as_array();
  ASSERT_EQ(missing.size(), 1U);
  EXPECT_EQ(missing.front().find("entities")->dump(), R"(["audiences"])");
  EXPECT_EQ(missing.front().text_of("scope"), catalog::find_entity("audiences")->scope);
}

TEST(Check, ANetworkErrorSaysNothingAboutTheToken) {
  ConnectorFixture door({}, {.advertiser_ids = {"1"}});
  door.tiktok->failing.emplace("/user/info/", tiktok::cut_connection());
  const auto answer = door.connector->check();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::upstream_error);
}

TEST(Check, WhatWasReadableIsAskedAgain) {
  ConnectorFixture door({.campaigns = 1, .zones = {{"1", "UTC"}, {"2", "UTC"}}},
                        {.advertiser_ids = {"1", "2"}});
  EXPECT_EQ(check_of(door).find("advertisers")->as_array()->size(), 2U);
  door.tiktok->unreadable = {"2"};
  door.runtime->advance(11min);
  const Json check = check_of(door);
  EXPECT_EQ(check.find("advertisers")->as_array()->size(), 1U);
  EXPECT_EQ(check.find("unreadable")->as_array()->size(), 1U);
}

}  // namespace
}  // namespace tiktok_marketing
