#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/runtime.hpp>

#include "context/store.hpp"

namespace tiktok_marketing::stores {

/// The context stores of a data folder, one file for each connector: `stores/<connector id>.db`. Opened when
/// somebody asks, closed after a while, deleted as soon as nobody uses them any more.
///
/// Thread-safety: everything from any thread; blocks on the disk, but giving a lease back does not. Leases
/// may outlive this object.
class StoreFiles {
 public:
  using Lease = std::shared_ptr<context::Store>;
  enum class Absent { refuse, make };

  explicit StoreFiles(std::filesystem::path data_dir);

  /// Errors: `context_store_not_ready` (there is none, or it is being deleted), those of `Store::open`.
  [[nodiscard]] Result<Lease> open(const std::string& connector_id, Absent absent);
  [[nodiscard]] bool exists(const std::string& connector_id) const;
  /// Deletes the files: at once, or with `tidy` after the last lease is back. Until then `open` refuses.
  void remove(const std::string& connector_id);
  /// Closes what was not used for `idle`; deletes what is to be deleted.
  void tidy(std::chrono::seconds idle);
  /// Ids of the connectors that have a file.
  [[nodiscard]] std::vector<std::string> ids() const;
  /// Bytes on disk, the log included; 0 without a file.
  [[nodiscard]] std::uintmax_t bytes(const std::string& connector_id) const;
  [[nodiscard]] std::filesystem::path file_of(std::string_view connector_id) const;
  [[nodiscard]] std::size_t open_count() const;

 private:
  struct Entry {
    std::mutex mutex;
    Lease store;
    int leases = 0;
    bool doomed = false;
    SteadyTime used;
  };
  using EntryPtr = std::shared_ptr<Entry>;

  [[nodiscard]] EntryPtr entry_of(const std::string& connector_id);
  void delete_now(const std::string& connector_id, Entry& entry);

  std::filesystem::path folder_;
  std::filesystem::path backups_;
  mutable std::mutex mutex_;
  std::map<std::string, EntryPtr, std::less<>> entries_;
};

}  // namespace tiktok_marketing::stores
