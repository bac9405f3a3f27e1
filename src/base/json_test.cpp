#include "base/json.hpp"

#include <gtest/gtest.h>

#include "base/json_scanner.hpp"

namespace tiktok_marketing {
namespace {

TEST(Json, KeepsNumberTextAndOrder) {
  const std::string text =
      R"({"budget":100.00,"id":123456789012345678901,"e":-1.5e+3,"a":[1,true,null,"x"]})";
  auto json = Json::parse(text);
  ASSERT_TRUE(json);
  EXPECT_EQ(json->dump(), text);
  EXPECT_EQ(json->find("budget")->as_number()->text, "100.00");
  EXPECT_FALSE(json->find("id")->as_int());
  EXPECT_EQ(json->find("e")->as_double(), -1500.0);
}

TEST(Json, DecodesEscapesAndWritesThemBack) {
  auto json = Json::parse(R"("a\u00e9\ud83d\ude00\n\"\\\/")");
  ASSERT_TRUE(json);
  EXPECT_EQ(*json->as_string(), "aé😀\n\"\\/");
  EXPECT_EQ(json->dump(), "\"aé😀\\n\\\"\\\\/\"");
}

TEST(Json, ReplacesBrokenUtf8OnOutput) {
  EXPECT_EQ(Json(std::string("a\xFFz")).dump(), "\"a\xEF\xBF\xBDz\"");
  EXPECT_EQ(Json(std::string("\x01")).dump(), "\"\\u0001\"");
}

class BadJson : public testing::TestWithParam<const char*> {};

TEST_P(BadJson, IsRefusedWithItsPlace) {
  auto json = Json::parse(GetParam());
  ASSERT_FALSE(json) << GetParam();
  EXPECT_EQ(json.error().type, ErrorType::value_error);
  EXPECT_NE(json.error().message.find("byte"), std::string::npos);
  JsonScanner scanner(GetParam());
  EXPECT_TRUE(scanner.value().empty() || !scanner.at_end()) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Hostile, BadJson,
                         testing::Values("", "tru", "1.2.3", "[1}", "[1,]", "{\"a\":1,}", "{a:1}", "01", "+1",
                                         ".5", "1.", "1e", "\"\\x\"", "\"\\ud800\"", "\"\\udc00\"", "\"\n\"",
                                         "\"\xC0\x80\"", "nul", "[1 2]", "{\"a\" 1}", "1 2", "\"unterminated",
                                         "[", "{\"a\":"));

TEST(Json, SixtyFourLevelsAreTheLimitEmptyOrNot) {
  for (const char* inner : {"", "1"}) {
    for (const std::size_t depth : {64U, 65U}) {
      const std::string text = std::string(depth, '[') + inner + std::string(depth, ']');
      JsonScanner scanner(text);
      EXPECT_EQ(Json::parse(text).has_value(), depth == 64) << depth << inner;
      EXPECT_EQ(scanner.value() == text, depth == 64) << depth << inner;
    }
  }
}

TEST(Json, RefusesDeepNesting) {
  EXPECT_FALSE(Json::parse(std::string(100'000, '[')));
  EXPECT_TRUE(Json::parse(std::string(60, '[') + std::string(60, ']')));
}

TEST(Json, SetReplacesAndLastDuplicateWins) {
  auto json = Json::parse(R"({"a":1,"a":2})");
  ASSERT_TRUE(json);
  EXPECT_EQ(json->int_of("a"), 2);
  Json object;
  object.set("x", 1);
  object.set("x", "two");
  object.set("y", Json::Array{1, 2});
  EXPECT_EQ(object.dump(), R"({"x":"two","y":[1,2]})");
}

TEST(JsonScanner, HandsOutTheTextOfAValue) {
  JsonScanner scanner(R"(  {"a":[1,2, {"b":"]"}]} , 7)");
  EXPECT_EQ(scanner.value(), R"({"a":[1,2, {"b":"]"}]})");
  EXPECT_TRUE(scanner.accept(','));
  EXPECT_EQ(scanner.value(), "7");
  EXPECT_TRUE(scanner.at_end());
}

}  // namespace
}  // namespace tiktok_marketing
