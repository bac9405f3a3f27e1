#include "context/aggregate_values.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "context/period.hpp"
#include "context/test_store.hpp"

namespace tiktok_marketing::context {
namespace {

Amount amount(std::string_view text) {
  return parse_amount(text).value();
}

std::string ratio(std::string_view numerator, std::string_view denominator, std::int64_t scale = 1) {
  const auto value = ratio_of(amount(numerator), amount(denominator), scale);
  return value ? decimal_text(*value) : "none";
}

TEST(AggregateValues, TextsSayNoMoreThanTheNumber) {
  for (const auto* text :
       {"0", "1", "-1", "0.5", "-0.5", "48.21", "100", "0.000001", "-123456789.000001", "10"}) {
    EXPECT_EQ(decimal_text(amount(text)), text);
  }
  EXPECT_EQ(decimal_text(amount("48.2100")), "48.21");
  EXPECT_EQ(decimal_text({Int128{9'000'000'000'000'000'000} * 1'000'000'000, true}),
            "9000000000000000000000");
  EXPECT_FALSE(parse_amount("<5"));
}

TEST(AggregateValues, RatiosAreRoundedHalfAwayFromZero) {
  EXPECT_EQ(ratio("1", "3"), "0.333333");
  EXPECT_EQ(ratio("2", "3"), "0.666667");
  EXPECT_EQ(ratio("-2", "3"), "-0.666667");
  EXPECT_EQ(ratio("0.000001", "2"), "0.000001");
  EXPECT_EQ(ratio("-0.000001", "2"), "-0.000001");
  EXPECT_EQ(ratio("4", "1600", 100), "0.25");
  EXPECT_EQ(ratio("0", "7"), "0");
  EXPECT_EQ(ratio("7", "0"), "none");
  EXPECT_EQ(ratio("9000000000000", "0.000001", 1000), "9000000000000000000000");
}

TEST(AggregateValues, WhatSqliteWritesIsReadExactly) {
  EXPECT_EQ(amount_of("48210000", 1), amount("48.21"));
  EXPECT_EQ(amount_of("17", 1'000'000), amount("17"));
  EXPECT_FALSE(amount_of("1.5", 1'000'000).exact);
  EXPECT_EQ(amount_of("1.5", 1'000'000).micros, amount("1.5").micros);
  EXPECT_EQ(decimal_text(product_of(amount("100"), amount("1.0835"))), "108.35");
  EXPECT_EQ(decimal_text(product_of(amount("-0.000001"), amount("0.5"))), "-0.000001");
}

TEST(Periods, WordsAndTheirPredecessors) {
  const Json word("last_7_days");
  const auto period = parse_period({.date_range = &word}, "");
  ASSERT_TRUE(period);
  const auto days = resolve(*period, day("2026-03-03"));
  ASSERT_TRUE(days);
  EXPECT_EQ(*days, (Days{day("2026-02-24"), day("2026-03-02")}));
  EXPECT_EQ(previous_of(*days), (Days{day("2026-02-17"), day("2026-02-23")}));
  EXPECT_FALSE(resolve(Period{}, day("2026-03-03")));
}

}  // namespace
}  // namespace tiktok_marketing::context
