#include "sandbox/sandbox.hpp"

#include <gtest/gtest.h>

#include "base/date.hpp"

namespace tiktok_marketing::sandbox {
namespace {

TEST(Sandbox, StartsOnAFreePortAndTellsWhereItIs) {
  SandboxOptions options;
  options.now = parse_datetime("2026-09-15T08:00:00Z");
  options.clock_runs = false;
  auto sandbox = Sandbox::start(options);
  ASSERT_TRUE(sandbox.has_value()) << sandbox.error().message;
  const SandboxAccess& access = (*sandbox)->access();
  EXPECT_EQ(access.api_url, (*sandbox)->url() + "/open_api/v1.3");
  EXPECT_EQ(access.consent_url, (*sandbox)->url() + "/portal/auth");
  EXPECT_EQ(access.access_token.size(), 40U);
  EXPECT_EQ(access.advertiser_ids.size(), 4U);
  (*sandbox)->advance(std::chrono::hours{1});
  EXPECT_EQ((*sandbox)->now(), *parse_datetime("2026-09-15T09:00:00Z"));
  (*sandbox)->stop();
}

TEST(Sandbox, ABadFaultPlanStopsTheStart) {
  SandboxOptions options;
  options.faults_json = "[{}]";
  const auto sandbox = Sandbox::start(options);
  ASSERT_FALSE(sandbox.has_value());
  EXPECT_FALSE(sandbox.error().hint.empty());
}

}  // namespace
}  // namespace tiktok_marketing::sandbox
