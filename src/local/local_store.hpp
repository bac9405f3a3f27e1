#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/connector/connector.hpp>

#include "base/work_pool.hpp"
#include "context/queries.hpp"
#include "context/store.hpp"
#include "replication/sync.hpp"

namespace tiktok_marketing::local {

inline constexpr std::string_view kDefaultStore = "default";

struct LocalStoreOptions {
  std::filesystem::path data_dir;   ///< empty: whoever asks or syncs is told to name one
  std::string name{kDefaultStore};  ///< letters, digits, `-` and `_`, at most 64
  /// What fills this store, as somebody would type it; hints name it.
  std::string sync_command{"tiktok-marketing sync"};
  /// Syncs before the first answer unless a sync has ended within this time. For the virtual TikTok of this
  /// process, whose rows cost nothing; nullopt: never.
  std::optional<std::chrono::minutes> sync_first;
};

/// A context store of one person, `DATA_DIR/stores/local-NAME.db` (folder 0700, files 0600): goes into
/// `ConnectorOptions::store`, and makes the sync that fills it. Belongs to one TikTok user and app.
///
/// Making one reads nothing. Thread-safety: all members from any thread.
class LocalStore : public StoreQueries {
 public:
  /// `connector`: the options of the connector it is for; its token is the one that must own the rows.
  /// Errors: `value_error` (the name).
  [[nodiscard]] static Result<std::shared_ptr<LocalStore>> make(const ConnectorOptions& connector,
                                                                LocalStoreOptions options);
  ~LocalStore() override;
  LocalStore(const LocalStore&) = delete;
  LocalStore& operator=(const LocalStore&) = delete;

  /// Errors besides those of `StoreQueries`: `context_store_not_ready` with the command that cures it while
  /// nothing was ever synced; `conflict` when the rows are another user's or app's, or of the virtual TikTok.
  /// A token that the store has not seen yet is shown to TikTok once, whose errors may be the answer.
  void ask(StoreQuery query, Done done) override;

  /// Creates the store where there is none; blocks on the disk. The store is locked for other syncs as long
  /// as the result lives. Errors: `value_error`, `sync_in_progress`, those of `Sync::open` and `Store::open`.
  [[nodiscard]] Result<replication::Sync> sync(replication::SyncOptions options);
  /// The store as it is, for status and history; nullptr while there is none. Blocks on the disk.
  [[nodiscard]] Result<std::shared_ptr<context::Store>> existing();

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

 private:
  LocalStore(const ConnectorOptions& connector, LocalStoreOptions options);
  [[nodiscard]] Result<void> prepare(SteadyTime deadline, const std::stop_token& stop);
  [[nodiscard]] Result<bool> is_fresh();
  [[nodiscard]] Result<void> sync_before_asking(SteadyTime deadline, const std::stop_token& stop);
  [[nodiscard]] Result<void> check_owner(context::Store& store, SteadyTime deadline,
                                         const std::stop_token& stop);
  [[nodiscard]] Result<std::shared_ptr<context::Store>> open();
  [[nodiscard]] Error not_ready() const;

  ConnectorOptions connector_;
  LocalStoreOptions options_;
  std::filesystem::path file_;
  std::mutex mutex_;  ///< of `store_`
  std::shared_ptr<context::Store> store_;
  std::unique_ptr<context::Queries> queries_;  ///< set once, before `ready_`
  std::atomic<bool> ready_ = false;
  WorkPool answering_{4};
  WorkPool preparing_{1};  ///< one after the other: the first question does it for those behind it
};

}  // namespace tiktok_marketing::local
