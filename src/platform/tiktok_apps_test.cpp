#include "platform/tiktok_apps.hpp"

#include "platform/directory.hpp"
#include "platform/test_platform.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr auto kNobody = "123e4567-e89b-12d3-a456-426614174000";

class TiktokAppsTest : public PlatformTest {
 protected:
  TiktokAppsTest() : apps_(context_) {
    Directory directory(context_);
    acme_ = directory.create_organization("Acme")->id;
    globex_ = directory.create_organization("Globex")->id;
  }

  [[nodiscard]] std::string app_id_for(const std::string& organization) {
    const auto app = apps_.app_for(organization);
    EXPECT_TRUE(app) << app.error().message;
    return app && *app ? (*app)->app_id : "";
  }

  TiktokApps apps_;
  std::string acme_;
  std::string globex_;
};

TEST_F(TiktokAppsTest, TheNearestAppCounts) {
  EXPECT_EQ(app_id_for(acme_), "");
  context_->options.app_id = "settings";
  EXPECT_EQ(app_id_for(acme_), "") << "an id without a secret is no app";
  context_->options.app_secret = Secret("s");
  EXPECT_EQ(app_id_for(acme_), "settings");
  ASSERT_TRUE(apps_.put(std::nullopt, "global", Secret("g")));
  EXPECT_EQ(app_id_for(acme_), "global");
  ASSERT_TRUE(apps_.put(acme_, "own", Secret("o")));
  EXPECT_EQ(app_id_for(acme_), "own");
  EXPECT_EQ(app_id_for(globex_), "global");
  ASSERT_TRUE(apps_.remove(acme_));
  EXPECT_EQ(app_id_for(acme_), "global");
  ASSERT_TRUE(apps_.remove(acme_)) << "again is no error";
  ASSERT_TRUE(apps_.remove(std::nullopt));
  EXPECT_EQ(app_id_for(acme_), "settings");
}

TEST_F(TiktokAppsTest, SecretsAreSealedAndComeBack) {
  const auto put = apps_.put(acme_, "7312", Secret("a-very-secret-text"));
  ASSERT_TRUE(put);
  EXPECT_EQ((*apps_.app_for(acme_))->app_secret, Secret("a-very-secret-text"));
  const std::string file = text_of(folder_ / "platform.db") + text_of(folder_ / "platform.db-wal");
  EXPECT_EQ(file.find("a-very-secret-text"), std::string::npos);
}

TEST_F(TiktokAppsTest, PutAgainReplaces) {
  const auto first = apps_.put(acme_, "1", Secret("one"));
  clock_->advance(std::chrono::seconds(5));
  const auto second = apps_.put(acme_, "2", Secret("two"));
  ASSERT_TRUE(first && second);
  EXPECT_EQ(second->id, first->id);
  EXPECT_EQ(second->created_at, first->created_at);
  EXPECT_EQ(second->updated_at, context_->now());
  ASSERT_TRUE(apps_.put(std::nullopt, "3", Secret("three")));
  ASSERT_TRUE(apps_.put(std::nullopt, "4", Secret("four")));
  const auto all = apps_.list();
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ((*all)[0].app_id, "4");
  EXPECT_EQ((*all)[0].organization_id, std::nullopt);
  EXPECT_EQ((*all)[1].app_id, "2");
  EXPECT_EQ((*all)[1].app_secret, Secret("two"));
}

TEST_F(TiktokAppsTest, TellsOfChanges) {
  int told = 0;
  apps_.on_change([&] { ++told; });
  ASSERT_TRUE(apps_.put(acme_, "1", Secret("one")));
  EXPECT_EQ(told, 1);
  ASSERT_TRUE(apps_.remove(acme_));
  EXPECT_EQ(told, 2);
  EXPECT_FALSE(apps_.put(acme_, "", Secret("one")));
  EXPECT_EQ(told, 2);
}

TEST_F(TiktokAppsTest, MistakesAreRefused) {
  TTM_EXPECT_ERROR(apps_.put(acme_, "", Secret("x")), value_error);
  TTM_EXPECT_ERROR(apps_.put(acme_, "a b", Secret("x")), value_error);
  TTM_EXPECT_ERROR(apps_.put(acme_, std::string(65, '1'), Secret("x")), value_error);
  TTM_EXPECT_ERROR(apps_.put(acme_, "1", Secret()), value_error);
  TTM_EXPECT_ERROR(apps_.put(acme_, "1", Secret(" \n")), value_error);
  TTM_EXPECT_ERROR(apps_.put(kNobody, "1", Secret("x")), not_found);
  EXPECT_EQ(number("SELECT count(*) FROM tiktok_apps"), 0);
}

TEST_F(TiktokAppsTest, ASecretMovedToAnotherOrganizationDoesNotOpen) {
  ASSERT_TRUE(apps_.put(acme_, "1", Secret("one")));
  ASSERT_TRUE(apps_.put(globex_, "2", Secret("two")));
  change("UPDATE tiktok_apps SET sealed_secret = (SELECT sealed_secret FROM tiktok_apps WHERE app_id = '1')");
  EXPECT_TRUE(apps_.app_for(acme_));
  TTM_EXPECT_ERROR(apps_.app_for(globex_), internal_error);
}

}  // namespace
}  // namespace tiktok_marketing::platform
