#include "local/local_store.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "database/test_folder.hpp"
#include "local/store_lock.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox_options.hpp"

namespace tiktok_marketing::local {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kAllCampaigns = R"({"query":{},"limit":1000})";

/// The virtual TikTok behind a socket, a data folder, and connectors with a store in it.
class LocalStoreTest : public ::testing::Test {
 protected:
  LocalStoreTest() {
    sandbox::SandboxOptions wished;
    wished.unlimited = true;
    tiktok_ = sandbox::Sandbox::start(wished).value();
    connector_ = options_for(tiktok_->access());
    options_.data_dir = folder_ / "data";
  }

  [[nodiscard]] std::shared_ptr<LocalStore> store() const {
    auto made = LocalStore::make(connector_, options_);
    EXPECT_TRUE(made) << made.error().message;
    return made.value_or(nullptr);
  }
  [[nodiscard]] Result<Answer> search(std::shared_ptr<LocalStore> from = nullptr) const {
    ConnectorOptions options = connector_;
    options.store = from ? std::move(from) : store();
    return Connector::open(std::move(options)).value().execute("campaigns", "search", kAllCampaigns);
  }
  static void sync(LocalStore& store) {
    const auto made = store.sync({.entities = {"advertisers", "campaigns"}});
    ASSERT_TRUE(made) << made.error().message;
    const auto report = made->run();
    ASSERT_TRUE(report) << report.error().message;
    ASSERT_EQ(report->status, "succeeded");
  }
  static std::size_t rows_in(const Answer& answer) {
    return Json::parse(answer.document).value().find("data")->as_array()->size();
  }

  database::TestFolder folder_;
  std::unique_ptr<sandbox::Sandbox> tiktok_;
  ConnectorOptions connector_;
  LocalStoreOptions options_;
};

TEST_F(LocalStoreTest, MakesNoFileUntilSomethingIsSynced) {
  options_.sync_command = "tiktok-marketing sync --store mine";
  const auto answer = search();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::context_store_not_ready);
  EXPECT_NE(answer.error().hint.find("`tiktok-marketing sync --store mine`"), std::string::npos);
  EXPECT_FALSE(fs::exists(options_.data_dir));
}

TEST_F(LocalStoreTest, AnswersWhatWasSyncedIntoPrivateFiles) {
  const auto mine = store();
  sync(*mine);
  const auto answer = search(mine);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_GT(rows_in(*answer), 0);
  EXPECT_TRUE(answer->meta.simulated);
  EXPECT_EQ(database::mode_of(mine->file()), 0600);
  EXPECT_EQ(database::mode_of(mine->file().parent_path()), 0700);
  EXPECT_EQ(database::mode_of(options_.data_dir), 0700);
}

TEST_F(LocalStoreTest, KnowsItsTokenAgainWithoutAskingTikTok) {
  sync(*store());
  tiktok_->stop();
  const auto answer = search();
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_GT(rows_in(*answer), 0);
}

TEST_F(LocalStoreTest, AsksTikTokWhoAnUnknownTokenBelongsTo) {
  sync(*store());
  connector_.access_token = Secret(tiktok_->access().no_scope_token);
  EXPECT_TRUE(search()) << "another token of the same user";
  connector_.access_token = Secret(tiktok_->access().revoked_token);
  const auto refused = search();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind(), ErrorKind::authentication);
}

TEST_F(LocalStoreTest, RefusesAnotherAppAndAnotherWorld) {
  sync(*store());
  connector_.app_id = "7000000000000000001";
  const auto other_app = search();
  ASSERT_FALSE(other_app);
  EXPECT_EQ(other_app.error().type, ErrorType::conflict);
  EXPECT_NE(other_app.error().hint.find("--store"), std::string::npos);
  connector_.app_id = tiktok_->access().app_id;
  connector_.simulated = false;
  const auto real = search();
  ASSERT_FALSE(real);
  EXPECT_EQ(real.error().type, ErrorType::conflict);
}

TEST_F(LocalStoreTest, BringsTheRowsItselfWhereTheyCostNothing) {
  options_.sync_first = std::chrono::minutes{60};
  const auto answer = search();
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_GT(rows_in(*answer), 0);
  const auto again = store();
  ASSERT_TRUE(search(again));
  const auto runs = again->existing().value()->runs(10, 0).value();
  EXPECT_EQ(runs.as_array()->size(), 1) << "fresh rows are not brought again";
}

TEST_F(LocalStoreTest, QuestionsAtOnceShareTheFirstSync) {
  options_.sync_first = std::chrono::minutes{60};
  std::vector<std::thread> askers;
  for (int i = 0; i < 4; ++i) {
    // Stores of their own, as different processes have them.
    askers.emplace_back([this] {
      const auto answer = search();
      EXPECT_TRUE(answer) << answer.error().message;
    });
  }
  for (auto& asker : askers) asker.join();
  EXPECT_EQ(store()->existing().value()->runs(10, 0).value().as_array()->size(), 1);
}

TEST_F(LocalStoreTest, IsSyncedByOneAtATime) {
  const auto first = store()->sync({});
  ASSERT_TRUE(first) << first.error().message;
  const auto second = store()->sync({});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().type, ErrorType::sync_in_progress);
}

TEST_F(LocalStoreTest, TakesNamesThatAreFileNamesAndNothingElse) {
  for (const auto* name : {"", "..", "a/b", "a b", "ä", "a.db"}) {
    options_.name = name;
    const auto made = LocalStore::make(connector_, options_);
    ASSERT_FALSE(made) << name;
    EXPECT_EQ(made.error().type, ErrorType::value_error);
    EXPECT_EQ(made.error().param, "store");
  }
  options_.name = "brand_2-eu";
  EXPECT_EQ(store()->file().filename(), "local-brand_2-eu.db");
}

}  // namespace
}  // namespace tiktok_marketing::local
