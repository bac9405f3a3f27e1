#include "platform/audit.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

#include <fmt/format.h>

#include "base/json.hpp"
#include "platform/test_platform.hpp"

namespace tiktok_marketing::platform {
namespace {

using std::chrono::days;
using std::chrono::seconds;

class AuditTest : public PlatformTest {
 protected:
  [[nodiscard]] ToolCall call(std::string organization, std::string workspace = "w",
                              std::string entity = "ads") const {
    return {.at = context_->now(),
            .organization_id = std::move(organization),
            .workspace_id = std::move(workspace),
            .connector_id = "c",
            .application_id = "a",
            .entity = std::move(entity),
            .action = "list",
            .duration_ms = 12.5,
            .row_count = 10,
            .upstream_request_id = "2026",
            .intent = "weekly \"report\"",
            .request_id = "r",
            .session_id = "s"};
  }
  [[nodiscard]] static std::vector<std::int64_t> ids(const Result<ToolCallPage>& page) {
    EXPECT_TRUE(page) << page.error().message;
    std::vector<std::int64_t> ids;
    for (const ToolCall& item : page->items) ids.push_back(item.id);
    return ids;
  }
  /// A row that needs new pages stands first: what follows it cannot slip into half empty ones.
  void fill_disk(AuditLog& log) const {
    change("PRAGMA max_page_count = 1");
    ToolCall large = call("acme");
    large.intent = std::string(100'000, 'x');
    log.record(std::move(large));
  }
  void free_disk() const { change("PRAGMA max_page_count = 1000000"); }
};

TEST_F(AuditTest, WhatIsRecordedComesBack) {
  AuditLog log(context_);
  ToolCall failed = call("acme");
  failed.ok = false;
  failed.http_status = 429;
  failed.error_code = "rate_limited";
  log.record(failed);
  ASSERT_TRUE(log.flush());
  const auto page = log.tool_calls({"acme", {}}, {});
  ASSERT_TRUE(page);
  ASSERT_EQ(page->items.size(), 1U);
  const ToolCall& read = page->items[0];
  EXPECT_GT(read.id, 0);
  EXPECT_EQ(read.at, failed.at);
  EXPECT_EQ(read.workspace_id, "w");
  EXPECT_EQ(read.connector_id, "c");
  EXPECT_EQ(read.application_id, "a");
  EXPECT_EQ(read.entity, "ads");
  EXPECT_EQ(read.action, "list");
  EXPECT_FALSE(read.ok);
  EXPECT_EQ(read.http_status, 429);
  EXPECT_EQ(read.error_code, "rate_limited");
  EXPECT_EQ(read.duration_ms, 12.5);
  EXPECT_EQ(read.row_count, 10);
  EXPECT_EQ(read.upstream_request_id, "2026");
  EXPECT_EQ(read.intent, "weekly \"report\"");
  EXPECT_EQ(read.request_id, "r");
  EXPECT_EQ(read.session_id, "s");
  EXPECT_TRUE(page->next_cursor.empty());
}

TEST_F(AuditTest, ACalmEndWritesWhatIsQueued) {
  {
    AuditLog log(context_);
    for (int i = 0; i < 2'500; ++i) log.record(call("acme"));
  }
  EXPECT_EQ(number("SELECT count(*) FROM tool_calls"), 2'500);
}

TEST_F(AuditTest, FlushWithNothingRecordedReturns) {
  AuditLog log(context_);
  EXPECT_TRUE(log.flush());
}

TEST_F(AuditTest, OrganizationsAndWorkspacesNeverSeeEachOther) {
  AuditLog log(context_);
  for (int i = 0; i < 3; ++i) {
    log.record(call("acme", "w1"));
    log.record(call("acme", "w2"));
    log.record(call("globex", "w1"));
  }
  ASSERT_TRUE(log.flush());
  EXPECT_EQ(ids(log.tool_calls({"acme", {}}, {})).size(), 6U);
  EXPECT_EQ(ids(log.tool_calls({"globex", {}}, {})).size(), 3U);
  EXPECT_TRUE(ids(log.tool_calls({"nobody", {}}, {})).empty());
  EXPECT_TRUE(ids(log.tool_calls({"' OR 1=1 --", {}}, {})).empty());
  EXPECT_EQ(ids(log.tool_calls({"acme", "w1"}, {})).size(), 3U);
  EXPECT_TRUE(ids(log.tool_calls({"acme", "w1"}, {.workspace_id = "w2"})).empty());
  EXPECT_EQ(ids(log.tool_calls({"globex", {}}, {.workspace_id = "w1"})).size(), 3U);
  const auto theirs = log.tool_calls({"globex", {}}, {.limit = 1});
  ASSERT_TRUE(theirs);
  const auto page = log.tool_calls({"acme", {}}, {.cursor = theirs->next_cursor});
  ASSERT_TRUE(page);
  for (const ToolCall& item : page->items) EXPECT_EQ(item.organization_id, "acme");
}

TEST_F(AuditTest, FiltersMayBeCombined) {
  AuditLog log(context_);
  const SystemTime start = context_->now();
  for (int i = 0; i < 10; ++i) {
    ToolCall one = call("acme", i % 2 == 0 ? "even" : "odd", i < 5 ? "ads" : "campaigns");
    one.ok = i != 3;
    one.connector_id = fmt::format("c{}", i);
    one.application_id = fmt::format("a{}", i % 3);
    one.action = i == 9 ? "check" : "list";
    log.record(std::move(one));
    clock_->advance(seconds(1));
  }
  ASSERT_TRUE(log.flush());
  const Scope scope{"acme", {}};
  EXPECT_EQ(ids(log.tool_calls(scope, {.workspace_id = "even"})).size(), 5U);
  EXPECT_EQ(ids(log.tool_calls(scope, {.connector_id = "c7"})).size(), 1U);
  EXPECT_EQ(ids(log.tool_calls(scope, {.application_id = "a0"})).size(), 4U);
  EXPECT_EQ(ids(log.tool_calls(scope, {.entity = "ads", .ok = true})).size(), 4U);
  EXPECT_EQ(ids(log.tool_calls(scope, {.action = "check"})).size(), 1U);
  EXPECT_EQ(ids(log.tool_calls(scope, {.ok = false})).size(), 1U);
  EXPECT_EQ(ids(log.tool_calls(scope, {.from = start + seconds(2), .until = start + seconds(5)})).size(), 3U);
}

TEST_F(AuditTest, PagesGoFromNewToOld) {
  AuditLog log(context_);
  for (int i = 0; i < 7; ++i) log.record(call("acme"));
  ASSERT_TRUE(log.flush());
  std::vector<std::int64_t> seen;
  std::string cursor;
  do {
    const auto page = log.tool_calls({"acme", {}}, {.limit = 3, .cursor = cursor});
    for (const auto id : ids(page)) seen.push_back(id);
    cursor = page->next_cursor;
    log.record(call("acme"));  // newer rows do not move the place
    ASSERT_TRUE(log.flush());
  } while (!cursor.empty());
  EXPECT_EQ(seen, (std::vector<std::int64_t>{7, 6, 5, 4, 3, 2, 1}));
}

TEST_F(AuditTest, BadPagesAreRefused) {
  AuditLog log(context_);
  for (const int limit : {0, 1001})
    TTM_EXPECT_ERROR(log.tool_calls({"a", {}}, {.limit = limit}), value_error);
  for (const auto* cursor : {"?", "WyJ4Il0", "WyIxIiwiMiJd"}) {
    TTM_EXPECT_ERROR(log.tool_calls({"a", {}}, {.cursor = cursor}), invalid_cursor);
  }
}

TEST_F(AuditTest, TheExportIsOneLineARowOldestFirst) {
  AuditLog log(context_);
  for (int i = 0; i < 1'500; ++i) {
    ToolCall one = call("acme");
    one.at += std::chrono::milliseconds(2 * i);
    log.record(std::move(one));
  }
  for (int i = 0; i < 3; ++i) {
    log.record(AuditEvent{.at = context_->now() + std::chrono::milliseconds(1'000 * i + 1),
                          .organization_id = "acme",
                          .actor = "admin",
                          .what = "application.revoked",
                          .target = "a\nb",
                          .request_id = "r"});
  }
  ASSERT_TRUE(log.flush());
  std::vector<std::string> times;
  int events = 0;
  ASSERT_TRUE(log.export_lines([&](std::string_view line) {
    EXPECT_EQ(line.find('\n'), std::string_view::npos);
    const auto json = Json::parse(line);
    ASSERT_TRUE(json) << line;
    times.emplace_back(json->text_of("at"));
    if (json->text_of("kind") == "event") {
      ++events;
      EXPECT_EQ(json->text_of("what"), "application.revoked");
      EXPECT_EQ(json->text_of("target"), "a\nb");
    } else {
      EXPECT_EQ(json->text_of("intent"), "weekly \"report\"");
      EXPECT_EQ(json->int_of("row_count"), 10);
    }
  }));
  EXPECT_EQ(times.size(), 1'503U);
  EXPECT_EQ(events, 3);
  EXPECT_TRUE(std::ranges::is_sorted(times));
}

TEST_F(AuditTest, PruningRemovesWhatIsTooOld) {
  AuditLog log(context_);
  for (int i = 0; i < 2'500; ++i) log.record(call("acme"));
  log.record(AuditEvent{.at = context_->now(), .what = "old"});
  clock_->advance(days(50));
  log.record(call("acme"));
  log.record(AuditEvent{.at = context_->now(), .what = "young"});
  ASSERT_TRUE(log.flush());
  EXPECT_EQ(*log.prune(), 0);
  clock_->advance(days(40) + seconds(1));
  EXPECT_EQ(*log.prune(), 2'501);
  EXPECT_EQ(number("SELECT count(*) FROM tool_calls"), 1);
  EXPECT_EQ(number("SELECT count(*) FROM audit_events WHERE what = 'young'"), 1);
  clock_->advance(days(90));
  EXPECT_EQ(*log.prune(), 2);
  EXPECT_EQ(number("SELECT count(*) FROM tool_calls"), 0);
  EXPECT_EQ(*log.prune(), 0);
}

TEST_F(AuditTest, AFullDiskLosesNothingWhileThereIsRoomInMemory) {
  AuditLog log(context_);
  fill_disk(log);
  for (int i = 1; i < 5'000; ++i) log.record(call("acme"));
  TTM_EXPECT_ERROR(log.flush(), storage_unavailable);
  EXPECT_TRUE(log.tool_calls({"acme", {}}, {})) << "reading goes on";
  free_disk();
  ASSERT_TRUE(log.flush());
  EXPECT_EQ(number("SELECT count(*) FROM tool_calls"), 5'000);
  EXPECT_EQ(
      number("SELECT count(*) FROM tool_calls WHERE id > 1 AND id NOT IN (SELECT id + 1 FROM tool_calls)"),
      0);
  int lines = 0;
  for (const std::string& line : log_->lines())
    lines += line.find("audit.not_written") != std::string::npos ? 1 : 0;
  EXPECT_EQ(lines, 1) << "said once, not with every attempt";
}

TEST_F(AuditTest, WhenMemoryIsFullTooTheOldestGo) {
  auto& dropped = context_->metrics.counter("tiktok_marketing_audit_dropped_total", "");
  AuditLog log(context_);
  fill_disk(log);
  for (int i = 1; i < 100'500; ++i) {
    ToolCall one{.at = context_->now(), .organization_id = "acme"};
    one.row_count = i;
    log.record(std::move(one));
  }
  TTM_EXPECT_ERROR(log.flush(), storage_unavailable);
  EXPECT_EQ(dropped.value(), 500U);
  free_disk();
  ASSERT_TRUE(log.flush());
  EXPECT_EQ(number("SELECT count(*) FROM tool_calls"), 100'000);
  EXPECT_EQ(number("SELECT min(row_count) FROM tool_calls"), 500);
  EXPECT_EQ(number("SELECT max(row_count) FROM tool_calls"), 100'499);
}

TEST_F(AuditTest, AnEndWithAFullDiskComesAndSaysWhatIsLost) {
  {
    AuditLog log(context_);
    fill_disk(log);
    for (int i = 0; i < 5'000; ++i) log.record(call("acme"));
  }
  const auto lines = log_->lines();
  const auto lost = std::ranges::find_if(
      lines, [](const std::string& line) { return line.find("audit.lost") != std::string::npos; });
  EXPECT_NE(lost, lines.end());
}

TEST_F(AuditTest, ManyThreadsMayRecordAndFlush) {
  AuditLog log(context_);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 1'000; ++i) {
          log.record(call("acme", fmt::format("w{}", t)));
          if (i % 250 == 0) {
            EXPECT_TRUE(log.flush());
          }
        }
      });
    }
  }
  ASSERT_TRUE(log.flush());
  for (int t = 0; t < 4; ++t) {
    EXPECT_EQ(number(fmt::format("SELECT count(*) FROM tool_calls WHERE workspace_id = 'w{}'", t)), 1'000);
  }
}

}  // namespace
}  // namespace tiktok_marketing::platform
