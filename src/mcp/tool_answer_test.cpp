#include "mcp/tool_answer.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mcp/table_text.hpp"
#include "mcp/tokens.hpp"

namespace tiktok_marketing::mcp {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Rows = std::vector<std::string_view>;

const Rows kRows{R"({"id":"1","name":"a, \"b\"","list":[1,2],"gone":null})", R"({"id":"2","extra":3.50})"};

Json parsed(const std::string& text) {
  return Json::parse(text).value_or(Json());
}
const Json& at(const Json& json, std::string_view name) {
  return *json.find(name);
}

TEST(RowsResult, HoldsTheRowsOnce) {
  Json meta;
  meta.set("complete", true);
  const std::string rows = rows_result(kRows, meta, Format::rows, Place::structured);
  EXPECT_EQ(at(at(parsed(rows), "structuredContent"), "data").as_array()->size(), 2);
  EXPECT_EQ(rows.find("extra"), rows.rfind("extra"));
  const std::string columns = rows_result(kRows, meta, Format::columns, Place::structured);
  EXPECT_THAT(columns, HasSubstr(R"("columns":["id","name","list","gone","extra"])"));
  EXPECT_THAT(columns, HasSubstr(R"(["2",null,null,null,3.50])"));
  const std::string text = rows_result(kRows, meta, Format::rows, Place::text);
  EXPECT_THAT(text, Not(HasSubstr("structuredContent")));
  const Json told = parsed(text);
  const auto& block = at(told, "content").as_array()->front();
  EXPECT_EQ(parsed(std::string(block.text_of("text"))).find("data")->as_array()->size(), 2);
}

TEST(RowsResult, CsvIsTextWithItsMetaBesideIt) {
  Json meta;
  meta.set("as_of", "now");
  const Json json = parsed(rows_result(kRows, meta, Format::csv, Place::structured));
  const auto& blocks = *at(json, "content").as_array();
  EXPECT_EQ(blocks[0].text_of("text"),
            "id,name,list,gone,extra\n1,\"a, \"\"b\"\"\",\"[1,2]\",,\n2,,,,3.50\n");
  EXPECT_EQ(blocks[1].text_of("text"), R"({"meta":{"as_of":"now"}})");
  EXPECT_EQ(at(at(json, "structuredContent"), "meta").text_of("as_of"), "now");
}

TEST(RowsThatFit, CountsWholeRows) {
  const std::string row = R"({"campaign_id":"1790000000000101","campaign_name":"Summer sale"})";
  const Rows rows(100, row);
  const std::size_t one = estimated_tokens(row) + 1;
  // Tokens are estimated, so a twentieth of the budget is left alone.
  const auto budget = [](std::size_t tokens) { return tokens * 20 / 19; };
  EXPECT_EQ(rows_that_fit(rows, Format::rows, 50, budget(50 + 10 * one)), 10);
  EXPECT_EQ(rows_that_fit(rows, Format::rows, 50, budget(49 + 10 * one)), 9);
  EXPECT_EQ(rows_that_fit(rows, Format::rows, 50, 10), 1) << "an answer without a row leads nowhere";
  EXPECT_EQ(rows_that_fit({}, Format::rows, 50, 10), 0);
  EXPECT_GT(rows_that_fit(rows, Format::columns, 50, 500), rows_that_fit(rows, Format::rows, 50, 500));
  EXPECT_GE(rows_that_fit(rows, Format::csv, 50, 500), rows_that_fit(rows, Format::columns, 50, 500));
}

TEST(RowsThatFit, KnowsColumnsThatLaterRowsBring) {
  const std::string plain = R"({"a":"1"})";
  const std::string more = R"({"a":"1","absent":{"cost_per_conversion":"no_conversions"}})";
  Rows rows(1, plain);
  rows.resize(100, more);
  EXPECT_LT(rows_that_fit(rows, Format::csv, 0, 500), 500 / tokens_of_row(more, Format::csv) + 1);
}

TEST(ErrorResult, IsTextThatModelsSee) {
  Error error{
      .type = ErrorType::invalid_parameter, .message = "no", .allowed = {"a"}, .example = R"({"x":1})"};
  const Json json = parsed(error_result(error));
  EXPECT_EQ(at(json, "isError"), Json(true));
  EXPECT_EQ(json.find("structuredContent"), nullptr);
  const Json told = parsed(std::string(at(json, "content").as_array()->front().text_of("text")));
  EXPECT_EQ(at(at(told, "error"), "allowed").as_array()->size(), 1);
  EXPECT_EQ(at(at(told, "error"), "example").int_of("x"), 1);
}

TEST(EstimatedTokens, GrowsWithTheText) {
  EXPECT_EQ(estimated_tokens(""), 0);
  EXPECT_EQ(estimated_tokens("1790000000000101"), 6);
  EXPECT_GT(estimated_tokens("{\"a\":1}"), 0);
}

}  // namespace
}  // namespace tiktok_marketing::mcp
