#include <tiktok_marketing/connector/store.hpp>

#include <thread>

#include <gtest/gtest.h>

#include "connector/fake_tiktok.hpp"

namespace tiktok_marketing {
namespace {

// Answers from a thread of its own, as a database would.
class RecordingStore : public StoreQueries {
 public:
  void ask(StoreQuery query, Done done) override {
    asked.push_back(query);
    std::thread([this, done = std::move(done)] { done(answer); }).join();
  }

  std::vector<StoreQuery> asked;
  Result<Answer> answer = Answer{};
};

struct StoreDoor {
  explicit StoreDoor(ConnectorOptions options = {}) : door({}, with_store(std::move(options), store)) {}

  static ConnectorOptions with_store(ConnectorOptions options, const std::shared_ptr<RecordingStore>& store) {
    options.store = store;
    return options;
  }

  std::shared_ptr<RecordingStore> store = std::make_shared<RecordingStore>();
  ConnectorFixture door;
};

TEST(Store, IsAskedWithTheParamsAsTheyWereGiven) {
  StoreDoor with;
  with.store->answer->document = R"({"data":[{"a":1.00}],"meta":{"has_more":false}})";
  const std::pair<const char*, StoreAction> actions[] = {{"search", StoreAction::search},
                                                         {"context_store_search", StoreAction::search},
                                                         {"context_store_aggregate", StoreAction::aggregate},
                                                         {"context_store_sql_query", StoreAction::sql_query}};
  for (const auto& [name, action] : actions) {
    const auto answer = with.door.connector->execute("campaigns", name, R"( {"limit" : 5.0,"x":"1"} )");
    ASSERT_TRUE(answer) << name << answer.error().message;
    EXPECT_EQ(answer->document, R"({"data":[{"a":1.00}],"meta":{"has_more":false}})");
    EXPECT_EQ(answer->meta.source, "context_store");
    const StoreQuery& query = with.store->asked.back();
    EXPECT_EQ(query.action, action);
    EXPECT_EQ(query.entity, "campaigns");
    EXPECT_EQ(query.params_json, R"({"limit" : 5.0,"x":"1"})");
    EXPECT_FALSE(query.fence);
    EXPECT_EQ(query.deadline, with.door.runtime->now() + std::chrono::seconds{55});
  }
  ASSERT_TRUE(with.door.connector->execute("ads", "search"));
  EXPECT_EQ(with.store->asked.back().params_json, "{}");
}

TEST(Store, ItsErrorsAreTheCallers) {
  StoreDoor with;
  with.store->answer = Error{.type = ErrorType::invalid_query, .message = "no such field"};
  const auto answer = with.door.connector->execute("campaigns", "search");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::invalid_query);
}

TEST(Store, BadCallsDoNotReachIt) {
  StoreDoor with;
  const auto type_of = [&](std::string_view entity, std::string_view action, std::string_view params) {
    const auto answer = with.door.connector->execute(entity, action, params);
    return answer ? ErrorType::internal_error : answer.error().type;
  };
  EXPECT_EQ(type_of("campaing", "search", "{}"), ErrorType::unknown_entity);
  EXPECT_EQ(type_of("campaigns", "context_store_serch", "{}"), ErrorType::unknown_action);
  EXPECT_EQ(type_of("campaigns", "search", "[1]"), ErrorType::value_error);
  EXPECT_EQ(type_of("campaigns", "search", "{"), ErrorType::value_error);
  EXPECT_TRUE(with.store->asked.empty());
}

TEST(Store, LearnsOfTheFence) {
  ConnectorOptions options;
  options.advertiser_ids = {"1", "2"};
  options.fenced = true;
  StoreDoor with(options);
  ASSERT_TRUE(with.door.connector->execute("campaigns", "search", R"({"query":{"eq":{"advertiser_id":2}}})"));
  EXPECT_EQ(with.store->asked.back().fence, (std::vector<std::string>{"1", "2"}));
  const auto refused =
      with.door.connector->execute("campaigns", "search", R"({"query":{"eq":{"advertiser_id":"3"}}})");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, ErrorType::forbidden);
  EXPECT_EQ(with.store->asked.size(), 1U);
}

TEST(Store, LearnsWhichEntitiesSqlMayRead) {
  StoreDoor with;
  CallOptions options;
  options.sql_entities = {"ads"};
  ASSERT_TRUE(
      with.door.connector->execute("campaigns", "context_store_sql_query", R"({"sql":"SELECT 1"})", options));
  EXPECT_EQ(with.store->asked.back().sql_entities, (std::vector<std::string>{"ads"}));
  ASSERT_TRUE(with.door.connector->execute("campaigns", "context_store_sql_query", R"({"sql":"SELECT 1"})"));
  EXPECT_FALSE(with.store->asked.back().sql_entities);
}

TEST(Store, WithoutOneTheActionsAreNotReady) {
  ConnectorFixture door;
  const auto answer = door.connector->execute("campaigns", "search", "{}");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::context_store_not_ready);
  EXPECT_NE(answer.error().message.find("context_store_search"), std::string::npos);
  EXPECT_NE(answer.error().hint.find("list"), std::string::npos);
}

}  // namespace
}  // namespace tiktok_marketing
