#include "context/finality.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

namespace tiktok_marketing::context {
namespace {

using catalog::Settling;
using std::chrono::days;

const Date kDay = *parse_date("2026-09-14");

std::string_view label(Settling settling, int age, int window) {
  return name_of(finality_of(settling, kDay, kDay + days{age}, window));
}

TEST(Finality, TodayIsPartialWhateverTheMetric) {
  EXPECT_EQ(label(Settling::delivery, 0, 28), "partial");
  EXPECT_EQ(label(Settling::conversion, 0, 7), "partial");
  EXPECT_EQ(label(Settling::conversion, -1, 7), "partial") << "a day that has not begun where it was read";
}

TEST(Finality, CostMovesForThreeDays) {
  EXPECT_EQ(label(Settling::delivery, 1, 28), "moving");
  EXPECT_EQ(label(Settling::delivery, 3, 28), "moving");
  EXPECT_EQ(label(Settling::delivery, 4, 28), "final");
}

TEST(Finality, ConversionsMoveForTheAttributionWindow) {
  EXPECT_EQ(label(Settling::conversion, 7, 7), "moving");
  EXPECT_EQ(label(Settling::conversion, 8, 7), "final");
  EXPECT_EQ(label(Settling::conversion, 28, 28), "moving");
  EXPECT_EQ(label(Settling::conversion, 29, 28), "final");
  EXPECT_EQ(label(Settling::conversion, 8, 0), "final") << "unknown counts as seven days";
  EXPECT_EQ(label(Settling::conversion, 29, 90), "final") << "TikTok credits 28 days at most";
  EXPECT_EQ(label(Settling::conversion, 3, 1), "moving") << "never sooner than cost";
}

TEST(Finality, AttributesAreWhatTheyAre) {
  EXPECT_EQ(label(Settling::never, 0, 7), "final");
}

TEST(Finality, ReadsAttributionWindows) {
  EXPECT_EQ(days_of_window("OFF"), 0);
  EXPECT_EQ(days_of_window("ONE_DAY"), 1);
  EXPECT_EQ(days_of_window("SEVEN_DAYS"), 7);
  EXPECT_EQ(days_of_window("FOURTEEN_DAYS"), 14);
  EXPECT_EQ(days_of_window("TWENTY_EIGHT_DAYS"), 28);
  EXPECT_EQ(days_of_window("THIRTY_TWO_DAYS"), 28);
  EXPECT_EQ(days_of_window("NEXT_YEAR"), std::nullopt);
  EXPECT_EQ(days_of_window(""), std::nullopt);
}

RC_GTEST_PROP(Finality, NothingBecomesLessSureByReadingLater, (int window)) {
  const int age = *rc::gen::inRange(-2, 60);
  for (const Settling settling : {Settling::delivery, Settling::conversion}) {
    const auto now = finality_of(settling, kDay, kDay + days{age}, window);
    const auto later = finality_of(settling, kDay, kDay + days{age + 1}, window);
    RC_ASSERT(static_cast<int>(later) >= static_cast<int>(now));
    RC_ASSERT((now == Finality::final) == (kDay < first_unsettled(settling, kDay + days{age}, window)));
  }
}

}  // namespace
}  // namespace tiktok_marketing::context
