#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "platform/context.hpp"

namespace tiktok_marketing::platform {

struct BackupReport {
  std::filesystem::path folder;
  std::vector<std::string> files;
  std::vector<std::string> defects;  ///< of `verify`; none for a sound backup
  std::vector<std::string> key_ids;  ///< keys needed to open what is sealed in it
};

/// Backup into a folder that does not exist yet: `platform.db` and a `manifest.json` (schema version, program
/// version, time, key ids, SHA-256 of each file). Never the key. Works while the server runs.
/// Errors: `conflict` when the folder exists, `storage_unavailable`; then the folder is not there.
[[nodiscard]] Result<BackupReport> back_up(Context& context, const std::filesystem::path& folder);
/// The same of a database file of any schema, also one that is not opened yet.
[[nodiscard]] Result<BackupReport> back_up_file(const std::filesystem::path& database,
                                                const std::filesystem::path& folder, SystemTime now);
/// Checks digests, database and that every sealed value opens with `keyring` (null: that part is skipped).
/// Changes nothing in the folder. Errors: `value_error` when there is no readable manifest.
[[nodiscard]] Result<BackupReport> verify_backup(const std::filesystem::path& folder,
                                                 const crypto::Keyring* keyring);
/// Puts a verified backup into `data_dir`, which is made if needed. Errors: `conflict` when a platform.db (or
/// what belongs to one) is there already, `value_error` when the backup has defects.
[[nodiscard]] Result<void> restore(const std::filesystem::path& folder,
                                   const std::filesystem::path& data_dir);

struct RotationReport {
  std::string key_id;         ///< the key that seals now
  std::int64_t resealed = 0;  ///< values sealed anew
};
/// Seals everything with the first key of the ring, in small transactions, while the server runs.
/// Interrupted, it is simply run again. Tables with sealed values are listed in one place (`schema.hpp`).
/// Errors: `internal_error` naming the row whose value does not open.
[[nodiscard]] Result<RotationReport> reseal_everything(Context& context);

}  // namespace tiktok_marketing::platform
