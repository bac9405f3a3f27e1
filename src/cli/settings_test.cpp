#include "cli/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tiktok_marketing/connector/connector.hpp>

#include "cli/file.hpp"

namespace tiktok_marketing::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Settings resolved(const SettingTexts& arguments, const Environment& environment,
                  const SettingTexts& file = {}) {
  auto settings = resolve_settings(arguments, environment, file);
  EXPECT_TRUE(settings.has_value()) << (settings ? "" : settings.error().message);
  return settings ? *std::move(settings) : Settings{};
}

Error refused(const SettingTexts& arguments, const Environment& environment, const SettingTexts& file = {}) {
  auto settings = resolve_settings(arguments, environment, file);
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
  const Environment hosted{{"AIRBYTE_CLIENT_ID", "c"}, {"AIRBYTE_CLIENT_SECRET", "s"}};
  const Error no_host = refused({}, hosted);
  EXPECT_EQ(no_host.type, ErrorType::value_error);
  EXPECT_THAT(no_host.hint, HasSubstr("export AIRBYTE_API_HOST="));

  Environment complete = hosted;
  complete["AIRBYTE_API_HOST"] = "http://127.0.0.1:8780";
  EXPECT_EQ(refused({}, complete).type, ErrorType::not_implemented);
  complete.erase("AIRBYTE_API_HOST");
  complete["SDK_DEV_ADP_API_HOST"] = "http://127.0.0.1:8780";
  EXPECT_EQ(refused({}, complete).type, ErrorType::not_implemented);
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
  const auto settings = resolve_settings({{"advertiser_ids", "71"}}, environment, {}, false);
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

TEST(Settings, EveryOneIsDocumented) {
  const auto docs = read_whole_file(TTM_SOURCE_DIR "/docs/settings.md");
  ASSERT_TRUE(docs.has_value());
  for (const auto& setting : all_settings()) {
    EXPECT_THAT(*docs, HasSubstr("`" + std::string(setting.key) + "`"));
    if (!setting.environment.empty()) {
      EXPECT_THAT(*docs, HasSubstr("`" + std::string(setting.environment) + "`"));
    }
    EXPECT_THAT(*docs, HasSubstr(setting.default_text)) << setting.key;
    EXPECT_THAT(*docs, HasSubstr(setting.range)) << setting.key;
  }
}

}  // namespace
}  // namespace tiktok_marketing::cli
