#include "catalog/render_python.hpp"

#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.hpp"
#include "catalog/model.hpp"
#include "catalog/render_tool_text.hpp"

namespace tiktok_marketing::catalog {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(PythonTypes, SayWhatAParameterTakes) {
  const std::string types = python_types();
  EXPECT_THAT(types, HasSubstr("    advertiser_id: str | int\n"));
  EXPECT_THAT(types, HasSubstr("    advertiser_ids: str | Sequence[str | int]\n"));
  EXPECT_THAT(types, HasSubstr("    filtering: str | CampaignsFiltering\n"));
  EXPECT_THAT(types, HasSubstr("    filtering: str | Sequence[ReportCondition]\n"));
  EXPECT_THAT(types, HasSubstr("    shape: Literal[\"flat\", \"nested\"]\n"));
  EXPECT_THAT(types, HasSubstr("    numbers: bool\n"));
}

TEST(PythonTypes, HaveAConditionForEachOperatorOfEachEntity) {
  const std::string types = python_types();
  for (const Entity* entity : entities()) {
    for (const auto* op : {"Eq", "Neq", "Gt", "Gte", "Lt", "Lte", "In", "Like", "Fuzzy", "Keyword",
                           "Contains", "Any", "And", "Or", "Not"}) {
      EXPECT_THAT(types, HasSubstr(fmt::format("\n{}{}Condition = TypedDict(", entity->list_name, op)));
    }
  }
}

TEST(PythonQueries, PutTheParametersOfTheOriginalFirst) {
  EXPECT_THAT(python_queries(), HasSubstr(R"(
    async def list(
        self,
        advertiser_id: str | int | None = None,
        page: int | None = None,
        page_size: int | None = None,
        **options: Unpack[types.CampaignsListOptions],
    ) -> models.CampaignsListResult:
)"));
}

TEST(PythonModels, TypeValuesAsTheyAreDelivered) {
  const std::string stub = python_models_stub();
  EXPECT_THAT(stub, HasSubstr("    campaign_id: str | None = ...\n"));
  EXPECT_THAT(stub, HasSubstr("    budget: float | None = ...\n"));
  EXPECT_THAT(stub, HasSubstr("    spend: str | float | None = ...\n"));
  EXPECT_THAT(stub, HasSubstr("    location_ids: list[str] | None = ...\n"));
}

TEST(PythonExports, AreTheSameForUsersAndTypeCheckers) {
  const std::string exports = python_exports();
  const std::string stub = python_package_stub();
  for (const Entity* entity : entities()) {
    for (const auto* suffix : {"ListResultMeta", "ListResult", "SearchData", "SearchResult", "ListParams",
                               "SearchFilter", "SearchQuery", "Condition"}) {
      const std::string name = fmt::format("{}{}", entity->list_name, suffix);
      EXPECT_THAT(exports, HasSubstr("\"" + name + "\": "));
      EXPECT_THAT(stub, HasSubstr("import " + name + " as " + name + "\n"));
    }
  }
}

TEST(ToolText, NamesEveryEntityAndOnlyActionsThatAreThere) {
  for (const Entity* entity : entities()) {
    EXPECT_THAT(tool_text(false), HasSubstr(entity->name));
  }
  EXPECT_THAT(tool_text(false), Not(HasSubstr("context_store")));
  EXPECT_THAT(tool_text(true), HasSubstr("context_store_search"));
  EXPECT_THAT(tool_text(true), HasSubstr("context_store_aggregate"));
}

TEST(ToolText, SurvivesReadersOfDocstrings) {
  for (const bool store : {false, true}) {
    const std::string text = tool_text(store);
    EXPECT_THAT(text, Not(HasSubstr("\n\n")));
    EXPECT_THAT(text, Not(HasSubstr("\n ")));
    EXPECT_THAT(text, Not(HasSubstr("\\")));
    EXPECT_THAT(text, Not(HasSubstr("\"\"\"")));
  }
}

TEST(ToolText, HoldsExamplesOfKnownParameters) {
  const std::string text = tool_text(false);
  std::size_t examples = 0;
  for (std::size_t at = text.find(" list {"); at != std::string::npos; at = text.find(" list {", at + 1)) {
    const std::size_t name_at = text.rfind(' ', at - 1) + 1;
    const Entity* entity = find_entity(text.substr(name_at, at - name_at));
    ASSERT_NE(entity, nullptr) << text.substr(name_at, 60);
    const std::size_t begin = at + 6;
    const auto params = Json::parse(text.substr(begin, text.find('\n', begin) - begin));
    ASSERT_TRUE(params) << text.substr(begin, 80);
    for (const auto& [key, value] : *params->as_object()) EXPECT_NE(find_param(*entity, key), nullptr) << key;
    ++examples;
  }
  EXPECT_EQ(examples, 3);
}

}  // namespace
}  // namespace tiktok_marketing::catalog
