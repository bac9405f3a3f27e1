#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "platform/types.hpp"

namespace tiktok_marketing::platform {

/// `manifest.json` of a backup: what is in it and what is needed to use it.
struct BackupManifest {
  struct File {
    std::string name;
    std::int64_t bytes = 0;
    std::string sha256;  ///< hex
  };
  SystemTime created_at;
  std::string program_version;
  int schema_version = 0;
  std::vector<std::string> key_ids;
  std::vector<File> files;

  [[nodiscard]] std::string to_json() const;
};

/// Errors: `value_error` when the folder has no manifest or it cannot be read. Names of files in it are names
/// only: one that leads out of the folder is refused.
[[nodiscard]] Result<BackupManifest> read_manifest(const std::filesystem::path& folder);

/// Size and digest. Errors: `storage_unavailable` when it cannot be read.
[[nodiscard]] Result<BackupManifest::File> measure_file(const std::filesystem::path& file);

}  // namespace tiktok_marketing::platform
