#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/task.hpp"
#include "replication/discovery.hpp"
#include "replication/job.hpp"
#include "replication/sync.hpp"
#include "replication/work_queue.hpp"

namespace tiktok_marketing::replication {

/// One run: finds the advertisers, plans, reads several streams of several advertisers at once, compares.
///
/// Keeps as many requests under way as the quota can start while answers are on their way, no more pages in
/// memory than that, and passes over advertisers that let it wait. Engine thread only; lives until its task
/// has ended.
class Engine {
 public:
  Engine(std::unique_ptr<Shop> shop, SyncOptions options, AdvertiserSource source, bool simulated,
         Sync::OnProgress progress, std::stop_token stop);

  [[nodiscard]] Task<Result<SyncReport>> run();

 private:
  using Streams = std::vector<const Stream*>;

  // What happens before the first page is read.
  [[nodiscard]] Task<Result<void>> begin_run();
  [[nodiscard]] Task<Result<void>> prepare(Discovery discovery);
  [[nodiscard]] Task<Result<void>> store_accounts(Discovery discovery);
  [[nodiscard]] Task<Result<void>> read_states();
  [[nodiscard]] Task<Result<void>> announce();
  void plan();
  void plan_account(std::uint32_t index, std::vector<WorkItem>& items);
  [[nodiscard]] bool is_due_in_full(const Account& account, const Stream& stream,
                                    const StreamCare& care) const;

  // The reading itself.
  [[nodiscard]] Task<void> work();
  void pump();
  [[nodiscard]] bool has_room() const;
  [[nodiscard]] std::int64_t wanted_under_way() const;
  void launch(const WorkItem& item);
  [[nodiscard]] Task<void> fly(std::shared_ptr<Flight> flight);
  [[nodiscard]] Task<void> settle(std::uint32_t index, const Stream* stream, const Error* refusal);
  [[nodiscard]] Task<void> put_state(std::uint32_t index, const Stream* stream, context::StreamState state,
                                     std::string reason);
  [[nodiscard]] Task<void> put_conversion_days(std::uint32_t index, int days);
  void note_store_error(const Error& error);
  void note_failure(const WorkItem& item, const Error& error, bool give_up);
  void stop_for(std::string status, const Error& error);
  void look_around_later();

  // What happens afterwards.
  [[nodiscard]] Task<Result<void>> conclude();
  [[nodiscard]] Task<Result<void>> check_gmv_max();
  [[nodiscard]] Task<Result<void>> keep_notes();
  [[nodiscard]] Task<Result<SyncReport>> report();
  [[nodiscard]] Task<Result<SyncReport>> report_failure(Error error);
  void show_progress(bool now);

  std::unique_ptr<Shop> shop_;
  SyncOptions options_;
  AdvertiserSource source_;
  bool simulated_;
  Sync::OnProgress progress_;
  std::stop_source stop_;
  std::stop_callback<std::function<void()>> on_stop_;
  Streams wanted_;
  std::optional<WorkQueue> queue_;
  std::vector<std::shared_ptr<Flight>> flights_;
  std::function<void()> all_done_;
  bool pumping_ = false;
  std::optional<Runtime::TimerId> timer_;
  std::string stage_ = "accounts";
  std::string status_;
  std::optional<Error> error_;
  SteadyTime began_;
  SteadyTime shown_ = SteadyTime::min();
  Json gaps_;
  Json covered_before_;  ///< days of reports that were read when the run began
};

}  // namespace tiktok_marketing::replication
