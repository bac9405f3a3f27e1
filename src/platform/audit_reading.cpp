#include <algorithm>
#include <charconv>

#include "base/json.hpp"
#include "platform/audit.hpp"
#include "platform/page_cursor.hpp"
#include "platform/rows.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr int kMostCalls = 1'000;
constexpr std::int64_t kRowsAStep = 1'000;

ToolCall read_call(const database::Statement& row) {
  return {.id = row.integer(0),
          .at = from_millis(row.integer(1)),
          .organization_id = std::string(row.text(2)),
          .workspace_id = std::string(row.text(3)),
          .connector_id = std::string(row.text(4)),
          .application_id = std::string(row.text(5)),
          .entity = std::string(row.text(6)),
          .action = std::string(row.text(7)),
          .ok = row.integer(8) != 0,
          .http_status = static_cast<int>(row.integer(9)),
          .error_code = std::string(row.text(10)),
          .duration_ms = row.real(11),
          .row_count = row.integer(12),
          .upstream_request_id = std::string(row.text(13)),
          .intent = std::string(row.text(14)),
          .request_id = std::string(row.text(15)),
          .session_id = std::string(row.text(16))};
}

Result<std::int64_t> read_cursor(std::string_view cursor) {
  auto keys = read_page_cursor(cursor, 1);
  if (!keys) return std::move(keys).error();
  std::int64_t id = 0;
  const std::string& digits = keys->front();
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
  if (error != std::errc{} || end != digits.data() + digits.size()) return invalid_cursor(cursor);
  return id;
}

/// A row of the export with what it is ordered by.
struct Line {
  std::int64_t id;
  std::int64_t at;
  std::string text;
};

Line line_of_call(const database::Statement& row) {
  const ToolCall call = read_call(row);
  Json json = Json::Object{{"kind", "tool_call"},
                           {"id", call.id},
                           {"at", iso_text(call.at)},
                           {"organization_id", call.organization_id},
                           {"workspace_id", call.workspace_id},
                           {"connector_id", call.connector_id},
                           {"application_id", call.application_id},
                           {"entity", call.entity},
                           {"action", call.action},
                           {"ok", call.ok},
                           {"http_status", call.http_status},
                           {"error_code", call.error_code},
                           {"duration_ms", call.duration_ms},
                           {"row_count", call.row_count},
                           {"upstream_request_id", call.upstream_request_id},
                           {"intent", call.intent},
                           {"request_id", call.request_id},
                           {"session_id", call.session_id}};
  return {.id = call.id, .at = to_millis(call.at), .text = json.dump()};
}

Line line_of_event(const database::Statement& row) {
  const Json json = Json::Object{{"kind", "event"},
                                 {"id", row.integer(0)},
                                 {"at", iso_text(from_millis(row.integer(1)))},
                                 {"organization_id", row.text(2)},
                                 {"actor", row.text(3)},
                                 {"what", row.text(4)},
                                 {"target", row.text(5)},
                                 {"request_id", row.text(6)}};
  return {.id = row.integer(0), .at = row.integer(1), .text = json.dump()};
}

/// One table of the export, a step at a time, so that a slow reader holds no snapshot open.
class Source {
 public:
  Source(database::Database& database, std::string_view sql, Line (*read)(const database::Statement&))
      : database_(database), sql_(sql), read_(read) {}

  /// The next line, or nullptr at the end.
  [[nodiscard]] Result<const Line*> peek() {
    if (next_ < lines_.size()) return &lines_[next_];
    lines_.clear();
    next_ = 0;
    auto done = database_.read([&](database::Connection& connection) {
      return each_row(
          connection, sql_, [&](const database::Statement& row) { lines_.push_back(read_(row)); }, after_,
          kRowsAStep);
    });
    if (!done) return std::move(done).error();
    if (lines_.empty()) return nullptr;
    after_ = lines_.back().id;
    return &lines_.front();
  }
  void skip() { ++next_; }

 private:
  database::Database& database_;
  std::string_view sql_;
  Line (*read_)(const database::Statement&);
  std::vector<Line> lines_;
  std::size_t next_ = 0;
  std::int64_t after_ = 0;
};

struct Pruning {
  std::string_view last_expired;
  std::string_view remove;
};

/// Rows lie nearly in the order of time: reading stops at the first that is kept.
constexpr Pruning kCalls{
    "SELECT coalesce((SELECT id - 1 FROM tool_calls WHERE at >= ? ORDER BY id LIMIT 1),"
    " (SELECT max(id) FROM tool_calls), 0)",
    "DELETE FROM tool_calls WHERE id IN (SELECT id FROM tool_calls WHERE id <= ? ORDER BY id LIMIT ?)"};
constexpr Pruning kEvents{
    "SELECT coalesce((SELECT id - 1 FROM audit_events WHERE at >= ? ORDER BY id LIMIT 1),"
    " (SELECT max(id) FROM audit_events), 0)",
    "DELETE FROM audit_events WHERE id IN (SELECT id FROM audit_events WHERE id <= ? ORDER BY id LIMIT ?)"};

/// In small transactions: others write meanwhile.
Result<std::int64_t> prune_table(database::Database& database, const Pruning& pruning, SystemTime oldest) {
  auto last = database.read([&](database::Connection& connection) {
    return first_row(
        connection, pruning.last_expired, [](const database::Statement& row) { return row.integer(0); },
        oldest);
  });
  if (!last) return std::move(last).error();
  std::int64_t removed = 0;
  while (true) {
    auto step = database.write([&](database::Connection& connection) -> Result<std::int64_t> {
      if (auto done = run(connection, pruning.remove, **last, kRowsAStep); !done)
        return std::move(done).error();
      return connection.changes();
    });
    if (!step) return step;
    removed += *step;
    if (*step < kRowsAStep) return removed;
  }
}

}  // namespace

Result<ToolCallPage> AuditLog::tool_calls(const Scope& scope, const ToolCallQuery& query) {
  if (auto good = check_limit(query.limit, kMostCalls); !good) return std::move(good).error();
  std::optional<std::int64_t> before;
  if (!query.cursor.empty()) {
    auto id = read_cursor(query.cursor);
    if (!id) return std::move(id).error();
    before = *id;
  }
  ToolCallPage page;
  auto done = context_->database->read([&](database::Connection& connection) {
    return each_row(
        connection,
        "SELECT id, at, organization_id, workspace_id, connector_id, application_id, entity, action, ok,"
        " http_status, error_code, duration_ms, row_count, upstream_request_id, intent, request_id, "
        "session_id"
        " FROM tool_calls WHERE organization_id = ?1 AND (?2 IS NULL OR workspace_id = ?2)"
        " AND (?3 IS NULL OR workspace_id = ?3) AND (?4 IS NULL OR connector_id = ?4)"
        " AND (?5 IS NULL OR application_id = ?5) AND (?6 IS NULL OR entity = ?6)"
        " AND (?7 IS NULL OR action = ?7) AND (?8 IS NULL OR ok = ?8) AND (?9 IS NULL OR at >= ?9)"
        " AND (?10 IS NULL OR at < ?10) AND (?11 IS NULL OR id < ?11) ORDER BY id DESC LIMIT ?12",
        [&](const database::Statement& row) { page.items.push_back(read_call(row)); }, scope.organization_id,
        scope.workspace_id, query.workspace_id, query.connector_id, query.application_id, query.entity,
        query.action, query.ok, query.from, query.until, before, query.limit + 1);
  });
  if (!done) return std::move(done).error();
  if (page.items.size() > static_cast<std::size_t>(query.limit)) {
    page.items.pop_back();
    page.next_cursor = page_cursor({std::to_string(page.items.back().id)});
  }
  return page;
}

Result<void> AuditLog::export_lines(const std::function<void(std::string_view line)>& line) {
  Source calls(
      *context_->database,
      "SELECT id, at, organization_id, workspace_id, connector_id, application_id, entity, action, ok,"
      " http_status, error_code, duration_ms, row_count, upstream_request_id, intent, request_id,"
      " session_id FROM tool_calls WHERE id > ? ORDER BY id LIMIT ?",
      line_of_call);
  Source events(*context_->database,
                "SELECT id, at, organization_id, actor, what, target, request_id"
                " FROM audit_events WHERE id > ? ORDER BY id LIMIT ?",
                line_of_event);
  while (true) {
    auto call = calls.peek();
    if (!call) return std::move(call).error();
    auto event = events.peek();
    if (!event) return std::move(event).error();
    if (*call == nullptr && *event == nullptr) return {};
    const bool call_is_next = *event == nullptr || (*call != nullptr && (*call)->at < (*event)->at);
    line(call_is_next ? (*call)->text : (*event)->text);
    (call_is_next ? calls : events).skip();
  }
}

Result<std::int64_t> AuditLog::prune() {
  const SystemTime oldest = context_->now() - context_->options.audit_retention;
  auto calls = prune_table(*context_->database, kCalls, oldest);
  if (!calls) return calls;
  auto events = prune_table(*context_->database, kEvents, oldest);
  if (!events) return events;
  return *calls + *events;
}

}  // namespace tiktok_marketing::platform
