#include "cli/arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/completion.hpp"
#include "cli/params.hpp"

namespace tiktok_marketing::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

template <typename T>
T parsed(std::vector<std::string> arguments) {
  auto command = parse_arguments(std::move(arguments));
  EXPECT_TRUE(command.has_value()) << (command ? "" : command.error().message);
  if (!command || !std::holds_alternative<T>(*command)) {
    ADD_FAILURE() << "another command";
    return T{};
  }
  return std::get<T>(*std::move(command));
}

Error refused(std::vector<std::string> arguments) {
  auto command = parse_arguments(std::move(arguments));
  EXPECT_FALSE(command.has_value());
  return command ? Error{} : command.error();
}

TEST(Arguments, ExecuteTakesEverything) {
  const auto command = parsed<ExecuteCommand>({"execute",
                                               "-p",
                                               "a=1",
                                               "campaigns",
                                               "list",
                                               "--param",
                                               "b=[1,2]",
                                               "--params",
                                               "[x]",
                                               "--select",
                                               "a,b.c",
                                               "--all",
                                               "--limit",
                                               "5",
                                               "--output",
                                               "csv",
                                               "--timeout",
                                               "2.5",
                                               "--api-url",
                                               "http://x",
                                               "--token-file",
                                               "-",
                                               "--allow-plain-http"});
  EXPECT_EQ(command.entity, "campaigns");
  EXPECT_EQ(command.action, "list");
  EXPECT_THAT(command.assignments, ElementsAre("a=1", "b=[1,2]"));
  EXPECT_EQ(command.params, "[x]");
  EXPECT_EQ(command.select, "a,b.c");
  EXPECT_TRUE(command.all);
  EXPECT_EQ(command.limit, 5);
  EXPECT_EQ(command.output, "csv");
  EXPECT_EQ(command.timeout_s, 2.5);
  EXPECT_EQ(command.connection.settings, (SettingTexts{{"api_url", "http://x"}}));
  EXPECT_EQ(command.connection.token_file, "-");
  EXPECT_TRUE(command.connection.allow_plain_http);
  EXPECT_EQ(command.connection.sandbox_seed, std::nullopt);
}

TEST(Arguments, SandboxFlagNeverTakesTheNextWord) {
  EXPECT_EQ(parsed<ExecuteCommand>({"execute", "--sandbox", "campaigns", "list"}).connection.sandbox_seed,
            1U);
  EXPECT_EQ(parsed<ExecuteCommand>({"execute", "campaigns", "list", "--sandbox=42"}).connection.sandbox_seed,
            42U);
  EXPECT_EQ(parsed<CheckCommand>({"check", "--sandbox"}).connection.sandbox_seed, 1U);
  refused({"execute", "campaigns", "list", "--sandbox=x"});
}

TEST(Arguments, SandboxAndLoginHaveDefaults) {
  const auto sandbox = parsed<SandboxCommand>({"sandbox", "--qps", "50", "--latency", "20", "--unlimited"});
  EXPECT_EQ(sandbox.listen, "127.0.0.1:0");
  EXPECT_EQ(sandbox.qps, 50);
  EXPECT_EQ(sandbox.qpm, 600);
  EXPECT_EQ(sandbox.latency_ms, 20);
  EXPECT_TRUE(sandbox.unlimited);
  const auto login = parsed<LoginCommand>({"login"});
  EXPECT_EQ(login.port, 8734);
  EXPECT_TRUE(login.open_browser);
  EXPECT_FALSE(parsed<LoginCommand>({"login", "--no-browser"}).open_browser);
}

TEST(Arguments, HelpAndVersionAreTexts) {
  EXPECT_THAT(parsed<ShowText>({"--version"}).text, testing::MatchesRegex("tiktok-marketing [0-9.]+\n"));
  EXPECT_THAT(parsed<ShowText>({}).text, HasSubstr("execute"));
  EXPECT_THAT(parsed<ShowText>({"--help"}).text, Not(HasSubstr("serve")));
  EXPECT_THAT(parsed<ShowText>({"execute", "--help"}).text, HasSubstr("--select"));
}

TEST(Arguments, UnknownWordsGetTheNearest) {
  EXPECT_THAT(refused({"exceute"}).hint, HasSubstr("execute"));
  EXPECT_THAT(refused({"serve"}).allowed, testing::Contains("sandbox"));
  EXPECT_THAT(refused({"execute", "campaigns", "list", "--outptu", "csv"}).hint, HasSubstr("--output"));
  EXPECT_THAT(refused({"execute", "campaigns", "list", "page=1"}).hint, HasSubstr("-p page=1"));
  EXPECT_THAT(refused({"execute", "campaigns"}).message, HasSubstr("ACTION"));
}

TEST(Arguments, ASecretIsRefusedAndNotRepeated) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"execute", "campaigns", "list", "--access-token=s3cret"},
        {"execute", "campaigns", "list", "--token", "s3cret"},
        {"check", "--app-secret", "s3cret"}}) {
    const Error error = refused(arguments);
    EXPECT_THAT(to_json(error), Not(HasSubstr("s3cret")));
    EXPECT_THAT(error.hint, HasSubstr("--token-file"));
  }
}

TEST(Arguments, RangesAreChecked) {
  EXPECT_THAT(refused({"execute", "campaigns", "list", "--timeout", "0"}).message, HasSubstr("--timeout"));
  EXPECT_THAT(refused({"execute", "campaigns", "list", "--limit", "0"}).message, HasSubstr("--limit"));
  refused({"login", "--port", "70000"});
  refused({"sandbox", "--latency", "-1"});
}

TEST(Params, LaterOnesWin) {
  ExecuteCommand command;
  command.assignments = {"page_size=7", "advertiser_id=7312000000000000101", "x=a=b"};
  command.select = "campaign_id, budget";
  command.limit = 3;
  const auto params = build_params(command, R"({"page_size":5,"page":2})", catalog::find_entity("campaigns"));
  ASSERT_TRUE(params.has_value());
  EXPECT_EQ(params->dump(), R"({"page_size":7,"page":2,"advertiser_id":"7312000000000000101","x":"a=b",)"
                            R"("fields":["campaign_id","budget"],"limit":3})");
}

TEST(Params, ListsAreCommaSeparatedOrJson) {
  const auto* advertisers = catalog::find_entity("advertisers");
  ASSERT_NE(advertisers, nullptr);
  const auto* ids = catalog::find_param(*advertisers, "advertiser_ids");
  ASSERT_NE(ids, nullptr);
  EXPECT_EQ(assigned_value("71,72", ids).dump(), R"(["71","72"])");
  EXPECT_EQ(assigned_value(R"(["71"])", ids).dump(), R"(["71"])");
  EXPECT_EQ(assigned_value("abc", nullptr).dump(), R"("abc")");
  EXPECT_EQ(assigned_value("true", nullptr).dump(), "true");
}

TEST(Params, AreAnObject) {
  EXPECT_FALSE(build_params({}, "[1]", nullptr).has_value());
  EXPECT_FALSE(build_params({}, "{", nullptr).has_value());
  EXPECT_FALSE(build_params({.assignments = {"page"}}, "", nullptr).has_value());
  EXPECT_EQ(build_params({}, " \n", nullptr)->dump(), "{}");
}

TEST(Completion, KnowsCommandsOptionsAndEntities) {
  const auto commands = command_list();
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const auto script = completion_script(shell, commands);
    ASSERT_TRUE(script.has_value());
    for (const char* word : {"execute", "campaigns_reports_daily", "list", "output", "sandbox", "markdown"}) {
      EXPECT_THAT(*script, HasSubstr(word)) << shell;
    }
  }
  EXPECT_FALSE(completion_script("tcsh", commands).has_value());
}

}  // namespace
}  // namespace tiktok_marketing::cli
