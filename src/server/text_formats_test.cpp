#include "server/text_formats.hpp"

#include <gtest/gtest.h>

#include "base/date.hpp"

namespace tiktok_marketing::server {
namespace {

TEST(TextFormats, ReadsTimesInTheirOffsets) {
  const auto noon = parse_datetime("2026-09-14T12:00:00Z").value();
  for (const auto* text : {"2026-09-14T12:00:00Z", "2026-09-14 12:00:00", "2026-09-14T14:00:00+02:00",
                           "2026-09-14T06:30:00-05:30", "2026-09-14T12:00:00.0Z"})
    EXPECT_EQ(parse_rfc3339(text), noon) << text;
  EXPECT_EQ(parse_rfc3339("2026-09-14T12:00:00.123456Z"), noon + std::chrono::milliseconds{123});
  EXPECT_EQ(parse_rfc3339("2026-09-14"), noon - std::chrono::hours{12});
  for (const auto* text :
       {"", "2026-09-31", "2026-09-14T25:00:00Z", "2026-09-14T12:00:00.Z", "2026-09-14T12:00:00+2",
        "2026-09-14T12:00:00+25:00", "2026-09-14T12:00:00Zx", "noon"})
    EXPECT_FALSE(parse_rfc3339(text).has_value()) << text;
}

TEST(TextFormats, MakesDistinctUuids) {
  const std::string one = new_uuid();
  EXPECT_TRUE(is_uuid(one)) << one;
  EXPECT_EQ(one[14], '4');
  EXPECT_NE(one, new_uuid());
}

TEST(TextFormats, KnowsWhatMayStandInAHeader) {
  EXPECT_TRUE(is_safe_id("req_1.a:B-9"));
  EXPECT_TRUE(is_safe_id(std::string(128, 'x')));
  EXPECT_FALSE(is_safe_id(std::string(129, 'x')));
  for (const auto* text : {"", "a b", "a\r\nX: y", "ä", "<script>"}) EXPECT_FALSE(is_safe_id(text)) << text;
}

TEST(TextFormats, KnowsAbsoluteUrls) {
  for (const auto* text : {"https://a", "http://127.0.0.1:8080/x?y#z", "com.example+x://y"})
    EXPECT_TRUE(is_absolute_url(text)) << text;
  for (const auto* text : {"", "/x", "//x", "https://", "https://a b", "https://a\n", "1http://a", "://a"})
    EXPECT_FALSE(is_absolute_url(text)) << text;
}

}  // namespace
}  // namespace tiktok_marketing::server
