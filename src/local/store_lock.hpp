#pragma once

#include <filesystem>
#include <memory>

#include <tiktok_marketing/base/result.hpp>

namespace tiktok_marketing::local {

/// Held while a store is synced, by one process at a time; the system takes it back from a process that
/// died. Reading needs none.
class StoreLock {
 public:
  /// Waits a moment for one that is just being let go. Errors: `sync_in_progress`, `storage_unavailable`.
  [[nodiscard]] static Result<std::shared_ptr<StoreLock>> take(const std::filesystem::path& file);
  ~StoreLock();
  StoreLock(const StoreLock&) = delete;
  StoreLock& operator=(const StoreLock&) = delete;

 private:
  explicit StoreLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace tiktok_marketing::local
