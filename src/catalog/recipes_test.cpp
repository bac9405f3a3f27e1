#include "catalog/recipes.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/json.hpp"
#include "catalog/model.hpp"
#include "catalog/render_describe.hpp"

namespace tiktok_marketing::catalog {
namespace {

TEST(Recipes, AreCallsOrSayWhatTheyLack) {
  std::set<std::string_view> names;
  for (const Recipe& recipe : recipes()) {
    EXPECT_TRUE(names.insert(recipe.name).second) << recipe.name;
    EXPECT_FALSE(recipe.question.empty()) << recipe.name;
    EXPECT_EQ(find_recipe(recipe.name), &recipe);
    if (recipe.entity.empty()) {
      EXPECT_FALSE(recipe.lacking.empty()) << recipe.name;
      EXPECT_TRUE(recipe.params_json.empty()) << recipe.name;
      continue;
    }
    EXPECT_NE(find_entity(recipe.entity), nullptr) << recipe.name;
    EXPECT_TRUE(recipe.action.starts_with("context_store_")) << recipe.name;
    const auto params = Json::parse(recipe.params_json);
    ASSERT_TRUE(params) << recipe.name;
    EXPECT_NE(params->as_object(), nullptr) << recipe.name;
    EXPECT_FALSE(recipe.reading.empty()) << recipe.name;
  }
  EXPECT_EQ(find_recipe("no_such"), nullptr);
}

TEST(Recipes, DescribeListsThemAllAndThoseOfAnEntity) {
  const auto all = Json::parse(describe_json(nullptr));
  ASSERT_TRUE(all);
  ASSERT_NE(all->find("recipes"), nullptr);
  EXPECT_EQ(all->find("recipes")->as_array()->size(), recipes().size());

  const auto campaigns = Json::parse(describe_json(find_entity("campaigns")));
  ASSERT_TRUE(campaigns);
  const auto* own = campaigns->find("recipes")->as_array();
  ASSERT_EQ(own->size(), 1U);
  EXPECT_EQ(own->front().text_of("name"), "highest_budgets");
  EXPECT_NE(own->front().find("params")->find("query"), nullptr) << "params are an object, not text";

  const std::string text = describe_text(nullptr);
  for (const Recipe& recipe : recipes())
    EXPECT_NE(text.find(recipe.question), std::string::npos) << recipe.name;
}

}  // namespace
}  // namespace tiktok_marketing::catalog
