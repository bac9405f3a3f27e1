#include "cli/settings/server_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tiktok_marketing/connector/connector.hpp>

namespace tiktok_marketing::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Result<ServerSettings> resolve(const SettingTexts& arguments, const Environment& environment,
                               const SettingTexts& file, bool use_credentials = true) {
  const SettingTexts none;
  Environment with_home = environment;
  with_home.emplace("HOME", "/home/ann");
  return resolve_server_settings({.arguments = arguments,
                                  .environment = with_home,
                                  .file = file,
                                  .client_file = none,
                                  .use_credentials = use_credentials});
}

ServerSettings resolved(const SettingTexts& arguments, const Environment& environment = {},
                        const SettingTexts& file = {}) {
  auto settings = resolve(arguments, environment, file);
  EXPECT_TRUE(settings.has_value()) << (settings ? "" : settings.error().message);
  return settings ? *std::move(settings) : ServerSettings{};
}

Error refused(const SettingTexts& arguments, const Environment& environment = {},
              const SettingTexts& file = {}) {
  auto settings = resolve(arguments, environment, file);
  EXPECT_FALSE(settings.has_value());
  return settings ? Error{} : settings.error();
}

TEST(ServerSettings, HaveDefaults) {
  const ServerSettings settings = resolved({});
  EXPECT_EQ(settings.data_dir, "/home/ann/.local/share/tiktok-marketing");
  EXPECT_EQ(settings.master_key_file, settings.data_dir / "master.key");
  EXPECT_EQ(settings.listen.host, "127.0.0.1");
  EXPECT_EQ(settings.listen.port, 8780);
  EXPECT_EQ(settings.public_url, "");
  EXPECT_FALSE(settings.behind_proxy);
  EXPECT_THAT(settings.cors_origins, IsEmpty());
  EXPECT_TRUE(settings.metrics_token.empty());
  EXPECT_EQ(settings.server_threads, 2);
  EXPECT_EQ(settings.max_connections, 4096U);
  EXPECT_EQ(settings.api_url, kProductionApiUrl);
  EXPECT_EQ(settings.consent_url, "https://business-api.tiktok.com/portal/auth");
  EXPECT_EQ(settings.qps, std::nullopt);
  EXPECT_EQ(settings.application_rate_per_minute, 600);
  EXPECT_EQ(settings.connector_rate_per_minute, 120);
  EXPECT_EQ(settings.max_result_bytes, 16U * 1024 * 1024);
  EXPECT_EQ(settings.worker_threads, 16U);
  EXPECT_EQ(settings.audit_retention_days, 90);
  EXPECT_TRUE(settings.workspace_autocreate);
  EXPECT_TRUE(settings.validate_on_create);
  EXPECT_FALSE(settings.ignore_unknown_replication_keys);
  EXPECT_EQ(settings.log, std::nullopt);
}

TEST(ServerSettings, ArgumentBeatsEnvironmentBeatsFile) {
  const SettingTexts file{{"audit_retention_days", "1"}};
  const Environment environment{{"TIKTOK_MARKETING_AUDIT_RETENTION_DAYS", "2"}};
  EXPECT_EQ(resolved({}, {}, file).audit_retention_days, 1);
  EXPECT_EQ(resolved({}, environment, file).audit_retention_days, 2);
  EXPECT_EQ(resolved({{"audit_retention_days", "3"}}, environment, file).audit_retention_days, 3);
}

struct Range {
  const char* key;
  const char* lowest;
  const char* highest;
  std::vector<const char*> wrong;
};

TEST(ServerSettings, NumbersHaveRanges) {
  const std::vector<Range> ranges{
      {"application_rate_per_minute", "1", "1000000", {"0.5", "-1", "1000001", "fast", "nan"}},
      {"connector_rate_per_minute", "1", "1000000", {"-0.1", "1000001", "5/min"}},
      {"qps", "0.1", "1000", {"0", "1001", "inf"}},
      {"max_result_mb", "1", "1024", {"0", "1025", "1.5"}},
      {"worker_threads", "1", "256", {"0", "257"}},
      {"server_threads", "1", "64", {"0", "65"}},
      {"max_connections", "1", "1000000", {"0", "1000001"}},
      {"sync_runs", "1", "256", {"0", "257"}},
      {"search_default_limit", "1", "1000", {"0", "1001"}},
      {"audit_retention_days", "1", "3650", {"0", "3651", "90d"}},
  };
  for (const auto& range : ranges) {
    resolved({{range.key, range.lowest}});
    resolved({{range.key, range.highest}});
    for (const char* wrong : range.wrong) {
      const Error error = refused({{range.key, wrong}});
      EXPECT_EQ(error.type, ErrorType::value_error) << range.key << wrong;
      EXPECT_EQ(error.param, range.key) << wrong;
      EXPECT_THAT(error.hint, HasSubstr("1")) << wrong;
    }
  }
}

TEST(ServerSettings, RatesCanBeUnlimited) {
  const ServerSettings settings =
      resolved({{"application_rate_per_minute", "unlimited"}, {"connector_rate_per_minute", "unlimited"}});
  EXPECT_EQ(settings.application_rate_per_minute, 0);
  EXPECT_EQ(settings.connector_rate_per_minute, 0);
  EXPECT_EQ(resolved({{"application_rate_per_minute", "0"}}).application_rate_per_minute, 0);
  EXPECT_EQ(resolved({{"qps", "unlimited"}}).qps, -1);
}

TEST(ServerSettings, TruthsAreTrueOrFalse) {
  EXPECT_FALSE(resolved({{"workspace_autocreate", "false"}}).workspace_autocreate);
  EXPECT_FALSE(resolved({}, {{"TIKTOK_MARKETING_VALIDATE_ON_CREATE", "false"}}).validate_on_create);
  EXPECT_TRUE(resolved({}, {}, {{"behind_proxy", "true"}}).behind_proxy);
  EXPECT_TRUE(resolved({{"ignore_unknown_replication_keys", "true"}}).ignore_unknown_replication_keys);
  EXPECT_THAT(refused({{"workspace_autocreate", "yes"}}).allowed, ElementsAre("true", "false"));
}

TEST(ServerSettings, PostgresqlIsRefusedWithoutItsPassword) {
  for (const char* url : {"postgresql://ann:s3cret@db/x", "postgres://ann:s3cret@db/x"}) {
    const Error error = refused({}, {{"TIKTOK_MARKETING_DATABASE_URL", url}});
    EXPECT_EQ(error.type, ErrorType::not_implemented);
    EXPECT_THAT(to_json(error),
                AllOf(HasSubstr("PostgreSQL"), HasSubstr("SQLite"), Not(HasSubstr("s3cret"))));
  }
  resolved({{"database_url", "sqlite:"}});
  EXPECT_THAT(refused({{"database_url", "sqlite:/elsewhere.db"}}).hint, HasSubstr("--data-dir"));
}

TEST(ServerSettings, PublicUrlIsAnAddress) {
  EXPECT_EQ(resolved({{"public_url", "https://ads.example.com/"}}).public_url, "https://ads.example.com");
  EXPECT_EQ(resolved({{"public_url", "https://example.com/ads//"}}).public_url, "https://example.com/ads");
  for (const char* wrong : {"ads.example.com", "ftp://x", "https://", "https://x?y=1", "https://x/$(id)"}) {
    EXPECT_EQ(refused({{"public_url", wrong}}).param, "public_url") << wrong;
  }
}

TEST(ServerSettings, TlsNeedsBothFiles) {
  const ServerSettings settings = resolved({{"tls_certificate", "c.pem"}, {"tls_key", "k.pem"}});
  EXPECT_EQ(settings.tls_certificate, "c.pem");
  EXPECT_EQ(settings.tls_key, "k.pem");
  EXPECT_EQ(refused({{"tls_certificate", "c.pem"}}).param, "tls_key");
  EXPECT_EQ(refused({{"tls_key", "k.pem"}}).param, "tls_certificate");
}

TEST(ServerSettings, OriginsAreAList) {
  EXPECT_THAT(resolved({{"cors_origins", "https://a.example, http://localhost:3000"}}).cors_origins,
              ElementsAre("https://a.example", "http://localhost:3000"));
  EXPECT_THAT(resolved({}, {}, {{"cors_origins", R"(["https://a.example"])"}}).cors_origins,
              ElementsAre("https://a.example"));
  EXPECT_THAT(resolved({{"cors_origins", "*"}}).cors_origins, ElementsAre("*"));
  for (const char* wrong : {"a.example", "https://a.example/path", "https://*.example", "https://a,,"}) {
    EXPECT_EQ(refused({{"cors_origins", wrong}}).param, "cors_origins") << wrong;
  }
}

TEST(ServerSettings, ListenIsAnAddress) {
  const ServerSettings settings = resolved({{"listen", "[::1]:0"}});
  EXPECT_EQ(settings.listen.host, "::1");
  EXPECT_EQ(settings.listen.port, 0);
  EXPECT_EQ(refused({}, {{"TIKTOK_MARKETING_LISTEN", "here"}}).param, "listen");
}

TEST(ServerSettings, SecretsComeFromEnvironmentAndFile) {
  const ServerSettings settings = resolved({}, {{"TIKTOK_MARKETING_METRICS_TOKEN", "m3trics"}},
                                           {{"app_secret", "s3cret"}, {"app_id", "7"}});
  EXPECT_EQ(settings.metrics_token, Secret("m3trics"));
  EXPECT_EQ(settings.app_secret, Secret("s3cret"));
  EXPECT_EQ(settings.app_id, "7");
}

TEST(ServerSettings, PlacesCanBeNamed) {
  const ServerSettings settings = resolved({{"data_dir", "/srv/ads"}, {"master_key_file", "/run/keys/ads"}});
  EXPECT_EQ(settings.data_dir, "/srv/ads");
  EXPECT_EQ(settings.master_key_file, "/run/keys/ads");
  const SettingTexts none;
  const Environment nothing;
  EXPECT_EQ(
      resolve_server_settings({.arguments = none, .environment = nothing, .file = none, .client_file = none})
          .error()
          .param,
      "data_dir");
}

TEST(ServerSettings, AVirtualTiktokBringsItsOwnAddressAndApp) {
  const Environment environment{{"TIKTOK_MARKETING_API_URL", "https://real.example/open_api/v1.3"},
                                {"TIKTOK_MARKETING_APP_ID", "1"},
                                {"TIKTOK_MARKETING_WORKER_THREADS", "3"}};
  const auto settings = resolve({}, environment, {{"app_secret", "s"}}, false);
  ASSERT_TRUE(settings.has_value());
  EXPECT_EQ(settings->api_url, kProductionApiUrl);
  EXPECT_EQ(settings->app_id, "");
  EXPECT_TRUE(settings->app_secret.empty());
  EXPECT_EQ(settings->worker_threads, 3U);
}

TEST(ServerSettings, LogCanBeSwitchedOff) {
  const auto off = resolved({{"log", "off"}}).log;
  ASSERT_TRUE(off.has_value());
  EXPECT_EQ(*off, std::nullopt);
  const auto debug = resolved({{"log", "debug"}}).log;
  ASSERT_TRUE(debug.has_value());
  EXPECT_EQ(*debug, LogLevel::debug);
}

}  // namespace
}  // namespace tiktok_marketing::cli
