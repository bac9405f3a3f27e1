#include "platform/audit.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <thread>

#include "platform/rows.hpp"

namespace tiktok_marketing::platform {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kRowsAWrite = 1'000;
constexpr std::size_t kRowsAtAStretch = 4;
constexpr std::size_t kMostWaiting = 100'000;
constexpr auto kLongestWait = 100ms;
constexpr auto kPauseAfterFailure = 1s;
constexpr auto kBetweenLogLines = 1min;

Result<void> insert(database::Connection& connection, const ToolCall& call) {
  return run(
      connection,
      "INSERT INTO tool_calls (at, organization_id, workspace_id, connector_id, application_id, entity,"
      " action, ok, http_status, error_code, duration_ms, row_count, upstream_request_id, intent,"
      " request_id, session_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      call.at, call.organization_id, call.workspace_id, call.connector_id, call.application_id, call.entity,
      call.action, call.ok, call.http_status, call.error_code, call.duration_ms, call.row_count,
      call.upstream_request_id, call.intent, call.request_id, call.session_id);
}

Result<void> insert(database::Connection& connection, const AuditEvent& event) {
  return run(connection,
             "INSERT INTO audit_events (at, organization_id, actor, what, target, request_id)"
             " VALUES (?, ?, ?, ?, ?, ?)",
             event.at, event.organization_id, event.actor, event.what, event.target, event.request_id);
}

}  // namespace

AuditLog::AuditLog(std::shared_ptr<Context> context)
    : context_(std::move(context)),
      dropped_(context_->metrics.counter(
          "tiktok_marketing_audit_dropped_total",
          "Rows of the audit log that were given up because they could not be written.")),
      waiting_(context_->metrics.gauge("tiktok_marketing_audit_queue_rows",
                                       "Rows of the audit log that wait to be written.")) {}

AuditLog::~AuditLog() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void AuditLog::push(Row row) {
  bool wake = false;
  {
    std::lock_guard lock(mutex_);
    queue_.push_back(std::move(row));
    ++recorded_;
    drop_oldest();
    waiting_.set(static_cast<double>(queue_.size()));
    wake = queue_.size() == 1 || queue_.size() == kRowsAWrite;
    if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  }
  if (wake) work_.notify_one();
}

Result<void> AuditLog::flush() {
  std::unique_lock lock(mutex_);
  const std::uint64_t wanted = recorded_;
  // An attempt that is under way may fail for a reason that is gone already.
  const std::uint64_t begun = attempts_;
  ++flushes_;
  work_.notify_one();
  done_.wait(lock, [&] { return settled_ >= wanted || failed_attempt_ > begun; });
  --flushes_;
  if (settled_ >= wanted) return {};
  return *last_failure_;
}

void AuditLog::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    work_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    work_.wait_for(lock, kLongestWait,
                   [&] { return stopping_ || flushes_ > 0 || queue_.size() >= kRowsAWrite; });
    write_some(lock);
    if (failed_attempt_ != attempts_) continue;
    if (stopping_) return log_loss();
    work_.wait_for(lock, kPauseAfterFailure, [&] { return stopping_ || flushes_ > 0; });
  }
}

void AuditLog::write_some(Lock& lock) {
  const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(std::min(queue_.size(), kRowsAWrite));
  Rows rows(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
  queue_.erase(queue_.begin(), end);
  ++attempts_;
  lock.unlock();
  auto written = write(rows);
  if (!written) log_failure(written.error());
  lock.lock();
  if (written) {
    settled_ += rows.size();
  } else {
    put_back(std::move(rows));
    failed_attempt_ = attempts_;
    last_failure_ = std::move(written).error();
  }
  waiting_.set(static_cast<double>(queue_.size()));
  done_.notify_all();
}

void AuditLog::put_back(Rows rows) {
  queue_.insert(queue_.begin(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
  drop_oldest();
}

void AuditLog::drop_oldest() {
  while (queue_.size() > kMostWaiting) {
    queue_.pop_front();
    ++settled_;
    dropped_.add();
  }
}

void AuditLog::log_failure(const Error& error) {
  const SteadyTime now = std::chrono::steady_clock::now();
  if (logged_at_ && now - *logged_at_ < kBetweenLogLines) return;
  logged_at_ = now;
  context_->log->write(LogLevel::error, "audit.not_written",
                       {{"error", error.message}, {"dropped", std::to_string(dropped_.value())}});
}

void AuditLog::log_loss() {
  context_->log->write(LogLevel::error, "audit.lost", {{"rows", std::to_string(queue_.size())}});
}

Result<void> AuditLog::write(const Rows& rows) {
  return context_->database->write([&](database::Connection& connection) -> Result<void> {
    std::size_t count = 0;
    for (const Row& row : rows) {
      // Calls wait for the processor meanwhile, and a slice of the system's is longer than most of them take.
      if (++count % kRowsAtAStretch == 0) std::this_thread::yield();
      auto done = std::visit([&](const auto& one) { return insert(connection, one); }, row);
      if (!done) return done;
    }
    return {};
  });
}

}  // namespace tiktok_marketing::platform
