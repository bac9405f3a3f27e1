#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "platform/context.hpp"
#include "platform/types.hpp"

namespace tiktok_marketing::platform {

/// One execute, as it is kept. Never holds params or credentials.
struct ToolCall {
  std::int64_t id = 0;  ///< given by the log, ascending
  SystemTime at;
  std::string organization_id;
  std::string workspace_id;
  std::string connector_id;
  std::string application_id;
  std::string entity;
  std::string action;
  bool ok = true;
  int http_status = 200;
  std::string error_code;  ///< empty when ok
  double duration_ms = 0;
  std::int64_t row_count = 0;
  std::string upstream_request_id;
  std::string intent;
  std::string request_id;
  std::string session_id;
};

struct ToolCallQuery {
  std::optional<std::string> workspace_id;
  std::optional<std::string> connector_id;
  std::optional<std::string> application_id;
  std::optional<std::string> entity;
  std::optional<std::string> action;
  std::optional<bool> ok;
  std::optional<SystemTime> from;   ///< inclusive
  std::optional<SystemTime> until;  ///< exclusive
  int limit = 100;                  ///< 1..1000, newest first
  std::string cursor;
};
struct ToolCallPage {
  std::vector<ToolCall> items;
  std::string next_cursor;
};

/// A change somebody made: connectors, applications, keys, settings.
struct AuditEvent {
  SystemTime at;
  std::string organization_id;  ///< empty for the whole server
  std::string actor;            ///< application id, or `admin` for the command line
  std::string what;             ///< `connector.created`, `application.revoked`, …
  std::string target;           ///< id
  std::string request_id;
};

/// The audit log. `record` only queues (any thread, never blocks); one thread writes what is queued in
/// transactions of many rows. What is queued when the process is killed is lost; a calm stop writes it. While
/// the disk is full, the newest 100,000 rows wait for it; the metric `tiktok_marketing_audit_dropped_total`
/// counts the others.
class AuditLog {
 public:
  explicit AuditLog(std::shared_ptr<Context> context);
  ~AuditLog();

  void record(ToolCall call) { push(std::move(call)); }
  void record(AuditEvent event) { push(std::move(event)); }
  /// Blocks until everything recorded so far is written. Errors: `storage_unavailable`.
  [[nodiscard]] Result<void> flush();

  /// Errors: `value_error` (limit), `invalid_cursor`, `storage_unavailable`.
  [[nodiscard]] Result<ToolCallPage> tool_calls(const Scope& scope, const ToolCallQuery& query);
  /// Everything as JSON lines, oldest first, for `admin audit export`; `line` gets each without line break.
  [[nodiscard]] Result<void> export_lines(const std::function<void(std::string_view line)>& line);
  /// Deletes rows older than the retention; called now and then. Returns how many.
  [[nodiscard]] Result<std::int64_t> prune();

 private:
  using Row = std::variant<ToolCall, AuditEvent>;
  using Rows = std::vector<Row>;
  using Lock = std::unique_lock<std::mutex>;

  void push(Row row);
  void run();
  void write_some(Lock& lock);
  void put_back(Rows rows);
  void drop_oldest();
  void log_failure(const Error& error);
  void log_loss();
  [[nodiscard]] Result<void> write(const Rows& rows);

  std::shared_ptr<Context> context_;
  Counter& dropped_;
  Gauge& waiting_;

  std::mutex mutex_;
  std::condition_variable work_;  ///< the writer waits for rows, a flush or the end
  std::condition_variable done_;  ///< flushes wait for the writer
  std::deque<Row> queue_;
  std::uint64_t recorded_ = 0;
  std::uint64_t settled_ = 0;         ///< written or dropped
  std::uint64_t attempts_ = 0;        ///< to write, begun
  std::uint64_t failed_attempt_ = 0;  ///< number of the last that failed
  int flushes_ = 0;                   ///< that wait now
  std::optional<Error> last_failure_;
  std::optional<SteadyTime> logged_at_;
  bool stopping_ = false;
  std::thread thread_;  ///< started with the first row
};

}  // namespace tiktok_marketing::platform
