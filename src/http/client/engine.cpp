#include "http/client/engine.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "base/batch.hpp"
#include "http/client/curl_error.hpp"

namespace tiktok_marketing::http {
namespace {

// Timers further away are looked at again after this time: clocks have no trouble with such numbers.
constexpr std::chrono::minutes kLongestSleep{10};
constexpr std::chrono::seconds kLongestFarewell{2};
// Answers that leave together; more would keep the first of them waiting.
constexpr std::size_t kMostReports = 8;

// Engine threads that nobody joins because their last owner let go on themselves. The end of the program
// waits for them: they may still be using libcurl. Made after libcurl was loaded, so destroyed before it.
class Leavers {
 public:
  static Leavers& instance() {
    static Leavers leavers;
    return leavers;
  }
  Leavers(const Leavers&) = delete;
  Leavers& operator=(const Leavers&) = delete;
  ~Leavers() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kLongestFarewell, [this] { return count_ == 0; });
  }

  void enter() {
    const std::lock_guard lock(mutex_);
    ++count_;
  }
  void leave() {
    const std::lock_guard lock(mutex_);
    --count_;
    changed_.notify_all();
  }

 private:
  Leavers() = default;
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

}  // namespace

std::shared_ptr<CurlEngine> CurlEngine::make(EngineOptions options) {
  return {new CurlEngine(std::move(options)), &CurlEngine::release};
}

void CurlEngine::release(CurlEngine* engine) {
  bool started = false;
  {
    const std::lock_guard lock(engine->mutex_);
    engine->stopping_ = true;
    engine->wake_locked();
    started = engine->thread_started_;
  }
  if (started && engine->thread_.get_id() == std::this_thread::get_id()) {
    engine->delete_at_end_ = true;
    Leavers::instance().enter();
    engine->thread_.detach();
    return;
  }
  if (started) engine->thread_.join();
  delete engine;
}

void CurlEngine::start_thread_locked() {
  if (std::exchange(thread_started_, true)) return;
  thread_ = std::thread([this] {
    run();
    if (!delete_at_end_) return;
    delete this;
    Leavers::instance().leave();
  });
}

void CurlEngine::wake_locked() {
  switch (std::exchange(sleep_, Sleep::awake)) {
    case Sleep::awake:
      break;
    case Sleep::on_condition:
      awaken_.notify_one();
      break;
    case Sleep::in_poll:
      transfers_.wake();
      break;
  }
}

void CurlEngine::post(Task task) {
  const std::lock_guard lock(mutex_);
  queue_.push(std::move(task));
  start_thread_locked();
  wake_locked();
}

Runtime::TimerId CurlEngine::post_at(SteadyTime due, Task task) {
  const std::lock_guard lock(mutex_);
  const bool is_first = due < queue_.next_due();
  const TimerId id = queue_.push_at(due, std::move(task));
  start_thread_locked();
  if (is_first) wake_locked();
  return id;
}

void CurlEngine::cancel(TimerId id) {
  Task forgotten;
  const std::lock_guard lock(mutex_);
  forgotten = queue_.cancel(id);
}

void CurlEngine::dispose(std::shared_ptr<void> what) {
  {
    const std::lock_guard lock(mutex_);
    if (!thread_started_) return;
    if (thread_.get_id() == std::this_thread::get_id()) return;
  }
  // Waiting keeps the order simple: when the owner goes on, nothing of his is left on the engine thread, so
  // the engine itself is let go by him and not by its own thread.
  Event gone;
  post([&] {
    what.reset();
    gone.set();
  });
  gone.wait();
}

void CurlEngine::send(HttpRequest request, std::stop_token stop, Done done) {
  post([this, request = std::move(request), stop = std::move(stop), done = std::move(done)]() mutable {
    start_transfer(std::move(request), stop, std::move(done));
  });
}

void CurlEngine::start_transfer(HttpRequest request, const std::stop_token& stop, Done done) {
  const std::uint64_t id = ++last_transfer_;
  auto transfer = std::make_unique<Transfer>(id, std::move(request), std::move(done));
  // libcurl's own time limit does not run while a request waits for a free connection, and is not exact.
  if (transfer->deadline() != SteadyTime::max()) {
    transfer->deadline_timer =
        post_at(transfer->deadline(), [this, id] { transfers_.abort(id, &timeout_error); });
  }
  if (stop.stop_possible()) {
    transfer->on_stop.emplace(stop,
                              [this, id] { post([this, id] { transfers_.abort(id, &cancelled_error); }); });
  }
  transfers_.start(std::move(transfer), now());
}

void CurlEngine::run() {
  while (true) {
    run_ready_tasks();
    if (!transfers_.empty()) transfers_.perform();
    report_finished();
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) break;
    }
    sleep();
  }
  drain();
}

void CurlEngine::run_ready_tasks() {
  const Batch batch;
  std::unique_lock lock(mutex_);
  queue_.collect_due(now());
  // Only those that wait now: tasks that post tasks must not keep the transfers from moving.
  for (std::size_t left = queue_.size(); left > 0; --left) {
    Task task = queue_.pop();
    lock.unlock();
    if (task) task();
    task = nullptr;
    lock.lock();
  }
}

void CurlEngine::report_finished() {
  std::vector<Transfers::Finished> all = transfers_.finished();
  for (std::span<Transfers::Finished> left = all; !left.empty();) {
    const Batch batch;
    const auto some = left.first(std::min(left.size(), kMostReports));
    left = left.subspan(some.size());
    for (Transfers::Finished& finished : some) {
      cancel(finished.transfer->deadline_timer);
      finished.transfer->on_stop.reset();
      finished.report();
    }
  }
}

void CurlEngine::sleep() {
  std::unique_lock lock(mutex_);
  if (queue_.size() > 0 || stopping_ || transfers_.has_finished()) return;
  const SteadyTime now_is = now();
  const SteadyTime until = std::min(queue_.next_due(), now_is + kLongestSleep);
  if (until <= now_is) return;
  if (transfers_.empty()) {
    sleep_ = Sleep::on_condition;
    awaken_.wait_until(lock, until, [this] { return sleep_ == Sleep::awake; });
  } else {
    sleep_ = Sleep::in_poll;
    lock.unlock();
    transfers_.poll(std::chrono::ceil<std::chrono::milliseconds>(until - now_is));
    lock.lock();
  }
  sleep_ = Sleep::awake;
}

// Ends every request as cancelled and runs what that posts, until nothing is left.
void CurlEngine::drain() {
  for (bool again = true; again;) {
    transfers_.abort_all(&cancelled_error);
    report_finished();
    run_ready_tasks();
    const std::lock_guard lock(mutex_);
    again = queue_.size() > 0 || transfers_.has_finished() || !transfers_.empty();
  }
  TaskQueue forgotten;
  const std::lock_guard lock(mutex_);
  forgotten = queue_.take_all();
}

}  // namespace tiktok_marketing::http

namespace tiktok_marketing {
namespace {

Engine as_engine(const std::shared_ptr<http::CurlEngine>& engine) {
  return {engine, engine};
}

}  // namespace

Engine make_engine(EngineOptions options) {
  return as_engine(http::CurlEngine::make(std::move(options)));
}

Engine shared_engine() {
  static std::mutex mutex;
  static std::weak_ptr<http::CurlEngine> shared;
  const std::lock_guard lock(mutex);
  std::shared_ptr<http::CurlEngine> engine = shared.lock();
  if (!engine) {
    engine = http::CurlEngine::make({});
    shared = engine;
  }
  return as_engine(engine);
}

}  // namespace tiktok_marketing
