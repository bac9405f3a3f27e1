#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "server/test_server.hpp"

namespace tiktok_marketing::server {
namespace {

TEST(Concurrency, CallersAndChangersOfOneConnectorDoNotDisturbEachOther) {
  TestServer server;
  const std::string id = server.create("busy");
  const std::string path = "/api/v1/integrations/connectors/" + id;
  std::atomic<int> good = 0;
  std::atomic<int> gone = 0;
  std::atomic<bool> deleted = false;
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      bool is_there = true;
      while (is_there) {
        const bool was_deleted = deleted;
        const Answered answer = server.execute(id, server.list_body("campaigns"));
        is_there = answer.status == 200;
        ++(is_there ? good : gone);
        EXPECT_TRUE(is_there || answer.status == 404) << answer.text;
        EXPECT_FALSE(is_there && was_deleted) << "a deleted connector answered";
      }
    });
  }
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(server.call("PATCH", path, json(fmt::format(R"({{"name": "name {}"}})", i))).status, 200);
    EXPECT_EQ(server.call("GET", "/metrics").status, 200);
  }
  EXPECT_EQ(server.call("DELETE", path).status, 202);
  deleted = true;
  for (std::thread& caller : callers) caller.join();
  EXPECT_GE(good, 10);
  EXPECT_EQ(gone, 4);
}

}  // namespace
}  // namespace tiktok_marketing::server
