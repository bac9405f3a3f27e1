#include "cli/settings/config_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "cli/file.hpp"

namespace tiktok_marketing::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ConfigFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "ttm-config-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void write(std::string_view text) const { std::ofstream(folder_ / "config.toml") << text; }

  std::filesystem::path folder_;
};

TEST_F(ConfigFile, NoFileIsNoSetting) {
  const auto texts = read_config_file(folder_);
  ASSERT_TRUE(texts.has_value());
  EXPECT_THAT(*texts, IsEmpty());
  EXPECT_TRUE(read_config_file("").has_value());
}

TEST_F(ConfigFile, ReadsTextsNumbersAndLists) {
  write("app_id = 7123\nqps = 2.5\nadvertiser_ids = [\"71\", 72]\nlog = 'debug'\n");
  const auto texts = read_config_file(folder_);
  ASSERT_TRUE(texts.has_value());
  EXPECT_EQ(texts->at("app_id"), "7123");
  EXPECT_EQ(texts->at("qps"), "2.5");
  EXPECT_EQ(texts->at("advertiser_ids"), R"(["71",72])");
  EXPECT_EQ(texts->at("log"), "debug");
}

TEST_F(ConfigFile, NamesLineAndColumnOfAFault) {
  write("app_id = \"1\"\nqps = = 2\n");
  const auto texts = read_config_file(folder_);
  ASSERT_FALSE(texts.has_value());
  EXPECT_THAT(texts.error().message, HasSubstr("line 2"));
}

TEST_F(ConfigFile, AFaultNeverShowsASecret) {
  write("access_token = \"abcdef123456\n");
  const auto texts = read_config_file(folder_);
  ASSERT_FALSE(texts.has_value());
  EXPECT_THAT(texts.error().message, Not(HasSubstr("abcdef")));
}

TEST_F(ConfigFile, RefusesOtherCredentials) {
  write("[credentials]\nusername = \"ann\"\n");
  const auto texts = read_config_file(folder_);
  ASSERT_FALSE(texts.has_value());
  EXPECT_THAT(texts.error().message, HasSubstr("Token authentication isn't available"));
}

TEST_F(ConfigFile, UpdateKeepsOtherKeysAndIsPrivate) {
  write("qps = 3\napi_url = \"http://127.0.0.1:1\"\n");
  ASSERT_TRUE(update_config_file(
      folder_, {{"access_token", "t\"x"}, {"advertiser_ids", R"(["71"])"}, {"api_url", ""}}));
  const auto texts = read_config_file(folder_);
  ASSERT_TRUE(texts.has_value());
  EXPECT_EQ(*texts, (SettingTexts{{"access_token", "t\"x"}, {"advertiser_ids", R"(["71"])"}, {"qps", "3"}}));
  struct stat info{};
  ASSERT_EQ(stat((folder_ / "config.toml").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(ConfigFile, UpdateMakesThePrivateFolder) {
  const auto inner = folder_ / "a" / "b";
  ASSERT_TRUE(update_config_file(inner, {{"access_token", "t"}}));
  struct stat info{};
  ASSERT_EQ(stat(inner.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700U);
}

TEST_F(ConfigFile, UpdateRefusesToOverwriteWhatItCannotRead) {
  write("not toml");
  EXPECT_FALSE(update_config_file(folder_, {{"access_token", "t"}}).has_value());
  EXPECT_EQ(*read_whole_file(folder_ / "config.toml"), "not toml");
}

}  // namespace
}  // namespace tiktok_marketing::cli
