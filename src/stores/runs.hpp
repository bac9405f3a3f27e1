#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/work_pool.hpp"
#include "platform/platform.hpp"
#include "replication/sync.hpp"
#include "stores/store_files.hpp"
#include "stores/sync_rows.hpp"

namespace tiktok_marketing::stores {

/// What a sync of this connector reads; another text means that a run is not what is wanted any more.
[[nodiscard]] std::string asked_of(const platform::Connector& connector);

/// The runs that are under way: several connectors at once, each at most once, all on one pool of threads for
/// the disk and on the platform's engine for the network.
///
/// Thread-safety: everything from any thread.
class Runs {
 public:
  struct Options {
    std::size_t at_once = 16;
    std::size_t disk_threads = 4;
  };
  /// `ended` is called after each run, on a thread that may block.
  Runs(platform::Platform& platform, StoreFiles& files, Options options, std::function<void()> ended);
  /// Stops what runs and waits for it.
  ~Runs();
  Runs(const Runs&) = delete;
  Runs& operator=(const Runs&) = delete;

  /// Whether a run for this connector may begin now: there is room, and its TikTok app has not taken half of
  /// it, for runs that wait for one app's quota must not keep others waiting.
  [[nodiscard]] bool has_room(std::string_view connector_id, std::string_view quota_key) const;
  /// Begins a run. `manual`: the job that asked for it. Errors: those of the database; then nothing runs.
  [[nodiscard]] Result<void> begin(const platform::Connector& connector, const SyncRow& row,
                                   const std::optional<SyncJob>& manual);
  void stop(std::string_view connector_id, Stop why);
  /// Writes down ends that could not be written before; called now and then.
  void write_what_waits();
  /// No run begins any more; those under way stop. Blocks until none is left.
  void stop_all();

  struct View {
    SyncJob job;
    std::string asked;
    replication::Progress progress;
  };
  [[nodiscard]] std::optional<View> running(std::string_view connector_id) const;
  [[nodiscard]] std::vector<std::string> running_ids() const;

 private:
  struct Run;
  struct Unwritten;
  using RunPtr = std::shared_ptr<Run>;

  void prepare(const RunPtr& run);
  [[nodiscard]] Result<void> launch(const RunPtr& run);
  void finish(const RunPtr& run, const Result<replication::SyncReport>& report);
  [[nodiscard]] bool write_end(const Run& run, const Outcome& outcome);
  void complete(const Run& run, const Outcome& outcome, const std::vector<std::string>& advertisers);
  [[nodiscard]] RunPtr find(std::string_view connector_id) const;
  void tell_platform(const Run& run, const Outcome& outcome, const std::vector<std::string>& advertisers);
  [[nodiscard]] platform::Context& context() const { return platform_.context(); }

  platform::Platform& platform_;
  StoreFiles& files_;
  Options options_;
  std::function<void()> ended_;
  WorkPool disk_;
  Counter& good_;
  Counter& bad_;
  Counter& rows_;
  mutable std::mutex mutex_;
  std::condition_variable idle_;
  bool stopping_ = false;
  int completing_ = 0;
  std::map<std::string, RunPtr, std::less<>> runs_;  // by connector
};

}  // namespace tiktok_marketing::stores
