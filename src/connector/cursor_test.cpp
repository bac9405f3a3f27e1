#include "connector/cursor.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

namespace tiktok_marketing {
namespace {

Json object(std::string_view text) {
  return *Json::parse(text);
}

TEST(Cursor, IsBoundToTheOtherParams) {
  const auto binding = [](std::string_view entity, std::string_view params) {
    return cursor_binding(entity, object(params));
  };
  const auto base = binding("campaigns", R"({"filtering":{"campaign_name":"a"}})");
  EXPECT_EQ(base, binding("campaigns",
                          R"({"page":2,"page_size":5,"all":true,"limit":3,"cursor":"x","advertiser_id":"1",
                                           "filtering":{"campaign_name":"a"}})"));
  EXPECT_NE(base, binding("campaigns", R"({"filtering":{"campaign_name":"b"}})"));
  EXPECT_NE(base, binding("campaigns", "{}"));
  EXPECT_NE(base, binding("ads", R"({"filtering":{"campaign_name":"a"}})"));
  EXPECT_EQ(binding("ads", R"({"fields":["a"],"filtering":{}})"),
            binding("ads", R"({"filtering":{},"fields":["a"]})"))
      << "order of members means nothing";
  EXPECT_EQ(binding("r", R"({"date_range":"yesterday"})"),
            binding("r", R"({"start_date":"2026-09-13","end_date":"2026-09-13"})"))
      << "the cursor itself holds the dates";
}

TEST(Cursor, AnotherCallsCursorIsRefused) {
  const auto decoded = decode_cursor(encode_cursor({.page = 2}, 1), 2);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().type, ErrorType::invalid_cursor);
  EXPECT_EQ(decoded.error().param, "cursor");
  EXPECT_FALSE(decoded.error().hint.empty());
}

TEST(Cursor, TamperedTextIsRefused) {
  const char* texts[] = {"",
                         "x",
                         "1",
                         "2~1~-~-~-~1~10~0~1",
                         "1~1~-~-~-~0~10~0~1",
                         "1~1~-~-~-~-5~10~0~1",
                         "1~1~-~-~-~1~0~0~1",
                         "1~1~-~-~-~1~1001~0~1",
                         "1~1~-~-~-~1~10~-1~1",
                         "1~1~-~-~-~1~10~0~1~",
                         "1~1~-~-~-~1x~10~0~1",
                         "1~1~-~-~-~99999999999999999999~10~0~1",
                         "1~1~-~-~-~9223372036854775807~10~0~1",
                         "1~1~-~-~-~1~10~9223372036854775807~1",
                         "1~1&x=y~-~-~-~1~10~0~1",
                         "1~1~2026-09-01~-~-~1~10~0~1",
                         "1~1~2026-09-31~2026-10-01~2026-10-01~1~10~0~1",
                         "1~1~2026-09-05~2026-09-01~2026-09-09~1~10~0~1",
                         "1~1~2026-09-01~2026-09-05~2026-09-04~1~10~0~1",
                         "1~1~2026-09-01~2026-09-05~-~1~10~0~1",
                         "1~1~-~2026-09-05~-~1~10~0~1"};
  for (const char* text : texts) {
    const auto decoded = decode_cursor(text, 1);
    ASSERT_FALSE(decoded) << text;
    EXPECT_EQ(decoded.error().type, ErrorType::invalid_cursor) << text;
  }
  EXPECT_TRUE(decode_cursor("1~1~2026-09-01~2026-09-05~2026-09-05~1~10~0~1", 1));
}

RC_GTEST_PROP(CursorProperty, ComesBackAsItWas, ()) {
  Cursor cursor;
  cursor.advertiser_id = *rc::gen::container<std::string>(rc::gen::inRange('0', static_cast<char>('9' + 1)));
  cursor.page = *rc::gen::inRange<std::int64_t>(1, 100'000);
  cursor.page_size = *rc::gen::inRange<std::int64_t>(1, 1001);
  cursor.skip = *rc::gen::inRange<std::int64_t>(0, 1000);
  if (*rc::gen::arbitrary<bool>()) {
    const Date start{std::chrono::days{*rc::gen::inRange(17'000, 25'000)}};
    const Date end = start + std::chrono::days{*rc::gen::inRange(0, 30)};
    cursor.window = tiktok::DateRange{start, end};
    cursor.last_day = end + std::chrono::days{*rc::gen::inRange(0, 400)};
  }
  const auto binding = *rc::gen::arbitrary<std::uint64_t>();
  const auto decoded = decode_cursor(encode_cursor(cursor, binding), binding);
  RC_ASSERT(decoded.has_value());
  RC_ASSERT(*decoded == cursor);
}

RC_GTEST_PROP(CursorProperty, AnyTextIsReadOrRefused, (const std::string& text)) {
  if (const auto decoded = decode_cursor(text, 1)) RC_ASSERT(encode_cursor(*decoded, 1) == text);
}

}  // namespace
}  // namespace tiktok_marketing
