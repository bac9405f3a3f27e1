#include "context/sql_query.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>

#include <fmt/format.h>

#include "context/test_store.hpp"

namespace tiktok_marketing::context {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

struct SqlWorld {
  SqlWorld() : asker{.now = at("2026-09-14T12:00:00Z")} {
    EXPECT_TRUE(test.store->put_advertisers({{.id = "7", .name = "seven"}, {.id = "8", .name = "eight"}}));
    test.list("campaigns", "7",
              {R"({"campaign_id":"7000000000000000001","campaign_name":"a","budget":50.5})"});
    test.list("campaigns", "8",
              {R"({"campaign_id":"7000000000000000002","campaign_name":"secret","budget":1})"});
    for (const auto* id : {"7", "8"}) {
      test.window(
          "campaigns_reports_daily", id, "2026-09-01", "2026-09-14",
          {fmt::format(R"({{"campaign_id":"700000000000000000{}","stat_time_day":"2026-09-01 00:00:00",)"
                       R"("spend":"0.10","impressions":"10"}})",
                       id[0] - '6'),
           fmt::format(R"({{"campaign_id":"700000000000000000{}","stat_time_day":"2026-09-02 00:00:00",)"
                       R"("spend":"0.20","impressions":"5","ctr":"-"}})",
                       id[0] - '6')});
    }
  }

  Result<Json> ask(std::string_view sql, std::string_view more = "") {
    Json params;
    params.set("sql", sql);
    std::string text = params.dump();
    text.insert(text.size() - 1, more);
    auto answer = sql_query(*test.store, text, asker, limits);
    if (!answer) return std::move(answer).error();
    return Json::parse(answer->document);
  }
  std::string data(std::string_view sql, std::string_view more = "") {
    const auto document = ask(sql, more);
    return document ? document->find("data")->dump() : document.error().message;
  }
  Error refused(std::string_view sql) {
    const auto document = ask(sql);
    EXPECT_FALSE(document) << sql << " gave " << (document ? document->dump() : "");
    return document ? Error{} : document.error();
  }

  TestStore test;
  Asker asker;
  SqlLimits limits;
};

TEST(SqlQuery, AnswersFromTheDocumentedTables) {
  SqlWorld world;
  EXPECT_EQ(
      world.data("SELECT campaign_id, campaign_name, budget, budget_micros FROM campaigns ORDER BY 1"),
      R"([{"campaign_id":"7000000000000000001","campaign_name":"a","budget":50.5,"budget_micros":50500000},)"
      R"({"campaign_id":"7000000000000000002","campaign_name":"secret","budget":1,"budget_micros":1000000}])");
  EXPECT_EQ(
      world.data("SELECT c.campaign_name AS name, SUM(r.spend) AS spend, SUM(r.impressions) AS shown, "
                 "AVG(r.ctr) AS ctr FROM campaigns_reports_daily r JOIN campaigns c USING (campaign_id) "
                 "WHERE r.stat_time_day >= '2026-09-01' GROUP BY 1 ORDER BY 1"),
      R"([{"name":"a","spend":0.3,"shown":15,"ctr":null},{"name":"secret","spend":0.3,"shown":15,"ctr":null}])");
  EXPECT_EQ(world.data("SELECT count(*) AS n FROM campaigns WHERE campaign_id = '7000000000000000001'"),
            R"([{"n":1}])");
  EXPECT_EQ(world.data("SELECT count(*) AS n FROM campaigns WHERE campaign_id = 7000000000000000001"),
            R"([{"n":1}])");
  EXPECT_EQ(world.data("SELECT record ->> '$.campaign_name' AS n FROM campaigns_raw ORDER BY 1"),
            R"([{"n":"a"},{"n":"secret"}])");
  EXPECT_EQ(world.data("SELECT count(*) AS n FROM campaigns_seen WHERE last_seen > 0"), R"([{"n":2}])");
  EXPECT_EQ(world.data("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 3) "
                       "SELECT i FROM n -- and a comment\n ; ;"),
            R"([{"i":1},{"i":2},{"i":3}])");
  EXPECT_EQ(world.data("SELECT value FROM json_each('[1,2]')"), R"([{"value":1},{"value":2}])");
}

TEST(SqlQuery, ValuesAreSafeJson) {
  SqlWorld world;
  EXPECT_EQ(
      world.data("SELECT max(campaign_id) AS m, 9007199254740992 AS n, 9007199254740993 AS o, 1e999 AS inf, "
                 "x'ff00' AS bytes, NULL AS none, 'a\"b' AS text, 0.1 + 0.2 AS sum, 1, 1, 1e300 AS big "
                 "FROM campaigns"),
      R"([{"m":"7000000000000000002","n":9007199254740992,"o":"9007199254740993","inf":null,)"
      "\"bytes\":\"\xEF\xBF\xBD\\u0000\","
      R"("none":null,"text":"a\"b","sum":0.3,"1":1,"1_2":1,"big":1e+300}])");
}

TEST(SqlQuery, MetaTellsWhatWasReadOfEachEntity) {
  SqlWorld world;
  const auto document = world.ask("SELECT 1 AS x FROM campaigns_reports_daily, campaigns LIMIT 1").value();
  const Json& meta = *document.find("meta");
  EXPECT_EQ(meta.find("cursor")->dump(), "null");
  EXPECT_EQ(meta.text_of("source"), "context_store");
  EXPECT_EQ(meta.text_of("as_of"), "2026-09-14T08:00:00Z");
  EXPECT_NE(meta.find("entities")->find("campaigns"), nullptr);
  EXPECT_NE(meta.find("entities")->find("campaigns_reports_daily")->find("coverage"), nullptr);
  EXPECT_EQ(meta.find("entities")->find("ads"), nullptr);
  EXPECT_EQ(world.refused("SELECT * FROM ads").type, ErrorType::context_store_not_ready);
  EXPECT_TRUE(world.ask("SELECT 1 AS x"));
  const auto partly = world.ask("SELECT count(*) FROM campaigns LEFT JOIN ads USING (campaign_id)").value();
  EXPECT_EQ(partly.find("meta")->find("complete")->dump(), "false");
  EXPECT_EQ(partly.find("meta")->find("missing")->as_array()->front().text_of("id"), "ads");
}

TEST(SqlQuery, RowsAreLimited) {
  SqlWorld world;
  const std::string_view many =
      "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n";
  const auto whole = world.ask(many).value();
  EXPECT_EQ(whole.find("data")->as_array()->size(), 1'000U);
  EXPECT_EQ(whole.find("meta")->find("has_more")->dump(), "true");
  const auto some = world.ask(many, R"(,"limit":3)").value();
  EXPECT_EQ(some.find("data")->as_array()->size(), 3U);
  for (const auto* limit : {"0", "1001", "\"5\"", "1.5"}) {
    EXPECT_EQ(world.ask(many, fmt::format(",\"limit\":{}", limit)).error().param, "/limit");
  }
  EXPECT_EQ(world.ask(many, R"(,"offset":3)").error().type, ErrorType::invalid_query);
  for (const auto* params : {"{}", R"({"sql":null})", R"({"sql":5})", "[]", R"({"sql":""})"}) {
    EXPECT_EQ(sql_query(*world.test.store, params, world.asker).error().type, ErrorType::invalid_query)
        << params;
  }
}

TEST(SqlQuery, HostileStatementsAreRefused) {
  SqlWorld world;
  const auto secret = world.test.folder / "other.db";
  {
    auto other = database::Connection::open({.path = secret.string()}).value();
    ASSERT_TRUE(other->run("CREATE TABLE t (a); INSERT INTO t VALUES ('other file')"));
  }
  const std::vector<std::string> statements = {
      "",
      " ",
      "-- nothing",
      "SELECT 1; SELECT 2",
      "SELECT 1; DROP TABLE campaigns",
      "SELECT 1; garbage",
      "DELETE FROM campaigns",
      "UPDATE campaigns SET campaign_name = 'x'",
      "INSERT INTO campaigns (campaign_id) VALUES (1)",
      "INSERT INTO campaigns_raw VALUES (99, '{}')",
      "WITH x AS (SELECT 1) DELETE FROM campaigns_raw",
      "DROP VIEW campaigns",
      "DROP TABLE campaigns_raw",
      "CREATE TABLE t (a)",
      "CREATE TEMP TABLE t AS SELECT * FROM campaigns",
      "CREATE TEMP VIEW v AS SELECT 1",
      "CREATE VIRTUAL TABLE v USING fts5(a)",
      "CREATE TEMP TRIGGER t INSTEAD OF INSERT ON campaigns BEGIN SELECT 1; END",
      "ALTER TABLE campaigns ADD COLUMN x",
      fmt::format("ATTACH '{}' AS other", secret.string()),
      fmt::format("ATTACH 'file:{}?mode=ro' AS other", secret.string()),
      "DETACH main",
      "VACUUM",
      fmt::format("VACUUM INTO '{}'", (world.test.folder / "copy.db").string()),
      "REINDEX",
      "ANALYZE",
      "BEGIN",
      "COMMIT",
      "SAVEPOINT s",
      "PRAGMA user_version",
      "PRAGMA database_list",
      "PRAGMA query_only = OFF",
      "PRAGMA temp_store_directory = '/tmp'",
      "SELECT * FROM pragma_database_list",
      "SELECT * FROM pragma_table_info('campaigns')",
      "SELECT * FROM pragma_function_list",
      "SELECT * FROM pragma_compile_options()",
      "SELECT * FROM sqlite_master",
      "SELECT * FROM sqlite_schema",
      "SELECT * FROM sqlite_temp_master",
      "SELECT * FROM temp.sqlite_schema",
      "SELECT * FROM main.sqlite_master",
      "SELECT * FROM dbstat",
      "SELECT * FROM sqlite_stmt",
      "SELECT * FROM sqlite_dbpage",
      "SELECT * FROM store_owner",
      "SELECT * FROM store_advertisers",
      "SELECT * FROM store_notes",
      "SELECT * FROM store_tables",
      "SELECT * FROM sqlite_sequence",
      "SELECT * FROM main.campaigns",
      "SELECT * FROM store.campaigns",
      "WITH campaigns AS (SELECT * FROM main.campaigns) SELECT * FROM campaigns",
      "WITH campaigns AS (SELECT * FROM store_owner) SELECT * FROM campaigns",
      "SELECT (SELECT name FROM store_advertisers LIMIT 1)",
      "SELECT load_extension('x')",
      "SELECT readfile('/etc/passwd')",
      "SELECT writefile('/tmp/x', 'y')",
      "SELECT edit('x')",
      "SELECT fts3_tokenizer('simple')",
      "SELECT randomblob(10)",
      "SELECT zeroblob(1000000000)",
      "SELECT sqlite_version()",
      "SELECT sqlite_compileoption_get(1)",
      "SELECT changes()",
      "SELECT last_insert_rowid()",
      "SELECT ttm_like('a', 'b')",
      "EXPLAIN SELECT * FROM campaigns",
      "EXPLAIN QUERY PLAN SELECT * FROM campaigns",
      "SELECT ?",
      "SELECT :name",
      "SELECT * FROM nowhere",
      "SELECT nothing FROM campaigns",
      "SELECT \"campaign_name_\" FROM campaigns",
      "SELECT * FROM campaigns INDEXED BY campaigns_key",
      "SELEC 1",
      "SELECT 'open",
      std::string("SELECT 1\0; DROP TABLE x", 23),
      "SELECT " + std::string(5'000, '(') + "1" + std::string(5'000, ')'),
      "SELECT '" + std::string(200'000, 'x') + "'",
  };
  for (const auto& sql : statements) {
    const Error error = world.refused(sql);
    EXPECT_TRUE(error.type == ErrorType::invalid_query || error.type == ErrorType::result_too_large)
        << sql.substr(0, 100) << ": " << error.message;
    EXPECT_FALSE(error.hint.empty()) << sql.substr(0, 100);
    EXPECT_THAT(error.message, Not(HasSubstr("store_0"))) << error.message;
    EXPECT_EQ(error.message.find("other file"), std::string::npos);
  }
  EXPECT_THAT(world.refused("SELECT * FROM nowhere").allowed, Contains("campaigns"));
  EXPECT_EQ(world.test.rows("SELECT count(*) FROM campaigns"), "2") << "nothing happened to the store";
  EXPECT_EQ(world.test.rows("SELECT count(*) FROM campaigns_raw"), "2");
  EXPECT_FALSE(std::filesystem::exists(world.test.folder / "copy.db"));
}

TEST(SqlQuery, LongWorkAndLargeValuesEnd) {
  SqlWorld world;
  world.limits.time = std::chrono::milliseconds(50);
  EXPECT_EQ(
      world.refused("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n")
          .type,
      ErrorType::upstream_timeout);
  std::stop_source stopped;
  stopped.request_stop();
  world.asker.patience.stop = stopped.get_token();
  EXPECT_EQ(world.refused("SELECT 1").type, ErrorType::cancelled);
  world.asker.patience = {.deadline = std::chrono::steady_clock::now()};
  EXPECT_EQ(world.refused("SELECT 1").type, ErrorType::upstream_timeout);
  world.asker.patience = {};
  world.limits = {.value_bytes = 10'000, .answer_bytes = 50'000};
  EXPECT_EQ(world.refused("SELECT replace(printf('%2000d', 1), ' ', '0123456789')").type,
            ErrorType::result_too_large);
  EXPECT_EQ(world
                .refused("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 900) "
                         "SELECT printf('%1000d', i) AS x FROM n")
                .type,
            ErrorType::result_too_large);
}

TEST(SqlQuery, NothingGetsThroughTheFence) {
  SqlWorld world;
  world.asker.fence = std::vector<std::string>{"7"};
  for (const auto* sql :
       {"SELECT * FROM campaigns", "SELECT * FROM temp.campaigns", "SELECT record FROM campaigns_raw",
        "SELECT * FROM campaigns WHERE advertiser_id = 8 OR 1", "SELECT * FROM campaigns_reports_daily",
        "SELECT * FROM campaigns a LEFT JOIN campaigns_raw r ON 1",
        "SELECT count(*) FROM campaigns_seen, campaigns_raw",
        "WITH x AS (SELECT * FROM campaigns UNION ALL SELECT * FROM campaigns) SELECT * FROM x",
        "SELECT (SELECT group_concat(record) FROM campaigns_raw)",
        "SELECT * FROM campaigns ORDER BY (SELECT max(campaign_name) FROM campaigns)"}) {
    const auto document = world.ask(sql);
    ASSERT_TRUE(document) << sql << document.error().message;
    const std::string text = document->dump();
    EXPECT_THAT(text, Not(HasSubstr("secret"))) << sql;
    EXPECT_THAT(text, Not(HasSubstr("7000000000000000002"))) << sql;
    EXPECT_THAT(text, Not(HasSubstr("\"8\""))) << sql;
  }
  EXPECT_EQ(world.data("SELECT count(*) AS n FROM campaigns_seen"), R"([{"n":1}])");
  for (const auto& sql : {"SELECT * FROM main.campaigns", "SELECT * FROM store_advertisers"}) {
    EXPECT_EQ(world.refused(sql).type, ErrorType::invalid_query);
  }
  world.asker.fence = std::vector<std::string>{"99999999999999999999", "8' OR '1"};
  EXPECT_EQ(world.refused("SELECT * FROM campaigns").type, ErrorType::context_store_not_ready);
  world.asker.fence = std::vector<std::string>{};
  EXPECT_EQ(world.refused("SELECT * FROM campaigns").type, ErrorType::context_store_not_ready);
}

/// What the store is attached as. Nobody but a test can ask SQLite itself.
std::string attached_name(const SqlReader& reader) {
  for (int i = 2;; ++i) {
    const char* name = sqlite3_db_name(reader.handle(), i);
    if (name == nullptr) return {};
    if (std::string_view(name).starts_with("store_")) return name;
  }
}

/// SQL of one who is restricted to certain entities: those in reach are answered, others are named and
/// refused.
struct RestrictedWorld : SqlWorld {
  RestrictedWorld() {
    test.list("ads", "7", {R"({"ad_id":"9","campaign_id":"7000000000000000001","ad_name":"hidden"})"});
    asker.sql_entities = {"campaigns", "ad_groups"};
  }
};

TEST(SqlQuery, EntitiesInReachAreAnswered) {
  RestrictedWorld world;
  EXPECT_EQ(world.data("SELECT campaign_name FROM Campaigns ORDER BY 1"),
            R"([{"campaign_name":"a"},{"campaign_name":"secret"}])");
  EXPECT_EQ(world.data("SELECT count(*) AS n FROM campaigns_raw JOIN campaigns_seen USING (id)"),
            R"([{"n":2}])");
  EXPECT_EQ(world.data("SELECT count(*) AS n FROM CAMPAIGNS"), R"([{"n":2}])");
  EXPECT_EQ(world.data("SELECT 'ads' AS word"), R"([{"word":"ads"}])");
  EXPECT_EQ(world.data("WITH ads AS (SELECT 1 AS mine) SELECT * FROM ads"), R"([{"mine":1}])");
  EXPECT_EQ(world.refused("SELECT * FROM ad_groups").type, ErrorType::context_store_not_ready);
  world.asker.fence = std::vector<std::string>{"7"};
  EXPECT_EQ(world.data("SELECT campaign_name FROM campaigns"), R"([{"campaign_name":"a"}])");
}

TEST(SqlQuery, EntitiesOutOfReachAreRefusedHoweverTheyAreNamed) {
  RestrictedWorld world;
  for (const auto* sql : {
           "SELECT * FROM ads",
           "SELECT * FROM \"ADS\"",
           "SELECT * FROM temp.ads",
           "SELECT count(*) FROM ADS",
           "SELECT count(*) FROM ads",
           "SELECT 1 FROM ads WHERE 0",
           "SELECT record FROM ads_raw",
           "SELECT id FROM ads_seen",
           "SELECT * FROM campaigns JOIN ads USING (campaign_id)",
           "SELECT * FROM campaigns WHERE campaign_id IN (SELECT campaign_id FROM ads)",
           "SELECT * FROM campaigns c WHERE EXISTS (SELECT 1 FROM ads a WHERE a.campaign_id = c.campaign_id)",
           "SELECT (SELECT ad_name FROM ads LIMIT 1) FROM campaigns",
           "SELECT campaign_name FROM campaigns UNION ALL SELECT ad_name FROM ads",
           "WITH x AS (SELECT * FROM ads) SELECT * FROM x",
           "WITH campaigns AS (SELECT * FROM ads_raw) SELECT * FROM campaigns",
           "WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i FROM n, ads) SELECT i FROM n",
           "SELECT * FROM (SELECT * FROM (SELECT * FROM ads))",
           "SELECT * FROM campaigns ORDER BY (SELECT max(ad_name) FROM ads)",
           "SELECT j.value FROM json_each((SELECT record FROM ads_raw)) j",
           "SELECT * FROM advertisers",
       }) {
    const Error error = world.refused(sql);
    EXPECT_EQ(error.type, ErrorType::forbidden) << sql << ": " << error.message;
    EXPECT_THAT(error.allowed, testing::ElementsAre("campaigns", "ad_groups")) << sql;
    EXPECT_EQ(error.param, "/sql");
    EXPECT_EQ((error.message + error.hint).find("hidden"), std::string::npos);
  }
  EXPECT_THAT(world.refused("SELECT * FROM ads_raw").message, HasSubstr("ads_raw"));
  const Error other = world.refused("SELECT * FROM nowhere");
  EXPECT_EQ(other.type, ErrorType::invalid_query);
  EXPECT_THAT(other.allowed, testing::ElementsAre("campaigns", "ad_groups"));
  for (const auto* sql :
       {"SELECT * FROM sqlite_schema", "SELECT * FROM sqlite_temp_schema", "SELECT * FROM pragma_table_list",
        "SELECT * FROM store_advertisers", "SELECT * FROM main.ads"}) {
    EXPECT_EQ(world.refused(sql).type, ErrorType::invalid_query) << sql;
  }
  world.asker.sql_entities = std::vector<std::string>{};
  EXPECT_EQ(world.refused("SELECT * FROM campaigns").type, ErrorType::forbidden);
}

// Two hurdles: the authorizer refuses even one who guesses the name of the attached file, and without it the
// views hold nothing.
TEST(SqlQuery, WhatIsOutOfReachIsHiddenTwice) {
  RestrictedWorld world;
  const auto file = world.test.store->database().file();
  const auto open = [&] { return SqlReader::open(file, {{}, world.asker.sql_entities}, {}).value(); };
  auto reader = open();
  EXPECT_TRUE(reader->prepare(fmt::format("SELECT * FROM {}.campaigns", attached_name(*reader))));
  reader = open();
  EXPECT_FALSE(reader->prepare(fmt::format("SELECT * FROM {}.ads", attached_name(*reader))));
  for (const auto* table : {"ads", "ads_raw", "ads_seen"}) {
    reader = open();
    sqlite3_set_authorizer(reader->handle(), nullptr, nullptr);
    ASSERT_TRUE(reader->prepare(fmt::format("SELECT * FROM {}", table)));
    EXPECT_FALSE(reader->step().value()) << table;
  }
}

// Whatever a statement says the name of the attached file is: it is guessed, and the guess is wrong.
TEST(SqlQuery, TheStoreHasAnotherNameEachTime) {
  SqlWorld world;
  const auto name_of = [&] {
    return attached_name(*SqlReader::open(world.test.store->database().file(), {}, {}).value());
  };
  const std::string first = name_of();
  EXPECT_EQ(first.size(), std::string_view("store_").size() + 32);
  EXPECT_NE(first, name_of());
  EXPECT_EQ(world.refused("SELECT * FROM " + first + ".campaigns").type, ErrorType::invalid_query);
}

// Even one who knows the name reads nothing but the tables that are documented, and writes nothing.
TEST(SqlQuery, TheFileIsReadOnlyEvenWithoutTheAuthorizer) {
  SqlWorld world;
  auto reader = SqlReader::open(world.test.store->database().file(), {}, {}).value();
  sqlite3_set_authorizer(reader->handle(), nullptr, nullptr);
  EXPECT_NE(sqlite3_exec(reader->handle(), "DELETE FROM store_owner", nullptr, nullptr, nullptr), SQLITE_OK);
}

}  // namespace
}  // namespace tiktok_marketing::context
