#include <gtest/gtest.h>

#include <algorithm>

#include "catalog/recipes.hpp"
#include "context/aggregate.hpp"
#include "context/search_call.hpp"
#include "context/test_store.hpp"

namespace tiktok_marketing::context {
namespace {

/// A store in which every report of one account has been read, without any row.
void fill(const TestStore& store) {
  EXPECT_TRUE(store.store->put_advertisers({{.id = "11", .currency = "USD", .time_zone = "UTC"}}));
  for (const TableLayout& table : layouts()) {
    if (table.is_report()) store.window(table.name, "11", "2026-07-01", "2026-09-14", {});
  }
}

TEST(AggregateRecipes, AreCallsTheStoreAnswers) {
  const TestStore store;
  fill(store);
  for (const catalog::Recipe& recipe : catalog::recipes()) {
    if (recipe.entity.empty()) continue;
    const TableLayout& table = *find_layout(recipe.entity);
    const Json params = Json::parse(recipe.params_json).value();
    if (recipe.action == "context_store_search") {
      const auto call = parse_search(table, params, 1'000);
      EXPECT_TRUE(call) << recipe.name << ": " << call.error().message;
      continue;
    }
    const auto answer = store.store->database().read([&](database::Connection& connection) {
      return aggregate(connection, table, params, std::nullopt, at("2026-09-14T08:00:00Z"));
    });
    EXPECT_TRUE(answer) << recipe.name << ": " << answer.error().message << ' ' << answer.error().param;
  }
}

}  // namespace
}  // namespace tiktok_marketing::context
