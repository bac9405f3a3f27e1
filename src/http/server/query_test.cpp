#include "http/server/query.hpp"

#include <gtest/gtest.h>

namespace tiktok_marketing::http {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

TEST(Query, DecodesPercentAndPlus) {
  EXPECT_EQ(parse_query("a=1&b=x+y&c=%5B%22id%22%5D"), (Pairs{{"a", "1"}, {"b", "x y"}, {"c", R"(["id"])"}}));
}

TEST(Query, KeepsOrderAndRepeatedNames) {
  EXPECT_EQ(parse_query("z=1&a=2&z=3"), (Pairs{{"z", "1"}, {"a", "2"}, {"z", "3"}}));
}

TEST(Query, EdgesOfThePieces) {
  EXPECT_EQ(parse_query(""), Pairs{});
  EXPECT_EQ(parse_query("&&a&"), (Pairs{{"a", ""}}));
  EXPECT_EQ(parse_query("=v&k=&x=a=b"), (Pairs{{"", "v"}, {"k", ""}, {"x", "a=b"}}));
}

TEST(Query, EncodedSeparatorsAreText) {
  EXPECT_EQ(parse_query("a%3Db=c%26d"), (Pairs{{"a=b", "c&d"}}));
}

TEST(Query, BrokenPercentStays) {
  EXPECT_EQ(parse_query("a=%&b=%4&c=%zz&d=100%25"),
            (Pairs{{"a", "%"}, {"b", "%4"}, {"c", "%zz"}, {"d", "100%"}}));
}

TEST(PercentDecode, PlusIsTextInAPath) {
  EXPECT_EQ(percent_decode("/a+b%20c%C3%A9"), "/a+b c\xC3\xA9");
}

}  // namespace
}  // namespace tiktok_marketing::http
