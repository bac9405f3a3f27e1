#include "crypto/encoding.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace tiktok_marketing::crypto {
namespace {

TEST(Encoding, Hex) {
  EXPECT_EQ(to_hex(""), "");
  EXPECT_EQ(to_hex(std::string("\x00\x7f\xff", 3)), "007fff");
  EXPECT_EQ(from_hex(""), "");
  EXPECT_EQ(from_hex("007FfF"), std::string("\x00\x7f\xff", 3));
  for (const char* no : {"0", "0g", "00 ", " 00", "0x00", "00:11", "zz"}) EXPECT_FALSE(from_hex(no)) << no;
  EXPECT_FALSE(from_hex(std::string("00\0\0", 4)));
}

// RFC 4648, section 10.
TEST(Encoding, Base64) {
  EXPECT_EQ(to_base64(""), "");
  EXPECT_EQ(to_base64("f"), "Zg==");
  EXPECT_EQ(to_base64("fo"), "Zm8=");
  EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(to_base64("\xfb\xff\xfe"), "+//+");
  EXPECT_EQ(to_base64url("\xfb\xff\xfe"), "-__-");
  EXPECT_EQ(to_base64url("f"), "Zg");
  EXPECT_EQ(from_base64url("-__-"), "\xfb\xff\xfe");
  EXPECT_EQ(from_base64url(""), "");
}

TEST(Encoding, Base64UrlIsStrict) {
  for (const char* no :
       {"Zg==", "Zg=", "Z", "Zh", "Zm9", "Zm 8", "Zg\n", "+//+", "Zm9vYmFyZ", "Zm8\xc3\xa9"}) {
    EXPECT_FALSE(from_base64url(no)) << no;
  }
  EXPECT_FALSE(from_base64url(std::string("Zg\0\0", 4)));
}

TEST(Encoding, EveryTextComesBack) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    RC_ASSERT(from_hex(to_hex(bytes)) == bytes);
    RC_ASSERT(from_base64url(to_base64url(bytes)) == bytes);
  }));
}

}  // namespace
}  // namespace tiktok_marketing::crypto
