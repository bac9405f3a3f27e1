#include "platform/names.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tiktok_marketing::platform {
namespace {

TEST(CheckName, AcceptsWhatPeopleWrite) {
  EXPECT_TRUE(check_name("name", "Acme"));
  EXPECT_TRUE(check_name("name", "Müller & Söhne 🎵"));
  EXPECT_TRUE(check_name("name", std::string(255, 'x')));
  std::string wide;
  for (int i = 0; i < 255; ++i) wide += "ü";
  EXPECT_TRUE(check_name("name", wide)) << "characters count, not bytes";
}

TEST(CheckName, RefusesWhatCannotBeShown) {
  const std::string surrogate = "\xED\xA0\x80";
  const std::string overlong = "\xC0\xAF";
  for (const std::string& bad :
       {std::string(), std::string("  \t"), std::string("a\nb"), std::string("a\0b", 3), std::string("\x7F"),
        std::string("\xC2\x85"), std::string("\xE2\x80\xA8"), std::string(256, 'x'), std::string("\xFF"),
        std::string("caf\xC3"), surrogate, overlong}) {
    const auto checked = check_name("workspace_name", bad);
    ASSERT_FALSE(checked) << bad;
    EXPECT_EQ(checked.error().type, ErrorType::value_error);
    EXPECT_EQ(checked.error().param, "workspace_name");
    EXPECT_FALSE(checked.error().hint.empty());
  }
}

TEST(Folded, JoinsSpellingsOfOneName) {
  EXPECT_EQ(folded("  ACME Corp "), "acme corp");
  EXPECT_EQ(folded("MÜLLER"), folded("Müller"));
  EXPECT_EQ(folded("ЁЛКА"), folded("ёлка"));
  EXPECT_EQ(folded("ΑΘΗΝΑ"), folded("αθηνα"));
  EXPECT_EQ(folded("ŁÓDŹ"), folded("łódź"));
  EXPECT_EQ(folded("ŽIŽKOV"), folded("žižkov"));
  EXPECT_EQ(folded("3×4"), "3×4") << "× is no letter";
  EXPECT_NE(folded("Muller"), folded("Müller"));
}

RC_GTEST_PROP(Folded, IsStableForAnyBytes, (const std::string& text)) {
  RC_ASSERT(folded(folded(text)) == folded(text));
}

TEST(CanonicalId, IsAUuidInLowerCase) {
  EXPECT_EQ(canonical_id("4BFAC00D-CE15-44FF-95B9-9E3C3E8FBD35"), "4bfac00d-ce15-44ff-95b9-9e3c3e8fbd35");
  EXPECT_EQ(canonical_id("4bfac00dce1544ff95b99e3c3e8fbd35"), std::nullopt);
  EXPECT_EQ(canonical_id(""), std::nullopt);
}

TEST(GivenOrNewId, MakesOneOrChecksIt) {
  const auto made = given_or_new_id("");
  ASSERT_TRUE(made);
  EXPECT_EQ(canonical_id(*made), *made);
  EXPECT_NE(*made, *given_or_new_id(""));
  const auto bad = given_or_new_id("acme'; DROP TABLE organizations; --");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().param, "id");
}

}  // namespace
}  // namespace tiktok_marketing::platform
