#include "database/connection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <thread>
#include <vector>

#include "database/test_folder.hpp"

namespace tiktok_marketing::database {
namespace {

using testing::HasSubstr;

std::unique_ptr<Connection> open(const Connection::Options& options) {
  auto connection = Connection::open(options);
  EXPECT_TRUE(connection) << connection.error().message;
  return std::move(connection).value();
}

void run(Connection& connection, std::string_view sql) {
  const auto done = connection.run(sql);
  ASSERT_TRUE(done) << done.error().message;
}

std::string one(Connection& connection, std::string_view sql) {
  auto query = connection.prepare(sql);
  if (!query) return query.error().message;
  const auto row = query->step();
  if (!row) return row.error().message;
  return *row ? std::string(query->text(0)) : "no row";
}

TEST(Connection, IsSetUpForSafety) {
  const TestFolder folder;
  auto writer = open({.path = (folder / "a.db").string()});
  EXPECT_EQ(one(*writer, "PRAGMA journal_mode"), "wal");
  EXPECT_EQ(one(*writer, "PRAGMA foreign_keys"), "1");
  EXPECT_EQ(one(*writer, "PRAGMA secure_delete"), "1");
  EXPECT_EQ(one(*writer, "PRAGMA synchronous"), "2");
  EXPECT_EQ(one(*writer, "PRAGMA trusted_schema"), "0");
  EXPECT_EQ(one(*writer, "PRAGMA wal_autocheckpoint"), "1000");

  auto quick = open({.path = (folder / "b.db").string(),
                     .secure_delete = false,
                     .synchronous_full = false,
                     .wal_autocheckpoint = 50});
  EXPECT_EQ(one(*quick, "PRAGMA secure_delete"), "0");
  EXPECT_EQ(one(*quick, "PRAGMA synchronous"), "1");
  EXPECT_EQ(one(*quick, "PRAGMA wal_autocheckpoint"), "50");
  EXPECT_THAT(one(*quick, "SELECT \"no column\""), HasSubstr("no such column"));
}

TEST(Connection, NewFilesAreForTheirOwnerAlone) {
  const TestFolder folder;
  const mode_t before = ::umask(0);
  auto writer = open({.path = (folder / "a.db").string()});
  run(*writer, "CREATE TABLE t (a)");
  ::umask(before);
  EXPECT_EQ(mode_of(folder / "a.db"), 0600U);
  EXPECT_EQ(mode_of(folder / "a.db-wal"), 0600U);
  EXPECT_EQ(mode_of(folder / "a.db-shm"), 0600U);
}

TEST(Connection, OpeningAtTheSameMomentWorks) {
  for (int round = 0; round < 5; ++round) {
    const TestFolder folder;
    std::vector<std::string> failures(6);
    {
      std::vector<std::jthread> threads;
      for (auto& failure : failures) {
        threads.emplace_back([&] {
          auto connection = Connection::open({.path = (folder / "a.db").string()});
          if (!connection) failure = connection.error().message;
        });
      }
    }
    EXPECT_THAT(failures, testing::Each(""));
  }
}

TEST(Statement, CarriesEveryKindOfValue) {
  auto memory = open({.path = ":memory:"});
  run(*memory, "CREATE TABLE t (a, b, c, d, e, f, g, h)");
  const std::string zeroes("x\0y", 3);
  auto insert = memory->prepare("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?)").value();
  insert.bind_all(std::int64_t{9'007'199'254'740'993}, 7, true, 0.25, zeroes, std::string_view(), nullptr,
                  std::optional<std::string>());
  ASSERT_TRUE(insert.run());
  EXPECT_EQ(memory->changes(), 1);
  EXPECT_EQ(memory->last_insert_id(), 1);
  insert.bind_all(1, 2, false, 1.5, "text", std::optional<std::string>("maybe"),
                  std::optional<std::int64_t>(5), "");
  insert.bind_blob(8, std::string_view("\xff\0\x01", 3));
  ASSERT_TRUE(insert.run());
  EXPECT_EQ(memory->last_insert_id(), 2);

  auto query = memory->prepare("SELECT * FROM t ORDER BY rowid").value();
  ASSERT_TRUE(query.step().value());
  EXPECT_EQ(query.integer(0), 9'007'199'254'740'993);
  EXPECT_EQ(query.text(0), "9007199254740993");
  EXPECT_EQ(query.integer(2), 1);
  EXPECT_EQ(query.real(3), 0.25);
  EXPECT_EQ(query.text(4), zeroes);
  EXPECT_FALSE(query.is_null(5)) << "an empty text is no null";
  EXPECT_EQ(query.text(5), "");
  EXPECT_TRUE(query.is_null(6));
  EXPECT_EQ(query.text(6), "");
  EXPECT_EQ(query.optional_text(7), std::nullopt);
  EXPECT_EQ(query.optional_integer(7), std::nullopt);
  ASSERT_TRUE(query.step().value());
  EXPECT_EQ(query.optional_text(5), "maybe");
  EXPECT_EQ(query.optional_integer(6), 5);
  EXPECT_EQ(query.text(7), std::string_view("\xff\0\x01", 3));
  EXPECT_FALSE(query.step().value());
}

TEST(Statement, ReportsABindingThatFails) {
  auto memory = open({.path = ":memory:"});
  auto query = memory->prepare("SELECT ?1").value();
  query.bind(2, "no such place");
  const auto row = query.step();
  ASSERT_FALSE(row);
  EXPECT_EQ(row.error().type, ErrorType::internal_error);
  EXPECT_THAT(row.error().message, HasSubstr("range"));
  query.reset();
  query.bind(1, "good");
  ASSERT_TRUE(query.step().value());
  EXPECT_EQ(query.text(0), "good");
}

TEST(Connection, KeepsStatementsByTheirText) {
  auto memory = open({.path = ":memory:"});
  const auto statements = [&] {
    int count = 0;
    for (sqlite3_stmt* s = nullptr; (s = sqlite3_next_stmt(memory->handle(), s)) != nullptr;) ++count;
    return count;
  };
  std::string sql = "SELECT ?1 + 1";
  EXPECT_EQ(one(*memory, sql), "");
  sql = "SELECT ?1 + 2";  // the same place in memory and the same length
  for (const char* same : {sql.c_str(), "SELECT ?1 + 2", "SELECT ?1 + 2;", "SELECT ?1 + 2 ;\n "}) {
    auto query = memory->prepare(same).value();
    query.bind(1, 40);
    ASSERT_TRUE(query.step().value());
    EXPECT_EQ(query.integer(0), 42);
  }
  EXPECT_EQ(statements(), 2);
  EXPECT_EQ(one(*memory, sql), "") << "bindings do not stay";
  {
    auto first = memory->prepare(sql).value();
    first.bind(1, 1);
    ASSERT_TRUE(first.step().value());
    auto second = memory->prepare(sql).value();
    second.bind(1, 2);
    ASSERT_TRUE(second.step().value());
    EXPECT_EQ(first.integer(0), 3);
    EXPECT_EQ(second.integer(0), 4);
    EXPECT_EQ(statements(), 3);
    const Statement moved = std::move(first);
    EXPECT_EQ(moved.integer(0), 3);
  }
  for (int i = 0; i < 2000; ++i) EXPECT_EQ(one(*memory, "SELECT " + std::to_string(i)), std::to_string(i));
  EXPECT_LE(statements(), 300) << "texts made at run time do not pile up";
}

TEST(Connection, WrongSqlIsADefect) {
  auto memory = open({.path = ":memory:"});
  for (const char* sql :
       {"SELEC 1", "", " ; ", "SELECT 1; SELECT 2", "SELECT * FROM nowhere", "-- nothing"}) {
    const auto query = memory->prepare(sql);
    ASSERT_FALSE(query) << sql;
    EXPECT_EQ(query.error().type, ErrorType::internal_error);
    EXPECT_FALSE(query.error().hint.empty());
  }
  EXPECT_EQ(memory->run("CREATE TABLE t (a); INSERT INTO u VALUES (1)").error().type,
            ErrorType::internal_error);
  EXPECT_EQ(one(*memory, "SELECT count(*) FROM t"), "0");
}

TEST(Connection, ConstraintsAreConflicts) {
  auto memory = open({.path = ":memory:"});
  run(*memory,
      "CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
      "CREATE TABLE c (p REFERENCES p); INSERT INTO p VALUES (1, 'a')");
  for (const char* sql : {"INSERT INTO p VALUES (2, 'a')", "INSERT INTO p VALUES (1, 'b')",
                          "INSERT INTO p VALUES (3, NULL)", "INSERT INTO c VALUES (9)"}) {
    auto insert = memory->prepare(sql).value();
    const auto done = insert.run();
    ASSERT_FALSE(done) << sql;
    EXPECT_EQ(done.error().type, ErrorType::conflict) << sql;
    EXPECT_THAT(done.error().message, HasSubstr("constraint failed"));
    EXPECT_FALSE(done.error().retryable);
  }
  EXPECT_EQ(one(*memory, "SELECT count(*) FROM p"), "1");
}

void expect_unavailable(const Error& error, std::string_view message, std::string_view hint) {
  EXPECT_EQ(error.type, ErrorType::storage_unavailable) << error.message;
  EXPECT_THAT(error.message, HasSubstr(std::string(message)));
  EXPECT_THAT(error.hint, HasSubstr(std::string(hint)));
  EXPECT_TRUE(error.retryable);
}

TEST(Connection, ABusyFileIsUnavailable) {
  const TestFolder folder;
  const Connection::Options options{.path = (folder / "a.db").string(), .busy_timeout_ms = 20};
  auto first = open(options);
  auto second = open(options);
  run(*first, "BEGIN IMMEDIATE");
  expect_unavailable(second->run("BEGIN IMMEDIATE").error(), "another process holds it", "other program");
  run(*first, "COMMIT");
  run(*second, "BEGIN IMMEDIATE");
}

TEST(Connection, AFullFileIsUnavailableAndReadable) {
  const TestFolder folder;
  auto writer = open({.path = (folder / "a.db").string()});
  run(*writer, "CREATE TABLE t (a); INSERT INTO t VALUES ('kept'); PRAGMA max_page_count = 4");
  auto insert = writer->prepare("INSERT INTO t VALUES (zeroblob(100000))").value();
  expect_unavailable(insert.run().error(), "The disk is full", "Free disk space");
  EXPECT_EQ(one(*writer, "SELECT a FROM t"), "kept");
}

TEST(Connection, AWriteTheSystemRefusesIsUnavailable) {
  const TestFolder folder;
  auto writer = open({.path = (folder / "a.db").string()});
  run(*writer, "CREATE TABLE t (a); INSERT INTO t VALUES ('kept')");
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{.rlim_cur = 64 * 1024, .rlim_max = limit.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto failed = writer->run("INSERT INTO t VALUES (randomblob(200000))");
  ::setrlimit(RLIMIT_FSIZE, &limit);
  std::signal(SIGXFSZ, handler);

  ASSERT_FALSE(failed);
  expect_unavailable(failed.error(), "The disk failed", "free space");
  EXPECT_EQ(one(*writer, "SELECT a FROM t"), "kept");
  run(*writer, "INSERT INTO t VALUES (randomblob(200000))");
}

TEST(Connection, AFileThatCannotBeOpenedIsUnavailable) {
  const TestFolder folder;
  const auto nowhere = Connection::open({.path = (folder / "none" / "a.db").string()});
  expect_unavailable(nowhere.error(), "cannot be opened", "folder exists");
  EXPECT_THAT(nowhere.error().message, HasSubstr((folder / "none" / "a.db").string()));
  expect_unavailable(Connection::open({.path = folder.path().string()}).error(), "cannot be opened", "");
  const auto absent =
      Connection::open({.path = (folder / "absent.db").string(), .access = Access::read_only});
  expect_unavailable(absent.error(), "cannot be opened", "");
  EXPECT_FALSE(std::filesystem::exists(folder / "absent.db"));
}

TEST(Connection, ReadersDoNotWrite) {
  const TestFolder folder;
  const std::string path = (folder / "a.db").string();
  auto writer = open({.path = path});
  run(*writer, "CREATE TABLE t (a); INSERT INTO t VALUES (1)");
  auto reader = open({.path = path, .access = Access::read_only});
  EXPECT_EQ(one(*reader, "SELECT a FROM t"), "1");
  expect_unavailable(reader->run("INSERT INTO t VALUES (2)").error(), "cannot be written", "");
}

TEST(Connection, AFileOfSomethingElseIsDamaged) {
  const TestFolder folder;
  std::ofstream(folder / "a.db") << std::string(5000, 'x');
  const auto connection = Connection::open({.path = (folder / "a.db").string()});
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().type, ErrorType::internal_error);
  EXPECT_THAT(connection.error().message, HasSubstr("damaged"));
  EXPECT_THAT(connection.error().hint, HasSubstr("restore the newest backup"));
}

TEST(Connection, SeesCommitsOfOthersOnly) {
  const TestFolder folder;
  auto one_side = open({.path = (folder / "a.db").string()});
  auto other_side = open({.path = (folder / "a.db").string()});
  run(*one_side, "CREATE TABLE t (a)");
  const auto mine = one_side->data_version().value();
  const auto theirs = other_side->data_version().value();
  run(*one_side, "INSERT INTO t VALUES (1)");
  EXPECT_EQ(one_side->data_version().value(), mine);
  EXPECT_NE(other_side->data_version().value(), theirs);
}

}  // namespace
}  // namespace tiktok_marketing::database
