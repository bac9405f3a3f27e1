#include "platform/maintenance.hpp"

#include <sys/stat.h>

#include <set>
#include <thread>

#include <fmt/format.h>

#include "base/json.hpp"
#include "platform/directory.hpp"
#include "platform/rows.hpp"
#include "platform/sealed_values.hpp"
#include "platform/sealing.hpp"
#include "platform/test_platform.hpp"
#include "platform/tiktok_apps.hpp"
#include "platform/tokens.hpp"

namespace tiktok_marketing::platform {
namespace {

namespace fs = std::filesystem;

mode_t mode_of(const fs::path& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
}

std::set<fs::path> files_in(const fs::path& folder) {
  std::set<fs::path> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename());
  return names;
}

class MaintenanceTest : public PlatformTest {
 protected:
  MaintenanceTest() : apps_(context_) {
    Directory directory(context_);
    Workspaces workspaces(context_);
    acme_ = directory.create_organization("Acme")->id;
    EXPECT_TRUE(Tokens(context_, directory, workspaces).reload());
    EXPECT_TRUE(apps_.put(acme_, "1", Secret("secret-of-acme")));
    EXPECT_TRUE(apps_.put(std::nullopt, "2", Secret("secret-of-all")));
  }

  BackupReport backup() {
    auto report = back_up(*context_, folder_ / "backup");
    EXPECT_TRUE(report) << report.error().message;
    return report ? *report : BackupReport();
  }
  [[nodiscard]] std::vector<std::string> defects(const crypto::Keyring* ring = nullptr) const {
    const auto report = verify_backup(folder_ / "backup", ring);
    EXPECT_TRUE(report) << report.error().message;
    return report ? report->defects : std::vector<std::string>{"not verified"};
  }
  /// Ids of keys that something is sealed with.
  [[nodiscard]] std::set<std::string> keys_in_use() const {
    auto ids = context_->database->read([](database::Connection& c) { return sealing_keys_in_use(c); });
    EXPECT_TRUE(ids);
    return *ids;
  }

  TiktokApps apps_;
  std::string acme_;
};

TEST_F(MaintenanceTest, ABackupIsWholeAndPrivateAndWithoutTheKey) {
  const auto report = backup();
  EXPECT_EQ(files_in(report.folder), (std::set<fs::path>{"platform.db", "manifest.json"}));
  EXPECT_EQ(report.files, (std::vector<std::string>{"platform.db", "manifest.json"}));
  EXPECT_EQ(report.key_ids, std::vector{context_->keyring()->sealing_key_id()});
  EXPECT_EQ(mode_of(report.folder), 0700U);
  EXPECT_EQ(mode_of(report.folder / "platform.db"), 0600U);
  EXPECT_EQ(mode_of(report.folder / "manifest.json"), 0600U);
  const auto manifest = Json::parse(text_of(report.folder / "manifest.json"));
  ASSERT_TRUE(manifest);
  EXPECT_EQ(manifest->int_of("schema_version"), static_cast<std::int64_t>(migrations().size()));
  EXPECT_EQ(manifest->text_of("created_at"), iso_text(context_->now()));
  EXPECT_FALSE(manifest->text_of("program_version").empty());
  const std::string key = text_of(folder_ / "master.key").substr(0, 64);
  EXPECT_EQ(text_of(report.folder / "platform.db").find(key), std::string::npos);
  EXPECT_EQ(text_of(report.folder / "manifest.json").find(key), std::string::npos);
}

TEST_F(MaintenanceTest, ASoundBackupHasNoDefectsAndStaysAsItIs) {
  backup();
  const auto before = files_in(folder_ / "backup");
  EXPECT_EQ(defects(context_->keyring().get()), std::vector<std::string>());
  EXPECT_EQ(defects(), std::vector<std::string>()) << "verifying changes nothing, so it can be repeated";
  EXPECT_EQ(files_in(folder_ / "backup"), before);
}

TEST_F(MaintenanceTest, ABackupIsTakenWhileOthersWrite) {
  std::atomic<bool> stop = false;
  std::jthread writer([&] {
    for (int i = 0; !stop; ++i) (void)apps_.put(acme_, "1", Secret(fmt::format("secret {}", i)));
  });
  const auto report = back_up(*context_, folder_ / "backup");
  stop = true;
  ASSERT_TRUE(report) << report.error().message;
  writer.join();
  EXPECT_EQ(defects(context_->keyring().get()), std::vector<std::string>());
}

TEST_F(MaintenanceTest, ADatabaseOfAnOlderSchemaCanBeBackedUp) {
  {
    auto old = database::Connection::open({.path = (folder_ / "old.db").string()});
    ASSERT_TRUE(old);
    ASSERT_TRUE((*old)->run("CREATE TABLE organizations (id TEXT PRIMARY KEY)"));
  }
  const auto report = back_up_file(folder_ / "old.db", folder_ / "backups" / "before", context_->now());
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->key_ids.empty());
  EXPECT_TRUE(verify_backup(report->folder, context_->keyring().get())->defects.empty());
}

TEST_F(MaintenanceTest, AFailedBackupLeavesNothing) {
  EXPECT_FALSE(back_up_file(folder_ / "nothing.db", folder_ / "backup", context_->now()));
  EXPECT_FALSE(fs::exists(folder_ / "backup"));
}

TEST_F(MaintenanceTest, AnExistingFolderIsLeftAlone) {
  fs::create_directory(folder_ / "backup");
  TTM_EXPECT_ERROR(back_up(*context_, folder_ / "backup"), conflict);
  EXPECT_TRUE(files_in(folder_ / "backup").empty());
}

TEST_F(MaintenanceTest, AnAlteredBackupIsFound) {
  const auto report = backup();
  const fs::path file = report.folder / "platform.db";
  std::string text = text_of(file);
  text[text.size() - 100] ^= 1;
  std::ofstream(file, std::ios::binary) << text;
  EXPECT_FALSE(defects().empty());
  std::ofstream(file, std::ios::binary | std::ios::trunc) << text.substr(0, text.size() / 2);
  EXPECT_FALSE(defects().empty());
  fs::remove(file);
  EXPECT_FALSE(defects().empty());
  TTM_EXPECT_ERROR(restore(report.folder, folder_ / "elsewhere"), value_error);
  EXPECT_FALSE(fs::exists(folder_ / "elsewhere"));
}

TEST_F(MaintenanceTest, ValuesThatDoNotOpenAreFound) {
  backup();
  const auto other = crypto::Keyring::create(folder_ / "other.key");
  ASSERT_TRUE(other);
  EXPECT_EQ(defects(&*other).size(), 3U) << "two app secrets and a signing key";
  EXPECT_TRUE(defects().empty());
}

TEST_F(MaintenanceTest, WhatIsNoBackupIsRefused) {
  TTM_EXPECT_ERROR(verify_backup(folder_ / "nothing", nullptr), value_error);
  const auto report = backup();
  for (const auto* text : {"", "{", "[]", "{\"format\":2}",
                           "{\"format\":1,\"key_ids\":[],\"files\":[{\"name\":\"../master.key\"}]}"}) {
    std::ofstream(report.folder / "manifest.json") << text;
    TTM_EXPECT_ERROR(verify_backup(report.folder, nullptr), value_error);
    TTM_EXPECT_ERROR(restore(report.folder, folder_ / "elsewhere"), value_error);
  }
  std::ofstream(report.folder / "manifest.json") << "{\"format\":1,\"key_ids\":[],\"files\":[]}";
  EXPECT_FALSE(defects().empty()) << "an empty list vouches for nothing";
}

TEST_F(MaintenanceTest, ABackupOfANewerProgramIsFound) {
  change("PRAGMA user_version = 99");
  backup();
  const auto found = defects();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(found[0].find("newer program"), std::string::npos);
}

TEST_F(MaintenanceTest, ARestoredBackupIsThePlatformAgain) {
  const auto report = backup();
  ASSERT_TRUE(apps_.remove(acme_));
  const fs::path data_dir = folder_ / "new" / "data";
  ASSERT_TRUE(restore(report.folder, data_dir));
  EXPECT_EQ(files_in(data_dir), std::set<fs::path>{"platform.db"});
  EXPECT_EQ(mode_of(data_dir), 0700U);
  EXPECT_EQ(mode_of(data_dir / "platform.db"), 0600U);
  auto database = database::Database::open({.file = data_dir / "platform.db", .migrations = migrations()});
  ASSERT_TRUE(database);
  context_->database = *database;
  const auto app = apps_.app_for(acme_);
  ASSERT_TRUE(app && *app);
  EXPECT_EQ((*app)->app_secret, Secret("secret-of-acme"));
  TTM_EXPECT_ERROR(restore(report.folder, data_dir), conflict);
}

TEST_F(MaintenanceTest, ALeftOverLogStopsARestore) {
  const auto report = backup();
  fs::create_directory(folder_ / "data");
  std::ofstream(folder_ / "data/platform.db-wal") << "stale";
  TTM_EXPECT_ERROR(restore(report.folder, folder_ / "data"), conflict);
  EXPECT_FALSE(fs::exists(folder_ / "data/platform.db"));
}

TEST_F(MaintenanceTest, ResealingMovesEverythingToTheNewKey) {
  const std::string old_id = context_->keyring()->sealing_key_id();
  EXPECT_EQ(keys_in_use(), std::set{old_id});
  ASSERT_TRUE(crypto::Keyring::add_key(folder_ / "master.key"));
  const auto report = reseal_everything(*context_);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->resealed, 3);
  EXPECT_NE(report->key_id, old_id);
  EXPECT_EQ(keys_in_use(), std::set{report->key_id});
  EXPECT_EQ((*apps_.app_for(acme_))->app_secret, Secret("secret-of-acme"));
  const auto again = reseal_everything(*context_);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->resealed, 0);
}

TEST_F(MaintenanceTest, ResealingGoesOnWhereItStopped) {
  auto filled = context_->database->write([&](database::Connection& connection) -> Result<void> {
    for (int i = 0; i < 250; ++i) {
      const auto id = fmt::format("{:08}-0000-4000-8000-000000000000", i);
      auto done = run(connection, "INSERT INTO organizations (id, name, created_at) VALUES (?1, ?1, 0)", id);
      if (done) {
        done = run(connection, "INSERT INTO tiktok_apps VALUES (?1, ?1, '1', ?2, 0, 0)", id,
                   Blob{seal(*context_, "tiktok_apps", id, Secret(id))});
      }
      if (!done) return done;
    }
    return {};
  });
  ASSERT_TRUE(filled) << filled.error().message;
  ASSERT_TRUE(crypto::Keyring::add_key(folder_ / "master.key"));
  // The 250th value is damaged: two steps are done, the third is not.
  change("CREATE TABLE kept AS SELECT id, sealed_secret FROM tiktok_apps ORDER BY id LIMIT 1 OFFSET 249");
  change("UPDATE tiktok_apps SET sealed_secret = x'00' WHERE id = (SELECT id FROM kept)");
  const auto stopped = reseal_everything(*context_);
  TTM_EXPECT_ERROR(stopped, internal_error);
  EXPECT_NE(stopped.error().message.find("tiktok_apps"), std::string::npos);
  EXPECT_EQ(keys_in_use().size(), 3U) << "old, new, and the damaged one";
  change(
      "UPDATE tiktok_apps SET sealed_secret = (SELECT sealed_secret FROM kept) WHERE id = (SELECT id FROM "
      "kept)");
  const auto done = reseal_everything(*context_);
  ASSERT_TRUE(done);
  EXPECT_GT(done->resealed, 0);
  EXPECT_LT(done->resealed, 200);
  EXPECT_EQ(keys_in_use(), std::set{done->key_id});
}

TEST_F(MaintenanceTest, ARunningServerOpensWhatANewerKeySealed) {
  const auto operators = open_context();
  ASSERT_TRUE(crypto::Keyring::add_key(folder_ / "master.key"));
  ASSERT_TRUE(reseal_everything(*operators));
  EXPECT_EQ(context_->keyring()->key_ids().size(), 1U) << "it has not looked at the file yet";
  const auto app = apps_.app_for(acme_);
  ASSERT_TRUE(app) << app.error().message;
  EXPECT_EQ((*app)->app_secret, Secret("secret-of-acme"));
  EXPECT_EQ(context_->keyring()->key_ids().size(), 2U);
}

TEST_F(MaintenanceTest, ResealingMeetsWhatOthersChange) {
  ASSERT_TRUE(crypto::Keyring::add_key(folder_ / "master.key"));
  const auto operators = open_context();
  std::atomic<bool> stop = false;
  std::atomic<int> puts = 0;
  std::jthread writer([&] {
    for (int i = 0; !stop; ++i) {
      puts += apps_.put(acme_, "1", Secret(fmt::format("secret {}", i))) ? 1 : 0;
      puts.notify_one();
    }
  });
  puts.wait(0);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(reseal_everything(*operators));
  stop = true;
  writer.join();
  const auto app = apps_.app_for(acme_);
  ASSERT_TRUE(app) << app.error().message;
  EXPECT_EQ((*app)->app_secret, Secret(fmt::format("secret {}", puts - 1)));
}

}  // namespace
}  // namespace tiktok_marketing::platform
