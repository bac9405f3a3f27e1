#include "base/text.hpp"

#include <array>

#include <gtest/gtest.h>

namespace tiktok_marketing {
namespace {

TEST(Text, NearestFindsTyposAndNothingForNonsense) {
  constexpr std::array<std::string_view, 3> kNames{"campaigns", "ad_groups", "ads"};
  EXPECT_EQ(nearest("campain", kNames), "campaigns");
  EXPECT_EQ(nearest("AdGroups", kNames), "ad_groups");
  EXPECT_EQ(nearest("quarterly", kNames), "");
}

TEST(Text, ShortenedCutsAtCharacters) {
  EXPECT_EQ(shortened("abc", 3), "abc");
  EXPECT_EQ(shortened("aéé", 2), "a…");
}

TEST(Text, PercentEncodeKeepsOnlyUnreserved) {
  EXPECT_EQ(percent_encode(R"(["1"] é~)"), "%5B%221%22%5D%20%C3%A9~");
}

TEST(Text, TrimAndSplit) {
  EXPECT_EQ(trim("  a b\n"), "a b");
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string>{"a", "", "b"}));
}

}  // namespace
}  // namespace tiktok_marketing
