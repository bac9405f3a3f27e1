#include "database/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <latch>
#include <thread>

#include "database/test_folder.hpp"

namespace tiktok_marketing::database {
namespace {

using testing::HasSubstr;

constexpr Migration kSteps[] = {
    {1, "accounts", "CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL)"},
    {2, "notes",
     "CREATE TABLE note (account REFERENCES account, text); INSERT INTO account VALUES (1, 50), (2, 50)"},
    {3, "names",
     "CREATE TABLE account_new (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL, name TEXT);"
     "INSERT INTO account_new SELECT id, balance, NULL FROM account; DROP TABLE account;"
     "ALTER TABLE account_new RENAME TO account"},
};

std::shared_ptr<Database> open(Database::Options options) {
  auto database = Database::open(std::move(options));
  EXPECT_TRUE(database) << database.error().message;
  return std::move(database).value();
}

std::shared_ptr<Database> open(const std::filesystem::path& file, std::size_t steps = 3) {
  return open({.file = file, .migrations = std::span(kSteps).first(steps)});
}

auto running(std::string_view sql) {
  return [sql](Connection& connection) { return connection.run(sql); };
}

auto number(std::string_view sql) {
  return [sql](Connection& connection) -> Result<std::int64_t> {
    auto query = connection.prepare(sql);
    if (!query) return std::move(query).error();
    if (auto row = query->step(); !row) return std::move(row).error();
    return query->integer(0);
  };
}

TEST(Database, CreatesTheSchemaAndOpensItAgain) {
  const TestFolder folder;
  for (int i = 0; i < 2; ++i) {
    auto database = open(folder / "a.db");
    EXPECT_EQ(database->schema_version(), 3);
    EXPECT_EQ(database->read(number("PRAGMA user_version")).value(), 3);
    EXPECT_EQ(database->read(number("SELECT sum(balance) FROM account")).value(), 100);
    EXPECT_EQ(database->read(number("PRAGMA foreign_keys")).value(), 1);
    EXPECT_EQ(database->write(running("INSERT INTO note VALUES (9, 'x')")).error().type, ErrorType::conflict);
  }
  EXPECT_EQ(mode_of(folder / "a.db"), 0600U);
}

TEST(Database, MigratesAnOldFileAndAsksBefore) {
  const TestFolder folder;
  const auto file = folder / "a.db";
  int asked = 0;
  const auto with_question = [&](std::size_t steps) {
    return Database::Options{
        .file = file,
        .migrations = std::span(kSteps).first(steps),
        .before_migration = [&](const std::filesystem::path& path, int from) -> Result<void> {
          ++asked;
          EXPECT_EQ(from, 2);
          return copy_database(path, folder / "before.db");
        }};
  };
  {
    auto database = open(with_question(2));
    ASSERT_TRUE(database->write(running("INSERT INTO note VALUES (1, 'stays')")));
  }
  EXPECT_EQ(asked, 0) << "a new file needs no question";
  (void)open(with_question(2));
  EXPECT_EQ(asked, 0) << "nor does one that is new enough";

  auto database = open(with_question(3));
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(database->read(number("SELECT count(*) FROM note JOIN account ON account = id")).value(), 1)
      << "a table that is rebuilt keeps the rows that refer to it";
  EXPECT_EQ(database->read(number("SELECT count(*) FROM account WHERE name IS NULL")).value(), 2);
  auto before = open(folder / "before.db", 2);
  EXPECT_EQ(before->read(number("SELECT count(*) FROM note")).value(), 1);
}

TEST(Database, AnErrorBeforeTheMigrationStopsIt) {
  const TestFolder folder;
  (void)open(folder / "a.db", 1);
  const auto refused = Database::open({.file = folder / "a.db",
                                       .migrations = kSteps,
                                       .before_migration = [](const auto&, int) -> Result<void> {
                                         return Error{.type = ErrorType::storage_unavailable,
                                                      .message = "no room for a backup"};
                                       }});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "no room for a backup");
  auto database = open(folder / "a.db", 1);
  EXPECT_EQ(database->read(number("PRAGMA user_version")).value(), 1);
}

TEST(Database, AStepThatFailsLeavesTheOneBefore) {
  const TestFolder folder;
  const Migration failing[] = {kSteps[0],
                               {2, "wrong", "CREATE TABLE extra (a); INSERT INTO nowhere VALUES (1)"}};
  const Migration dangling[] = {
      kSteps[0],
      {2, "dangling", "CREATE TABLE note (account REFERENCES account); INSERT INTO note VALUES (77)"}};
  const auto failed = Database::open({.file = folder / "a.db", .migrations = failing});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().type, ErrorType::internal_error);
  EXPECT_THAT(failed.error().message, HasSubstr("schema 2 (wrong)"));
  EXPECT_THAT(Database::open({.file = folder / "a.db", .migrations = dangling}).error().message,
              HasSubstr("row 1 of note refers to a row of account"));

  auto database = open(folder / "a.db", 1);
  EXPECT_EQ(database->read(number("SELECT count(*) FROM sqlite_schema")).value(), 1);
  EXPECT_EQ(database->read(number("PRAGMA user_version")).value(), 1);
  const Migration gap[] = {kSteps[0], kSteps[2]};
  EXPECT_EQ(Database::open({.file = folder / "b.db", .migrations = gap}).error().type,
            ErrorType::internal_error);
}

TEST(Database, RefusesAFileOfANewerProgram) {
  const TestFolder folder;
  (void)open(folder / "a.db", 3);
  const auto older = Database::open({.file = folder / "a.db", .migrations = std::span(kSteps).first(2)});
  ASSERT_FALSE(older);
  EXPECT_EQ(older.error().type, ErrorType::value_error);
  EXPECT_THAT(older.error().message, HasSubstr("schema 3"));
  EXPECT_THAT(older.error().message, HasSubstr("up to 2"));
  EXPECT_THAT(older.error().hint, HasSubstr("newer program"));
}

TEST(Database, ManyMayMigrateAtOnce) {
  const TestFolder folder;
  std::vector<std::string> failures(4);
  {
    std::vector<std::jthread> threads;
    for (auto& failure : failures) {
      threads.emplace_back([&] {
        auto database = Database::open({.file = folder / "a.db", .migrations = kSteps});
        if (!database) failure = database.error().message;
      });
    }
  }
  EXPECT_THAT(failures, testing::Each(""));
  EXPECT_EQ(open(folder / "a.db")->read(number("SELECT sum(balance) FROM account")).value(), 100);
}

TEST(Database, AWriteThatFailsLeavesNothing) {
  const TestFolder folder;
  auto database = open(folder / "a.db");
  const auto failed = database->write([](Connection& connection) -> Result<int> {
    if (auto done = connection.run("UPDATE account SET balance = 0"); !done) return std::move(done).error();
    return Error{.type = ErrorType::not_found, .message = "changed my mind"};
  });
  EXPECT_EQ(failed.error().message, "changed my mind");
  EXPECT_EQ(database->read(number("SELECT sum(balance) FROM account")).value(), 100);
  EXPECT_EQ(database->write([](Connection&) -> Result<int> { return 7; }).value(), 7);
}

TEST(Database, AFullDiskStopsWritersAndNotReaders) {
  const TestFolder folder;
  auto database = open(folder / "a.db");
  // The limit is the connection's own, and there is one writer.
  ASSERT_TRUE(database->write(running("PRAGMA max_page_count = 8")));
  const auto failed = database->write(running("INSERT INTO note VALUES (1, zeroblob(200000))"));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().type, ErrorType::storage_unavailable);
  EXPECT_EQ(database->read(number("SELECT count(*) FROM note")).value(), 0);
  ASSERT_TRUE(database->write(running("PRAGMA max_page_count = 1000000")));
  ASSERT_TRUE(database->write(running("INSERT INTO note VALUES (1, zeroblob(200000))")));
  EXPECT_EQ(database->read(number("SELECT count(*) FROM note")).value(), 1);
}

TEST(Database, ReadersSeeWholeTransactionsWhileWritersWrite) {
  const TestFolder folder;
  auto database =
      open({.file = folder / "a.db", .migrations = kSteps, .synchronous_full = false, .max_readers = 2});
  constexpr int kTransfers = 150;
  std::atomic<int> wrong = 0;
  std::atomic<int> running_writers = 2;
  std::atomic<int> reads = 0;
  {
    std::vector<std::jthread> threads;
    for (int writer = 0; writer < 2; ++writer) {
      threads.emplace_back([&] {
        for (int i = 0; i < kTransfers; ++i) {
          const auto done = database->write([](Connection& connection) -> Result<void> {
            if (auto taken = connection.run("UPDATE account SET balance = balance - 1 WHERE id = 1"); !taken)
              return taken;
            return connection.run("UPDATE account SET balance = balance + 1 WHERE id = 2");
          });
          if (!done) ++wrong;
        }
        --running_writers;
      });
    }
    for (int reader = 0; reader < 4; ++reader) {
      threads.emplace_back([&] {
        do {
          const auto sums = database->read([](Connection& connection) -> Result<bool> {
            auto first = number("SELECT balance FROM account WHERE id = 1")(connection);
            auto second = number("SELECT balance FROM account WHERE id = 2")(connection);
            if (!first) return std::move(first).error();
            if (!second) return std::move(second).error();
            return *first + *second == 100;
          });
          if (!sums || !*sums) ++wrong;
          ++reads;
        } while (running_writers > 0);
      });
    }
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_GE(reads, 4);
  EXPECT_EQ(database->read(number("SELECT balance FROM account WHERE id = 2")).value(), 50 + 2 * kTransfers);
}

TEST(Database, MoreReadersThanAreKeptDoNotWait) {
  const TestFolder folder;
  auto database = open({.file = folder / "a.db", .migrations = kSteps, .max_readers = 1});
  std::latch all_inside(3);
  std::atomic<int> good = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 3; ++i) {
      threads.emplace_back([&] {
        const auto done = database->read([&](Connection& connection) {
          all_inside.arrive_and_wait();
          return number("SELECT count(*) FROM account")(connection);
        });
        if (done && *done == 2) ++good;
      });
    }
  }
  EXPECT_EQ(good, 3);
}

TEST(Database, NoticesCommitsOfOthers) {
  const TestFolder folder;
  auto ours = open(folder / "a.db");
  EXPECT_FALSE(ours->changed_by_others().value());
  ASSERT_TRUE(ours->write(running("UPDATE account SET balance = 1")));
  ASSERT_TRUE(ours->read(number("SELECT 1")));
  ASSERT_TRUE(ours->copy_to(folder / "copy.db"));
  EXPECT_FALSE(ours->changed_by_others().value());
  auto theirs = open(folder / "a.db");
  EXPECT_FALSE(ours->changed_by_others().value());
  ASSERT_TRUE(theirs->write(running("UPDATE account SET balance = 2")));
  EXPECT_TRUE(ours->changed_by_others().value());
  EXPECT_FALSE(ours->changed_by_others().value());
}

TEST(Database, CopiesWhileOthersWrite) {
  const TestFolder folder;
  auto database = open({.file = folder / "a.db", .migrations = kSteps, .synchronous_full = false});
  ASSERT_TRUE(database->write(
      running("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
              "INSERT INTO note SELECT 1, zeroblob(1000) FROM n")));
  std::atomic<bool> stop = false;
  std::atomic<int> failed = 0;
  std::latch first_write(1);
  std::jthread writer([&] {
    const auto write =
        running("UPDATE account SET balance = balance + 1; INSERT INTO note VALUES (1, 'more')");
    if (!database->write(write)) ++failed;
    first_write.count_down();
    while (!stop) {
      if (!database->write(write)) ++failed;
    }
  });
  first_write.wait();
  const auto copied = database->copy_to(folder / "copy.db");
  stop = true;
  writer.join();
  ASSERT_TRUE(copied) << copied.error().message;
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(mode_of(folder / "copy.db"), 0600U);

  const auto again = database->copy_to(folder / "copy.db");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().type, ErrorType::conflict);
  EXPECT_EQ(database->copy_to(folder / "none" / "copy.db").error().type, ErrorType::storage_unavailable);
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    files.push_back(entry.path().filename());
  EXPECT_THAT(files, testing::UnorderedElementsAre("a.db", "a.db-wal", "a.db-shm", "copy.db"));

  auto copy = open(folder / "copy.db");
  EXPECT_THAT(copy->defects().value(), testing::IsEmpty());
  EXPECT_EQ(copy->read(number("SELECT balance - 50 FROM account WHERE id = 1")).value(),
            copy->read(number("SELECT count(*) - 2000 FROM note")).value());
}

TEST(Database, CopiesAFileNobodyHasOpen) {
  const TestFolder folder;
  (void)open(folder / "a.db");
  EXPECT_FALSE(std::filesystem::exists(folder / "a.db-wal")) << "the last one tidies up";
  ASSERT_TRUE(copy_database(folder / "a.db", folder / "b.db"));
  EXPECT_EQ(open(folder / "b.db")->read(number("SELECT sum(balance) FROM account")).value(), 100);
  EXPECT_EQ(copy_database(folder / "none.db", folder / "c.db").error().type, ErrorType::storage_unavailable);
  EXPECT_FALSE(std::filesystem::exists(folder / "c.db"));
}

TEST(Database, KeepsWhatWasAcknowledgedWhenItsProcessIsKilled) {
  const TestFolder folder;
  (void)open(folder / "a.db");
  int acknowledged[2];
  ASSERT_EQ(::pipe(acknowledged), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    auto database = Database::open({.file = folder / "a.db", .migrations = kSteps});
    while (database && (*database)->write(running("INSERT INTO note VALUES (1, 'x')"))) {
      if (::write(acknowledged[1], "x", 1) != 1) break;
    }
    ::_exit(1);
  }
  char byte = 0;
  std::int64_t count = 0;
  ::close(acknowledged[1]);
  while (count < 20 && ::read(acknowledged[0], &byte, 1) == 1) ++count;
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  while (::read(acknowledged[0], &byte, 1) == 1) ++count;
  ::close(acknowledged[0]);

  auto database = open(folder / "a.db");
  EXPECT_GE(count, 20);
  EXPECT_GE(database->read(number("SELECT count(*) FROM note")).value(), count);
  EXPECT_LE(database->read(number("SELECT count(*) FROM note")).value(), count + 1);
  EXPECT_THAT(database->defects().value(), testing::IsEmpty());
}

TEST(Database, FindsDefects) {
  const TestFolder folder;
  const auto file = folder / "a.db";
  {
    auto database = open(file);
    EXPECT_THAT(database->defects().value(), testing::IsEmpty());
    ASSERT_TRUE(database->write(running("CREATE INDEX by_text ON note (text)")));
    for (int i = 0; i < 200; ++i) {
      ASSERT_TRUE(database->write(running("INSERT INTO note VALUES (1, hex(randomblob(200)))")));
    }
  }
  {
    auto other = Connection::open({.path = file.string()}).value();
    ASSERT_TRUE(other->run("PRAGMA foreign_keys = OFF; INSERT INTO note VALUES (77, 'lost')"));
  }
  EXPECT_THAT(open(file)->defects().value(),
              testing::ElementsAre("row 201 of note refers to a row of account that is not there"));

  const auto size = std::filesystem::file_size(file);
  std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
  bytes.seekp(static_cast<std::streamoff>(size - 3 * 4096));
  bytes << std::string(2 * 4096, '\x5a');
  bytes.close();
  EXPECT_THAT(open(file)->defects().value(), testing::Not(testing::IsEmpty()));

  std::filesystem::resize_file(file, 300);
  const auto cut = Database::open({.file = file, .migrations = kSteps});
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().type, ErrorType::internal_error);
  EXPECT_THAT(cut.error().hint, HasSubstr("backup"));
}

}  // namespace
}  // namespace tiktok_marketing::database
