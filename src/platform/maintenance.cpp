#include "platform/maintenance.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "crypto/private_file.hpp"
#include "platform/backup_manifest.hpp"
#include "platform/rows.hpp"
#include "platform/schema.hpp"
#include "platform/sealed_values.hpp"
#include "platform/sealing.hpp"

#ifndef TTM_VERSION
#error "TTM_VERSION must be defined by the build"
#endif

namespace tiktok_marketing::platform {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDatabaseName = "platform.db";
constexpr std::string_view kManifestName = "manifest.json";
constexpr std::size_t kMostShownDefects = 3;

Error folder_error(const fs::path& folder, const std::error_code& code) {
  return {.type = ErrorType::storage_unavailable,
          .message = fmt::format("The folder {} cannot be made: {}.", folder.string(), code.message()),
          .hint = "Check the path, its permissions and the free space."};
}

Error taken(const fs::path& path, std::string_view hint) {
  return {.type = ErrorType::conflict,
          .message = fmt::format("{} exists already.", path.string()),
          .hint = std::string(hint)};
}

Result<void> make_folder(const fs::path& folder) {
  std::error_code code;
  const auto parent = folder.parent_path();
  if (!parent.empty()) fs::create_directories(parent, code);
  if (code) return folder_error(folder, code);
  const bool made = fs::create_directory(folder, code);
  if (code) return folder_error(folder, code);
  if (!made) return taken(folder, "Name a folder that does not exist; nothing was changed.");
  fs::permissions(folder, fs::perms::owner_all, code);
  if (code) return folder_error(folder, code);
  return {};
}

Result<int> schema_of(database::Connection& connection) {
  auto version = first_row(connection, "PRAGMA user_version",
                           [](const database::Statement& row) { return static_cast<int>(row.integer(0)); });
  if (!version) return std::move(version).error();
  return version->value_or(0);
}

/// A copy without a write-ahead log can be read from a folder where nothing may be written.
Result<void> describe_copy(const fs::path& file, BackupManifest& manifest) {
  auto copy = database::Connection::open({.path = file.string()});
  if (!copy) return std::move(copy).error();
  if (auto done = (*copy)->run("PRAGMA journal_mode = DELETE"); !done) return done;
  auto schema = schema_of(**copy);
  if (!schema) return std::move(schema).error();
  auto keys = sealing_keys_in_use(**copy);
  if (!keys) return std::move(keys).error();
  manifest.schema_version = *schema;
  manifest.key_ids.assign(keys->begin(), keys->end());
  return {};
}

Result<BackupManifest> fill_backup(const fs::path& database, const fs::path& folder, SystemTime now) {
  BackupManifest manifest{.created_at = now, .program_version = TTM_VERSION};
  const fs::path copy = folder / kDatabaseName;
  if (auto done = database::copy_database(database, copy); !done) return std::move(done).error();
  if (auto done = describe_copy(copy, manifest); !done) return std::move(done).error();
  auto file = measure_file(copy);
  if (!file) return std::move(file).error();
  manifest.files.push_back(*std::move(file));
  // The manifest comes last: a folder that has one is whole.
  auto written = crypto::create_private_file(folder / kManifestName, Secret(manifest.to_json()));
  if (!written) return std::move(written).error();
  return manifest;
}

BackupReport report_of(const fs::path& folder, const BackupManifest& manifest) {
  BackupReport report{.folder = folder, .key_ids = manifest.key_ids};
  for (const auto& file : manifest.files) report.files.push_back(file.name);
  report.files.emplace_back(kManifestName);
  return report;
}

void check_files(const fs::path& folder, const BackupManifest& manifest, std::vector<std::string>& defects) {
  for (const auto& expected : manifest.files) {
    const auto found = measure_file(folder / expected.name);
    if (!found) {
      defects.push_back(found.error().message);
    } else if (found->bytes != expected.bytes || found->sha256 != expected.sha256) {
      defects.push_back(
          fmt::format("{} is not the file that was backed up: its digest differs.", expected.name));
    }
  }
  if (std::ranges::find(manifest.files, kDatabaseName, &BackupManifest::File::name) == manifest.files.end()) {
    defects.push_back(fmt::format("The manifest does not name {}.", kDatabaseName));
  }
}

Result<void> check_sealed(database::Connection& connection, const crypto::Keyring& keyring,
                          std::vector<std::string>& defects) {
  return each_sealed_value(
      connection, [&](const SealedColumn& column, std::string_view key, std::string_view sealed) {
        const auto opened = keyring.open(sealed, sealing_purpose(column.table, key));
        if (!opened) defects.push_back(fmt::format("{} {}: {}", column.table, key, opened.error().message));
      });
}

Result<void> check_content(const fs::path& file, const BackupManifest& manifest,
                           const crypto::Keyring* keyring, std::vector<std::string>& defects) {
  auto copy = database::Connection::open({.path = file.string(), .access = database::Access::read_only});
  if (!copy) return std::move(copy).error();
  auto done = each_row(**copy, "PRAGMA integrity_check", [&](const database::Statement& row) {
    if (row.text(0) != "ok") defects.emplace_back(row.text(0));
  });
  if (!done || !defects.empty()) return done;
  done = each_row(**copy, "PRAGMA foreign_key_check", [&](const database::Statement& row) {
    defects.push_back(
        fmt::format("A row of {} refers to a row of {} that is not there.", row.text(0), row.text(2)));
  });
  if (!done) return done;
  const auto schema = schema_of(**copy);
  if (!schema) return schema.error();
  if (*schema != manifest.schema_version)
    defects.emplace_back("The schema is not the one the manifest names.");
  if (*schema > static_cast<int>(migrations().size())) {
    defects.push_back(
        fmt::format("It has schema {}, made by a newer program; this one knows schemas up to {}.", *schema,
                    migrations().size()));
    return {};
  }
  return keyring == nullptr ? Result<void>() : check_sealed(**copy, *keyring, defects);
}

/// A stale log beside a new database would be read as part of it.
Result<void> check_free(const fs::path& data_dir) {
  for (const std::string_view end : {"", "-wal", "-shm", "-journal"}) {
    const fs::path path = data_dir / fmt::format("{}{}", kDatabaseName, end);
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(path, ignored))) {
      return taken(path, "Stop the server, move the files platform.db* away, and restore again.");
    }
  }
  return {};
}

}  // namespace

Result<BackupReport> back_up_file(const fs::path& database, const fs::path& folder, SystemTime now) {
  if (auto made = make_folder(folder); !made) return std::move(made).error();
  auto manifest = fill_backup(database, folder, now);
  if (manifest) return report_of(folder, *manifest);
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  return std::move(manifest).error();
}

Result<BackupReport> back_up(Context& context, const fs::path& folder) {
  return back_up_file(context.database->file(), folder, context.now());
}

Result<BackupReport> verify_backup(const fs::path& folder, const crypto::Keyring* keyring) {
  const auto manifest = read_manifest(folder);
  if (!manifest) return manifest.error();
  BackupReport report = report_of(folder, *manifest);
  check_files(folder, *manifest, report.defects);
  if (!report.defects.empty()) return report;
  auto checked = check_content(folder / kDatabaseName, *manifest, keyring, report.defects);
  if (!checked) report.defects.push_back(checked.error().message);
  return report;
}

Result<void> restore(const fs::path& folder, const fs::path& data_dir) {
  auto report = verify_backup(folder, nullptr);
  if (!report) return std::move(report).error();
  if (!report->defects.empty()) {
    report->defects.resize(std::min(report->defects.size(), kMostShownDefects));
    return Error{.type = ErrorType::value_error,
                 .message = fmt::format("The backup is not sound: {}", join(report->defects, " ")),
                 .hint = "Use another backup; nothing was changed."};
  }
  std::error_code code;
  if (fs::create_directories(data_dir, code)) fs::permissions(data_dir, fs::perms::owner_all, code);
  if (code) return folder_error(data_dir, code);
  if (auto free = check_free(data_dir); !free) return free;
  return database::copy_database(folder / kDatabaseName, data_dir / kDatabaseName);
}

}  // namespace tiktok_marketing::platform
