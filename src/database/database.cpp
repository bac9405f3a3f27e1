#include "database/database.hpp"

#include <utility>

#include <fmt/format.h>

namespace tiktok_marketing::database {
namespace {

Result<int> user_version(Connection& connection) {
  auto query = connection.prepare("PRAGMA user_version");
  if (!query) return std::move(query).error();
  if (auto row = query->step(); !row) return std::move(row).error();
  return static_cast<int>(query->integer(0));
}

Result<std::vector<std::string>> broken_references(Connection& connection) {
  auto query = connection.prepare("PRAGMA foreign_key_check");
  if (!query) return std::move(query).error();
  std::vector<std::string> found;
  for (;;) {
    auto row = query->step();
    if (!row) return std::move(row).error();
    if (!*row) return found;
    found.push_back(fmt::format("row {} of {} refers to a row of {} that is not there", query->integer(1),
                                query->text(0), query->text(2)));
  }
}

Result<std::vector<std::string>> broken_pages(Connection& connection) {
  auto query = connection.prepare("PRAGMA integrity_check");
  if (!query) return std::move(query).error();
  std::vector<std::string> found;
  for (;;) {
    auto row = query->step();
    if (!row) return std::move(row).error();
    if (!*row) return found;
    if (query->text(0) != "ok") found.emplace_back(query->text(0));
  }
}

Result<void> take_step(Connection& connection, const Migration& step) {
  auto version = user_version(connection);
  if (!version) return std::move(version).error();
  if (*version >= step.version) return {};  // another process was faster
  if (auto done = connection.run(step.sql); !done) return done;
  auto broken = broken_references(connection);
  if (!broken) return std::move(broken).error();
  if (!broken->empty()) return Error{.message = broken->front() + ".", .hint = "Restore the newest backup."};
  return connection.run(fmt::format("PRAGMA user_version = {}", step.version));
}

Result<void> apply(Connection& connection, const Migration& step) {
  if (auto begun = connection.run("BEGIN IMMEDIATE"); !begun) return begun;
  auto done = take_step(connection, step);
  if (done) done = connection.run("COMMIT");
  if (done) return done;
  (void)connection.run("ROLLBACK");
  Error error = std::move(done).error();
  error.message = fmt::format("The database could not be brought to schema {} ({}): {}", step.version,
                              step.name, error.message);
  return error;
}

/// With foreign keys on, a step that rebuilds a table would delete the rows that refer to it; each step is
/// checked as a whole instead.
Result<void> migrate(Connection& connection, std::span<const Migration> steps) {
  if (auto off = connection.run("PRAGMA foreign_keys = OFF"); !off) return off;
  for (const Migration& step : steps) {
    if (auto done = apply(connection, step); !done) return done;
  }
  return connection.run("PRAGMA foreign_keys = ON");
}

bool numbered_without_gap(std::span<const Migration> steps) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].version != static_cast<int>(i) + 1) return false;
  }
  return true;
}

}  // namespace

Result<std::shared_ptr<Database>> Database::open(Options options) {
  if (!numbered_without_gap(options.migrations)) {
    return Error{.message = "The schema's steps are not numbered 1, 2, 3, ….",
                 .hint = "This is a defect of the program; please report it."};
  }
  std::error_code ignored;  // readers are opened later, perhaps from another working folder
  if (auto whole = std::filesystem::absolute(options.file, ignored); !ignored)
    options.file = std::move(whole);
  std::shared_ptr<Database> database(new Database(std::move(options)));
  if (auto ready = database->prepare_file(); !ready) return std::move(ready).error();
  return database;
}

Database::~Database() = default;

Result<void> Database::prepare_file() {
  auto writer = Connection::open({.path = options_.file.string(),
                                  .secure_delete = options_.secure_delete,
                                  .synchronous_full = options_.synchronous_full});
  if (!writer) return std::move(writer).error();
  writer_ = *std::move(writer);
  auto version = user_version(*writer_);
  if (!version) return std::move(version).error();
  const auto steps = std::exchange(options_.migrations, {});
  schema_version_ = static_cast<int>(steps.size());
  if (*version > schema_version_) {
    return Error{
        .type = ErrorType::value_error,
        .message = fmt::format("The database {} has schema {}, made by a newer program; this one knows "
                               "schemas up to {}.",
                               file().string(), *version, schema_version_),
        .hint = "Start the newer program again, or restore the backup made before its first start."};
  }
  if (*version < schema_version_) {
    if (*version > 0 && options_.before_migration) {
      if (auto may = options_.before_migration(file(), *version); !may) return may;
    }
    if (auto migrated = migrate(*writer_, steps); !migrated) return migrated;
  }
  auto seen = writer_->data_version();
  if (!seen) return std::move(seen).error();
  seen_version_ = *seen;
  return {};
}

Result<Database::Lease> Database::borrow_reader() {
  {
    std::lock_guard lock(readers_mutex_);
    if (!idle_readers_.empty()) {
      Lease reader = std::move(idle_readers_.back());
      idle_readers_.pop_back();
      return reader;
    }
  }
  return Connection::open({.path = file().string(), .access = Access::read_only});
}

void Database::end_read(Lease reader) {
  if (!reader->run("COMMIT")) return;  // not fit to be used again
  std::lock_guard lock(readers_mutex_);
  if (idle_readers_.size() < options_.max_readers) idle_readers_.push_back(std::move(reader));
}

Result<bool> Database::changed_by_others() {
  std::lock_guard lock(writer_mutex_);
  auto version = writer_->data_version();
  if (!version) return std::move(version).error();
  return std::exchange(seen_version_, *version) != *version;
}

Result<void> Database::copy_to(const std::filesystem::path& target) const {
  return copy_database(file(), target);
}

Result<std::vector<std::string>> Database::defects() {
  auto found = read([](Connection& connection) -> Result<std::vector<std::string>> {
    auto pages = broken_pages(connection);
    if (!pages || !pages->empty()) return pages;
    return broken_references(connection);
  });
  // Damage can be such that SQLite gives up on the check itself.
  if (!found && found.error().type == ErrorType::internal_error) return std::vector{found.error().message};
  return found;
}

}  // namespace tiktok_marketing::database
