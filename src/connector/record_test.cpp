#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <tiktok_marketing/connector/record.hpp>

namespace tiktok_marketing {
namespace {

Record record(std::string json) {
  auto page = std::make_shared<std::string>(std::move(json));
  return {page, *page};
}

TEST(Record, ReadsTextsNumbersAndObjects) {
  const Record row = record(
      R"({"id":"7312000000000000101","n":9223372036854775807,"f":100.00,"b":true,"z":null,"s":"a \"b\" é",)"
      R"("o":{"x":{"y":"1.50"}},"l":[1,2],"a.b":"whole","e":""})");
  EXPECT_EQ(row.text("id"), "7312000000000000101");
  EXPECT_EQ(row.integer("id"), 7312000000000000101);
  EXPECT_EQ(row.integer("n"), INT64_MAX);
  EXPECT_EQ(row.text("f"), "100.00");
  EXPECT_EQ(row.decimal("f"), (Decimal{10000, 2}));
  EXPECT_EQ(row.text("b"), "true");
  EXPECT_EQ(row.text("s"), "a \"b\" é");
  EXPECT_EQ(row.text("o.x.y"), "1.50");
  EXPECT_EQ(row.decimal("o.x.y"), (Decimal{150, 2}));
  EXPECT_EQ(row.text("l"), "[1,2]");
  EXPECT_EQ(row.text("a.b"), "whole");
  EXPECT_EQ(row.text("e"), "");
}

TEST(Record, NullAndAbsentAreTwoThings) {
  const Record row = record(R"({"z":null,"o":{"x":1}})");
  EXPECT_TRUE(row.is_null("z"));
  EXPECT_FALSE(row.is_absent("z"));
  EXPECT_FALSE(row.is_null("q"));
  EXPECT_TRUE(row.is_absent("q"));
  EXPECT_TRUE(row.is_absent("o.y"));
  EXPECT_TRUE(row.is_absent("o.x.y"));
  EXPECT_FALSE(row.text("z"));
  EXPECT_FALSE(row.text("q"));
}

TEST(Record, WhatIsNoNumberHasNone) {
  const Record row =
      record(R"({"a":"<5","b":"12.5%","c":"1e3","d":"","e":1.5,"f":"99999999999999999999","g":" 1"})");
  for (const char* field : {"a", "b", "c", "d", "f", "g"}) {
    EXPECT_FALSE(row.integer(field)) << field;
    EXPECT_FALSE(row.decimal(field)) << field;
  }
  EXPECT_FALSE(row.integer("e"));
  EXPECT_EQ(row.decimal("e"), (Decimal{15, 1}));
}

TEST(Record, KeepsItsPageAlive) {
  std::optional<Record> row;
  {
    auto page = std::make_shared<std::string>(R"({"a":"b"})");
    Records records;
    records.add(page, *page);
    row = records[0];
  }
  EXPECT_EQ(row->text("a"), "b");
}

TEST(Records, KeepsARange) {
  auto page = std::make_shared<std::string>("[1,2,3,4]");
  Records records;
  for (std::size_t i = 0; i < 4; ++i) records.add(page, std::string_view(*page).substr(1 + 2 * i, 1));
  records.keep(1, 3);
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records.json(0), "2");
  EXPECT_EQ(records.json(1), "3");
  records.keep(1, 99);
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records.json(0), "3");
  records.keep(5, 2);
  EXPECT_TRUE(records.empty());
}

TEST(Decimal, RefusesWhatIsNotPlain) {
  for (const char* text : {"", "-", ".", "1.", ".5", "1e3", "+1", "1,5", "--1", "1.2.3", " 1", "1 ", "<5",
                           "0x1", "1234567890123456789", "0.1234567890123456789"}) {
    EXPECT_FALSE(Decimal::parse(text)) << text;
  }
  EXPECT_EQ(Decimal::parse("-0.05"), (Decimal{-5, 2}));
  EXPECT_EQ((Decimal{-5, 2}).text(), "-0.05");
  EXPECT_EQ((Decimal{5, 0}).text(), "5");
  EXPECT_EQ((Decimal{INT64_MIN, 0}).text(), "-9223372036854775808");
}

RC_GTEST_PROP(DecimalProperty, TextComesBackAsItWas, ()) {
  const auto unscaled = *rc::gen::inRange<std::int64_t>(-999'999'999'999'999'999, 1'000'000'000'000'000'000);
  const auto digits = static_cast<int>(std::to_string(unscaled < 0 ? -unscaled : unscaled).size());
  const Decimal decimal{unscaled, *rc::gen::inRange(0, std::min(18, digits))};
  const auto read = Decimal::parse(decimal.text());
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == decimal);
  RC_ASSERT(read->text() == decimal.text());
}

TEST(Records, HoldTheirPagesAsLongAsTheyHaveRowsOfThem) {
  const auto page_of = [](Records& into, int rows) {
    auto page = std::make_shared<const std::string>(R"({"a":1})");
    for (int i = 0; i < rows; ++i) into.add(page, *page);
    return std::weak_ptr<const std::string>(page);
  };
  Records all;
  const auto first = page_of(all, 2);
  Records more;
  const auto second = page_of(more, 3);
  const auto third = page_of(more, 1);
  all.append(more);
  more = {};
  ASSERT_EQ(all.size(), 6U);
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i].integer("a"), 1) << i;
  all.keep(2, 4);
  EXPECT_TRUE(first.expired());
  EXPECT_FALSE(second.expired());
  EXPECT_TRUE(third.expired());
  const Record row = all[1];
  all.keep(0, 0);
  EXPECT_FALSE(second.expired()) << "a record keeps its page";
  EXPECT_EQ(row.integer("a"), 1);
}

}  // namespace
}  // namespace tiktok_marketing
