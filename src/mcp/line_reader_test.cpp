#include "mcp/line_reader.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tiktok_marketing::mcp {
namespace {

using Lines = std::vector<std::string>;

LineReader::Take into(Lines& lines) {
  return [&lines](LineReader::Line line) { lines.emplace_back(line.too_long ? "(too long)" : line.text); };
}

TEST(LineReader, CutsAtLineFeeds) {
  Lines lines;
  LineReader reader(100);
  reader.feed("one\ntw", into(lines));
  EXPECT_EQ(lines, Lines{"one"});
  reader.feed("o\r\n\n  \nthree", into(lines));
  EXPECT_EQ(lines, (Lines{"one", "two"}));
  reader.finish(into(lines));
  EXPECT_EQ(lines, (Lines{"one", "two", "three"}));
}

TEST(LineReader, TellsOfALongLineOnceAndGoesOn) {
  Lines lines;
  LineReader reader(4);
  reader.feed("abcd\nabcde\n", into(lines));
  for (int i = 0; i < 10; ++i) reader.feed("xx", into(lines));
  EXPECT_EQ(lines, (Lines{"abcd", "(too long)", "(too long)"}));
  reader.feed("\nok\n", into(lines));
  EXPECT_EQ(lines.back(), "ok");
  EXPECT_EQ(lines.size(), 4);
  reader.feed("toolong", into(lines));
  reader.finish(into(lines));
  EXPECT_EQ(lines.size(), 5);
}

RC_GTEST_PROP(LineReader, DoesNotCareHowBytesArrive, (const std::vector<std::uint8_t>& pieces)) {
  const std::string text = "first\nsecond longer line\n\nthird\r\nrest";
  Lines whole;
  LineReader at_once(15);
  at_once.feed(text, into(whole));
  at_once.finish(into(whole));
  Lines cut;
  LineReader reader(15);
  std::size_t at = 0;
  for (const std::uint8_t piece : pieces) {
    const std::string part = text.substr(std::min(at, text.size()), piece % 7);
    reader.feed(part, into(cut));
    at += part.size();
  }
  reader.feed(std::string_view(text).substr(std::min(at, text.size())), into(cut));
  reader.finish(into(cut));
  RC_ASSERT(cut == whole);
}

}  // namespace
}  // namespace tiktok_marketing::mcp
