#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/test_server.hpp"

namespace tiktok_marketing::server {
namespace {

using testing::Contains;
using testing::StartsWith;

using WorkspaceRoutes = Hosted;

constexpr std::string_view kWorkspaces = "/api/v1/workspaces";

std::vector<std::string> names(const Answered& page) {
  std::vector<std::string> out;
  for (const Json& each : *page.at("data").as_array()) out.emplace_back(each.text_of("name"));
  return out;
}

TEST_F(WorkspaceRoutes, ListPageByPage) {
  for (int i = 0; i < 5; ++i) hosted().scoped_token(fmt::format("Paged {}", i));
  const Answered first = hosted().call("GET", fmt::format("{}?name_contains=pAGED&limit=2", kWorkspaces));
  EXPECT_EQ(first.at("data").as_array()->size(), 2U);
  EXPECT_THAT(first.text_of("next"), StartsWith("/api/v1/workspaces?"));
  std::vector<std::string> all = names(first);
  std::string next = first.text_of("next");
  while (!next.empty() && all.size() < 10) {
    const Answered page = hosted().call("GET", next);
    for (const std::string& name : names(page)) all.push_back(name);
    next = page.text_of("next");
  }
  EXPECT_EQ(all.size(), 5U);
  EXPECT_THAT(names(hosted().call("GET", kWorkspaces)), Contains("default"));
  EXPECT_EQ(hosted().call("GET", fmt::format("{}?cursor=zzz", kWorkspaces)).status, 400);
}

TEST_F(WorkspaceRoutes, ChangeCountAndGo) {
  const std::string scoped = hosted().scoped_token("Changing");
  const std::string id = hosted()
                             .call_as(scoped, "GET", "/api/v1/account/applications/scoped-token/info")
                             .text_of("workspace_id");
  const std::string path = fmt::format("{}/{}", kWorkspaces, id);
  EXPECT_EQ(hosted().call("GET", path).text_of("status"), "active");
  EXPECT_TRUE(hosted().call("GET", path).at("cache_enabled").is_null());
  const Answered changed =
      hosted().call("PUT", path, json(R"({"name": "Changed", "status": "inactive", "cache_enabled": true})"));
  EXPECT_EQ(changed.text_of("name"), "Changed");
  EXPECT_EQ(changed.at("cache_enabled"), Json(true));
  EXPECT_TRUE(hosted()
                  .call("PUT", path, json(R"({"cache_enabled": null, "name": null})"))
                  .at("cache_enabled")
                  .is_null());
  const Answered stats = hosted().call("GET", "/api/v1/workspaces/stats");
  EXPECT_GE(*stats.at("inactive_count").as_int(), 1);
  EXPECT_EQ(*stats.at("total_count").as_int(),
            *stats.at("active_count").as_int() + *stats.at("inactive_count").as_int());
  EXPECT_EQ(hosted().call("PUT", path, json(R"({"name": "default"})")).status, 409);
  EXPECT_EQ(hosted().call("PUT", path, json(R"({"status": "gone"})")).field(), "status");
  const Answered gone = hosted().call("DELETE", path);
  EXPECT_EQ(gone.text_of("id"), id);
  EXPECT_EQ(hosted().call("GET", path).error_code(), "workspace_not_found");
}

TEST_F(WorkspaceRoutes, StopConnectorsWhenInactive) {
  const std::string connector = hosted().create("Inactive soon");
  const std::string id =
      hosted().call("GET", "/api/v1/integrations/connectors/" + connector).text_of("workspace_id");
  EXPECT_EQ(hosted().execute(connector, hosted().list_body("ads")).status, 200);
  hosted().call("PUT", fmt::format("{}/{}", kWorkspaces, id), json(R"({"status": "inactive"})"));
  const Answered stopped = hosted().execute(connector, hosted().list_body("ads"));
  EXPECT_EQ(stopped.status, 409) << stopped.text;
  EXPECT_EQ(stopped.error_code(), "workspace_inactive");
  hosted().call("PUT", fmt::format("{}/{}", kWorkspaces, id), json(R"({"status": "active"})"));
  EXPECT_EQ(hosted().execute(connector, hosted().list_body("ads")).status, 200);
  hosted().call("DELETE", fmt::format("{}/{}", kWorkspaces, id));
  EXPECT_EQ(hosted().execute(connector, hosted().list_body("ads")).status, 404);
}

TEST_F(WorkspaceRoutes, ShowAScopedTokenItsOwnAlone) {
  const std::string scoped = hosted().scoped_token("Own");
  hosted().scoped_token("Foreign");
  EXPECT_EQ(names(hosted().call_as(scoped, "GET", kWorkspaces)), std::vector<std::string>{"Own"});
  const Answered foreign = hosted().call("GET", fmt::format("{}?name_contains=Foreign", kWorkspaces));
  const std::string id(foreign.at("data").as_array()->front().text_of("id"));
  EXPECT_EQ(hosted().call_as(scoped, "GET", fmt::format("{}/{}", kWorkspaces, id)).status, 403);
  EXPECT_EQ(hosted().call_as(scoped, "DELETE", fmt::format("{}/{}", kWorkspaces, id)).status, 403);
}

TEST_F(WorkspaceRoutes, CannotBeAskedInWords) {
  const Answered answer = hosted().call("POST", "/api/v1/workspaces/query/structured?workspace_name=Own",
                                        json(R"({"prompt": "x"})"));
  EXPECT_EQ(answer.status, 501);
  EXPECT_EQ(answer.error_code(), "not_implemented");
}

TEST(Workspaces, AreNotMadeByTheWayWhenForbidden) {
  TestServer server(
      {.platform = [](platform::PlatformOptions& options) { options.workspace_autocreate = false; }});
  const Answered refused =
      server.call("POST", "/api/v1/integrations/connectors", server.create_body("unknown"));
  EXPECT_EQ(refused.status, 404) << refused.text;
  EXPECT_EQ(refused.error_code(), "workspace_not_found");
}

}  // namespace
}  // namespace tiktok_marketing::server
