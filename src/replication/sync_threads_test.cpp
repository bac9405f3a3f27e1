#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "database/test_folder.hpp"
#include "replication/sync.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox_options.hpp"

namespace tiktok_marketing::replication {
namespace {

struct Served {
  Served() {
    sandbox::SandboxOptions options;
    options.now = parse_datetime("2026-09-15T08:00:00Z");
    options.clock_runs = false;
    options.unlimited = true;
    tiktok = *sandbox::Sandbox::start(options);
    connector = options_for(tiktok->access());
    connector.engine = make_engine();
    options_.start_date = *parse_date("2026-08-01");
  }

  std::shared_ptr<context::Store> store(std::string_view name) const {
    return *context::Store::open({.file = folder / name, .backups = {}});
  }

  static std::int64_t count(context::Store& store, const std::string& table) {
    return *store.database().read([&](database::Connection& connection) -> Result<std::int64_t> {
      auto statement = connection.prepare("SELECT count(*) FROM " + table);
      if (!statement || !statement->step()) return std::int64_t{-1};
      return statement->integer(0);
    });
  }

  std::unique_ptr<sandbox::Sandbox> tiktok;
  ConnectorOptions connector;
  SyncOptions options_;
  database::TestFolder folder;
};

// Real sockets, the engine's own thread and threads that write: two stores at once on one engine.
TEST(SyncThreads, TwoStoresFillAtTheSameTime) {
  Served served;
  std::vector<std::shared_ptr<context::Store>> stores{served.store("a.db"), served.store("b.db")};
  std::vector<std::thread> threads;
  std::vector<std::string> outcomes(stores.size());
  for (std::size_t i = 0; i < stores.size(); ++i) {
    threads.emplace_back([&, i] {
      SyncOptions options = served.options_;
      options.caller = std::to_string(i);
      auto sync = Sync::open(served.connector, stores[i], options);
      const auto report = sync->run();
      outcomes[i] =
          report ? report->status + report->details.find("failures")->dump() : report.error().message;
    });
  }
  for (auto& thread : threads) thread.join();
  for (std::size_t i = 0; i < stores.size(); ++i) {
    EXPECT_EQ(outcomes[i], "succeeded[]");
    for (const char* table : {"ads", "ads_reports_daily", "creative_assets_videos"}) {
      EXPECT_GT(Served::count(*stores[i], table), 0);
      EXPECT_EQ(Served::count(*stores[i], table), Served::count(*stores[0], table)) << table;
    }
  }
}

// The thread that shows how far it is, is the engine's, not the one that waits.
TEST(SyncThreads, AStopFromAnotherThreadEndsIt) {
  Served served;
  auto store = served.store("a.db");
  auto sync = Sync::open(served.connector, store, served.options_);
  std::stop_source stop;
  const auto report = sync->run(
      [&](const Progress& progress) {
        if (progress.stage == "reading") stop.request_stop();
      },
      stop.get_token());
  ASSERT_TRUE(report);
  EXPECT_EQ(report->status, "cancelled");
  const auto rest = Sync::open(served.connector, store, served.options_)->run();
  ASSERT_TRUE(rest);
  EXPECT_EQ(rest->status, "succeeded");
}

}  // namespace
}  // namespace tiktok_marketing::replication
