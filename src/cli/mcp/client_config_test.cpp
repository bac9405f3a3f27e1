#include "cli/mcp/client_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.hpp"

namespace tiktok_marketing::cli {
namespace {

using ::testing::HasSubstr;

const ServerEntry kEntry{
    .name = "tiktok-marketing", .command = "/usr/bin/tiktok-marketing", .arguments = {"mcp", "--sandbox"}};

McpClient client(std::string_view name) {
  return find_mcp_client(name).value_or(McpClient{});
}

TEST(ClientConfig, EntersTheServerAndKeepsEverythingElse) {
  const std::string before =
      R"({"theme":"dark","mcpServers":{"other":{"command":"x"}},"big":12345678901234567890})";
  const auto after = with_server(client("claude-desktop"), before, kEntry);
  ASSERT_TRUE(after);
  const Json json = Json::parse(*after).value_or(Json());
  EXPECT_EQ(json.text_of("theme"), "dark");
  EXPECT_EQ(json.find("big")->dump(), "12345678901234567890");
  EXPECT_EQ(json.find("mcpServers")->find("other")->text_of("command"), "x");
  EXPECT_EQ(json.find("mcpServers")->find("tiktok-marketing")->dump(),
            R"({"command":"/usr/bin/tiktok-marketing","args":["mcp","--sandbox"]})");
}

TEST(ClientConfig, TheSecondTimeChangesNothing) {
  for (const McpClient& each : mcp_clients()) {
    const std::string once = config_snippet(each, kEntry);
    EXPECT_FALSE(once.empty());
    const auto twice = with_server(each, once, kEntry);
    ASSERT_TRUE(twice);
    EXPECT_EQ(*twice, once) << each.name;
  }
}

TEST(ClientConfig, ReplacesAnEntryOfTheSameName) {
  ServerEntry changed = kEntry;
  changed.arguments = {"mcp"};
  for (const McpClient& each : mcp_clients()) {
    const auto after = with_server(each, config_snippet(each, kEntry), changed);
    ASSERT_TRUE(after);
    EXPECT_EQ(*after, config_snippet(each, changed)) << each.name;
  }
}

TEST(ClientConfig, LeavesOtherTomlAlone) {
  const std::string before = "# mine\nmodel = \"x\"\n\n[mcp_servers.other]\ncommand = \"y\"\n";
  const std::string section =
      "[mcp_servers.tiktok-marketing]\ncommand = \"/usr/bin/tiktok-marketing\"\nargs = [\"mcp\", "
      "\"--sandbox\"]\n";
  const auto after = with_server(client("codex"), before, kEntry);
  ASSERT_TRUE(after);
  EXPECT_EQ(*after, before + "\n" + section);
  const std::string between = "[mcp_servers.tiktok-marketing]\ncommand = \"old\"\n\n[tui]\nx = 1\n";
  const auto replaced = with_server(client("codex"), between, kEntry);
  ASSERT_TRUE(replaced);
  EXPECT_EQ(*replaced, section + "\n[tui]\nx = 1\n");
}

TEST(ClientConfig, RefusesWhatItDoesNotUnderstand) {
  for (const char* text : {"// comment\n{}", "[]", R"({"servers":[]})", "{"}) {
    const auto after = with_server(client("vscode"), text, kEntry);
    ASSERT_FALSE(after) << text;
    EXPECT_THAT(after.error().hint, HasSubstr("--print"));
  }
  const auto unknown = find_mcp_client("claude-dekstop");
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().hint, HasSubstr("claude-desktop"));
}

TEST(ClientConfig, KnowsTheFiles) {
  const Environment home{{"HOME", "/home/u"}};
  EXPECT_EQ(config_file_of(client("cursor"), home)->string(), "/home/u/.cursor/mcp.json");
  EXPECT_EQ(config_file_of(client("claude-code"), home)->string(), "/home/u/.claude.json");
  EXPECT_EQ(config_file_of(client("codex"), {{"HOME", "/home/u"}, {"CODEX_HOME", "/c"}})->string(),
            "/c/config.toml");
  EXPECT_FALSE(config_file_of(client("cursor"), {}));
}

}  // namespace
}  // namespace tiktok_marketing::cli
