#include "context/queries.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tiktok_marketing/base/fakes.hpp>

#include <future>
#include <latch>

#include "context/test_store.hpp"

namespace tiktok_marketing::context {
namespace {

struct Door {
  Door() {
    test.list("campaigns", "7", {R"({"campaign_id":"1","campaign_name":"a","budget":5})"});
    test.list("campaigns", "8", {R"({"campaign_id":"2","campaign_name":"b","budget":7})"});
  }

  Result<Answer> ask(StoreQuery query) {
    std::promise<Result<Answer>> promise;
    auto future = promise.get_future();
    queries().ask(std::move(query), [&](Result<Answer> answer) { promise.set_value(std::move(answer)); });
    return future.get();
  }
  Queries queries() { return Queries({.store = test.store, .runtime = runtime, .pool = &pool}); }

  TestStore test;
  std::shared_ptr<VirtualRuntime> runtime = std::make_shared<VirtualRuntime>(at("2026-09-14T12:00:00Z"));
  WorkPool pool{2};
};

TEST(Queries, AnswersEachAction) {
  Door door;
  const auto search = door.ask({.entity = "campaigns", .params_json = R"({"fields":["campaign_id"]})"});
  ASSERT_TRUE(search) << search.error().message;
  EXPECT_TRUE(search->document.starts_with(R"({"data":[{"campaign_id":"1"},{"campaign_id":"2"}],"meta":{)"));
  const auto sql = door.ask({.action = StoreAction::sql_query,
                             .entity = "campaigns",
                             .params_json = R"({"sql":"SELECT campaign_name FROM campaigns ORDER BY 1"})"});
  ASSERT_TRUE(sql) << sql.error().message;
  EXPECT_TRUE(sql->document.starts_with(R"({"data":[{"campaign_name":"a"},{"campaign_name":"b"}],"meta":{)"));
  const auto sums = door.ask(
      {.action = StoreAction::aggregate, .entity = "campaigns", .params_json = R"({"metrics":["rows"]})"});
  ASSERT_TRUE(sums) << sums.error().message;
  EXPECT_NE(sums->document.find(R"("rows":2)"), std::string::npos) << sums->document;
  EXPECT_EQ(search->document_rows, 2);
  EXPECT_EQ(sql->document_rows, 2);
  EXPECT_EQ(sums->document_rows, 1);
  for (const Answer* answer : {&*search, &*sql, &*sums}) {
    EXPECT_EQ(answer->meta.source, "context_store");
    EXPECT_EQ(answer->meta.data_as_of, "2026-09-14T08:00:00Z");
    EXPECT_TRUE(Json::parse(answer->document).has_value());
  }
  EXPECT_EQ(door.ask({.entity = "campaing"}).error().type, ErrorType::unknown_entity);
}

TEST(Queries, EveryActionKeepsTheFence) {
  Door door;
  for (const auto& [action, params] :
       {std::pair{StoreAction::search, "{}"},
        std::pair{StoreAction::aggregate, R"({"metrics":["rows"],"group_by":["campaign_name"]})"},
        std::pair{StoreAction::sql_query, R"({"sql":"SELECT * FROM campaigns"})"}}) {
    const auto answer = door.ask({.action = action,
                                  .entity = "campaigns",
                                  .params_json = params,
                                  .fence = std::vector<std::string>{"7"}});
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_NE(answer->document.find("\"a\""), std::string::npos) << answer->document;
    EXPECT_EQ(answer->document.find("\"b\""), std::string::npos) << answer->document;
    EXPECT_EQ(answer->document.find("\"8\""), std::string::npos) << answer->document;
  }
}

TEST(Queries, DeadlinesAreTheRuntimes) {
  Door door;
  for (const auto action : {StoreAction::search, StoreAction::aggregate, StoreAction::sql_query}) {
    StoreQuery query{.action = action,
                     .entity = "campaigns",
                     .params_json = action == StoreAction::sql_query ? R"({"sql":"SELECT 1"})" : R"({})",
                     .deadline = door.runtime->now()};
    const auto late = door.ask(query);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().type, ErrorType::upstream_timeout);
    std::stop_source stopped;
    stopped.request_stop();
    query.deadline = SteadyTime::max();
    query.stop = stopped.get_token();
    EXPECT_EQ(door.ask(query).error().type, ErrorType::cancelled);
  }
  EXPECT_TRUE(door.ask(
      {.entity = "campaigns", .params_json = "{}", .deadline = door.runtime->now() + std::chrono::hours(1)}));
}

TEST(Queries, ManyAtOnceWhileRowsArrive) {
  Door door;
  constexpr int kQuestions = 200;
  std::latch all(kQuestions);
  std::atomic<int> good = 0;
  Queries queries = door.queries();
  for (int i = 0; i < kQuestions; ++i) {
    queries.ask({.entity = "campaigns", .params_json = R"({"query":{"filter":{"eq":{"campaign_id":"1"}}}})"},
                [&](Result<Answer> answer) {
                  if (answer && answer->document.find(R"("campaign_id":"1")") != std::string::npos) ++good;
                  all.count_down();
                });
    if (i % 20 == 0) door.test.list("campaigns", "9", {R"({"campaign_id":"5"})"});
  }
  all.wait();
  EXPECT_EQ(good, kQuestions);
}

}  // namespace
}  // namespace tiktok_marketing::context
