#include <gtest/gtest.h>

#include "connector/test_hosted.hpp"

/// What every executor must keep: the same calls give the same rows, the same errors and the same account.
namespace tiktok_marketing {
namespace {

/// A connector and the world behind it.
class Door {
 public:
  virtual ~Door() = default;
  [[nodiscard]] virtual const Connector& connector() const = 0;
};

class LocalDoor : public Door {
 public:
  LocalDoor(FakeTikTok world, ConnectorOptions options) : engine_(make_engine()) {
    options.access_token = Secret(std::string(tiktok::kTestToken));
    options.qps = -1;
    auto tiktok = std::make_shared<FakeTikTok>(std::move(world));
    options.engine = {
        .runtime = engine_.runtime,
        .transport = std::make_shared<FakeTransport>(
            engine_.runtime, [tiktok](const HttpRequest& request) { return (*tiktok)(request); })};
    connector_.emplace(Connector::open(std::move(options)).value());
  }
  [[nodiscard]] const Connector& connector() const override { return *connector_; }

 private:
  Engine engine_;
  std::optional<Connector> connector_;
};

class HostedDoor : public Door {
 public:
  HostedDoor(FakeTikTok world, ConnectorOptions options)
      : server_(std::move(world), std::move(options)), connector_(server_.connector()) {}
  [[nodiscard]] const Connector& connector() const override { return connector_; }

 private:
  FakeHosted server_;
  Connector connector_;
};

enum class Mode { local, hosted };

std::unique_ptr<Door> door_of(Mode mode, FakeTikTok world, ConnectorOptions options = {}) {
  if (mode == Mode::local) return std::make_unique<LocalDoor>(std::move(world), std::move(options));
  return std::make_unique<HostedDoor>(std::move(world), std::move(options));
}

// Members in one order, and without the time of reading.
Json comparable(Json json) {
  if (Json::Object* members = json.as_object()) {
    std::erase_if(*members, [](const Json::Member& member) { return member.first == "data_as_of"; });
    for (auto& [name, value] : *members) value = comparable(std::move(value));
    std::ranges::sort(*members, {}, &Json::Member::first);
  } else if (Json::Array* items = json.as_array()) {
    for (Json& item : *items) item = comparable(std::move(item));
  }
  return json;
}

std::string text_of(const Result<Answer>& answer) {
  const std::string text = answer ? answer->to_json() : to_json(answer.error());
  const auto json = Json::parse(text);
  EXPECT_TRUE(json) << text;
  return json ? comparable(*json).dump() : text;
}

class Conformance : public testing::TestWithParam<Mode> {
 protected:
  [[nodiscard]] std::unique_ptr<Door> door(FakeTikTok world, ConnectorOptions options = {}) const {
    return door_of(GetParam(), std::move(world), std::move(options));
  }
};

INSTANTIATE_TEST_SUITE_P(Modes, Conformance, testing::Values(Mode::local, Mode::hosted),
                         [](const auto& mode) { return mode.param == Mode::local ? "local" : "hosted"; });

std::vector<std::string> rows_of(const Records& records) {
  std::vector<std::string> rows;
  for (std::size_t i = 0; i < records.size(); ++i) rows.emplace_back(records.json(i));
  return rows;
}

TEST_P(Conformance, AnswersOnePageAndSaysHowToGoOn) {
  const auto door = this->door({.campaigns = 25});
  const auto answer =
      door->connector().execute("campaigns", "list", R"({"advertiser_id":"1","page_size":10})");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->records.size(), 10U);
  EXPECT_EQ(answer->records[0].text("budget"), "100.00");
  EXPECT_FALSE(answer->meta.complete);
  EXPECT_TRUE(answer->meta.has_more);
  EXPECT_EQ(answer->meta.next, R"({"advertiser_id":"1","page_size":10,"page":2})");
  EXPECT_EQ(answer->meta.page_info, (PageInfo{1, 10, 25, 3}));
  EXPECT_EQ(answer->meta.source, "live");
  EXPECT_EQ(answer->meta.requests, 1);
  EXPECT_EQ(answer->meta.request_id, "REQ");
  EXPECT_FALSE(answer->meta.data_as_of.empty());
}

TEST_P(Conformance, AWholePageStaysOneSlice) {
  const auto door = this->door({.campaigns = 1000});
  const auto answer = door->connector().execute("campaigns", "list", R"({"advertiser_id":"1"})");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->records.size(), 1000U);
  EXPECT_TRUE(answer->meta.complete);
  std::vector<DataPiece> pieces;
  answer->append_pieces(pieces);
  EXPECT_EQ(pieces.size(), 3U);
}

TEST_P(Conformance, FollowingNextWalksTheWholeList) {
  const auto door = this->door({.campaigns = 57});
  const auto all = door->connector().execute("campaigns", "list", R"({"advertiser_id":"1","all":true})");
  ASSERT_TRUE(all) << all.error().message;
  EXPECT_TRUE(all->meta.complete);
  EXPECT_FALSE(all->meta.has_more);
  for (std::string params :
       {R"({"advertiser_id":"1","page_size":10})", R"({"advertiser_id":"1","limit":7})"}) {
    std::vector<std::string> rows;
    for (int calls = 0; !params.empty() && calls < 20; ++calls) {
      const auto answer = door->connector().execute("campaigns", "list", params);
      ASSERT_TRUE(answer) << params << ": " << answer.error().message;
      for (auto& row : rows_of(answer->records)) rows.push_back(std::move(row));
      params = answer->meta.next;
    }
    EXPECT_EQ(rows, rows_of(all->records));
  }
}

TEST_P(Conformance, StreamsEveryPageOnce) {
  const auto door = this->door({.campaigns = 57});
  const auto all = door->connector().execute("campaigns", "list", R"({"advertiser_id":"1","all":true})");
  ASSERT_TRUE(all);
  auto stream = door->connector().stream("campaigns", R"({"advertiser_id":"1","page_size":10})");
  ASSERT_TRUE(stream);
  std::vector<std::string> rows;
  int pages = 0;
  for (auto page = stream->next(); page && *page; page = stream->next()) {
    for (auto& row : rows_of((*page)->records)) rows.push_back(std::move(row));
    ++pages;
  }
  EXPECT_EQ(rows, rows_of(all->records));
  EXPECT_EQ(pages, 6);
  EXPECT_TRUE(stream->summary().complete);
  EXPECT_EQ(stream->summary().requests, 6);
  const auto end = stream->next();
  EXPECT_TRUE(end && !*end) << "the end stays the end";
}

TEST_P(Conformance, ARangeDeliversItsErrorAsTheLastElement) {
  const auto door = this->door({.campaigns = 5, .unreadable = {"1"}});
  int rows = 0;
  std::optional<Error> error;
  for (const auto& row : door->connector().list("campaigns", R"({"advertiser_id":"1"})")) {
    if (row) {
      ++rows;
    } else {
      error = row.error();
    }
  }
  EXPECT_EQ(rows, 0);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->type, ErrorType::upstream_permission_denied);
}

TEST_P(Conformance, KeepsWhatTikTokSaid) {
  const auto door =
      this->door({.failing = {{"/campaign/get/", tiktok::code_response(40105, "token is bad")}}});
  const auto answer = door->connector().execute("campaigns", "list", R"({"advertiser_id":"1"})");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::upstream_authentication_failed);
  ASSERT_TRUE(answer.error().upstream);
  EXPECT_EQ(answer.error().upstream->tiktok_code, 40105);
  EXPECT_EQ(answer.error().upstream->tiktok_message, "token is bad");
  EXPECT_EQ(answer.error().upstream->request_id, "REQ-40105");
  EXPECT_EQ(answer.error().upstream->http_status, 200);
  EXPECT_FALSE(answer.error().retryable);
}

TEST_P(Conformance, CheckAndDescribeAnswerDocuments) {
  ConnectorOptions options;
  options.advertiser_ids = {"1"};
  const auto door = this->door({.campaigns = 1}, options);
  const auto check = door->connector().check();
  ASSERT_TRUE(check) << check.error().message;
  EXPECT_EQ(Json::parse(check->document)->text_of("status"), "healthy") << check->document;
  const auto described = door->connector().execute("campaigns", "describe");
  ASSERT_TRUE(described) << described.error().message;
  EXPECT_EQ(described->document, Connector::describe("campaigns").value());
  const auto everything = door->connector().execute("", "describe");
  ASSERT_TRUE(everything);
  EXPECT_EQ(everything->document, Connector::describe().value());
}

TEST_P(Conformance, SeveralThreadsMayAskAtOnce) {
  const auto door = this->door({.campaigns = 20});
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      const auto answer =
          door->connector().execute("campaigns", "list", R"({"advertiser_id":"1","all":true,"page_size":5})");
      if (answer && answer->records.size() == 20 && answer->meta.complete) ++good;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 8);
}

TEST_P(Conformance, AStoppedCallIsCancelled) {
  const auto door = this->door({.campaigns = 1});
  std::stop_source stop;
  stop.request_stop();
  CallOptions options;
  options.stop = stop.get_token();
  const auto answer = door->connector().execute("campaigns", "list", R"({"advertiser_id":"1"})", options);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::cancelled) << answer.error().message;
}

struct Call {
  std::string entity;
  std::string action;
  std::string params;
};

class SameAnswer : public testing::Test {
 protected:
  static FakeTikTok world() {
    FakeTikTok world{.campaigns = 2345};
    world.zones = {{"1", "UTC"}, {"2", "America/New_York"}};
    world.unreadable = {"3"};
    return world;
  }
  static void expect_same(const std::vector<Call>& calls, const ConnectorOptions& options,
                          const CallOptions& call_options = {}) {
    const auto local = door_of(Mode::local, world(), options);
    const auto hosted = door_of(Mode::hosted, world(), options);
    for (const auto& [entity, action, params] : calls) {
      const auto here = local->connector().execute(entity, action, params, call_options);
      const auto there = hosted->connector().execute(entity, action, params, call_options);
      EXPECT_EQ(here.has_value(), there.has_value()) << entity << ' ' << action << ' ' << params;
      EXPECT_EQ(text_of(here), text_of(there)) << entity << ' ' << action << ' ' << params;
    }
  }
};

TEST_F(SameAnswer, OfLists) {
  expect_same(
      {{"campaigns", "list", R"({"advertiser_id":"1"})"},
       {"campaigns", "list", R"({"advertiser_id":1,"page":"2","page_size":100})"},
       {"campaigns", "list", R"({"advertiser_id":"1","page":99})"},
       {"campaigns", "list", R"({"advertiser_id":"1","all":true})"},
       {"campaigns", "list", R"({"advertiser_id":"1","all":true,"page_size":200})"},
       {"campaigns", "list", R"({"advertiser_id":"1","limit":7})"},
       {"campaigns", "list", R"({"advertiser_id":"1","limit":1000})"},
       {"campaigns", "list", R"({"advertiser_id":"1","limit":1500})"},
       {"campaigns", "list", R"({"advertiser_id":"1","limit":2345})"},
       {"campaigns", "list", R"({"advertiser_id":"1","limit":5000})"},
       {"campaigns", "list", R"({"advertiser_id":"1","limit":1234,"page_size":100})"},
       {"campaigns", "list", R"({"advertiser_id":"1","limit":3,"fields":["campaign_id","nonsense"]})"},
       {"advertisers", "list", R"({"advertiser_ids":["1","2","3"]})"},
       {"advertisers", "list", R"({"advertiser_ids":"1","all":true})"},
       {"advertisers", "list", "{}"},
       {"campaigns", "list", "null"}},
      {.advertiser_ids = {"1", "2"}, .simulated = true});
}

TEST_F(SameAnswer, OfReports) {
  const std::string year = R"("start_date":"2026-01-01","end_date":"2026-03-31")";
  const auto local = door_of(Mode::local, FakeTikTok{.campaigns = 3});
  const auto hosted = door_of(Mode::hosted, FakeTikTok{.campaigns = 3});
  for (const std::string& rest :
       {std::string(), std::string(R"(,"all":true)"), std::string(R"(,"limit":100)"),
        std::string(R"(,"numbers":true,"limit":5)"), std::string(R"(,"shape":"nested","all":true)"),
        std::string(R"(,"all":true,"fields":["stat_time_day"])"),
        std::string(R"(,"dimensions":["campaign_id"])")}) {
    const std::string params = R"({"advertiser_id":"1",)" + year + rest + "}";
    const auto here = local->connector().execute("campaigns_reports_daily", "list", params);
    const auto there = hosted->connector().execute("campaigns_reports_daily", "list", params);
    ASSERT_TRUE(here) << params << here.error().message;
    EXPECT_FALSE(here->records.empty());
    EXPECT_EQ(text_of(here), text_of(there)) << params;
  }
}

TEST_F(SameAnswer, OfMistakes) {
  expect_same({{"campaings", "list", "{}"},
               {"campaigns", "lst", "{}"},
               {"campaigns", "list", "{"},
               {"campaigns", "list", "[]"},
               {"campaigns", "list", R"({"advertizer_id":"1"})"},
               {"campaigns", "list", R"({"advertiser_id":"x"})"},
               {"campaigns", "list", "{}"},
               {"campaigns", "list", R"({"advertiser_id":"3"})"},
               {"campaigns", "list", R"({"advertiser_id":"1","cursor":"nonsense"})"},
               {"campaigns_reports_daily", "list", R"({"advertiser_id":"1","start_date":"2026-13-01"})"},
               {"campaigns_reports_daily", "list", R"({"advertiser_id":"9","date_range":"yesterday"})"},
               {"advertisers", "list", R"({"advertiser_ids":["3"]})"},
               {"campaigns", "search", "{}"},
               {"campaigns", "context_store_sql_query", R"({"sql":"SELECT 1"})"}},
              {});
  expect_same({{"campaigns", "list", "{}"}}, {.advertiser_ids = {"1", "2"}});
}

TEST_F(SameAnswer, BehindAFence) {
  expect_same({{"campaigns", "list", R"({"advertiser_id":"2"})"},
               {"campaigns", "list", R"({"limit":2})"},
               {"advertisers", "list", R"({"advertiser_ids":["1","2"]})"},
               {"*", "check", "{}"}},
              {.advertiser_ids = {"1"}, .fenced = true});
}

TEST_F(SameAnswer, OfTrimmedRows) {
  CallOptions select;
  select.select_fields = {"campaign_name", "budget", "nonsense"};
  select.exclude_fields = {"budget"};
  select.max_text_bytes = 10;
  CallOptions exclude;
  exclude.exclude_fields = {"budget", "a.b"};
  const std::vector<Call> calls = {
      {"campaigns", "list", R"({"advertiser_id":"1","limit":20})"},
      {"campaigns", "list", R"({"advertiser_id":"1","all":true})"},
      {"campaigns_reports_daily", "list", R"({"advertiser_id":"1","limit":20})"}};
  expect_same(calls, {}, select);
  expect_same(calls, {}, exclude);
}

TEST_F(SameAnswer, OfTheContextStore) {
  class Store : public StoreQueries {
   public:
    void ask(StoreQuery query, Done done) override {
      if (query.params_json.find("bad") != std::string::npos) {
        return done(Error{
            .type = ErrorType::invalid_query, .message = "bad", .hint = "Do better.", .param = "query"});
      }
      Answer answer;
      answer.document =
          fmt::format(R"({{"data":[{{"entity":"{}"}}],"meta":{{"has_more":false}}}})", query.entity);
      done(std::move(answer));
    }
  };
  ConnectorOptions options;
  options.store = std::make_shared<Store>();
  expect_same({{"campaigns", "search", R"({"query":{}})"},
               {"ads", "context_store_aggregate", "{}"},
               {"ads", "context_store_search", R"({"query":"bad"})"}},
              options);
}

}  // namespace
}  // namespace tiktok_marketing
