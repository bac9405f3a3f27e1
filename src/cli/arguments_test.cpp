#include "cli/arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/admin/duration.hpp"
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
  EXPECT_THAT(parsed<ShowText>({"--help"}).text,
              AllOf(HasSubstr("serve"), HasSubstr("sync"), HasSubstr("aggregate")));
  EXPECT_THAT(parsed<ShowText>({"execute", "--help"}).text, HasSubstr("--select"));
  EXPECT_THAT(parsed<ShowText>({"admin", "--help"}).text, HasSubstr("organization"));
  EXPECT_THAT(parsed<ShowText>({"admin", "application", "rotate", "--help"}).text,
              AllOf(HasSubstr("tiktok-marketing admin application rotate"), HasSubstr("--grace")));
}

TEST(Arguments, UnknownWordsGetTheNearest) {
  EXPECT_THAT(refused({"exceute"}).hint, HasSubstr("execute"));
  EXPECT_THAT(refused({"synch"}).allowed, testing::Contains("sandbox"));
  EXPECT_THAT(refused({"admin", "organisation", "list"}).hint, HasSubstr("admin organization"));
  EXPECT_THAT(refused({"admin", "key", "rotat"}).allowed, ElementsAre("rotate", "list"));
  EXPECT_THAT(refused({"admin", "application"}).allowed, testing::Contains("rotate"));
  EXPECT_THAT(refused({"connectors", "get"}).message, HasSubstr("ID"));
  EXPECT_THAT(refused({"execute", "campaigns", "list", "--outptu", "csv"}).hint, HasSubstr("--output"));
  EXPECT_THAT(refused({"execute", "campaigns", "list", "page=1"}).hint, HasSubstr("-p page=1"));
  EXPECT_THAT(refused({"execute", "campaigns"}).message, HasSubstr("ACTION"));
}

TEST(Arguments, ASecretIsRefusedAndNotRepeated) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"execute", "campaigns", "list", "--access-token=s3cret"},
        {"execute", "campaigns", "list", "--token", "s3cret"},
        {"check", "--app-secret", "s3cret"},
        {"token", "--client-secret", "s3cret"},
        {"connectors", "create", "--token=s3cret"},
        {"admin", "tiktok-app", "set", "--app-id", "1", "--app-secret", "s3cret"}}) {
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

TEST(Arguments, ServeTakesSettings) {
  const auto serve = parsed<ServeCommand>({"serve", "--listen", "127.0.0.1:0", "--sandbox=7",
                                           "--behind-proxy", "--worker-threads", "4", "--data-dir", "/d"});
  EXPECT_EQ(serve.sandbox_seed, 7U);
  EXPECT_EQ(
      serve.settings,
      (SettingTexts{
          {"listen", "127.0.0.1:0"}, {"behind_proxy", "true"}, {"worker_threads", "4"}, {"data_dir", "/d"}}));
  EXPECT_EQ(parsed<ServeCommand>({"serve"}).sandbox_seed, std::nullopt);
  EXPECT_EQ(parsed<InitCommand>({"init", "--public-url", "https://a"}).settings,
            (SettingTexts{{"public_url", "https://a"}}));
  EXPECT_EQ(parsed<StatusCommand>({"status", "--output", "json"}).output, "json");
}

TEST(Arguments, ClientCommandsTakeHostedSettings) {
  EXPECT_EQ(parsed<TokenCommand>({"token", "--workspace", "acme"}).hosted.settings,
            (SettingTexts{{"workspace", "acme"}}));
  const auto create = std::get<ConnectorsCreate>(parsed<ConnectorsCommand>(
      {"connectors", "create", "--workspace", "acme", "--name", "N", "--start-date", "2024-01-01",
       "--advertisers", "71,72", "--lookback-days", "28", "--token-file", "-", "--no-validate"}));
  EXPECT_EQ(create.fields.name, "N");
  EXPECT_EQ(create.fields.start_date, "2024-01-01");
  EXPECT_EQ(create.fields.advertisers, "71,72");
  EXPECT_EQ(create.fields.lookback_days, 28);
  EXPECT_EQ(create.fields.token_file, "-");
  EXPECT_FALSE(create.fields.validate);
  EXPECT_EQ(create.hosted.settings, (SettingTexts{{"workspace", "acme"}}));
  EXPECT_EQ(std::get<ConnectorsGet>(parsed<ConnectorsCommand>({"connectors", "get", "x"})).id, "x");
  EXPECT_EQ(std::get<ConnectorsDelete>(parsed<ConnectorsCommand>({"connectors", "delete", "x"})).id, "x");
  EXPECT_EQ(std::get<ConnectorsCheck>(parsed<ConnectorsCommand>({"connectors", "check", "x"})).id, "x");
  EXPECT_EQ(std::get<ConnectorsList>(parsed<ConnectorsCommand>({"connectors", "list"})).output, "");
  const auto update = std::get<ConnectorsUpdate>(
      parsed<ConnectorsCommand>({"connectors", "update", "x", "--advertisers", ""}));
  EXPECT_EQ(update.fields.advertisers, "");
  EXPECT_EQ(update.fields.name, std::nullopt);
  const auto initiate = parsed<OauthInitiate>({"oauth", "initiate", "--redirect-url", "https://a/b"});
  EXPECT_EQ(initiate.redirect_url, "https://a/b");
  EXPECT_THAT(refused({"oauth", "initiate"}).message, HasSubstr("--redirect-url"));
  EXPECT_THAT(refused({"connectors", "create", "--lookback-days", "29"}).message,
              HasSubstr("--lookback-days"));
}

template <typename T>
T admin_task(std::vector<std::string> arguments) {
  auto command = parsed<AdminCommand>(std::move(arguments));
  EXPECT_TRUE(std::holds_alternative<T>(command.task));
  return std::holds_alternative<T>(command.task) ? std::get<T>(command.task) : T{};
}

TEST(Arguments, AdminTakesTasks) {
  using namespace admin;
  const auto rotate = admin_task<ApplicationRotate>(
      {"admin", "application", "rotate", "app", "--grace", "24h", "--secret-file", "f"});
  EXPECT_EQ(rotate.application, "app");
  EXPECT_EQ(rotate.grace, std::chrono::hours(24));
  EXPECT_EQ(rotate.secret_file, "f");
  EXPECT_THAT(
      refused({"admin", "application", "rotate", "app", "--secret-file", "f", "--grace", "soon"}).message,
      HasSubstr("24h"));
  EXPECT_THAT(refused({"admin", "application", "rotate", "app"}).message, HasSubstr("--secret-file"));

  const auto create = admin_task<ApplicationCreate>({"admin", "application", "create", "--name", "N",
                                                     "--role", "reader", "--allow-entities", "campaigns, ads",
                                                     "--allow-actions", "", "--address", "10.0.0.0/8"});
  EXPECT_EQ(create.role, "reader");
  EXPECT_EQ(create.fields.name, "N");
  EXPECT_EQ(create.fields.entities, (std::vector<std::string>{"campaigns", "ads"}));
  EXPECT_EQ(create.fields.actions, (std::vector<std::string>{}));
  EXPECT_EQ(create.fields.addresses, (std::vector<std::string>{"10.0.0.0/8"}));
  EXPECT_EQ(create.fields.oauth_callback, std::nullopt);

  const auto connector =
      admin_task<ConnectorCreate>({"admin", "connector", "create", "--id", "i", "--token-file", "-",
                                   "--workspace", "w", "--no-validate"});
  EXPECT_EQ(connector.id, "i");
  EXPECT_EQ(connector.token_file, "-");
  EXPECT_EQ(connector.workspace, "w");
  EXPECT_FALSE(connector.validate);
  EXPECT_EQ(admin_task<ConnectorPause>({"admin", "connector", "pause", "i"}).id, "i");
  EXPECT_EQ(
      admin_task<TiktokAppSet>({"admin", "tiktok-app", "set", "--app-id", "7", "--app-secret-file", "-"})
          .app_id,
      "7");
  EXPECT_EQ(
      admin_task<WebhookSet>({"admin", "webhook", "set", "--url", "https://a", "--secret-file", "f"}).url,
      "https://a");
  admin_task<KeyRotate>({"admin", "key", "rotate"});
  admin_task<AuditExport>({"admin", "audit", "export"});
  admin_task<OrganizationList>({"admin", "organization", "list"});
}

TEST(Arguments, BackupHasShortForms) {
  using namespace admin;
  EXPECT_EQ(admin_task<BackupCreate>({"admin", "backup", "DIR"}).folder, "DIR");
  EXPECT_EQ(admin_task<BackupCreate>({"admin", "backup", "create", "DIR"}).folder, "DIR");
  EXPECT_EQ(admin_task<BackupRestore>({"admin", "backup", "restore", "DIR"}).folder, "DIR");
  EXPECT_EQ(admin_task<BackupRestore>({"admin", "restore", "DIR"}).folder, "DIR");
  EXPECT_EQ(admin_task<BackupVerify>({"admin", "backup", "verify", "DIR"}).folder, "DIR");
  EXPECT_EQ(admin_task<BackupVerify>({"admin", "verify", "DIR"}).folder, "DIR");
  EXPECT_THAT(refused({"admin", "backup"}).allowed, ElementsAre("create", "restore", "verify"));
}

TEST(Arguments, EveryCommandHasAHelpText) {
  for (const auto& command : command_list()) {
    std::vector<std::string> words;
    for (std::size_t start = 0; start < command.name.size();) {
      const auto end = std::min(command.name.find(' ', start), command.name.size());
      words.push_back(command.name.substr(start, end - start));
      start = end + 1;
    }
    EXPECT_FALSE(command.description.empty()) << command.name;
    for (const auto& option : command.options) EXPECT_FALSE(option.description.empty()) << command.name;
    words.emplace_back("--help");
    EXPECT_THAT(parsed<ShowText>(words).text, HasSubstr("Usage: tiktok-marketing " + command.name));
  }
}

TEST(Duration, HasAUnit) {
  using admin::duration_of;
  EXPECT_EQ(duration_of("90s"), std::chrono::seconds(90));
  EXPECT_EQ(duration_of("30m"), std::chrono::minutes(30));
  EXPECT_EQ(duration_of("24h"), std::chrono::hours(24));
  EXPECT_EQ(duration_of("90d"), std::chrono::days(90));
  EXPECT_EQ(duration_of("0s"), std::chrono::seconds(0));
  for (const char* wrong : {"", "24", "h", "-1h", "1.5h", "91d", "99999999999999999999s", "1 h", "1w"}) {
    EXPECT_EQ(duration_of(wrong), std::nullopt) << wrong;
  }
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
    for (const char* word : {"execute", "campaigns_reports_daily", "list", "output", "sandbox", "markdown",
                             "admin application", "rotate", "grace", "connectors", "behind-proxy"}) {
      EXPECT_THAT(*script, HasSubstr(word)) << shell;
    }
  }
  EXPECT_FALSE(completion_script("tcsh", commands).has_value());
}

}  // namespace
}  // namespace tiktok_marketing::cli
