#include "mcp/corrected_call.hpp"

#include <gtest/gtest.h>

namespace tiktok_marketing::mcp {
namespace {

struct Mistake {
  const char* what;
  const char* arguments;
  const char* param;
  const char* given;
  std::vector<std::string> allowed;
  const char* example;
  const char* corrected;
};

class CorrectedCall : public ::testing::TestWithParam<Mistake> {};

TEST_P(CorrectedCall, IsNearTheGivenOne) {
  const ToolSpec tool{.required = R"(["entity","metrics"])",
                      .example = R"({"entity":"ads","metrics":["rows"],"limit":3})"};
  const Mistake& mistake = GetParam();
  Error error;
  error.param = mistake.param;
  error.given = mistake.given;
  error.allowed = mistake.allowed;
  error.example = mistake.example;
  EXPECT_EQ(corrected_call(*Json::parse(mistake.arguments), tool, error), mistake.corrected) << mistake.what;
}

const Mistake kMistakes[] = {
    {"a word of a list",
     R"({"entity":"ads","metrics":["spent","ctr"]})",
     "/metrics/0",
     "spent",
     {"spend", "ctr"},
     "",
     R"({"entity":"ads","metrics":["spend","ctr"]})"},
    {"it comes before an example that leaves out the rest",
     R"({"entity":"ads","metrics":["spent","ctr"]})",
     "/metrics/0",
     "spent",
     {"spend", "ctr"},
     R"({"metrics":["spend"]})",
     R"({"entity":"ads","metrics":["spend","ctr"]})"},
    {"a name deep in a filter",
     R"({"entity":"ads","metrics":["rows"],"filter":{"and":[{"gt":{"budgt":0}}]}})",
     "/filter/and/0/gt/budgt",
     "",
     {"budget", "name"},
     "",
     R"({"entity":"ads","metrics":["rows"],"filter":{"and":[{"gt":{"budget":0}}]}})"},
    {"a value",
     R"({"entity":"adds","metrics":["rows"]})",
     "entity",
     "adds",
     {"ads", "campaigns"},
     "",
     R"({"entity":"ads","metrics":["rows"]})"},
    {"a name of an argument",
     R"({"entty":"ads","metrics":["rows"]})",
     "entty",
     "",
     {"entity", "metrics"},
     "",
     R"({"entity":"ads","metrics":["rows"]})"},
    {"nothing is near: the argument goes",
     R"({"entity":"ads","metrics":["rows"],"filter":{"gt":{"x":0}}})",
     "/filter/gt/x",
     "",
     {"budget"},
     "",
     R"({"entity":"ads","metrics":["rows"]})"},
    {"nothing is near: the tool's own takes its place",
     R"({"entity":"ads","metrics":["zz"]})",
     "/metrics/0",
     "zz",
     {"spend"},
     "",
     R"({"entity":"ads","metrics":["rows"]})"},
    {"the error knows better",
     R"({"entity":"ads","metrics":["rows"],"days":7})",
     "days",
     "",
     {},
     R"({"date_range":"last_7_days"})",
     R"({"entity":"ads","metrics":["rows"],"date_range":"last_7_days"})"},
    {"a call of the connector",
     R"({"entity":"ads","metrics":["rows"]})",
     "metrics",
     "",
     {},
     R"({"entity":"ads","action":"list","params":{"page":1}})",
     R"({"entity":"ads","params":{"page":1}})"},
    {"something is missing",
     R"({"limit":9})",
     "entity",
     "",
     {},
     "",
     R"({"limit":9,"entity":"ads","metrics":["rows"]})"},
    {"no arguments", "null", "", "", {}, "", R"({"entity":"ads","metrics":["rows"],"limit":3})"},
    {"no object", "[1]", "arguments", "", {}, "", R"({"entity":"ads","metrics":["rows"],"limit":3})"},
    {"a pointer that leads nowhere",
     R"({"entity":"ads","metrics":["rows"]})",
     "/metrics/9/x",
     "",
     {"spend"},
     "",
     R"({"entity":"ads","metrics":["rows"]})"},
};

INSTANTIATE_TEST_SUITE_P(Table, CorrectedCall, ::testing::ValuesIn(kMistakes));

}  // namespace
}  // namespace tiktok_marketing::mcp
