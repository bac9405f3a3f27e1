#include "context/number_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include <fmt/format.h>

namespace tiktok_marketing::context {
namespace {

using Whole = std::int64_t;

TEST(NumberText, KeepsWhatFitsExactly) {
  EXPECT_EQ(micros_of("48.21"), SqlNumber(Whole{48'210'000}));
  EXPECT_EQ(micros_of("0"), SqlNumber(Whole{0}));
  EXPECT_EQ(micros_of("-0.00"), SqlNumber(Whole{0}));
  EXPECT_EQ(micros_of("-7"), SqlNumber(Whole{-7'000'000}));
  EXPECT_EQ(micros_of("1e3"), SqlNumber(Whole{1'000'000'000}));
  EXPECT_EQ(micros_of("1.5E-3"), SqlNumber(Whole{1'500}));
  EXPECT_EQ(micros_of("9000000000000.000000"), SqlNumber(Whole{9'000'000'000'000'000'000}));
  EXPECT_EQ(micros_of("0.1000000000000000000000"), SqlNumber(Whole{100'000}));
  EXPECT_EQ(micros_of("007.5"), SqlNumber(Whole{7'500'000}));
  EXPECT_EQ(scaled_number("12.0", 0), SqlNumber(Whole{12}));
  EXPECT_EQ(scaled_number("100000000000000000000000e-20", 0), SqlNumber(Whole{1000}));
}

TEST(NumberText, TheRestIsTheNearestDouble) {
  EXPECT_EQ(scaled_number("12.5", 0), SqlNumber(12.5));
  EXPECT_EQ(micros_of("0.1234567"), SqlNumber(0.1234567 * 1e6));
  EXPECT_EQ(micros_of("0.12345670"), micros_of("0.1234567")) << "however it is written";
  EXPECT_EQ(scaled_number("123456789012345678901234567890", 0), SqlNumber(123456789012345678901234567890.0));
  EXPECT_EQ(scaled_number("-1e400", 0), SqlNumber(-INFINITY));
  EXPECT_EQ(scaled_number("1e-400", 0), SqlNumber(0.0));
}

TEST(NumberText, OtherTextIsNone) {
  for (const auto* text : {"", "-", "<5", "12.5%", "1,234", " 1", "1 ", "1.", ".5", "1e", "1e+", "0x1", "--1",
                           "1.2.3", "nan", "inf", "+1", "e5", "1-2"}) {
    EXPECT_EQ(micros_of(text), std::nullopt) << text;
  }
}

RC_GTEST_PROP(NumberText, AgreesWithArithmetic, ()) {
  const auto unscaled = *rc::gen::inRange<std::int64_t>(-100'000'000'000, 100'000'000'000);
  const auto digits = *rc::gen::inRange(0, 7);
  std::string text = fmt::format("{:0{}}", std::abs(unscaled), digits + 1);
  if (digits > 0) text.insert(text.size() - static_cast<std::size_t>(digits), ".");
  if (unscaled < 0) text.insert(0, "-");
  std::int64_t expected = unscaled;
  for (int i = digits; i < 6; ++i) expected *= 10;
  RC_ASSERT(micros_of(text) == SqlNumber(expected));
}

TEST(NumberText, IdsHaveOneSpelling) {
  EXPECT_EQ(id_number("7312000000000000101"), 7312000000000000101);
  EXPECT_EQ(id_number("0"), 0);
  EXPECT_EQ(id_number("9223372036854775807"), INT64_MAX);
  for (const auto* text : {"", "9223372036854775808", "007", "-5", "1.0", "1e3", "abc", " 1"}) {
    EXPECT_EQ(id_number(text), std::nullopt) << text;
  }
  EXPECT_EQ(plain_integer("-5"), -5);
  EXPECT_EQ(plain_integer("-0"), std::nullopt);
  EXPECT_EQ(plain_integer("12.0"), std::nullopt);
}

TEST(NumberText, TellsJsonNumbers) {
  EXPECT_TRUE(is_json_number("-1.50e3"));
  for (const auto* text : {"", "01", " 1", "1 ", "+1", "1.", "\"1\"", "null"}) {
    EXPECT_FALSE(is_json_number(text)) << text;
  }
}

TEST(NumberText, TimesBecomeTheStoredForm) {
  std::string buffer;
  EXPECT_EQ(normal_time("2026-09-14", buffer), "2026-09-14 00:00:00");
  EXPECT_EQ(normal_time("2026-09-14T08:01:02Z", buffer), "2026-09-14 08:01:02");
  EXPECT_EQ(normal_time("2026-09-14T08:01:02.123Z", buffer), "2026-09-14 08:01:02");
  EXPECT_EQ(normal_time("2026-09-14 08:01:02", buffer), "2026-09-14 08:01:02");
  for (const auto* text : {"", "2026-9-14", "2026-09", "yesterday", "2026-09-14 8:00",
                           "2026-09-14T08:01:02+02:00", "2026-09-14 08:01:02 ", "2026-09-14T08:01:02."}) {
    EXPECT_EQ(normal_time(text, buffer), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace tiktok_marketing::context
