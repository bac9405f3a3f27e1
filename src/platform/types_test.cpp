#include "platform/types.hpp"

#include <gtest/gtest.h>

namespace tiktok_marketing::platform {
namespace {

TEST(Roles, NamesGoBothWays) {
  for (const Role role : {Role::reader, Role::operator_, Role::admin}) {
    EXPECT_EQ(role_of(name_of(role)), role);
  }
  EXPECT_EQ(name_of(Role::operator_), "operator");
  EXPECT_EQ(role_of("root"), std::nullopt);
  EXPECT_EQ(role_of(""), std::nullopt);
  EXPECT_LT(Role::reader, Role::operator_);
  EXPECT_LT(Role::operator_, Role::admin);
}

TEST(AllowList, AnEmptyListPermitsEverything) {
  EXPECT_TRUE(AllowList{}.permits("campaigns", "list"));
  const AllowList some{.entities = {"campaigns", "ads"}, .actions = {"list"}};
  EXPECT_TRUE(some.permits("ads", "list"));
  EXPECT_FALSE(some.permits("ads", "context_store_search"));
  EXPECT_FALSE(some.permits("audiences", "list"));
  EXPECT_FALSE(some.permits("Ads", "list"));
}

TEST(Times, AreIsoTextWithMicroseconds) {
  EXPECT_EQ(iso_text(from_millis(0)), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(iso_text(from_millis(1'776'722'240'991)), "2026-04-20T21:57:20.991000Z");
  EXPECT_EQ(iso_text(from_millis(-1)), "1969-12-31T23:59:59.999000Z");
  EXPECT_EQ(to_millis(from_millis(1'776'722'240'991)), 1'776'722'240'991);
}

}  // namespace
}  // namespace tiktok_marketing::platform
