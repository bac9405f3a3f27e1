#include "platform/platform.hpp"

#include <sys/stat.h>

#include <fmt/format.h>

#include "platform/maintenance.hpp"
#include "platform/test_platform.hpp"

namespace tiktok_marketing::platform {
namespace {

namespace fs = std::filesystem;

constexpr auto kPeer = "127.0.0.1";

mode_t mode_of(const fs::path& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
}

class WholePlatformTest : public testing::Test {
 protected:
  [[nodiscard]] PlatformOptions options() const {
    PlatformOptions options;
    options.data_dir = folder_ / "data";
    options.master_key_file = folder_ / "data" / "master.key";
    options.engine.runtime = clock_;
    options.log = log_;
    return options;
  }
  FirstSetUp set_up_first() {
    auto first = set_up(options());
    EXPECT_TRUE(first) << first.error().message;
    return *first;
  }
  [[nodiscard]] std::shared_ptr<Platform> open() const {
    auto platform = Platform::open(options());
    EXPECT_TRUE(platform) << platform.error().message;
    return platform ? *platform : nullptr;
  }
  [[nodiscard]] static std::string token(Platform& platform, const FirstSetUp& first) {
    auto issued = platform.tokens().issue_application_token(first.client_id, first.client_secret, "", kPeer);
    EXPECT_TRUE(issued) << issued.error().message;
    return issued ? std::string(issued->token.reveal()) : "";
  }

  TestFolder folder_;
  std::shared_ptr<VirtualRuntime> clock_ = std::make_shared<VirtualRuntime>();
  std::shared_ptr<MemoryLog> log_ = std::make_shared<MemoryLog>();
};

TEST_F(WholePlatformTest, ASetUpMakesAllThatAFirstCallNeeds) {
  const auto first = set_up_first();
  EXPECT_EQ(mode_of(folder_ / "data"), 0700U);
  EXPECT_EQ(mode_of(folder_ / "data/master.key"), 0600U);
  EXPECT_EQ(mode_of(folder_ / "data/platform.db"), 0600U);
  const auto platform = open();
  const auto caller = platform->tokens().authenticate(token(*platform, first), "", kPeer);
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->role, Role::admin);
  EXPECT_EQ(caller->scope.organization_id, first.organization_id);
  const auto workspace = platform->workspaces().resolve(
      caller->scope, {.name = std::string(kDefaultWorkspace)}, Workspaces::Unknown::refuse);
  EXPECT_TRUE(workspace);
  EXPECT_TRUE(platform->ready());
}

TEST_F(WholePlatformTest, ASecondSetUpChangesNothing) {
  (void)set_up_first();
  const std::string key = text_of(folder_ / "data/master.key");
  const std::string database = text_of(folder_ / "data/platform.db");
  TTM_EXPECT_ERROR(set_up(options()), conflict);
  EXPECT_EQ(text_of(folder_ / "data/master.key"), key);
  EXPECT_EQ(text_of(folder_ / "data/platform.db"), database);
  fs::remove(folder_ / "data/master.key");
  TTM_EXPECT_ERROR(set_up(options()), conflict);
  EXPECT_FALSE(fs::exists(folder_ / "data/master.key")) << "no new key beside an old database";
}

TEST_F(WholePlatformTest, AnOldKeyIsNotOverwrittenBySetUp) {
  fs::create_directory(folder_ / "data");
  ASSERT_TRUE(crypto::Keyring::create(folder_ / "data/master.key"));
  TTM_EXPECT_ERROR(set_up(options()), conflict);
  EXPECT_FALSE(fs::exists(folder_ / "data/platform.db"));
}

TEST_F(WholePlatformTest, NothingSecretStandsInTheFilesInPlainText) {
  const auto first = set_up_first();
  const auto platform = open();
  const std::string bearer = token(*platform, first);
  ASSERT_TRUE(platform->tiktok_apps().put(first.organization_id, "7312", Secret("app-secret-in-plain")));
  platform->audit().record(AuditEvent{.at = clock_->system_now(), .actor = "admin", .what = "test"});
  platform->stop();
  const std::string key = text_of(folder_ / "data/master.key").substr(0, 64);
  for (const auto& entry : fs::directory_iterator(folder_ / "data")) {
    if (entry.path().filename() == "master.key") continue;
    const std::string text = text_of(entry.path());
    for (const std::string_view secret : {first.client_secret.reveal(), std::string_view(bearer),
                                          std::string_view("app-secret-in-plain"), std::string_view(key)}) {
      EXPECT_EQ(text.find(secret), std::string::npos) << entry.path();
    }
  }
  for (const std::string& line : log_->lines())
    EXPECT_EQ(line.find(first.client_secret.reveal()), std::string::npos);
}

TEST_F(WholePlatformTest, WithoutAKeyItSaysHowToGoOn) {
  const auto fresh = Platform::open(options());
  TTM_EXPECT_ERROR(fresh, value_error);
  EXPECT_NE(fresh.error().hint.find("tiktok-marketing init"), std::string::npos);
  EXPECT_FALSE(fs::exists(folder_ / "data")) << "nothing is made by accident";
  (void)set_up_first();
  fs::rename(folder_ / "data/master.key", folder_ / "kept.key");
  const auto lost = Platform::open(options());
  TTM_EXPECT_ERROR(lost, value_error);
  const std::string path = (folder_ / "data/master.key").string();
  EXPECT_NE(lost.error().message.find(path), std::string::npos);
  EXPECT_NE(lost.error().hint.find(path), std::string::npos);
  EXPECT_EQ(lost.error().hint.find("init"), std::string::npos) << "a new key would not help";
  fs::rename(folder_ / "kept.key", folder_ / "data/master.key");
  EXPECT_TRUE(open());
}

TEST_F(WholePlatformTest, AnotherKeyIsRefused) {
  (void)set_up_first();
  fs::rename(folder_ / "data/master.key", folder_ / "kept.key");
  ASSERT_TRUE(crypto::Keyring::create(folder_ / "data/master.key"));
  const auto opened = Platform::open(options());
  TTM_EXPECT_ERROR(opened, value_error);
  EXPECT_NE(opened.error().message.find("does not belong to"), std::string::npos) << opened.error().message;
}

TEST_F(WholePlatformTest, AKeyThatOthersMayReadIsRefused) {
  (void)set_up_first();
  fs::permissions(folder_ / "data/master.key", fs::perms::group_read, fs::perm_options::add);
  TTM_EXPECT_ERROR(Platform::open(options()), value_error);
}

TEST_F(WholePlatformTest, AKeyFileThatHoldsNoKeyIsRefused) {
  (void)set_up_first();
  std::ofstream(folder_ / "data/master.key") << "not a key\n";
  TTM_EXPECT_ERROR(Platform::open(options()), value_error);
}

TEST_F(WholePlatformTest, ADatabaseOfANewerProgramIsRefused) {
  (void)set_up_first();
  ASSERT_TRUE(open()->context().database->write(
      [](database::Connection& connection) { return connection.run("PRAGMA user_version = 99"); }));
  const auto opened = Platform::open(options());
  TTM_EXPECT_ERROR(opened, value_error);
  EXPECT_NE(opened.error().message.find("newer program"), std::string::npos);
}

TEST_F(WholePlatformTest, AnOlderDatabaseIsBackedUpBeforeItIsChanged) {
  (void)set_up_first();
  for (const auto* end : {"", "-wal", "-shm"}) fs::remove(folder_ / fmt::format("data/platform.db{}", end));
  {
    auto older = database::Database::open(
        {.file = folder_ / "data/platform.db", .migrations = migrations().first(1), .before_migration = {}});
    ASSERT_TRUE(older) << older.error().message;
    const auto filled = (*older)->write([](database::Connection& connection) {
      return connection.run("INSERT INTO organizations (id, name, created_at) VALUES ('org-1', 'Acme', 1)");
    });
    ASSERT_TRUE(filled) << filled.error().message;
  }
  const auto platform = open();
  ASSERT_TRUE(platform);
  EXPECT_EQ(platform->directory().snapshot()->organizations.at("org-1").name, "Acme");

  std::vector<fs::path> backups;
  for (const auto& each : fs::directory_iterator(folder_ / "data/backups")) backups.push_back(each.path());
  ASSERT_EQ(backups.size(), 1U);
  const auto ring = crypto::Keyring::load(folder_ / "data/master.key");
  EXPECT_EQ(verify_backup(backups.front(), &*ring)->defects, std::vector<std::string>());
  EXPECT_EQ(Json::parse(text_of(backups.front() / "manifest.json"))->int_of("schema_version"), 1);
  (void)open();
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "data/backups"), fs::directory_iterator()), 1)
      << "nothing is left to migrate";
}

TEST_F(WholePlatformTest, WhatIsNoDatabaseIsRefused) {
  (void)set_up_first();
  for (const auto* end : {"", "-wal", "-shm"}) fs::remove((folder_ / "data/platform.db").string() + end);
  std::ofstream(folder_ / "data/platform.db") << std::string(8192, 'x');
  const auto opened = Platform::open(options());
  ASSERT_FALSE(opened);
  EXPECT_FALSE(opened.error().hint.empty());
}

TEST_F(WholePlatformTest, AKeyThatCameFirstGetsAnEmptyPlatform) {
  fs::create_directory(folder_ / "data");
  ASSERT_TRUE(crypto::Keyring::create(folder_ / "data/master.key"));
  const auto platform = open();
  EXPECT_TRUE(platform->directory().snapshot()->organizations.empty());
  EXPECT_TRUE(platform->ready());
}

TEST_F(WholePlatformTest, TokensSurviveARestart) {
  const auto first = set_up_first();
  const std::string bearer = token(*open(), first);
  EXPECT_TRUE(open()->tokens().authenticate(bearer, "", kPeer));
}

TEST_F(WholePlatformTest, ChangesOfAnotherProcessAreSeen) {
  const auto first = set_up_first();
  const auto server = open();
  const auto admin = open();
  const std::string bearer = token(*server, first);
  ASSERT_TRUE(server->refresh());
  EXPECT_TRUE(server->tokens().authenticate(bearer, "", kPeer));
  const auto added = admin->directory().create_application("late", {{first.organization_id, Role::reader}});
  ASSERT_TRUE(added && admin->directory().revoke_application(first.client_id));
  EXPECT_TRUE(server->tokens().authenticate(bearer, "", kPeer)) << "not seen yet";
  ASSERT_TRUE(server->refresh());
  TTM_EXPECT_ERROR(server->tokens().authenticate(bearer, "", kPeer), unauthorized);
  EXPECT_TRUE(server->directory().authenticate(added->client_id, added->client_secret));
}

TEST_F(WholePlatformTest, AKeyThatWasAddedIsSeen) {
  const auto first = set_up_first();
  const auto server = open();
  const std::string bearer = token(*server, first);
  const auto admin = open();
  const auto ring = crypto::Keyring::add_key(folder_ / "data/master.key");
  ASSERT_TRUE(ring);
  ASSERT_TRUE(server->refresh());
  EXPECT_EQ(server->context().keyring()->sealing_key_id(), ring->sealing_key_id());
  const auto rotated = reseal_everything(admin->context());
  ASSERT_TRUE(rotated);
  EXPECT_EQ(rotated->resealed, 1) << "the key that signs tokens";
  ASSERT_TRUE(server->refresh());
  EXPECT_TRUE(server->tokens().authenticate(bearer, "", kPeer));
}

TEST_F(WholePlatformTest, ABrokenKeyFileIsSaidAndTheServerGoesOn) {
  const auto first = set_up_first();
  const auto server = open();
  const std::string text = text_of(folder_ / "data/master.key");
  const std::string before = server->context().keyring()->sealing_key_id();
  std::ofstream(folder_ / "data/master.key") << "half a k";
  TTM_EXPECT_ERROR(server->refresh(), value_error);
  EXPECT_EQ(server->context().keyring()->sealing_key_id(), before);
  const auto admin_made =
      server->directory().create_application("x", {{first.organization_id, Role::reader}});
  EXPECT_TRUE(admin_made);
  TTM_EXPECT_ERROR(server->refresh(), value_error);
  std::ofstream(folder_ / "data/master.key") << text;
  EXPECT_TRUE(server->refresh());
}

TEST_F(WholePlatformTest, AFailedReloadIsTriedAgain) {
  const auto first = set_up_first();
  const auto server = open();
  const auto admin = open();
  const auto sql = [&](std::string_view text) {
    return admin->context().database->write(
        [&](database::Connection& connection) { return connection.run(text); });
  };
  ASSERT_TRUE(sql("ALTER TABLE applications RENAME TO hidden; UPDATE hidden SET name = 'renamed'"));
  EXPECT_FALSE(server->refresh());
  ASSERT_TRUE(sql("ALTER TABLE hidden RENAME TO applications"));
  ASSERT_TRUE(server->refresh());
  EXPECT_EQ(server->directory().snapshot()->applications.at(first.client_id).name, "renamed");
}

TEST_F(WholePlatformTest, StoppingWritesTheAuditLogAndMayBeRepeated) {
  (void)set_up_first();
  const auto platform = open();
  platform->start_background();
  platform->start_background();
  platform->audit().record(ToolCall{.at = clock_->system_now(), .organization_id = "o"});
  platform->stop();
  const auto calls = platform->audit().tool_calls({"o", {}}, {});
  ASSERT_TRUE(calls);
  EXPECT_EQ(calls->items.size(), 1U);
  platform->stop();
}

TEST_F(WholePlatformTest, ReadyKnowsWhenNothingCanBeWritten) {
  (void)set_up_first();
  const auto platform = open();
  ASSERT_TRUE(platform->ready());
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "data"), {}), 4) << "no probe is left behind";
  fs::rename(folder_ / "data", folder_ / "gone");
  TTM_EXPECT_ERROR(platform->ready(), storage_unavailable);
}

TEST_F(WholePlatformTest, MetricsShowStatesById) {
  const auto first = set_up_first();
  auto platform = open();
  const auto workspace = platform->workspaces().resolve({first.organization_id, {}}, {.name = "default"},
                                                        Workspaces::Unknown::refuse);
  ASSERT_TRUE(workspace);
  ASSERT_TRUE(platform->context().database->write([&](database::Connection& connection) {
    return connection.run(fmt::format(
        "INSERT INTO credentials (id, organization_id, workspace_id, sealed_token, created_at, updated_at)"
        " VALUES ('c', '{0}', '{1}', x'00', 0, 0);"
        "INSERT INTO connectors (id, organization_id, workspace_id, credential_id, template_id, name, "
        "start_date,"
        " state, state_since, created_at, updated_at) VALUES ('1', '{0}', '{1}', 'c', 't', 'n', '2020-01-01',"
        " 'quota_blocked', 0, 0, 0)",
        first.organization_id, workspace->id));
  }));
  const std::string text = platform->context().metrics.text();
  EXPECT_NE(
      text.find(fmt::format("tiktok_marketing_connectors{{organization_id=\"{}\",state=\"quota_blocked\"}} 1",
                            first.organization_id)),
      std::string::npos)
      << text;
  EXPECT_NE(text.find("tiktok_marketing_audit_queue_rows 0"), std::string::npos);
  EXPECT_NE(text.find("tiktok_marketing_audit_dropped_total 0"), std::string::npos);
  EXPECT_NE(text.find("tiktok_marketing_rate_limited_total{scope=\"application\"} 0"), std::string::npos);
}

}  // namespace
}  // namespace tiktok_marketing::platform
