#include "platform/workspace_creation.hpp"

#include <gtest/gtest.h>

#include "platform/directory.hpp"
#include "platform/test_platform.hpp"

namespace tiktok_marketing::platform {
namespace {

class WorkspaceCreationTest : public PlatformTest {
 protected:
  WorkspaceCreationTest() : workspaces_(context_) {
    Directory directory(context_);
    acme_.organization_id = directory.create_organization("Acme")->id;
    globex_.organization_id = directory.create_organization("Globex")->id;
  }
  Result<Workspace> create(const Scope& scope, std::string_view name, std::string_view id = {}) {
    return create_workspace(*context_, scope.organization_id, name, id);
  }

  Workspaces workspaces_;
  Scope acme_;
  Scope globex_;
};

TEST_F(WorkspaceCreationTest, KeepsTheIdItIsGivenAndRefusesItTwice) {
  const std::string id = "7f1c0000-0000-4000-8000-000000000004";
  const auto kept = create(acme_, "kept", "7F1C0000-0000-4000-8000-000000000004");
  ASSERT_TRUE(kept) << kept.error().message;
  EXPECT_EQ(kept->id, id);
  const auto named = workspaces_.resolve(acme_, {.name = "KEPT"}, Workspaces::Unknown::refuse);
  ASSERT_TRUE(named);
  EXPECT_EQ(named->id, id);
  TTM_EXPECT_ERROR(create(acme_, "kept"), conflict);
  TTM_EXPECT_ERROR(create(acme_, "other", id), conflict);
  TTM_EXPECT_ERROR(create(globex_, "other", id), conflict);
  TTM_EXPECT_ERROR(create(acme_, "other", "42"), value_error);
  ASSERT_TRUE(workspaces_.remove(acme_, id));
  TTM_EXPECT_ERROR(create(acme_, "other", id), conflict);
  EXPECT_NE(create(acme_, "other")->id, id);
}

}  // namespace
}  // namespace tiktok_marketing::platform
