#include "tiktok/key_set.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include <rapidcheck/gtest.h>

namespace tiktok_marketing::tiktok {
namespace {

TEST(KeySet, KnowsWhatItHolds) {
  KeySet keys;
  EXPECT_TRUE(keys.insert("a"));
  EXPECT_FALSE(keys.insert("a"));
  EXPECT_TRUE(keys.insert(""));
  EXPECT_FALSE(keys.insert(""));
  EXPECT_TRUE(keys.insert(std::string_view("\0", 1)));
  EXPECT_EQ(keys.size(), 3U);
  keys.clear();
  EXPECT_EQ(keys.size(), 0U);
  EXPECT_TRUE(keys.insert("a"));
}

TEST(KeySet, HoldsManyKeys) {
  KeySet keys;
  for (int i = 0; i < 50'000; ++i) ASSERT_TRUE(keys.insert(std::to_string(i)));
  for (int i = 0; i < 50'000; ++i) ASSERT_FALSE(keys.insert(std::to_string(i)));
  EXPECT_EQ(keys.size(), 50'000U);
}

RC_GTEST_PROP(KeySetProperty, AgreesWithASet, (const std::vector<std::string>& inserted)) {
  KeySet keys;
  std::set<std::string> model;
  for (const auto& key : inserted) RC_ASSERT(keys.insert(key) == model.insert(key).second);
  RC_ASSERT(keys.size() == model.size());
}

}  // namespace
}  // namespace tiktok_marketing::tiktok
