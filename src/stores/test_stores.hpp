#pragma once

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <tiktok_marketing/base/fakes.hpp>

#include "platform/platform.hpp"
#include "platform/test_hosted.hpp"
#include "stores/stores.hpp"

namespace tiktok_marketing::stores {

/// A platform whose connectors are synced, before a virtual TikTok that can be held up and made to fail.
class StoresTest : public testing::Test {
 protected:
  StoresTest() {
    options_.data_dir = folder_ / "data";
    options_.master_key_file = folder_ / "data" / "master.key";
    options_.api_url = tiktok_.access().api_url;
    options_.consent_url = tiktok_.access().consent_url;
    options_.app_id = tiktok_.access().app_id;
    options_.app_secret = Secret(tiktok_.access().app_secret);
    options_.log = log_;
    options_.qps = -1;
    options_.connector_rate_per_minute = 0;
    const Engine engine = make_engine();
    clock_ = std::make_shared<platform::MovedClock>(engine.runtime);
    options_.engine = {.runtime = clock_, .transport = engine.transport};
  }
  void SetUp() override {
    auto first = platform::set_up(options_);
    ASSERT_TRUE(first) << first.error().message;
    owner_.application_id = first->client_id;
    owner_.scope.organization_id = first->organization_id;
    owner_.role = platform::Role::admin;
    start();
  }
  void TearDown() override {
    tiktok_.release();
    stop();
  }

  void start() {
    auto platform = platform::Platform::open(options_);
    ASSERT_TRUE(platform) << platform.error().message;
    platform_ = *std::move(platform);
    stores_ = std::make_shared<Stores>(platform_, wishes_);
    auto begun = stores_->start_background();
    ASSERT_TRUE(begun) << begun.error().message;
  }
  void stop() {
    if (stores_) stores_->stop();
    stores_.reset();
    if (platform_) platform_->stop();
    platform_.reset();
  }

  /// Fenced to these of the virtual TikTok's advertisers, by their place; all without any.
  platform::Connector create(const std::string& workspace = "acme",
                             const std::vector<std::size_t>& places = {0},
                             const std::string& start_date = "2026-11-01") {
    platform::NewConnector wanted;
    wanted.workspace = {.id = std::nullopt, .name = workspace};
    wanted.access_token = Secret(tiktok_.access().access_token);
    wanted.validate = false;
    wanted.replication.emplace();
    wanted.replication->start_date = start_date;
    if (!places.empty()) {
      std::vector<std::string> ids;
      for (const std::size_t place : places) ids.push_back(advertiser(place));
      wanted.replication->advertiser_ids = ids;
    }
    auto made = platform_->connectors().create(owner_, std::move(wanted));
    EXPECT_TRUE(made) << made.error().message;
    return made ? *std::move(made) : platform::Connector{};
  }
  [[nodiscard]] std::string advertiser(std::size_t place) const {
    return tiktok_.access().advertiser_ids.at(place);
  }

  platform::Connector now_is(const platform::Connector& connector) {
    auto read = platform_->connectors().get(owner_.scope, connector.id);
    EXPECT_TRUE(read) << read.error().message;
    return read ? *std::move(read) : platform::Connector{};
  }
  SyncSummary summary(const platform::Connector& connector) {
    auto read = stores_->summary(connector);
    EXPECT_TRUE(read) << read.error().message;
    return read ? *std::move(read) : SyncSummary{};
  }
  std::vector<SyncJob> jobs(const platform::Connector& connector) {
    auto page = stores_->syncs(owner_.scope, connector.id, 100, {});
    EXPECT_TRUE(page) << page.error().message;
    return page ? std::move(page->items) : std::vector<SyncJob>();
  }
  void until(const std::function<bool()>& condition, std::string_view what) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(90);
    while (!condition()) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << what;
      std::this_thread::yield();
    }
  }
  void until_ready(const platform::Connector& connector) {
    until([&] { return summary(connector).status == "ready" && !summary(connector).running_job; }, "ready");
  }
  void until_runs(const platform::Connector& connector) {
    until([&] { return summary(connector).running_job.has_value(); }, "running");
  }
  void until_job(const platform::Connector& connector, std::string_view status) {
    until(
        [&] {
          const auto all = jobs(connector);
          return std::ranges::any_of(all, [&](const SyncJob& job) { return job.status == status; });
        },
        status);
  }

  /// The answer of an execute as JSON, `{"error": type}` where it failed.
  Json ask(const platform::Connector& connector, std::string_view entity, std::string_view action,
           std::string_view params, const platform::Principal& principal) {
    platform::ExecuteRequest request;
    request.connector_id = connector.id;
    request.entity = entity;
    request.action = action;
    request.params = params;
    Event arrived;
    Json out;
    platform_->execution().execute(principal, std::move(request),
                                   [&](const platform::ExecuteOutcome& outcome) {
                                     if (outcome.answer) {
                                       out = Json::parse(outcome.answer->to_json()).value_or(Json());
                                     } else {
                                       out.set("error", name_of(outcome.answer.error().type));
                                       out.set("message", outcome.answer.error().message);
                                     }
                                     arrived.set();
                                   });
    options_.engine.runtime->wait(arrived);
    return out;
  }
  Json ask(const platform::Connector& connector, std::string_view entity, std::string_view action,
           std::string_view params) {
    return ask(connector, entity, action, params, owner_);
  }
  std::int64_t count(std::string_view sql) {
    auto read =
        platform_->context().database->read([&](database::Connection& connection) -> Result<std::int64_t> {
          auto statement = connection.prepare(sql);
          if (!statement) return std::move(statement).error();
          auto row = statement->step();
          if (!row) return std::move(row).error();
          return *row ? statement->integer(0) : 0;
        });
    EXPECT_TRUE(read) << read.error().message;
    return read.value_or(-1);
  }
  [[nodiscard]] bool has_file(const platform::Connector& connector, std::string_view ending = "") const {
    return std::filesystem::exists(options_.data_dir / "stores" /
                                   (connector.id + ".db" + std::string(ending)));
  }

  platform::TestFolder folder_;
  platform::TestTiktok tiktok_;
  std::shared_ptr<MemoryLog> log_ = std::make_shared<MemoryLog>();
  std::shared_ptr<platform::MovedClock> clock_;
  platform::PlatformOptions options_;
  Stores::Options wishes_;
  platform::Principal owner_;
  std::shared_ptr<platform::Platform> platform_;
  std::shared_ptr<Stores> stores_;
};

}  // namespace tiktok_marketing::stores
