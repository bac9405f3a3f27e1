#include "platform/address_block.hpp"

#include <gtest/gtest.h>

namespace tiktok_marketing::platform {
namespace {

TEST(AddressPermitted, AnEmptyListPermitsEveryone) {
  EXPECT_TRUE(address_permitted("203.0.113.9", {}));
  EXPECT_TRUE(address_permitted("", {}));
}

TEST(AddressPermitted, ComparesPrefixes) {
  const std::vector<std::string> blocks{"10.0.0.0/8", "192.0.2.128/25", "2001:db8::/33", "::1"};
  for (const auto* inside : {"10.0.0.0", "10.255.255.255", "192.0.2.128", "192.0.2.255", "2001:db8:7fff::1",
                             "::1", "::ffff:10.1.2.3"}) {
    EXPECT_TRUE(address_permitted(inside, blocks)) << inside;
  }
  for (const auto* outside : {"11.0.0.0", "192.0.2.127", "2001:db8:8000::", "::2", "::ffff:11.0.0.1", "",
                              "10.0.0", "10.0.0.1:443", "localhost", "010.0.0.1"}) {
    EXPECT_FALSE(address_permitted(outside, blocks)) << outside;
  }
}

TEST(AddressPermitted, KnowsWholeFamilies) {
  EXPECT_TRUE(address_permitted("203.0.113.9", {"0.0.0.0/0"}));
  EXPECT_FALSE(address_permitted("2001:db8::1", {"0.0.0.0/0"}));
  EXPECT_TRUE(address_permitted("2001:db8::1", {"::/0"}));
  EXPECT_FALSE(address_permitted("203.0.113.9", {"::/0"}));
  EXPECT_TRUE(address_permitted("10.0.0.7", {"::ffff:10.0.0.0/120"}));
  EXPECT_TRUE(address_permitted("fe80::1%eth0", {"fe80::/10"}));
}

TEST(AddressPermitted, DamagedBlocksPermitNobody) {
  EXPECT_FALSE(address_permitted("10.0.0.1", {"10.0.0.0/"}));
  EXPECT_FALSE(address_permitted("10.0.0.1", {"10.0.0.0/33", "", "*"}));
}

TEST(CheckAddressBlock, AcceptsBlocksAndSingleAddresses) {
  for (const auto* good : {"10.0.0.0/8", "0.0.0.0/0", "192.0.2.7", "192.0.2.7/32", "::1", "::/0",
                           "2001:db8::/32", "::ffff:10.0.0.0/104"}) {
    EXPECT_TRUE(check_address_block(good)) << good;
  }
}

TEST(CheckAddressBlock, RefusesMistakes) {
  for (const auto* bad : {"", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "10.0.0.0/ 8",
                          "10.0.0.1/8", "2001:db8::1/32", "::/129", "example.com", "10.0.0.0-10.0.0.9"}) {
    const auto checked = check_address_block(bad);
    ASSERT_FALSE(checked) << bad;
    EXPECT_EQ(checked.error().type, ErrorType::value_error);
    EXPECT_FALSE(checked.error().hint.empty());
  }
}

}  // namespace
}  // namespace tiktok_marketing::platform
