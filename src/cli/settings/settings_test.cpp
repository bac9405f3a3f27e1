#include "cli/settings/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tiktok_marketing/connector/connector.hpp>

#include "cli/file.hpp"
#include "source_dir.hpp"

namespace tiktok_marketing::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

SettingInputs inputs(const SettingTexts& arguments, const Environment& environment, const SettingTexts& file,
                     bool use_credentials = true) {
  static const SettingTexts kNone;
  return {.arguments = arguments,
          .environment = environment,
          .file = file,
          .client_file = kNone,
          .use_credentials = use_credentials};
}

Settings resolved(const SettingTexts& arguments, const Environment& environment,
                  const SettingTexts& file = {}) {
  auto settings = resolve_settings(inputs(arguments, environment, file));
  EXPECT_TRUE(settings.has_value()) << (settings ? "" : settings.error().message);
  return settings ? *std::move(settings) : Settings{};
}

Error refused(const SettingTexts& arguments, const Environment& environment, const SettingTexts& file = {}) {
  auto settings = resolve_settings(inputs(arguments, environment, file));
  EXPECT_FALSE(settings.has_value());
  return settings ? Error{} : settings.error();
}

TEST(Settings, HaveDefaults) {
  const Settings settings = resolved({}, {{"HOME", "/home/ann"}});
  EXPECT_EQ(settings.mode, Mode::local);
  EXPECT_TRUE(settings.access_token.empty());
  EXPECT_THAT(settings.advertiser_ids, IsEmpty());
  EXPECT_EQ(settings.api_url, kProductionApiUrl);
  EXPECT_EQ(settings.consent_url, "https://business-api.tiktok.com/portal/auth");
  EXPECT_EQ(settings.data_dir, "/home/ann/.local/share/tiktok-marketing");
  EXPECT_EQ(settings.qps, std::nullopt);
  EXPECT_EQ(settings.max_body_bytes, 64U * 1024 * 1024);
  EXPECT_EQ(settings.log, std::nullopt);
}

TEST(Settings, ArgumentBeatsEnvironmentBeatsFile) {
  const SettingTexts file{{"app_id", "1"}};
  const Environment environment{{"TIKTOK_MARKETING_APP_ID", "2"}};
  EXPECT_EQ(resolved({}, {}, file).app_id, "1");
  EXPECT_EQ(resolved({}, environment, file).app_id, "2");
  EXPECT_EQ(resolved({{"app_id", "3"}}, environment, file).app_id, "3");
}

TEST(Settings, AVariableSetToNothingIsNotSet) {
  EXPECT_EQ(resolved({}, {{"TIKTOK_MARKETING_APP_ID", ""}}, {{"app_id", "1"}}).app_id, "1");
}

TEST(Settings, EverySecretComesFromEnvironmentAndFile) {
  const Settings settings =
      resolved({}, {{"TIKTOK_MARKETING_ACCESS_TOKEN", " t0ken\n"}}, {{"app_secret", "s3cret"}});
  EXPECT_EQ(settings.access_token, Secret("t0ken"));
  EXPECT_EQ(settings.app_secret, Secret("s3cret"));
}

TEST(Settings, AdvertiserIdsAreACommaListOrJson) {
  const std::string_view name = "TIKTOK_MARKETING_ADVERTISER_IDS";
  EXPECT_THAT(resolved({}, {{std::string(name), "71, 72"}}).advertiser_ids, ElementsAre("71", "72"));
  EXPECT_THAT(resolved({}, {{std::string(name), "[\"71\", 7312000000000000102]"}}).advertiser_ids,
              ElementsAre("71", "7312000000000000102"));
  const Error error = refused({}, {{std::string(name), "71,abc"}});
  EXPECT_EQ(error.type, ErrorType::value_error);
  EXPECT_THAT(error.message, AllOf(HasSubstr(name), HasSubstr("abc")));
  EXPECT_FALSE(parse_advertiser_ids("[1,").has_value());
  EXPECT_FALSE(parse_advertiser_ids("[{}]").has_value());
}

TEST(Settings, ConsentPageFollowsTheApiUrl) {
  EXPECT_EQ(resolved({{"api_url", "http://127.0.0.1:9/open_api/v1.3/"}}, {}).consent_url,
            "http://127.0.0.1:9/portal/auth");
  EXPECT_EQ(resolved({{"consent_url", "https://x.example/c"}}, {}).consent_url, "https://x.example/c");
}

TEST(Settings, DataDirFollowsTheXdgRules) {
  const Environment all{{"HOME", "/h"}, {"XDG_DATA_HOME", "/x"}, {"TIKTOK_MARKETING_DATA_DIR", "/own"}};
  EXPECT_EQ(data_dir_of({{"data_dir", "/argument"}}, all), "/argument");
  EXPECT_EQ(data_dir_of({}, all), "/own");
  EXPECT_EQ(data_dir_of({}, {{"HOME", "/h"}, {"XDG_DATA_HOME", "/x"}}), "/x/tiktok-marketing");
  EXPECT_EQ(data_dir_of({}, {{"HOME", "/h"}, {"XDG_DATA_HOME", "relative"}}),
            "/h/.local/share/tiktok-marketing");
  EXPECT_EQ(data_dir_of({}, {}), "");
}

TEST(Settings, QpsHasARange) {
  const std::string name = "TIKTOK_MARKETING_QPS";
  EXPECT_EQ(resolved({}, {{name, "0.1"}}).qps, 0.1);
  EXPECT_EQ(resolved({}, {{name, "1000"}}).qps, 1000);
  EXPECT_EQ(resolved({}, {{name, "unlimited"}}).qps, -1);
  for (const char* wrong : {"0", "-1", "1001", "9x", "fast", "nan"}) {
    const Error error = refused({}, {{name, wrong}});
    EXPECT_EQ(error.param, "qps") << wrong;
    EXPECT_THAT(error.message, HasSubstr(name));
    EXPECT_THAT(error.hint, HasSubstr("0.1 to 1000"));
  }
}

TEST(Settings, MaxBodyHasARange) {
  const std::string name = "TIKTOK_MARKETING_MAX_BODY_MB";
  EXPECT_EQ(resolved({}, {{name, "1"}}).max_body_bytes, 1024U * 1024);
  EXPECT_EQ(resolved({{"max_body_mb", "1024"}}, {}).max_body_bytes, std::size_t{1} << 30);
  for (const char* wrong : {"0", "1025", "-3", "1.5"})
    EXPECT_EQ(refused({}, {{name, wrong}}).param, "max_body_mb");
}

TEST(Settings, LogTakesALevel) {
  const std::string name = "TIKTOK_MARKETING_LOG";
  EXPECT_EQ(resolved({}, {{name, "off"}}).log, std::nullopt);
  EXPECT_EQ(resolved({}, {{name, "debug"}}).log, LogLevel::debug);
  EXPECT_EQ(resolved({}, {{name, "warning"}}).log, LogLevel::warning);
  EXPECT_THAT(refused({}, {{name, "loud"}}).allowed, ElementsAre("off", "error", "warning", "info", "debug"));
}

TEST(Settings, HostedCredentialsMeanHostedMode) {
  const Environment credentials{{"AIRBYTE_CLIENT_ID", "c"}, {"AIRBYTE_CLIENT_SECRET", "s3cret"}};
  const Error no_host = refused({}, credentials);
  EXPECT_EQ(no_host.type, ErrorType::value_error);
  EXPECT_THAT(no_host.hint, HasSubstr("export AIRBYTE_API_HOST="));

  for (const char* name : {"AIRBYTE_API_HOST", "SDK_DEV_ADP_API_HOST"}) {
    Environment complete = credentials;
    complete[name] = "http://127.0.0.1:8780";
    const Settings settings = resolved({}, complete);
    EXPECT_EQ(settings.mode, Mode::hosted);
    EXPECT_EQ(settings.hosted.api_host, "http://127.0.0.1:8780") << name;
    EXPECT_EQ(settings.hosted.client_id, "c");
    EXPECT_EQ(settings.hosted.client_secret, Secret("s3cret"));
    EXPECT_EQ(settings.hosted.workspace, "default");
    EXPECT_EQ(settings.hosted.organization_id, "");
  }
}

TEST(Settings, HostedModeTakesTheSameFromFileAndArguments) {
  const SettingTexts file{
      {"api_host", "http://a"}, {"client_id", "c"}, {"client_secret", "s"}, {"workspace", "w"}};
  EXPECT_EQ(resolved({}, {}, file).hosted.workspace, "w");
  EXPECT_EQ(resolved({}, {{"AIRBYTE_WORKSPACE", "v"}}, file).hosted.workspace, "v");
  const Settings settings = resolved(
      {{"workspace", "u"}, {"api_host", "http://b"}, {"organization_id", "o"}, {"connector_id", "k"}}, {},
      file);
  EXPECT_EQ(settings.hosted.workspace, "u");
  EXPECT_EQ(settings.hosted.api_host, "http://b");
  EXPECT_EQ(settings.hosted.organization_id, "o");
  EXPECT_EQ(settings.hosted.connector_id, "k");
}

TEST(Settings, HostedModeNamesWhatIsMissing) {
  const Environment host{{"AIRBYTE_API_HOST", "http://127.0.0.1:8780"}};
  const Error no_id = refused({}, host);
  EXPECT_EQ(no_id.type, ErrorType::missing_credentials);
  EXPECT_THAT(no_id.message, HasSubstr("AIRBYTE_CLIENT_ID"));
  Environment id = host;
  id["AIRBYTE_CLIENT_ID"] = "c";
  EXPECT_THAT(refused({}, id).message, HasSubstr("AIRBYTE_CLIENT_SECRET"));
}

TEST(Settings, AWorkspaceOfTheEnvironmentDecidesNothing) {
  const Environment environment{{"AIRBYTE_WORKSPACE", "w"}, {"TIKTOK_MARKETING_ACCESS_TOKEN", "t"}};
  EXPECT_EQ(resolved({}, environment).mode, Mode::local);
  EXPECT_THAT(refused({{"workspace", "w"}}, environment).message, HasSubstr("--workspace"));
}

TEST(Settings, TheClientFileIsUsedWholeAndWhenAskedFor) {
  const SettingTexts none;
  const SettingTexts client{{"api_host", "http://127.0.0.1:1"},
                            {"client_id", "c"},
                            {"client_secret", "s"},
                            {"organization_id", "o"}};
  const SettingTexts hosted{{"mode", "hosted"}};
  const Environment empty;
  EXPECT_EQ(
      resolve_settings({.arguments = none, .environment = empty, .file = none, .client_file = client})->mode,
      Mode::local);
  const auto settings =
      resolve_settings({.arguments = hosted, .environment = empty, .file = none, .client_file = client});
  ASSERT_TRUE(settings.has_value());
  EXPECT_EQ(settings->hosted.client_id, "c");
  EXPECT_EQ(settings->hosted.organization_id, "o");
  // Its secret never goes to a host that somebody else named.
  const Environment other{{"AIRBYTE_API_HOST", "https://cloud.example"}};
  const auto mixed =
      resolve_settings({.arguments = hosted, .environment = other, .file = none, .client_file = client});
  ASSERT_FALSE(mixed.has_value());
  EXPECT_EQ(mixed.error().type, ErrorType::missing_credentials);
}

TEST(Settings, BothKindsOfCredentialsAreNeverGuessed) {
  const Environment both{{"AIRBYTE_CLIENT_ID", "c"}, {"TIKTOK_MARKETING_ACCESS_TOKEN", "t"}};
  const Error error = refused({}, both);
  EXPECT_EQ(error.type, ErrorType::value_error);
  EXPECT_THAT(error.message,
              AllOf(HasSubstr("AIRBYTE_CLIENT_ID"), HasSubstr("TIKTOK_MARKETING_ACCESS_TOKEN")));
  EXPECT_THAT(error.hint, HasSubstr("--mode local"));
  EXPECT_EQ(resolved({{"mode", "local"}}, both).access_token, Secret("t"));
  EXPECT_THAT(refused({{"mode", "both"}}, both).allowed, ElementsAre("local", "hosted"));
}

TEST(Settings, TheVirtualTikTokNeedsNoneOfTheRealOnes) {
  const Environment environment{{"AIRBYTE_CLIENT_ID", "c"},
                                {"TIKTOK_MARKETING_ACCESS_TOKEN", "real"},
                                {"TIKTOK_MARKETING_ADVERTISER_IDS", "99"},
                                {"TIKTOK_MARKETING_QPS", "5"}};
  const SettingTexts arguments{{"advertiser_ids", "71"}};
  const SettingTexts no_file;
  const auto settings = resolve_settings(inputs(arguments, environment, no_file, false));
  ASSERT_TRUE(settings.has_value());
  EXPECT_TRUE(settings->access_token.empty());
  EXPECT_THAT(settings->advertiser_ids, ElementsAre("71"));
  EXPECT_EQ(settings->qps, 5);
}

TEST(Settings, FileRefusesOtherCredentialShapes) {
  for (const char* key : {"username", "api_key", "credentials.password"}) {
    const auto checked = check_file_keys({{key, "x"}});
    ASSERT_FALSE(checked.has_value()) << key;
    EXPECT_THAT(checked.error().message,
                HasSubstr("Token authentication isn't available for this connector"));
    EXPECT_THAT(checked.error().hint, HasSubstr("access_token = "));
  }
}

TEST(Settings, FileRefusesUnknownKeysWithTheNearest) {
  const auto checked = check_file_keys({{"acces_token", "x"}});
  ASSERT_FALSE(checked.has_value());
  EXPECT_THAT(checked.error().hint, HasSubstr("access_token"));
  EXPECT_FALSE(check_file_keys({{"data_dir", "/x"}}).has_value());
}

TEST(Settings, SecretsAreNoArguments) {
  for (const char* key : {"access_token", "app_secret", "client_secret", "metrics_token"}) {
    EXPECT_EQ(setting_info(key).arguments_of, 0) << key;
  }
}

TEST(Settings, EveryOneIsDocumented) {
  const auto docs = read_whole_file(source_dir() + "/docs/settings.md");
  ASSERT_TRUE(docs.has_value());
  for (const auto& setting : all_settings()) {
    const std::string in_file = setting.in_file ? "" : " (not in the file)";
    const std::string variable =
        setting.environment.empty() ? "none" : "`" + std::string(setting.environment) + "`";
    const std::string row = "| `" + std::string(setting.key) + "`" + in_file + " | " + variable + " | " +
                            std::string(setting.default_text) + " | " + std::string(setting.range) + " | ";
    EXPECT_THAT(*docs, HasSubstr(row));
  }
}

}  // namespace
}  // namespace tiktok_marketing::cli
