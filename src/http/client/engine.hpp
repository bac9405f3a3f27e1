#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include <tiktok_marketing/http/transport.hpp>

#include "http/client/task_queue.hpp"
#include "http/client/transfers.hpp"

namespace tiktok_marketing::http {

/// Runtime and Transport in one: one thread that runs tasks, timers and transfers.
///
/// Ownership: only through `make`, whose pointer ends the thread with the last owner. Let go on the engine
/// thread itself, the engine lives on until that thread has cancelled what was open.
class CurlEngine final : public Runtime, public Transport {
 public:
  [[nodiscard]] static std::shared_ptr<CurlEngine> make(EngineOptions options);

  [[nodiscard]] SteadyTime now() const override { return std::chrono::steady_clock::now(); }
  [[nodiscard]] SystemTime system_now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
  void post(Task task) override;
  TimerId post_at(SteadyTime due, Task task) override;
  void cancel(TimerId id) override;
  void dispose(std::shared_ptr<void> what) override;
  void send(HttpRequest request, std::stop_token stop, Done done) override;

 private:
  enum class Sleep { awake, on_condition, in_poll };

  explicit CurlEngine(EngineOptions options) : transfers_(std::move(options)) {}
  ~CurlEngine() override = default;
  static void release(CurlEngine* engine);

  void start_thread_locked();
  void wake_locked();
  void run();
  void run_ready_tasks();
  void report_finished();
  void sleep();
  void drain();
  void start_transfer(HttpRequest request, const std::stop_token& stop, Done done);

  std::mutex mutex_;  ///< guards what is up to `transfers_`; never held while foreign code runs
  std::condition_variable awaken_;
  TaskQueue queue_;
  Sleep sleep_ = Sleep::awake;
  bool stopping_ = false;
  bool thread_started_ = false;
  std::thread thread_;

  Transfers transfers_;  ///< engine thread only, but for `wake` under the lock
  std::uint64_t last_transfer_ = 0;
  bool delete_at_end_ = false;
};

}  // namespace tiktok_marketing::http
