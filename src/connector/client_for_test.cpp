#include "connector/client_for.hpp"

#include <gtest/gtest.h>

#include "connector/fake_tiktok.hpp"

namespace tiktok_marketing {
namespace {

using Seconds = std::chrono::duration<double>;

// Two connectors with tokens of their own, asking in turns.
Seconds time_of_calls(std::string other_app) {
  ConnectorFixture door({.campaigns = 1}, {.app_id = "7301", .qps = 2});
  const Connector other = Connector::open({.access_token = Secret("the-token-of-another-customer"),
                                           .app_id = std::move(other_app),
                                           .qps = 2,
                                           .engine = {.runtime = door.runtime, .transport = door.transport},
                                           .log = door.log})
                              .value();
  const auto began = door.runtime->now();
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(door.list("campaigns", R"({"advertiser_id":"1"})"));
    EXPECT_TRUE(other.execute("campaigns", "list", R"({"advertiser_id":"1"})"));
  }
  return door.runtime->now() - began;
}

TEST(ClientFor, ConnectorsOfOneAppShareItsQuota) {
  const Seconds shared = time_of_calls("7301");
  const Seconds apart = time_of_calls("7302");
  EXPECT_GT(apart.count(), 0);
  EXPECT_GT(shared, 1.8 * apart);
}

}  // namespace
}  // namespace tiktok_marketing
