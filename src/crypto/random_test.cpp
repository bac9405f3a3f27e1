#include "crypto/random.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

#include "crypto/encoding.hpp"

namespace tiktok_marketing::crypto {
namespace {

TEST(Random, GivesTheBytesAskedForAndNeverTheSame) {
  EXPECT_EQ(random_bytes(0), "");
  EXPECT_EQ(random_bytes(1000).size(), 1000U);
  EXPECT_NE(random_bytes(32), random_bytes(32));
}

TEST(Random, TokensCarry256BitsAndDifferAcrossThreads) {
  std::vector<std::vector<std::string>> made(4);
  {
    std::vector<std::jthread> threads;
    for (auto& tokens : made) {
      threads.emplace_back([&tokens] {
        for (int i = 0; i < 100; ++i) tokens.push_back(random_token());
      });
    }
  }
  std::set<std::string> all;
  for (const auto& tokens : made) {
    for (const auto& token : tokens) {
      EXPECT_EQ(token.size(), 43U);
      EXPECT_EQ(from_base64url(token).value_or("").size(), 32U);
      all.insert(token);
    }
  }
  EXPECT_EQ(all.size(), 400U);
}

TEST(Random, UuidsAreVersion4) {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const std::string uuid = random_uuid();
    ASSERT_TRUE(is_uuid(uuid)) << uuid;
    EXPECT_EQ(uuid[14], '4');
    EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos) << uuid;
    EXPECT_EQ(uuid.find_first_of("ABCDEF"), std::string::npos);
    seen.insert(uuid);
  }
  EXPECT_EQ(seen.size(), 200U);
}

TEST(Random, KnowsAUuidWhenItSeesOne) {
  EXPECT_TRUE(is_uuid("00000000-0000-0000-0000-000000000000"));
  EXPECT_TRUE(is_uuid("6BA7B810-9DAD-11D1-80B4-00C04FD430C8"));
  for (const char* no : {"", "6ba7b810-9dad-11d1-80b4-00c04fd430c", "6ba7b810-9dad-11d1-80b4-00c04fd430c8a",
                         "6ba7b8109dad11d180b400c04fd430c8", "6ba7b810-9dad-11d1-80b4_00c04fd430c8",
                         "6ba7b81--9dad-11d1-80b4-00c04fd430c8", "{6ba7b810-9dad-11d1-80b4-00c04fd430}",
                         "6ba7b810-9dad-11d1-80b4-00c04fd430g8", "6ba7b810-9dad-11d1-80b4-00c04fd430 8"}) {
    EXPECT_FALSE(is_uuid(no)) << no;
  }
}

}  // namespace
}  // namespace tiktok_marketing::crypto
