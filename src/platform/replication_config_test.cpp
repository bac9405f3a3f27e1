#include <gtest/gtest.h>

#include "platform/connectors.hpp"

namespace tiktok_marketing::platform {
namespace {

Result<ReplicationConfig> parse(std::string_view text, bool ignore_unknown = false,
                                const ReplicationConfig& base = {}) {
  const auto json = Json::parse(text);
  EXPECT_TRUE(json) << text;
  return parse_replication_config(*json, ignore_unknown, base);
}

TEST(ReplicationConfig, HasDefaults) {
  for (const auto* text :
       {"{}", "null", R"({"start_date":null,"advertiser_ids":null,"lookback_days":null})"}) {
    const auto config = parse(text);
    ASSERT_TRUE(config) << text;
    EXPECT_EQ(config->start_date, "2016-09-01");
    EXPECT_FALSE(config->advertiser_ids);
    EXPECT_FALSE(config->lookback_days);
    EXPECT_EQ(config->to_json().dump(), R"({"start_date":"2016-09-01"})");
  }
}

TEST(ReplicationConfig, GivesBackWhatItWasGiven) {
  const auto config = parse(
      R"({"start_date":"2024-02-29","advertiser_ids":["7312000000000000101",42,"42"],"lookback_days":28})");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(
      config->to_json().dump(),
      R"({"start_date":"2024-02-29","advertiser_ids":["7312000000000000101","42"],"lookback_days":28})");
}

TEST(ReplicationConfig, NamesTheFieldAtFault) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"start_date":"2024-02-30"})", "replication_config.start_date"},
      {R"({"start_date":"01/02/2024"})", "replication_config.start_date"},
      {R"({"start_date":""})", "replication_config.start_date"},
      {R"({"start_date":"2024-01-01T00:00:00Z"})", "replication_config.start_date"},
      {R"({"start_date":20240101})", "replication_config.start_date"},
      {R"({"advertiser_ids":"1,2"})", "replication_config.advertiser_ids"},
      {R"({"advertiser_ids":[]})", "replication_config.advertiser_ids"},
      {R"({"advertiser_ids":["12a"]})", "replication_config.advertiser_ids"},
      {R"({"advertiser_ids":[""]})", "replication_config.advertiser_ids"},
      {R"({"advertiser_ids":[-5]})", "replication_config.advertiser_ids"},
      {R"({"advertiser_ids":[1.5]})", "replication_config.advertiser_ids"},
      {R"({"advertiser_ids":["123456789012345678901"]})", "replication_config.advertiser_ids"},
      {R"({"lookback_days":0})", "replication_config.lookback_days"},
      {R"({"lookback_days":29})", "replication_config.lookback_days"},
      {R"({"lookback_days":"7"})", "replication_config.lookback_days"},
      {R"({"startdate":"2024-01-01"})", "replication_config.startdate"},
      {R"(["2024-01-01"])", "replication_config"},
      {R"("2024-01-01")", "replication_config"},
  };
  for (const auto& [text, param] : cases) {
    const auto config = parse(text);
    ASSERT_FALSE(config) << text;
    EXPECT_EQ(config.error().type, ErrorType::value_error) << text;
    EXPECT_EQ(config.error().param, param) << text;
    EXPECT_FALSE(config.error().hint.empty()) << text;
  }
}

TEST(ReplicationConfig, HelpsWithAnUnknownKeyWithoutRepeatingItsValue) {
  const auto config = parse(R"({"access_token":"very-secret"})");
  ASSERT_FALSE(config);
  EXPECT_EQ(to_json(config.error()).find("very-secret"), std::string::npos);
  EXPECT_EQ(config.error().allowed.size(), 3U);
  EXPECT_NE(parse(R"({"start_dat":1})").error().hint.find("start_date"), std::string::npos);
}

TEST(ReplicationConfig, IgnoresUnknownKeysIfToldSo) {
  const auto config = parse(R"({"tags":[1],"start_date":"2025-01-01"})", true);
  ASSERT_TRUE(config);
  EXPECT_EQ(config->start_date, "2025-01-01");
}

TEST(ReplicationConfig, KeepsWhatAChangeDoesNotName) {
  const auto base = parse(R"({"advertiser_ids":["7"],"lookback_days":3})");
  const auto dated = parse(R"({"start_date":"2025-01-01"})", false, *base);
  ASSERT_TRUE(dated);
  EXPECT_EQ(dated->advertiser_ids, (std::vector<std::string>{"7"}));
  EXPECT_EQ(dated->lookback_days, 3);
  const auto opened = parse(R"({"advertiser_ids":null})", false, *base);
  ASSERT_TRUE(opened);
  EXPECT_FALSE(opened->advertiser_ids);
}

}  // namespace
}  // namespace tiktok_marketing::platform
