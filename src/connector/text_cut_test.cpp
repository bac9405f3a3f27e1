#include "connector/text_cut.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "base/json.hpp"
#include "base/json_scanner.hpp"

namespace tiktok_marketing {
namespace {

std::string cut(std::string_view row, std::size_t max_bytes) {
  std::string out;
  return append_with_texts_cut(out, row, max_bytes) ? out : std::string("unchanged");
}

TEST(TextCut, CutsLongValuesAndSaysHowMuchIsGone) {
  EXPECT_EQ(cut(R"({"a":"0123456789","b":1})", 4), R"({"a":"0123… [cut, 6 characters]","b":1})");
  EXPECT_EQ(cut(R"({"a":"01234","b":["0123456"]})", 5),
            R"({"a":"01234","b":["01234… [cut, 2 characters]"]})");
}

TEST(TextCut, LeavesShortTextsAndNamesAlone) {
  EXPECT_EQ(cut(R"({"a":"0123"})", 4), "unchanged");
  EXPECT_EQ(cut(R"({"a_long_name" : 5, "another_one":{"third_one":null}})", 4), "unchanged");
  EXPECT_EQ(cut(R"({"id":"1790000000000000042","n":17900000000000000429})", 19), "unchanged");
}

TEST(TextCut, NeverCutsACharacterInTwo) {
  EXPECT_EQ(cut(R"({"a":"äöü"})", 3), R"({"a":"ä… [cut, 2 characters]"})");
  EXPECT_EQ(cut(R"({"a":"日本語"})", 5), R"({"a":"日… [cut, 2 characters]"})");
  EXPECT_EQ(cut(R"({"a":"😀😀"})", 7), R"({"a":"😀… [cut, 1 characters]"})");
  EXPECT_EQ(cut(R"({"a":"日本"})", 1), R"({"a":"… [cut, 2 characters]"})");
}

TEST(TextCut, CountsEscapesAsWhatTheyStandFor) {
  EXPECT_EQ(cut(R"({"a":"\n\n\n\""})", 4), "unchanged");
  EXPECT_EQ(cut(R"({"a":"\n\n\n\"\\"})", 4), R"({"a":"\n\n\n\"… [cut, 1 characters]"})");
  EXPECT_EQ(cut(R"({"a":"\u00e4\u00e4\u0041"})", 4), R"({"a":"\u00e4\u00e4… [cut, 1 characters]"})");
  EXPECT_EQ(cut(R"({"a":"\ud83d\ude00\ud83d\ude00"})", 7), R"({"a":"\ud83d\ude00… [cut, 1 characters]"})");
  EXPECT_EQ(cut(R"({"a":"\ud83dxxxxxxx"})", 3), R"({"a":"\ud83d… [cut, 7 characters]"})");
}

RC_GTEST_PROP(TextCutProperty, TheResultIsTheSameRowWithShorterTexts, ()) {
  const auto characters = rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("a", "\"", "\\", "\n", "ä", "日", "😀", "{", ":", ","));
  std::string text;
  std::size_t count = 0;
  for (const auto& character : *characters) {
    text += character;
    ++count;
  }
  const auto max = *rc::gen::inRange<std::size_t>(1, 12);
  Json row;
  row.set("text", text);
  row.set(text + "name", 1);
  std::string out;
  const std::string before = row.dump();
  if (!append_with_texts_cut(out, before, max)) {
    RC_ASSERT(text.size() <= max);
    return;
  }
  RC_ASSERT(text.size() > max);
  const auto after = Json::parse(out);
  RC_ASSERT(after.has_value());
  RC_ASSERT(after->int_of(text + "name") == 1);
  const std::string shorter(after->text_of("text"));
  const auto mark = shorter.rfind("… [cut, ");
  RC_ASSERT(mark != std::string::npos);
  RC_ASSERT(mark <= max);
  RC_ASSERT(text.starts_with(shorter.substr(0, mark)));
  std::size_t kept = 0;
  for (std::size_t at = 0; at < mark; at += utf8_length(std::string_view(text).substr(at))) ++kept;
  RC_ASSERT(shorter.substr(mark) == "… [cut, " + std::to_string(count - kept) + " characters]");
}

}  // namespace
}  // namespace tiktok_marketing
