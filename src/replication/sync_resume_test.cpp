#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>

#include "context/tables.hpp"
#include "replication/sync.hpp"
#include "replication/test_world.hpp"

namespace tiktok_marketing::replication {
namespace {

// Everything that is in a store, in order, without what counts runs.
std::string dump(World& world) {
  std::string out;
  for (const auto& table : context::layouts()) {
    std::string columns;
    int count = 0;
    for (const auto& column : context::sql_columns(table)) {
      if (column.name == "id") continue;
      columns += ", t." + column.name;
      ++count;
    }
    std::string key;
    for (const auto position : table.key) {
      key += key.empty() ? "t." : ", t.";
      key += table.columns[position].name;
    }
    world.columns = count + 2;
    out += world.rows(
        fmt::format("SELECT r.record, s.first_seen{} FROM {} t JOIN {} r ON r.id = t.id JOIN {} s ON "
                    "s.id = t.id ORDER BY {}",
                    columns, table.name, table.raw_name, table.seen_name, key));
    out += "\n--\n";
  }
  world.columns = 1;
  const auto streams = world.store->streams();
  for (const auto& status : *streams) {
    out += fmt::format("{} {} {} {} rows {}", status.stream.entity, status.stream.advertiser_id,
                       context::name_of(status.state), status.reason, status.rows);
    for (const auto& range : status.covered)
      out += fmt::format(" {}..{}", format_date(range.first), format_date(range.last));
    if (status.wanted_from) out += " from " + format_date(*status.wanted_from);
    if (status.listed_at) out += " listed " + format_datetime(*status.listed_at);
    out += '\n';
  }
  const auto advertisers = world.store->advertisers();
  for (const auto& info : *advertisers)
    out += fmt::format("{} {} {} {}\n", info.id, info.name, info.time_zone, info.conversion_days);
  return out;
}

std::vector<std::string> two_of(const World& world) {
  return {world.access.advertiser_ids[1], world.access.advertiser_ids[3]};
}

// A sync in a process of its own that dies in the middle; true when it got to the end instead.
bool sync_and_die(const std::filesystem::path& file, const SyncOptions& options, std::uint64_t seed) {
  const pid_t child = ::fork();
  if (child == 0) {
    std::mt19937_64 random(seed);
    World world(small_world(), -1, {});
    world.options = options;
    world.connector.advertiser_ids = two_of(world);
    auto opened = context::Store::open({.file = file, .backups = {}});
    if (!opened) ::_exit(3);
    world.store = *opened;
    const auto fatal = 1 + random() % 50;
    std::size_t steps = 0;
    const auto step = [&] {
      if (++steps == fatal) ::raise(SIGKILL);
    };
    world.transport->instead = [&](const auto&, const auto&) -> std::optional<std::string> {
      step();
      return std::nullopt;
    };
    auto sync =
        Sync::open(world.connector, world.store, world.options, [&](const std::function<void()>& work) {
          if (random() % 2 == 0) step();
          work();
          if (random() % 2 == 0) step();
        });
    if (!sync) ::_exit(4);
    const auto report = sync->run();
    ::_exit(report && report->status == "succeeded" ? 0 : 5);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) {
    EXPECT_EQ(WTERMSIG(status), SIGKILL);
    return false;
  }
  EXPECT_EQ(WEXITSTATUS(status), 0);
  return true;
}

// Run columns, and when a row was read for the last time, are left out; the clock stands still.
TEST(SyncResume, FiftyKillsLeaveTheSameStore) {
  SyncOptions options;
  options.start_date = day("2026-08-05");
  World whole;
  whole.options = options;
  whole.connector.advertiser_ids = two_of(whole);
  ASSERT_EQ(whole.sync().status, "succeeded");
  const std::string expected = dump(whole);
  ASSERT_GT(expected.size(), 50'000U);

  std::mt19937_64 random(20260915);
  int kills = 0;
  int stores = 0;
  while (kills < 50) {
    World world(small_world(), -1, {});
    world.options = options;
    world.connector.advertiser_ids = two_of(world);
    const auto file = world.folder / fmt::format("killed-{}.db", ++stores);
    for (int i = 0; i < 5 && !sync_and_die(file, options, random()); ++i) ++kills;
    world.open_store(file.filename().string());
    ASSERT_EQ(world.sync().status, "succeeded");
    ASSERT_TRUE(dump(world) == expected) << "after " << kills << " kills";
  }
}

TEST(SyncResume, AKilledRunStandsInTheHistory) {
  World world;
  world.options.entities = {"advertisers"};
  world.store.reset();
  const auto file = world.folder / "killed.db";
  std::uint64_t seed = 1;
  SyncOptions options;
  options.start_date = day("2026-09-01");
  while (sync_and_die(file, options, seed)) ++seed;
  world.open_store("killed.db");
  ASSERT_EQ(world.sync().status, "succeeded");
  const auto runs = world.store->runs(100, 0);
  int running = 0;
  for (const auto& run : *runs->as_array()) running += run.text_of("status") == "running" ? 1 : 0;
  EXPECT_EQ(running, 0) << runs->dump();
}

}  // namespace
}  // namespace tiktok_marketing::replication
