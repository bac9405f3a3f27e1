#include "cli/store/question_params.hpp"

#include <gtest/gtest.h>

namespace tiktok_marketing::cli {
namespace {

std::string params_of(const QuestionCommand& command, std::string_view query) {
  const auto params = question_params(command, query);
  return params ? params->dump() : params.error().message;
}

TEST(QuestionParams, FilterAndSortMayStandAlone) {
  const QuestionCommand search;
  EXPECT_EQ(params_of(search, R"({"filter":{"gt":{"budget":5}}})"),
            R"({"query":{"filter":{"gt":{"budget":5}}},"limit":100})");
  EXPECT_EQ(params_of(search, R"({"query":{"sort":[{"budget":"desc"}]},"limit":7})"),
            R"({"query":{"sort":[{"budget":"desc"}]},"limit":7})");
  EXPECT_EQ(params_of(search, ""), R"({"query":{},"limit":100})");
}

TEST(QuestionParams, OptionsBeatTheQuery) {
  QuestionCommand search;
  search.fields = {"campaign_id", "budget"};
  search.limit = 3;
  search.cursor = "abc";
  search.include_deleted = true;
  EXPECT_EQ(
      params_of(search, R"({"query":{},"limit":7})"),
      R"({"query":{},"limit":3,"fields":["campaign_id","budget"],"cursor":"abc","include_deleted":true})");
  search = {.all = true};
  EXPECT_EQ(params_of(search, ""), R"({"query":{},"limit":1000})") << "pages as large as they come";
}

TEST(QuestionParams, AnAggregateIsWrittenAsItIs) {
  QuestionCommand aggregate{.action = StoreAction::aggregate};
  EXPECT_EQ(params_of(aggregate, R"({"metrics":["spend"],"totals":false})"),
            R"({"metrics":["spend"],"totals":false})");
  aggregate.metrics = {"spend", "ctr"};
  aggregate.group_by = {"day"};
  aggregate.date_range = "last_7_days";
  EXPECT_EQ(params_of(aggregate, ""),
            R"({"metrics":["spend","ctr"],"group_by":["day"],"date_range":"last_7_days"})");
}

TEST(QuestionParams, AStatementIsAllThereIs) {
  const QuestionCommand sql{.action = StoreAction::sql_query, .sql = "SELECT 1"};
  EXPECT_EQ(params_of(sql, ""), R"({"sql":"SELECT 1"})");
}

TEST(QuestionParams, WhatIsNoObjectIsRefused) {
  for (const auto* text : {"[1]", "{", "budget > 5"}) {
    const auto params = question_params({}, text);
    ASSERT_FALSE(params) << text;
    EXPECT_EQ(params.error().param, "query");
    EXPECT_NE(params.error().hint.find("--query '"), std::string::npos);
  }
}

}  // namespace
}  // namespace tiktok_marketing::cli
