#include "tiktok/json_index.hpp"

#include <gtest/gtest.h>

#include <tiktok_marketing/http/transport.hpp>

#include "base/json.hpp"

namespace tiktok_marketing::tiktok {
namespace {

std::string padded(std::string_view text) {
  std::string copy;
  copy.reserve(text.size() + kBodyPaddingBytes);
  copy.append(text);
  return copy;
}

class IndexedText : public testing::TestWithParam<const char*> {};

TEST_P(IndexedText, IsAcceptedExactlyWhenJsonParseAcceptsIt) {
  const std::string text = padded(GetParam());
  JsonIndex index;
  EXPECT_EQ(index.build(text), Json::parse(text).has_value()) << text;
}

INSTANTIATE_TEST_SUITE_P(
    Texts, IndexedText,
    testing::Values("", " ", "null", " true ", "tru", "tru e", "0", "-0", "01", "1.", "1.5e+3", "1e", "-",
                    "+1", "1 2", "123456789012345678901234567890", "\"a\"", "\"a\"b", "1\"a\"", "\"\\u00e9\"",
                    "\"\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\x\"", "\"\n\"", "\"\xC0\x80\"", "\"\xFF\"",
                    "\"open", "[]", "[ ]", "[1,]", "[,1]", "[1 2]", "[1}", "[[]]", "[[],{}]", "{}", "{ }",
                    "{\"a\":1}", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "{\"a\"}", "{\"a\":}", "{1:2}",
                    "{\"a\":[{\"b\":[]},null]}", "]", "}", ",", ":", "[", "{", "[]]", "{}}", "[1]x",
                    "{\"a\":\"\\\"\"}", "{\"a\":\"\\\\\"}", "\"\\\"", "\x01", "[\"a\",\"b\\n\"]"));

TEST(JsonIndex, IsAsDeepAsJson) {
  for (const std::size_t depth : {63U, 64U, 65U, 1000U}) {
    for (const char* inner : {"", "1"}) {
      const std::string text = padded(std::string(depth, '[') + inner + std::string(depth, ']'));
      JsonIndex index;
      EXPECT_EQ(index.build(text), Json::parse(text).has_value()) << depth << inner;
    }
  }
}

TEST(JsonIndex, CutsValuesOutAsTheyStand) {
  const std::string text = padded(R"( { "a" : 100.00 , "b" : [ {"x":1} , "t" ,[ ] ] , "c" : {"d":"]"} } )");
  JsonIndex index;
  ASSERT_TRUE(index.build(text));
  std::string seen;
  auto root = index.begin();
  root.members([&](std::string_view name, JsonIndex::Cursor& value) {
    seen.append(name).append("=");
    if (value.kind() != '[') {
      seen.append(value.value()).append(";");
      return;
    }
    value.items([&](JsonIndex::Cursor& item) { seen.append(item.value()).append("|"); });
  });
  EXPECT_EQ(seen, R"(a=100.00;b={"x":1}|"t"|[ ]|c={"d":"]"};)");
}

TEST(JsonIndex, IsBuiltAgainForShorterAndLongerTexts) {
  JsonIndex index;
  const std::string small = padded("[1]");
  const std::string large = padded("[" + std::string(100'000, ' ') + "2]");
  std::string items;
  for (const auto* text : {&small, &large, &small}) {
    ASSERT_TRUE(index.build(*text));
    auto root = index.begin();
    root.items([&](JsonIndex::Cursor& item) { items.append(item.value()); });
  }
  EXPECT_EQ(items, "121");
  const std::string broken = padded("[1");
  EXPECT_FALSE(index.build(broken));
  EXPECT_TRUE(index.build(small));
}

}  // namespace
}  // namespace tiktok_marketing::tiktok
