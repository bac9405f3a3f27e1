#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fmt/format.h>

#include "context/dice.hpp"
#include "context/queries.hpp"
#include "context/test_store.hpp"

// Random questions to a store with rows of two advertisers, behind a fence around the first. The answer must
// be the one of a store that has never seen the second: rows, totals, what was cut off, errors, cursors, all
// of it.
namespace tiktok_marketing::context {
namespace {

const SystemTime kNow = at("2026-09-15T12:00:00Z");
constexpr std::string_view kMine = "7310000000000000011";
constexpr std::string_view kOther = "7310000000000000022";
const std::vector<std::string> kFence{std::string(kMine)};

/// One account's objects and days. Names and figures of the other one's say whose they are.
void fill(TestStore& test, std::string_view advertiser, std::string_view word, int digit, int money) {
  std::vector<std::string> campaigns;
  std::vector<std::string> ad_groups;
  std::vector<std::string> days;
  std::vector<std::string> ad_group_days;
  for (int i = 1; i <= 4; ++i) {
    campaigns.push_back(fmt::format(
        R"({{"campaign_id":"{0}0{1}","campaign_name":"{2} {1}","objective_type":"{2}","budget":{3},)"
        R"("operation_status":"ENABLE"}})",
        digit, i, word, money * i));
    ad_groups.push_back(fmt::format(
        R"({{"adgroup_id":"{0}9{1}","campaign_id":"{0}0{1}","adgroup_name":"{2} {1}","optimization_goal":"CLICK"}})",
        digit, i, word));
    for (int date = 1; date <= 14; ++date) {
      const auto row =
          fmt::format(R"("stat_time_day":"2026-09-{:02} 00:00:00","spend":"{}.50","impressions":"{}",)"
                      R"("clicks":"{}","result":"{}","reach":"{}"}})",
                      date, money * i + date, 1'000 * money + date, 10 * i + date, i, 700 * money);
      days.push_back(fmt::format(R"({{"campaign_id":"{}0{}",)", digit, i) + row);
      ad_group_days.push_back(fmt::format(R"({{"adgroup_id":"{0}9{1}","campaign_id":"{0}0{1}",)", digit, i) +
                              row);
    }
  }
  const std::string id(advertiser);
  test.list("campaigns", id, campaigns);
  // One of them has vanished since.
  test.list("campaigns", id, {campaigns.begin(), campaigns.end() - 1});
  test.list("ad_groups", id, ad_groups);
  test.window("campaigns_reports_daily", id, "2026-08-20", "2026-09-14", days);
  test.window("ad_groups_reports_daily", id, "2026-08-20", "2026-09-14", ad_group_days);
}

struct Stores {
  TestStore both;
  TestStore alone;

  Stores() {
    const AdvertiserInfo mine{
        .id = std::string(kMine), .name = "mine", .currency = "EUR", .time_zone = "UTC"};
    const AdvertiserInfo other{.id = std::string(kOther),
                               .name = "secret",
                               .currency = "USD",
                               .time_zone = "Asia/Tokyo",
                               .conversion_days = 28};
    EXPECT_TRUE(both.store->put_advertisers({mine, other}));
    EXPECT_TRUE(alone.store->put_advertisers({mine}));
    for (TestStore* store : {&both, &alone}) fill(*store, kMine, "mine", 1, 3);
    fill(both, kOther, "secret", 8, 5);
    for (TestStore* store : {&both, &alone}) {
      const StreamKey missing{.entity = "ads", .advertiser_id = std::string(kMine)};
      EXPECT_TRUE(store->store->set_state(missing, StreamState::not_granted, "no", std::nullopt));
    }
    const StreamKey hidden{.entity = "ads_reports_daily", .advertiser_id = std::string(kOther)};
    EXPECT_TRUE(both.store->set_state(hidden, StreamState::failed, "secret reason", std::nullopt));
  }
  static Stores& get() {
    static Stores stores;
    return stores;
  }
};

/// All that was answered but how long it took.
std::string told(const Result<Answer>& answer) {
  if (!answer) return to_json(answer.error());
  std::string text = answer->document;
  const auto took = text.find("\"took_ms\":");
  if (took != std::string::npos) text.erase(took, text.find_first_of(",}", took) - took);
  return text;
}

bool tells_secrets(const std::string& text) {
  for (const std::string_view word : {"secret", "USD", "Tokyo", "7310000000000000022", "\"80", "\"89"}) {
    if (text.find(word) != std::string::npos) return true;
  }
  return false;
}

const std::vector<std::string> kEntities = {"campaigns", "ad_groups",        "campaigns_reports_daily",
                                            "ads",       "advertisers",      "ad_groups_reports_daily",
                                            "audiences", "ads_reports_daily"};

std::string random_filter(Dice& dice, bool report) {
  static const std::vector<std::string> plain = {
      R"({"neq":{"advertiser_id":"7310000000000000011"}})",
      R"({"not":{"eq":{"advertiser_id":"7310000000000000011"}}})",
      R"({"or":[{},{"in":{"campaign_id":["801","101","104"]}}]})",
      R"({"in":{"advertiser_id":["7310000000000000022","7310000000000000011"]}})",
      R"({"gt":{"campaign_id":"150"}})",
      R"({"not":{"and":[{"eq":{"advertiser_id":"7310000000000000022"}},{}]}})",
      R"({"eq":{"advertiser_id":"7310000000000000022"}})",
      "{}"};
  static const std::vector<std::string> of_reports = {
      R"({"gt":{"spend":9}})", R"({"or":[{"gte":{"stat_time_day":"2026-09-08"}},{"eq":{"clicks":"12"}}]})"};
  std::string filter = dice.one_of(plain);
  if (dice.chance(40)) filter = fmt::format(R"({{"or":[{},{}]}})", filter, dice.one_of(plain));
  if (report && dice.chance(50))
    filter = fmt::format(R"({{"and":[{},{}]}})", filter, dice.one_of(of_reports));
  return filter;
}

StoreQuery random_search(Dice& dice, const std::string& entity) {
  const bool report = entity.ends_with("_daily");
  const auto& key = find_layout(entity)->entity->primary_key.front();
  return {.action = StoreAction::search,
          .entity = entity,
          .params_json = fmt::format(R"({{"query":{{"filter":{},"sort":[{{"{}":"{}"}}]}},"limit":{}}})",
                                     random_filter(dice, report),
                                     dice.chance(50) ? std::string("advertiser_id") : std::string(key),
                                     dice.chance(50) ? "asc" : "desc", 1 + dice.below(20))};
}

StoreQuery random_aggregate(Dice& dice, const std::string& entity) {
  const bool report = entity.ends_with("_daily");
  static const std::vector<std::string> metrics = {R"("spend")",  R"("ctr")",   R"("clicks","cpm")",
                                                   R"("result")", R"("reach")", R"("rows")"};
  static const std::vector<std::string> keys = {
      R"()",        R"("campaign_id")", R"("advertiser_id")",          R"("campaign.objective_type")",
      R"("month")", R"("week")",        R"("campaign.campaign_name")", R"("advertiser.currency","day")"};
  std::string params = fmt::format(
      R"({{"metrics":[{}],"group_by":[{}],"limit":{})", report ? dice.one_of(metrics) : R"("rows")",
      report ? dice.one_of(keys) : std::string(R"("advertiser_id")"), 1 + dice.below(6));
  if (dice.chance(60)) params += fmt::format(R"(,"filter":{})", random_filter(dice, report));
  if (report && dice.chance(50)) params += R"(,"date_range":"last_7_days")";
  if (report && dice.chance(40)) params += R"(,"compare":"previous_period")";
  if (dice.chance(20)) params += R"(,"advertiser_ids":["7310000000000000011","7310000000000000022"])";
  return {.action = StoreAction::aggregate, .entity = entity, .params_json = params + "}"};
}

StoreQuery random_sql(Dice& dice) {
  static const std::vector<std::string> statements = {
      "SELECT count(*) AS n, max(campaign_name) AS name FROM campaigns",
      "SELECT a.campaign_name, b.adgroup_name FROM campaigns a LEFT JOIN ad_groups b ON 1 ORDER BY 1, 2",
      "SELECT advertiser_id, sum(spend_micros) AS s FROM campaigns_reports_daily GROUP BY 1 ORDER BY 1",
      "SELECT record FROM campaigns_raw ORDER BY record",
      "SELECT (SELECT group_concat(campaign_name) FROM campaigns WHERE advertiser_id <> 7310000000000000011) "
      "AS x",
      "SELECT campaign_id FROM campaigns UNION ALL SELECT adgroup_id FROM ad_groups ORDER BY 1",
      "SELECT * FROM store_advertisers",
      "SELECT * FROM store_streams",
      "SELECT count(*) AS n FROM campaigns_seen",
      "WITH x AS (SELECT * FROM ad_groups_reports_daily) SELECT max(spend_micros) AS m, count(*) AS n FROM x",
      "SELECT campaign_id FROM temp.campaigns WHERE advertiser_id = 7310000000000000022 OR 1 ORDER BY 1",
      "SELECT name FROM sqlite_master"};
  Json params;
  params.set("sql", dice.one_of(statements));
  return {.action = StoreAction::sql_query, .entity = "campaigns", .params_json = params.dump()};
}

/// rapidcheck runs a property a hundred times; each time asks this many questions.
constexpr int kQuestions = 20;

RC_GTEST_PROP(FenceProperty, TheOtherAdvertiserMightAsWellNotBeThere, (std::uint64_t seed)) {
  Dice dice(seed);
  Stores& stores = Stores::get();
  for (int i = 0; i < kQuestions; ++i) {
    const std::string& entity = dice.one_of(kEntities);
    StoreQuery question = i % 5 == 4   ? random_sql(dice)
                          : i % 2 == 0 ? random_search(dice, entity)
                                       : random_aggregate(dice, entity);
    question.fence = kFence;
    RC_LOG() << question.entity << ' ' << question.params_json << '\n';
    const auto given = told(answer(*stores.both.store, question, kNow));
    RC_ASSERT(given == told(answer(*stores.alone.store, question, kNow)));
    const bool named = question.params_json.find(kOther) != std::string::npos ||
                       question.params_json.find("\"80") != std::string::npos;
    RC_ASSERT(named || !tells_secrets(given));
  }
}

/// Cursors of somebody without a fence, who stood in the middle of the other's rows.
RC_GTEST_PROP(FenceProperty, AForeignCursorOpensNothing, (std::uint64_t seed)) {
  Dice dice(seed);
  Stores& stores = Stores::get();
  StoreQuery question = random_search(
      dice, dice.one_of(std::vector<std::string>{"campaigns", "ad_groups", "campaigns_reports_daily"}));
  while (true) {
    const auto page = answer(*stores.both.store, question, kNow);
    if (!page || !page->meta.has_more) return;
    auto params = Json::parse(question.params_json).value();
    params.set("cursor", page->meta.cursor);
    question.params_json = params.dump();
    StoreQuery fenced = question;
    fenced.fence = kFence;
    const auto given = answer(*stores.both.store, fenced, kNow);
    if (!given) continue;
    const auto document = Json::parse(given->document).value();
    for (const Json& row : *document.find("data")->as_array()) {
      RC_ASSERT(row.text_of("advertiser_id") == kMine || row.find("advertiser_id") == nullptr);
      RC_ASSERT(!tells_secrets(row.dump()));
    }
  }
}

}  // namespace
}  // namespace tiktok_marketing::context
