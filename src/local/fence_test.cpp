#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/json.hpp"
#include "catalog/model.hpp"
#include "database/test_folder.hpp"
#include "local/local_store.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox_options.hpp"

namespace tiktok_marketing::local {
namespace {

struct Call {
  std::string entity;
  std::string action;
  std::string params;
};

/// One store with the rows of several advertisers, and a connector that may see the first of them alone.
class FenceTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    sandbox::SandboxOptions wished;
    wished.unlimited = true;
    tiktok = sandbox::Sandbox::start(wished).value();
    folder = std::make_unique<database::TestFolder>();
    ConnectorOptions options = options_for(tiktok->access());
    store = LocalStore::make(options, {.data_dir = folder->path()}).value();
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    const auto report = store->sync({.start_date = today - std::chrono::days{10}})->run();
    ASSERT_TRUE(report) << report.error().message;
    options.store = store;
    everything = Connector::open(options).value();
    options.advertiser_ids = {own()};
    options.fenced = true;
    fenced = Connector::open(options).value();
  }
  static void TearDownTestSuite() {
    fenced.reset();
    everything.reset();
    store.reset();
    folder.reset();
    tiktok.reset();
  }

  static std::string own() { return tiktok->access().advertiser_ids.at(0); }
  static std::string foreign() { return tiktok->access().advertiser_ids.at(1); }

  /// Texts of the others' rows that must not be seen: their ids, and those of their campaigns and ads.
  static const std::set<std::string>& secrets() {
    static const std::set<std::string> found = [] {
      std::set<std::string> ids;
      for (const auto& [table, id] : {std::pair{"campaigns", "campaign_id"}, {"ads", "ad_id"}}) {
        const auto answer = everything->execute(
            table, "context_store_sql_query",
            fmt::format(R"({{"sql":"SELECT {0}, advertiser_id FROM {1} WHERE advertiser_id <> '{2}'"}})", id,
                        table, own()));
        EXPECT_TRUE(answer) << answer.error().message;
        const Json document = Json::parse(answer->document).value();
        for (const Json& row : *document.find("data")->as_array()) ids.emplace(row.text_of(id));
      }
      for (const auto& id : tiktok->access().advertiser_ids) {
        if (id != own()) ids.insert(id);
      }
      return ids;
    }();
    return found;
  }

  static void expect_nothing_foreign(const Call& call) {
    SCOPED_TRACE(call.entity + " " + call.action + " " + call.params);
    const auto answer = fenced->execute(call.entity, call.action, call.params);
    // What the caller wrote himself may stand in what he gets.
    const std::string text = answer ? answer->to_json() : answer.error().message + answer.error().hint;
    for (const auto& secret : secrets()) {
      if (call.params.find(secret) != std::string::npos) continue;
      EXPECT_EQ(text.find(secret), std::string::npos) << secret;
    }
  }

  inline static std::unique_ptr<sandbox::Sandbox> tiktok;
  inline static std::unique_ptr<database::TestFolder> folder;
  inline static std::shared_ptr<LocalStore> store;
  inline static std::optional<Connector> everything;
  inline static std::optional<Connector> fenced;
};

TEST_F(FenceTest, NoFilterReachesBeyond) {
  ASSERT_GT(secrets().size(), 20U);
  for (const auto* entity : catalog::entities()) {
    for (const auto& filter : std::vector<std::string>{
             "{}",
             R"({"or":[{"eq":{"advertiser_id":null}},{"neq":{"advertiser_id":null}}]})",
             R"({"not":{"eq":{"advertiser_id":"1"}}})",
             R"({"or":[{},{"like":{"advertiser_id":"%"}}]})",
             R"({"gt":{"advertiser_id":"0"}})",
             R"({"contains":{"advertiser_id":"7"}})",
             fmt::format(R"({{"eq":{{"advertiser_id":"{}"}}}})", foreign()),
             fmt::format(R"({{"in":{{"advertiser_id":["{}","{}"]}}}})", own(), foreign()),
             fmt::format(R"({{"not":{{"eq":{{"advertiser_id":"{}"}}}}}})", own()),
         }) {
      const std::string params =
          fmt::format(R"({{"query":{{"filter":{}}},"limit":1000,"include_deleted":true}})", filter);
      expect_nothing_foreign({std::string(entity->name), "context_store_search", params});
    }
  }
}

TEST_F(FenceTest, NoCursorReachesBeyond) {
  const std::string query = R"("query":{"filter":{},"sort":[{"advertiser_id":"asc"}]},"limit":1)";
  std::string cursor;
  for (int page = 0; page < 30; ++page) {
    const std::string next = cursor.empty() ? std::string{} : fmt::format(R"(,"cursor":"{}")", cursor);
    const auto answer =
        everything->execute("campaigns", "context_store_search", fmt::format("{{{}{}}}", query, next));
    ASSERT_TRUE(answer) << answer.error().message;
    cursor = answer->meta.cursor;
    if (cursor.empty()) break;
    expect_nothing_foreign(
        {"campaigns", "context_store_search", fmt::format(R"({{{},"cursor":"{}"}})", query, cursor)});
  }
}

TEST_F(FenceTest, NoAggregateReachesBeyond) {
  for (const auto& more : std::vector<std::string>{
           R"("group_by":["advertiser_id"])", R"("group_by":["campaign_id","campaign.campaign_name"])",
           R"("group_by":["advertiser.name"])",
           fmt::format(R"("group_by":["campaign_id"],"advertiser_ids":["{}"])", foreign()),
           fmt::format(
               R"("group_by":["campaign_id"],"filter":{{"or":[{{}},{{"eq":{{"advertiser_id":"{}"}}}}]}})",
               foreign()),
           R"("group_by":["campaign_id"],"filter":{"neq":{"advertiser.name":null}})"}) {
    expect_nothing_foreign({"campaigns_reports_daily", "context_store_aggregate",
                            fmt::format(R"({{"metrics":["spend","rows"],{}}})", more)});
  }
  const auto mine =
      fenced->execute("campaigns_reports_daily", "context_store_aggregate", R"({"metrics":["rows"]})");
  const auto all =
      everything->execute("campaigns_reports_daily", "context_store_aggregate", R"({"metrics":["rows"]})");
  ASSERT_TRUE(mine && all);
  EXPECT_NE(mine->document, all->document) << "sums are fenced as well";
}

TEST_F(FenceTest, NoStatementReachesBeyond) {
  for (const std::string sql :
       {"SELECT * FROM campaigns", "SELECT * FROM ads WHERE 1 OR advertiser_id <> ''",
        "SELECT a.* FROM ads a LEFT JOIN campaigns c ON 1 LIMIT 900", "SELECT * FROM main.campaigns",
        "SELECT * FROM temp.campaigns",
        "WITH x AS (SELECT * FROM campaigns UNION ALL SELECT * FROM campaigns) SELECT * FROM x",
        "SELECT group_concat(campaign_id) FROM campaigns", "SELECT (SELECT max(ad_id) FROM ads)",
        "SELECT * FROM campaigns_raw", "SELECT * FROM campaigns_records", "SELECT * FROM store_advertisers",
        "SELECT * FROM store_streams", "SELECT * FROM sqlite_master", "SELECT * FROM pragma_database_list"}) {
    Json params;
    params.set("sql", sql);
    expect_nothing_foreign({"campaigns", "context_store_sql_query", params.dump()});
  }
}

}  // namespace
}  // namespace tiktok_marketing::local
