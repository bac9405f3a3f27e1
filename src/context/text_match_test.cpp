#include "context/text_match.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiktok_marketing::context {
namespace {

using Kind = TextMatcher::Kind;
using testing::ElementsAre;

bool matches(Kind kind, std::string_view pattern, std::string_view text) {
  return TextMatcher(kind, pattern).matches(text);
}

TEST(TextMatch, IgnoresCaseBeyondAscii) {
  EXPECT_EQ(folded("ÀÉÖ Straße ŻÓŁĆ ŸŠ ΑΩ ЖЁ Ա Ａ 東京"), "àéö straße żółć Ÿš αω жё ա ａ 東京");
  EXPECT_EQ(folded("×÷ÐÞ"), "×÷ðþ");
  EXPECT_EQ(folded("a\xFFZ\xC3"), "a\xFFz\xC3") << "broken text stays as it is";
  EXPECT_TRUE(matches(Kind::contains, "ŁÓDŹ", "sklep łódź centrum"));
}

TEST(TextMatch, WordsEndAtBlanksAndPunctuation) {
  EXPECT_THAT(words_of("US_Summer-Sale 2026! (v2)"), ElementsAre("us", "summer", "sale", "2026", "v2"));
  EXPECT_THAT(words_of("東京、大阪　札幌—福岡"), ElementsAre("東京", "大阪", "札幌", "福岡"));
  EXPECT_THAT(words_of("m² µg 1º"), ElementsAre("m²", "µg", "1º"));
  EXPECT_THAT(words_of(" -- "), ElementsAre());
}

TEST(TextMatch, LikeIsAnchoredOnlyWithWildcards) {
  EXPECT_TRUE(matches(Kind::like, "SALE", "Summer Sale 2026"));
  EXPECT_TRUE(matches(Kind::like, "summer%26", "Summer Sale 2026"));
  EXPECT_FALSE(matches(Kind::like, "sale%", "Summer Sale 2026"));
  EXPECT_TRUE(matches(Kind::like, "%sale%", "Summer Sale 2026"));
  EXPECT_TRUE(matches(Kind::like, "_ber", "Über"));
  EXPECT_FALSE(matches(Kind::like, "__ber", "Über"));
  EXPECT_TRUE(matches(Kind::like, "a%b%c", "aXbYbZc"));
  EXPECT_FALSE(matches(Kind::like, "a%b%c", "aXbYcZ"));
  EXPECT_TRUE(matches(Kind::like, "%", ""));
  EXPECT_FALSE(matches(Kind::like, "_", ""));
  EXPECT_TRUE(matches(Kind::like, "", "anything"));
  const std::string long_text(20'000, 'a');
  EXPECT_FALSE(matches(Kind::like, "%a%a%a%a%a%a%a%ab", long_text)) << "and soon";
}

TEST(TextMatch, FuzzyWantsEveryWordSomewhere) {
  EXPECT_TRUE(matches(Kind::fuzzy, "sale sum", "US Summer-Sale"));
  EXPECT_TRUE(matches(Kind::fuzzy, "summer-sale", "sale of the summer"));
  EXPECT_FALSE(matches(Kind::fuzzy, "sale winter", "US Summer-Sale"));
  EXPECT_FALSE(matches(Kind::fuzzy, "summersale", "Summer Sale"));
  EXPECT_TRUE(matches(Kind::fuzzy, "!!", "anything"));
}

TEST(TextMatch, KeywordWantsOneWholeWord) {
  EXPECT_TRUE(matches(Kind::keyword, "winter sale", "US_Summer_Sale"));
  EXPECT_FALSE(matches(Kind::keyword, "sum", "US_Summer_Sale"));
  EXPECT_FALSE(matches(Kind::keyword, "", "US_Summer_Sale"));
}

TEST(TextMatch, EndsAreLiteral) {
  EXPECT_TRUE(matches(Kind::startswith, "50%", "50% OFF"));
  EXPECT_FALSE(matches(Kind::startswith, "5_", "50% off"));
  EXPECT_TRUE(matches(Kind::endswith, "OFF", "50% off"));
  EXPECT_TRUE(matches(Kind::contains, "% o", "50% off"));
}

}  // namespace
}  // namespace tiktok_marketing::context
